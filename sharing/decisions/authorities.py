"""A share decision as the authority by which something leaves the school, or is told (R: C8)."""

from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from sharing.decisions.models import DecisionRecipient, ShareDecision
from sharing.disclosures import release
from sharing.disclosures.models import Disclosure


@dataclass(frozen=True)
class ByDecision:
    """What a share decision lets out, to one of the recipients it names."""

    decision: ShareDecision
    recipient: DecisionRecipient

    def fill(self, disclosure: Disclosure) -> None:
        if not self.decision.shares:
            raise release.NoAuthority("It was decided not to share this")
        if self.recipient.decision_id != self.decision.pk:
            raise release.NoAuthority("The decision does not name this recipient")
        disclosure.decision, disclosure.of_record = self.decision, self.decision.record
        disclosure.recipient, disclosure.channel = self.recipient, self.decision.channel


@dataclass(frozen=True)
class Reply:
    """The answer to the person who asked, where it was decided not to share: it holds nothing that was asked for."""

    decision: ShareDecision

    def fill(self, disclosure: Disclosure) -> None:
        if self.decision.shares:
            raise release.NoAuthority("It was decided to share this: there is nothing to refuse")
        disclosure.decision, disclosure.of_record = self.decision, self.decision.record


def spoken(
    decision: ShareDecision, recipient: DecisionRecipient, by: User, *, said: str, at: datetime, channel: str = ""
) -> Disclosure:
    """Record that something was told: who, when and in which words; in the caller's transaction. What has happened
    is recorded as it was, also by a way that is not safe."""
    if not decision.shares:
        raise release.NoAuthority("It was decided not to share this")
    content = said.encode()
    disclosure = release.new_disclosure(ByDecision(decision, recipient), content, "text/plain", "", by)
    disclosure.happened_at = at
    disclosure.channel = channel or decision.channel
    release.keep_sealed(disclosure, content, "")
    return disclosure
