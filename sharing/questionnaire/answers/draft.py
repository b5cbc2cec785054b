"""The answers of a draft: read from their JSON when they are asked for, and made from what a form has checked."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any, Generic, TypeVar

from core.typed_json import DoesNotFit, from_json, to_json
from sharing.questionnaire.answers.pages import (
    AboutAnswers,
    AdultAnswers,
    AdviceHadAnswers,
    AdviceRead,
    AgreementAnswers,
    AskedAnswers,
    BasisAnswers,
    DecideAnswers,
    FamilyAnswers,
    FollowedAnswers,
    InsideAnswers,
    KeepFromAnswers,
    MovingAnswers,
    NamesFound,
    NotToldAnswers,
    OthersAnswers,
    OutsideAnswers,
    OverrideAnswers,
    Page,
    ParentAnswers,
    SafeAnswers,
    SendAnswers,
    TellingAnswers,
    WhatAnswers,
    WhenAnswers,
    WhoAnswers,
    WhyAnswers,
    WhyNotAnswers,
)

STAMP = "for"
"""The key under which an answer carries what it was about (`dependencies`)."""

P = TypeVar("P", bound=Page)
Raw = dict[str, Any]


class _Of(Generic[P]):
    """The answers to one page, read from their JSON when they are first asked for. The page has the attribute's name,
    with hyphens."""

    def __init__(self, kind: type[P]) -> None:
        self.kind = kind

    def __set_name__(self, owner: type, name: str) -> None:
        self.name, self.page = name, name.replace("_", "-")
        PAGES[self.page] = self.kind

    def __get__(self, answers: "Answers", owner: type) -> P:
        read = from_json(
            self.kind, {key: value for key, value in answers.raw.get(self.page, {}).items() if key != STAMP}
        )
        answers.__dict__[self.name] = read
        return read


PAGES: dict[str, type[Page]] = {}
"""The pages, and what else is kept with a draft, by the name under which each is sealed."""


class Answers:
    """All answers of a draft. Raises DoesNotFit where what is sealed does not have the expected form."""

    asked = _Of(AskedAnswers)
    when = _Of(WhenAnswers)
    about = _Of(AboutAnswers)
    safe = _Of(SafeAnswers)
    adult = _Of(AdultAnswers)
    keep_from = _Of(KeepFromAnswers)
    who = _Of(WhoAnswers)
    outside = _Of(OutsideAnswers)
    parent = _Of(ParentAnswers)
    agreement = _Of(AgreementAnswers)
    moving = _Of(MovingAnswers)
    inside = _Of(InsideAnswers)
    what = _Of(WhatAnswers)
    others = _Of(OthersAnswers)
    family = _Of(FamilyAnswers)
    telling = _Of(TellingAnswers)
    not_told = _Of(NotToldAnswers)
    followed = _Of(FollowedAnswers)
    decide = _Of(DecideAnswers)
    override = _Of(OverrideAnswers)
    why = _Of(WhyAnswers)
    basis = _Of(BasisAnswers)
    why_not = _Of(WhyNotAnswers)
    send = _Of(SendAnswers)
    advice_had = _Of(AdviceHadAnswers)
    names = _Of(NamesFound)
    advice_words = _Of(AdviceRead)

    def __init__(self, raw: Raw) -> None:
        """`raw`: their JSON; `put` changes it."""
        self.raw = raw

    def put(self, page: str, answers: Mapping[str, Any]) -> None:
        """Replace the answers to a page, given as JSON."""
        self.raw[page] = answers
        self.__dict__.pop(page.replace("-", "_"), None)

    def check(self) -> None:
        """Read all of them. Raises DoesNotFit."""
        for page in self.raw:
            self.page(page)

    def __contains__(self, page: object) -> bool:
        """Whether the page has been answered."""
        return page in self.raw

    def page(self, name: str) -> Page:
        """The answers to the page of that name."""
        if name not in PAGES:
            raise DoesNotFit(f"no page {name}")
        read: Page = getattr(self, name.replace("-", "_"))
        return read

    def stamp(self, name: str) -> str:
        """What the answers to a page were about when they were given."""
        return str(self.raw.get(name, {}).get(STAMP, ""))


def as_json(answers: Page) -> dict[str, Any]:
    """The answers to a page as a draft keeps them."""
    return to_json(answers)


def of_form(kind: type[P], cleaned: Mapping[str, Any], **more: Any) -> P:
    """The answers to a page from what its form has checked: the fields of the same names, and `more`. What was left
    empty, or belongs to an answer that was not chosen, has its default."""
    given = {field.name: cleaned.get(field.name) for field in fields(kind)} | more
    return kind(**{name: _frozen(value) for name, value in given.items() if value is not None})


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
