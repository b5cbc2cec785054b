"""The forms on the pages where governors read."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django import forms

from core.forms import fields
from core.forms.conditional import PageForm
from core.forms.layout import Actions, LayoutObject, PageHelper, Question


class AcceptForm(PageForm):
    """The undertaking for the meeting of a day."""

    button = "Accept and open the papers"
    accept = forms.BooleanField(error_messages={"required": "Tick to accept, or close this page"})

    def __init__(self, day: str, **kwargs: Any) -> None:
        self.day = day
        super().__init__(**kwargs)

    def build(self) -> None:
        self.fields["accept"].label = f"I accept this for the meeting of {self.day}"


class GoToForm(PageForm):
    """The page of a paper to go to; it goes into the address."""

    button = "Go"
    number = forms.IntegerField(
        label="Go to page",
        min_value=1,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-3"}),
    )

    def layout(self) -> Sequence[LayoutObject]:
        return [Question("number"), Actions(self.button, secondary=True)]

    @cached_property
    def helper(self) -> PageHelper:
        return PageHelper(*self.layout(), method="get")


class NoteForm(PageForm):
    """A reader's own note on a paper."""

    button = "Keep the note"
    text = fields.TextField(
        what="your note",
        max_length=5000,
        required=False,
        label="Your note",
        help_text="Only you can read it. It is destroyed with the paper",
    )
