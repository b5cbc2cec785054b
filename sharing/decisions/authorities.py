"""A share decision as the authority for something to leave the school, or to be told (R: C8)."""

from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from sharing.decisions.models import DecisionRecipient, ShareDecision
from sharing.disclosures import release
from sharing.disclosures.models import Disclosure


@dataclass(frozen=True)
class ByDecision:
    """The authority of a share decision to release to one of the recipients it names."""

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
    decision: ShareDecision, recipient: DecisionRecipient, by: User, *, words: str, at: datetime, channel: str = ""
) -> Disclosure:
    """Record that something was told: who, when and in which words; in the caller's transaction. It is
    recorded as it happened, even by an unsafe channel."""
    if not decision.shares:
        raise release.NoAuthority("It was decided not to share this")
    content = words.encode()
    disclosure = release.new_disclosure(ByDecision(decision, recipient), content, "text/plain", "", by)
    disclosure.happened_at = at
    disclosure.channel = channel or decision.channel
    release.keep_sealed(disclosure, content, "")
    return disclosure
