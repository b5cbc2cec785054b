"""What each page of the flow asks, as a type: one dataclass for each page."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time


@dataclass(frozen=True)
class Page:
    """The answers to one page. Empty: not answered, or not asked."""


@dataclass(frozen=True)
class AskedAnswers(Page):
    """Who asked, and for what (R: C6)."""

    who: str = ""
    unnamed: bool = False
    body: str = ""
    role: str = ""
    how: str = ""
    on: date | None = None
    what: str = ""
    deadline: str = ""
    deadline_on: date | None = None
    law: str = ""
    order: str = ""
    identity: str = ""


@dataclass(frozen=True)
class WhenAnswers(Page):
    """When it was shared, and how (R: C8)."""

    on: date | None = None
    at: time | None = None
    channel: str = ""
    late: str = ""


@dataclass(frozen=True)
class AboutAnswers(Page):
    """Whom it is about, by their ids; or a child who was not found, as the author knows them; or nobody by name but a
    group, in words."""

    people: tuple[str, ...] = ()
    typed: str = ""
    group: str = ""

    @property
    def unnamed(self) -> bool:
        """Whether it is about nobody who is known here."""
        return not self.people and bool(self.typed or self.group)


@dataclass(frozen=True)
class SafeAnswers(Page):
    """Whether a child may be at risk (R: C2): "yes", "no", "unsure"; which of several, by their ids."""

    harm: str = ""
    which: tuple[str, ...] = ()


@dataclass(frozen=True)
class AdultAnswers(Page):
    """Whether it is about an adult here: "no", "head", "dsl", "other"; and who, by id."""

    adult: str = ""
    who: str = ""


@dataclass(frozen=True)
class KeepFromAnswers(Page):
    """Who must not see it, by their ids (R: C7a)."""

    people: tuple[str, ...] = ()


@dataclass(frozen=True)
class Also:
    """A further recipient, by id, and what they need it for."""

    who: str
    need: str


@dataclass(frozen=True)
class WhoAnswers(Page):
    """To whom it would go: "asker", "other", "parent", "staff", "directory", "school", or the id of a contact.
    `not_same`: as in `OutsideAnswers`, of the person who asked."""

    to: str = ""
    directory: str = ""
    school: str = ""
    staff: str = ""
    not_same: str = ""
    more: tuple[Also, ...] = ()


@dataclass(frozen=True)
class OutsideAnswers(Page):
    """A recipient who is in no directory. `not_same`: how it is known that it is not the person of this name who is
    known here."""

    who: str = ""
    role: str = ""
    body: str = ""
    not_same: str = ""


@dataclass(frozen=True)
class ParentAnswers(Page):
    """Which of the child's contacts, by their ids, and how they were identified."""

    adults: tuple[str, ...] = ()
    identity: str = ""


@dataclass(frozen=True)
class AgreementAnswers(Page):
    """Who with parental responsibility agreed that a person without it gets this (R: G9): the id of a contact,
    "someone", "self" (they have it themselves), "order", or "none"; `seen`: who it was, or what was seen of it."""

    by: str = ""
    on: date | None = None
    seen: str = ""


@dataclass(frozen=True)
class MovingAnswers(Page):
    """Whether the child is moving to the school it goes to."""

    moving: str = ""
    besides: str = ""


@dataclass(frozen=True)
class InsideAnswers(Page):
    """How long a colleague needs it: "term", "date", "once"."""

    how_long: str = ""
    on: date | None = None


@dataclass(frozen=True)
class WhatAnswers(Page):
    """What would go: records by their ids, each "whole" or "part"; and what is in no record, with its kind, whether it
    is "fact", "opinion" or "allegation", and where it comes from (R: C5)."""

    records: tuple[str, ...] = ()
    how: Mapping[str, str] = field(default_factory=dict)
    unwritten: str = ""
    unwritten_kind: str = ""
    unwritten_nature: str = ""
    unwritten_source: str = ""
    everything: str = ""
    left_out: str = ""


@dataclass(frozen=True)
class Treated:
    """What is done about a person who is named: "remove" or "keep", and why."""

    do: str
    why: str = ""


@dataclass(frozen=True)
class OthersAnswers(Page):
    """What is done about each person who is named, by the key of who was found (R: C13)."""

    said: Mapping[str, Treated] = field(default_factory=dict)
    read: bool = False


@dataclass(frozen=True)
class FamilyAnswers(Page):
    """What the family said: "agreed", "refused", "split", "told", "not_told", by who was asked."""

    said: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class TellingAnswers(Page):
    """Who was told, when and what (R: C1); `own_words`: a child's, by the child's id."""

    people: tuple[str, ...] = ()
    other: str = ""
    when: str = ""
    told_on: date | None = None
    told: str = ""
    left_out: str = ""
    objection: str = ""
    own_words: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class NotToldAnswers(Page):
    """Why a person was not told (R: C1)."""

    why: tuple[str, ...] = ()
    facts: str = ""
    again: str = ""
    tell_by: date | None = None


@dataclass(frozen=True)
class Followed:
    """Whether advice was followed: "yes" or "no", and why not."""

    followed: str
    why: str = ""


@dataclass(frozen=True)
class FollowedAnswers(Page):
    """Whether advice was followed, by its id (R: C4)."""

    said: Mapping[str, Followed] = field(default_factory=dict)


@dataclass(frozen=True)
class DecideAnswers(Page):
    """The decision: "share", "cannot_wait", "regret", "no_share", or "advice" for now. `checked`: how it was checked
    since who asked, as in `AskedAnswers.identity`; `checked_how`: with what."""

    outcome: str = ""
    checked: str = ""
    checked_how: str = ""
    cannot_wait: str = ""
    without_advice: str = ""


@dataclass(frozen=True)
class OverrideAnswers(Page):
    """Why it is shared against their wishes (R: C3)."""

    ground: str = ""
    facts: str = ""
    consulted: tuple[str, ...] = ()
    knows: str = ""
    tell_by: date | None = None


@dataclass(frozen=True)
class WhyAnswers(Page):
    """The purpose, by its code, and the reasons (R: C6)."""

    purpose: str = ""
    other: str = ""
    essential: str = ""
    appropriate: str = ""


@dataclass(frozen=True)
class BasisAnswers(Page):
    """The legal reason, where it is not the usual one of the purpose."""

    basis: str = ""
    because: str = ""


@dataclass(frozen=True)
class WhyNotAnswers(Page):
    """Why it is not shared, what would change that, and the reply to the request: "reasons", "no", "nothing"."""

    why: tuple[str, ...] = ()
    reasons: str = ""
    change: tuple[str, ...] = ()
    category: str = ""
    reply_by: date | None = None
    review: str = ""
    review_on: date | None = None
    answer: str = ""


@dataclass(frozen=True)
class SendAnswers(Page):
    """When it was last checked: "today", "day", "not"; and how it goes, or whether it arrived (R: C5)."""

    checked: str = ""
    checked_on: date | None = None
    unsure_of: str = ""
    channel: str = ""
    address: str = ""
    addresses: Mapping[str, str] = field(default_factory=dict)
    """Of parents and carers, by their ids."""
    confirmed: tuple[str, ...] = ()
    arrived: str = ""


@dataclass(frozen=True)
class AdviceHad:
    """Advice that was taken outside of the product."""

    whom: str
    on: date
    asked: str
    said: str
    followed: str
    why: str = ""


@dataclass(frozen=True)
class AdviceHadAnswers(Page):
    entries: tuple[AdviceHad, ...] = ()


@dataclass(frozen=True)
class Named:
    """Who was found in the text: the key of who it is, the words, where, and the ids of the people it can be."""

    key: str
    words: tuple[str, ...]
    where: tuple[str, ...]
    people: tuple[str, ...]


@dataclass(frozen=True)
class Source:
    """Where a chosen record came from that the school was sent, in words, by the record's label."""

    label: str
    words: str


@dataclass(frozen=True)
class NamesFound(Page):
    """What a look at the text found, and a hash of that text; `waits`: why nobody has looked yet."""

    found: tuple[Named, ...] = ()
    text: str = ""
    sources: tuple[Source, ...] = ()
    waits: str = ""


@dataclass(frozen=True)
class AdviceAnswer:
    by: str
    text: str


@dataclass(frozen=True)
class AdviceWords:
    """A question put within the school, with its answers; `count`: how many there were when it was read."""

    count: int = 0
    question: str = ""
    answers: tuple[AdviceAnswer, ...] = ()


@dataclass(frozen=True)
class AdviceRead(Page):
    said: Mapping[str, AdviceWords] = field(default_factory=dict)
