"""The rows of the cards, and the labels of what was chosen: for people to read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from core import words
from core.forms import fields
from sharing.decisions import facts
from sharing.questionnaire import route
from sharing.questionnaire.context import Context


@dataclass(frozen=True)
class Line:
    """A row: its key, what it says, and the step where it is changed ("" for what is not asked)."""

    key: str
    value: str
    step: str


@dataclass(frozen=True)
class Card:
    """A card of a draft: each of its lines can be changed."""

    name: str
    heading: str
    lines: list[Line]

    def recorded(self) -> facts.Card:
        """As it is sealed with the decision."""
        return facts.Card(self.name, self.heading, tuple((line.key, line.value) for line in self.lines))


def day(value: date | None) -> str:
    """12 May 2026"""
    return words.day(value) if value else ""


class Sayings:
    """The labels of what was chosen, from the forms that asked: for people to read."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.forms = {name: route.form_of(context, name) for name in route.path(context) if name in context.answers}

    def of(self, step: str, field: str, value: str | Iterable[str]) -> str:
        """The label of an answer, or of several, joined. Raises ValueError for a field without answers to choose."""
        if not value or step not in self.forms:
            return ""
        question = self.forms[step].fields.get(field)
        if not isinstance(question, fields.Chosen):
            raise ValueError(f"{step}: {field} is no choice, and has no label")
        labels = {choice.value: choice.label for choice in question.options}
        return "; ".join(labels.get(key, "") for key in ([value] if isinstance(value, str) else value))
