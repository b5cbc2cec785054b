"""What the pages about a correction of a record ask."""

from typing import Any

from core.forms import fields
from records.vault.vault import Opened, Part
from sharing.corrections import records
from sharing.corrections.models import ColleagueToTell
from sharing.kept_forms import KeptForm


class CorrectForm(KeptForm):
    """Which part is wrong, what was wrong in it, what is right, and why."""

    button = "Add the correction"
    which = fields.Dropdown(
        "Which part is wrong?",
        lambda form: [(key, part.heading) for key, part in form.parts.items()],
        what="which part is wrong",
        empty="Choose a part",
    )
    wrong = fields.TextField(what="what was wrong", label="What was wrong?")
    right = fields.TextField(what="what is right", label="What is right?")
    why = fields.TextField(what="why", reasons=True, label="Why?")

    def __init__(self, opened: Opened, **kwargs: Any) -> None:
        self.parts = {str(part.section.public_id): part for part in records.correctable(opened)}
        super().__init__(**kwargs)

    @property
    def part(self) -> Part:
        """The part that was chosen."""
        return self.parts[self.cleaned_data["which"]]


class ToldForm(KeptForm):
    """Which colleagues were told of the correction, and how."""

    button = "Record that they were told"
    whom = fields.Ticks(
        "Whom have you told?",
        lambda form: [(key, row.user.full_name) for key, row in form.waiting.items()],
        what="whom you have told",
    )
    how = fields.TextField(what="how you told them", max_length=300, label="When and how, and what did they say?")

    def __init__(self, waiting: list[ColleagueToTell], **kwargs: Any) -> None:
        self.waiting = {str(row.public_id): row for row in waiting}
        super().__init__(**kwargs)

    @property
    def chosen(self) -> list[ColleagueToTell]:
        return [row for key, row in self.waiting.items() if key in self.cleaned_data["whom"]]
