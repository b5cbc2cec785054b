"""What the page about the general notes of a staff meeting asks."""

from django import forms

from core import clock
from core.forms import fields
from core.forms.conditional import PageForm


class NotesForm(PageForm):
    """The general notes of a meeting."""

    button = "Record the notes"
    on = fields.DateField(what="the day", past=True, label="Day of the meeting", initial=clock.today)
    notes = fields.TextField(
        what="the general notes",
        reasons=True,
        max_length=20_000,
        label="General notes",
        help_text="For everybody: no child can be known from them. What is said of one person is an item",
    )
    sure = forms.BooleanField(
        label="No child can be known from these notes, also not by description",
        error_messages={"required": "Tick to confirm that no child can be known from these notes"},
    )
