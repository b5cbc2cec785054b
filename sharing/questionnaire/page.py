"""The base form of every page of the flow."""

from collections.abc import Sequence
from dataclasses import fields
from functools import cached_property
from typing import Any, ClassVar, Generic, TypeVar

from django.urls import reverse

from core.forms.conditional import PageForm
from core.forms.layout import Include, LayoutObject, PageHelper, Question
from sharing.decisions.outgoing import ShownSection
from sharing.questionnaire.answers import Page, of_form
from sharing.questionnaire.context import Context

A = TypeVar("A", bound=Page)


class Step(PageForm, Generic[A]):
    """A page of the flow: its name, its heading, its guidance, its questions, and the type of its answers."""

    name: ClassVar[str]
    answers_type: ClassVar[type[Page]]
    legend_is_heading: ClassVar[bool] = False
    """Whether the first question is the heading of the page; the guidance then comes below it."""
    offers_keep_from: ClassVar[bool] = True
    """Whether the page has a button that leads to the page about who must not see it."""
    below: ClassVar[str] = ""
    """A template of the project below the questions."""
    inset: str = ""
    warning: str = ""
    listed: Sequence[tuple[str, str]] = ()
    """What is chosen already: (id, words), each with a way to take it out."""
    adds: str = ""
    """The button that saves the page and shows it once more."""

    def __init__(self, context: Context, data: Any = None, **kwargs: Any) -> None:
        self.context = context
        super().__init__(data, **kwargs)

    def layout(self) -> Sequence[LayoutObject]:
        rows: list[LayoutObject] = [Question(name) for name in self.questions]
        if self.legend_is_heading:
            rows[:1] = [Question(self.questions[0], heading=True), Include("sharing/questionnaire/step_guidance.html")]
        if self.below:
            rows.append(Include(self.below))
        return [
            Include("sharing/questionnaire/step_above.html"),
            *rows,
            Include("sharing/questionnaire/step_buttons.html"),
        ]

    @cached_property
    def helper(self) -> PageHelper:
        address = reverse("questionnaire:step", args=[self.context.loaded.draft.public_id, self.name])
        return PageHelper(*self.layout(), action=address, data_autosave=True)

    @property
    def heading(self) -> str:
        raise NotImplementedError

    @property
    def guidance(self) -> str:
        return ""

    @property
    def goes(self) -> Sequence[ShownSection]:
        """The text as it will go, on the page that asks about other people in it."""
        return ()

    @property
    def tab_title(self) -> str:
        """The heading as it may be in a tab and a history: without anybody's name."""
        return self.heading.replace(self.context.subjects.name, "the child")

    def given(self, name: str) -> list[str]:
        """What the browser sent under a name, unchecked; nothing where the page is only shown."""
        data: Any = self.data
        return list(data.getlist(name)) if self.is_bound else []

    def answers(self) -> A:
        """What was checked, as the draft keeps it."""
        return of_form(self.answers_type, self.cleaned_data)  # type: ignore[return-value]

    def answers_elsewhere(self) -> dict[str, Page]:
        """What this page answers of other pages, by their names."""
        return {}

    @classmethod
    def initial_from(cls, answers: Any) -> dict[str, Any]:
        """The answers as the form shows them again."""
        shown = {field.name: getattr(answers, field.name) for field in fields(answers)}
        return {name: list(value) if isinstance(value, tuple) else value for name, value in shown.items()}
