"""A form as a page shows it: its questions, some of them under an answer of another, and its buttons."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django import forms

from core.forms.choices import Choice, Chosen, Ticks
from core.forms.layout import Actions, Include, LayoutObject, PageHelper, Question


class Laid:
    """How a form is laid out by `{% crispy form %}`: all its questions in order, then one button, unless `layout` says
    otherwise. For the forms of libraries, which have a base class of their own."""

    button: str = "Continue"
    fields: dict[str, forms.Field]

    def layout(self) -> Sequence[LayoutObject]:
        return [*(Question(name) for name in self.questions), Actions(self.button)]

    @cached_property
    def helper(self) -> PageHelper:
        return PageHelper(*self.layout())

    def fill_choices(self) -> None:
        """Set the answers that depend on the form."""
        for field in self.fields.values():
            if isinstance(field, Chosen):
                field.made(self)

    @property
    def questions(self) -> list[str]:
        """The questions that are not under an answer of another, in order."""
        revealed = {name for _, choice in self.revealing() for name in choice.reveals}
        return [name for name in self.fields if name not in revealed]

    def revealing(self) -> list[tuple[str, Choice]]:
        """The answers that reveal questions, each with the name of its field."""
        return [
            (name, choice)
            for name, field in self.fields.items()
            if isinstance(field, Chosen)
            for choice in field.options
            if choice.reveals
        ]


class PageForm(Laid, forms.Form):
    """A form of a page. Questions under an answer count only while it is chosen. `build` adds or changes those that
    depend on something; `quiet`: shown again without errors."""

    def __init__(self, data: Any = None, files: Any = None, *, quiet: bool = False, **kwargs: Any) -> None:
        self.quiet = quiet
        super().__init__(data, files, **kwargs)
        self.fill_choices()
        self.build()
        for _, choice in self.revealing():
            for name in choice.required:
                self.fields[name].required = False

    def build(self) -> None:
        """Add or change the questions that depend on something."""

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or {}
        for field, choice in self.revealing():
            given = answers.get(field)
            chosen = choice.value in given if isinstance(given, list) else given == choice.value
            for name in choice.reveals:
                if not chosen:
                    answers[name] = [] if isinstance(self.fields[name], Ticks) else None
                    self.errors.pop(name, None)
                elif name in choice.required and not answers.get(name) and name not in self.errors:
                    self.add_error(name, choice.required[name])
        return answers


class WhichForm(PageForm):
    """One of several forms on a page. What is sent says which: `which`."""

    which: str

    def layout(self) -> list[LayoutObject]:
        return [Include("core/components/which.html"), *super().layout()]
