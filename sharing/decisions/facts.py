"""The facts of a decision: built once from a draft before anything is written, and sealed with the decision.

`Facts` carry the objects that are written about. `SealedFacts` are what is sealed of them, as JSON with a version: the
documents, the releases and the pages read these, never a label. The cards next to them are for people to read.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from accounts.models import User
from core.refusals import OtherForm
from core.typed_json import DoesNotFit, from_json, to_json
from records.models import LATER, Record
from records.pupils.models import Person
from records.vault.vault import Opened, Part
from sharing.decisions import harm
from sharing.decisions.models import DecisionRecipient, Draft, Outcome, ShareDecision
from sharing.directory.models import Agency, AgencyContact

VERSION = 1
FACTS = "facts"
"""The name of the section in which they are sealed."""


class NotComplete(Exception):
    """Answers are missing or contradict each other; `steps` names the pages."""

    def __init__(self, steps: list[str]) -> None:
        self.steps = steps
        super().__init__(", ".join(steps))


class AccessEnded(Exception):
    """A chosen record can no longer be seen by the decider. It has to be taken out of the draft."""


class OtherVersion(OtherForm):
    """The facts of a decision were sealed in a form that this version of the product does not read."""


@dataclass(frozen=True)
class Recipient:
    """To whom it goes: who, as what, and where they are reached."""

    kind: str
    name: str
    role: str = ""
    body: str = ""
    need: str = ""
    contact: AgencyContact | None = None
    agency: Agency | None = None
    adult: Person | None = None
    user: User | None = None
    on_staff: bool = False
    typed: bool = False
    """Whether the name was typed: by the author, or when it was written down who asked."""
    unnamed: bool = False
    """The person who asked would not say who they are."""
    checked: bool = True
    """Whether it was checked who they are, where that is asked."""
    address: str = ""
    """Where it goes, if that was asked."""
    not_same: str = ""
    """How the author knows that it is not the person of this name who is known here."""

    def __str__(self) -> str:
        return ", ".join(filter(None, (self.name, self.role, self.body)))


@dataclass(frozen=True)
class Item:
    """A record that was chosen. `extent`: how much of it a colleague would see."""

    record: Record
    label: str
    whole: bool
    extent: int


@dataclass(frozen=True)
class Wire:
    """What would change a decision not to share. `kind`: one of TripWire's."""

    kind: str
    category: str = ""
    on: date | None = None


@dataclass(frozen=True)
class Card:
    """What people read: a heading and rows, each a key and a value."""

    name: str
    heading: str
    rows: tuple[tuple[str, str], ...]

    @property
    def content(self) -> dict[str, Any]:
        """As it is sealed."""
        return {"heading": self.heading, "rows": [list(row) for row in self.rows]}


# What is sealed


@dataclass(frozen=True)
class SealedPerson:
    """A person, by id and as they were called."""

    id: str
    name: str


@dataclass(frozen=True)
class SealedRecipient:
    """A recipient: their number in the decision, their kind, and the name that the decision uses."""

    number: int
    kind: str
    name: str
    need: str = ""
    address: str = ""


@dataclass(frozen=True)
class SealedItem:
    """A record that was chosen: its id, what it was called, and whether all of it goes."""

    record: str
    label: str
    whole: bool


@dataclass(frozen=True)
class SealedFamily:
    """What a member of the family said: who was asked, what they were called, and the answer."""

    who: str
    called: str
    said: str


@dataclass(frozen=True)
class SealedAsker:
    """Who asked, as they were typed. `greeting` and `about`: only for a parent or carer who was identified, how a
    letter greets them, and the children of theirs that it can name."""

    name: str = ""
    role: str = ""
    body: str = ""
    on: date | None = None
    greeting: str = ""
    about: str = ""

    def __str__(self) -> str:
        return ", ".join(filter(None, (self.name, self.role, self.body)))


@dataclass(frozen=True)
class SealedFacts:
    """The facts of a decision. An empty value means no, or not asked."""

    version: int
    outcome: str
    harm: str
    subjects: tuple[SealedPerson, ...] = ()
    about_typed: str = ""
    """A child who was not found, as the author knows them."""
    about_group: str = ""
    """Whom it is about where it is nobody by name."""
    recipients: tuple[SealedRecipient, ...] = ()
    items: tuple[SealedItem, ...] = ()
    unwritten: str = ""
    unwritten_nature: str = ""
    unwritten_source: str = ""
    family: tuple[SealedFamily, ...] = ()
    refused: bool = False
    regretted: bool = False
    purpose: str = ""
    basis: str = ""
    channel: str = ""
    address: str = ""
    agreement: str = ""
    """Who with parental responsibility agreed, as in the answers; "" where that was not asked."""
    happened_at: datetime | None = None
    until: date | None = None
    receipt_due: date | None = None
    answer_due: date | None = None
    tell_by: date | None = None
    review_on: date | None = None
    kept: tuple[str, ...] = ()
    """The keys of the other people who are left in the text; all others are taken out."""
    unsure_of: str = ""
    asker: SealedAsker = SealedAsker()
    reply: str = ""
    """What the person who asked is told of a refusal: "reasons", "no", "nothing"."""
    why_not: str = ""
    headline: tuple[tuple[str, str], ...] = ()
    """The reasons in full, which the Headteacher reads first."""
    withheld: tuple[SealedPerson, ...] = ()
    told: tuple[str, ...] = ()
    despite: tuple[str, ...] = ()
    """Who was told of a danger although the author ticked that they must not see it."""
    told_first: tuple[str, ...] = ()
    """Whom the author of a danger entry had told already: keys of danger.TOLD."""

    @property
    def reply_with_reasons(self) -> bool:
        return self.reply == "reasons"

    @property
    def replies(self) -> bool:
        """Whether the person who asked gets an answer on paper."""
        return self.reply in ("reasons", "no")

    def name_of(self, recipient: DecisionRecipient) -> str:
        """A recipient as the decision names them; "" where it names none of that number."""
        return next((sealed.name for sealed in self.recipients if sealed.number == recipient.number), "")


def as_json(facts: SealedFacts) -> dict[str, Any]:
    """The facts as they are sealed."""
    return {"heading": "Facts", FACTS: to_json(facts)}


def of(opened: Opened) -> SealedFacts:
    """The facts of a decision that the reader sees whole. Raises OtherVersion, also where there are none."""
    part = opened.part(FACTS)
    sealed = part.content.get(FACTS) if part else None
    if not isinstance(sealed, dict) or sealed.get("version") != VERSION:
        raise OtherVersion("no facts of this version")
    try:
        facts = from_json(SealedFacts, sealed)
    except DoesNotFit as error:
        raise OtherVersion(str(error)) from None
    if facts.outcome not in Outcome or facts.harm not in {*harm.AT_RISK, "no"}:
        raise OtherVersion("no such outcome, or no such answer about harm")
    return facts


def cards_in(opened: Opened, *, later: bool = True) -> list[Part]:
    """The cards of a decision, and with `later` what was added since."""
    return [part for part in opened.parts if part.section.name != FACTS and (later or part.section.name not in LATER)]


def sealed_recipients(recipients: Iterable[Recipient], first: int = 1) -> tuple[SealedRecipient, ...]:
    """The recipients as they are sealed, numbered from `first`."""
    return tuple(
        SealedRecipient(number, recipient.kind, str(recipient), recipient.need, recipient.address)
        for number, recipient in enumerate(recipients, first)
    )


def sealed_people(people: Iterable[Person | User]) -> tuple[SealedPerson, ...]:
    """People as they are sealed."""
    return tuple(SealedPerson(str(person.public_id), person.full_name) for person in people)


# What is written


@dataclass(frozen=True)
class Facts:
    """What a draft decides, worked out and complete: `recording.record` writes it without reading the draft again.

    `sealed`: what is sealed of it. The rest are the objects that are written about, and what is kept only as rows.
    """

    draft: Draft
    author: User
    completes: ShareDecision | None
    subjects: tuple[Person, ...]
    recipients: tuple[Recipient, ...]
    items: tuple[Item, ...]
    withheld: tuple[User, ...]
    inside: bool
    maybe_about: tuple[Person, ...]
    """The pupils who may be meant by a name that was typed: whoever is kept out of one of them is not told."""
    agreed: bool
    """Whether a person with parental responsibility has agreed, where a recipient has none (R: G9)."""
    need: str
    unsafe: bool
    not_told: bool
    by_exception: bool
    wires: tuple[Wire, ...]
    told_in_words: str
    """What was shared already, in the words that are kept of it."""
    extract: tuple[dict[str, Any], ...]
    """What is copied out for those who are not school staff: the sections, without the people who are taken out."""
    cards: tuple[Card, ...]
    sealed: SealedFacts

    @property
    def unnamed(self) -> bool:
        """Whether it is about a child who was not found."""
        return bool(self.sealed.about_typed)

    @property
    def perhaps_about(self) -> tuple[Person, ...]:
        return (*self.subjects, *self.maybe_about)

    @property
    def shares(self) -> bool:
        return Outcome(self.sealed.outcome) != Outcome.NO_SHARE

    @property
    def at_risk(self) -> bool:
        """Unsure counts as yes (R: C2)."""
        return self.sealed.harm in harm.AT_RISK

    @property
    def to_review(self) -> bool:
        """Whether a second person has to look: a child may be at risk and nothing is shared (R: C2)."""
        return self.at_risk and not self.shares

    @property
    def for_the_dpo(self) -> bool:
        """Whether the DPO is told: it went by an unsafe channel, or should not have gone."""
        return self.unsafe or self.sealed.regretted
