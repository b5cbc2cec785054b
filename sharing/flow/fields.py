"""The kinds of question that the flow asks, and the form that every page of it is."""

from collections.abc import Sequence
from datetime import date, time
from typing import Any, ClassVar

from school.revealing import RevealingForm
from sharing.flow.context import Context
from sharing.outgoing import ShownSection


class Step(RevealingForm):
    """A page of the flow: its name, its heading, its guidance, its questions."""

    name: ClassVar[str]
    legend_is_heading: ClassVar[bool] = False
    inset: str = ""
    warning: str = ""
    listed: Sequence[tuple[str, str]] = ()  # what is chosen already: (id, words), each with a way to take it out
    adds: str = ""  # the button that saves the page and shows it once more

    def __init__(self, context: Context, data: Any = None, **kwargs: Any) -> None:
        self.context = context
        super().__init__(data, **kwargs)

    # What a page says

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
        """The heading as it may stand in a tab and a history: without the child's name."""
        return self.heading.replace(self.context.name, "the child")

    def given(self, name: str) -> list[str]:
        """What the browser sent under a name, unchecked; nothing where the page is only shown."""
        return list(self.data.getlist(name)) if self.is_bound else []  # type: ignore[attr-defined]

    # Checking

    # Keeping

    def answers(self) -> dict[str, Any]:
        """The checked answers as JSON keeps them."""
        return {
            name: f"{value:%H:%M}"
            if isinstance(value, time)
            else value.isoformat()
            if isinstance(value, date)
            else value
            for name, value in self.cleaned_data.items()
        }

    def answers_elsewhere(self) -> dict[str, dict[str, Any]]:
        """What this page answers of other pages, by their names."""
        return {}

    @classmethod
    def initial_from(cls, answers: dict[str, Any]) -> dict[str, Any]:
        """The answers as the form shows them again."""
        return dict(answers)
