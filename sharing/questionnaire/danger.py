"""A child is in danger now: recorded in a minute, completed later by the pages of the flow (R: C2)."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.models import User
from core import calendar, clock, words
from records.need_to_know import visibility
from records.pupils.models import Person
from records.vault.filing import Words, file_record
from sharing.decisions import audience, authorities, drafts
from sharing.decisions.facts import FACTS, VERSION, SealedFacts, as_json, sealed_people
from sharing.decisions.models import DecisionRecipient, Origin, Outcome, ShareDecision
from sharing.directory.models import Agency
from sharing.disclosures.models import Channel
from sharing.questionnaire import dependencies

COMPLETE_DAYS = 1


@dataclass
class Danger:
    """What is written down in the first minute."""

    child: Person | None
    typed: str
    told: list[str]
    other: str
    account: str
    at: datetime
    withheld: list[User] = field(default_factory=list)
    unseen: bool = False
    """Written with a stale second factor: what is answered may not depend on whether the child is here. So it is
    recorded also where the ticks and the child's exclusions together leave nobody; the next in line is told."""


OTHER, NOBODY = "other", "nobody"
TOLD = {
    "police": "Police, fire or ambulance (999)",
    "social_care": "Children’s social care",
    "dsl": "The DSL",
    OTHER: "Someone else",
    NOBODY: "Nobody yet",
}
"""Who can have been told at once, by the keys of the answers."""


def complete_by(at: datetime) -> datetime:
    """Twelve noon on the next school day."""
    return calendar.noon_after(at, COMPLETE_DAYS)


@transaction.atomic
def record_danger(author: User, danger: Danger, once: UUID) -> ShareDecision:
    """Record at once what is happening; the other points are due by noon on the next school day (R: C2).

    `once`: the id that the page carries, so that the same page sent twice is one entry. Raises KeyUnavailable, and
    NobodyHears where nobody would be told (R: C7).
    """
    recorded = ShareDecision.objects.filter(draft__record__public_id=once, decided_by=author).first()
    if recorded:
        return recorded
    people = [danger.child] if danger.child else []
    despite = audience.despite(author, people, danger.withheld) if danger.unseen else []
    withheld = [person for person in danger.withheld if person not in despite]
    told = audience.listeners(author, people, withheld, True)
    audience.somebody_hears(told, author, people, withheld)
    draft = drafts.start(author, danger.child, origin=Origin.DANGER, public_id=once)
    drafts.save(draft, "safe", _safe(danger))
    sealed = _sealed(danger, people, withheld=withheld, despite=despite, told=told)
    confidential = file_record("share_decision", people, sealed, author=author)
    decision = ShareDecision.objects.create(
        record=confidential,
        draft=draft,
        reference=draft.reference,
        origin=Origin.DANGER,
        follows=draft.follows,
        outcome=Outcome.SHARE_ALL,
        harm="yes",
        purpose="protect",
        channel="",
        against_wishes=False,
        family_not_told=False,
        happened_at=danger.at,
        complete_by=complete_by(clock.now()),
        decided_by=author,
    )
    _recipients(decision, danger, {person.pk for person in withheld} | visibility.excluded_from(people))
    audience.keep_out(confidential, withheld, author)
    audience.tell(decision, told)
    return decision


def _safe(danger: Danger) -> dict[str, Any]:
    """The answer about harm that a danger entry gives by itself."""
    ids = [str(danger.child.public_id)] if danger.child else []
    return dependencies.stamped("safe", {"harm": "yes", "which": ids}, {"about": {"people": ids}})


def _sealed(
    danger: Danger, people: list[Person], *, withheld: list[User], despite: list[User], told: list[audience.Listener]
) -> list[Words]:
    """What is sealed with the decision: the account, who is told, the facts."""
    who = [TOLD[key] for key in danger.told if key != OTHER] + ([danger.other] if danger.other else [])
    rows = [
        ["Child", danger.child.full_name if danger.child else danger.typed],
        ["Told, or being told", "; ".join(who)],
        ["What is happening", danger.account],
        ["When", words.moment(danger.at)],
        ["Reasons", "The account above: a child is in danger now. The other points are completed later"],
    ]
    hearing = [[listener.person.full_name, listener.why] for listener in told]
    facts = SealedFacts(
        version=VERSION,
        outcome=Outcome.SHARE_ALL.value,
        harm="yes",
        subjects=sealed_people(people),
        purpose="protect",
        happened_at=danger.at,
        withheld=sealed_people(withheld),
        told=tuple(name for name, _ in hearing),
        despite=tuple(person.full_name for person in despite),
        told_first=tuple(danger.told),
    )
    return [
        Words("danger", {"heading": "A child is in danger now", "rows": rows}),
        Words("hearers", {"heading": "Who is told", "rows": hearing}),
        Words(FACTS, as_json(facts)),
    ]


def _recipients(decision: ShareDecision, danger: Danger, kept_out: set[int]) -> None:
    """The people who were told at once; what was said to those outside has left the school."""
    for number, key in enumerate([key for key in danger.told if key != NOBODY], 1):
        recipient = _told_now(decision, number, key, kept_out)
        if recipient.user_id is None:
            author = decision.decided_by
            authorities.spoken(decision, recipient, author, words=danger.account, at=danger.at, channel=Channel.RANG)


AGENCIES = {"police": Agency.Kind.POLICE, "social_care": Agency.Kind.SOCIAL_CARE}


def _told_now(decision: ShareDecision, number: int, key: str, kept_out: set[int]) -> DecisionRecipient:
    if key == "dsl":
        dsl = audience.dsl_for(decision.decided_by)
        if dsl and dsl.pk not in kept_out:
            return DecisionRecipient.objects.create(
                decision=decision, number=number, kind=DecisionRecipient.Kind.STAFF, user=dsl
            )
    kind = AGENCIES.get(key)
    agency = Agency.objects.filter(kind=kind, active=True).order_by("pk").first() if kind else None
    return DecisionRecipient.objects.create(
        decision=decision, number=number, kind=DecisionRecipient.Kind.OUTSIDE, agency=agency
    )
