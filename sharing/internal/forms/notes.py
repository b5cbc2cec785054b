"""What a health professional's own note asks."""

from uuid import uuid4

from django import forms

from core.forms import fields
from core.forms.conditional import PageForm


class NoteForm(PageForm):
    """A note that only its author reads. `once`: sent twice, it is recorded once."""

    button = "Record the note"
    once = forms.UUIDField(widget=forms.HiddenInput(), initial=uuid4)
    about = fields.TextField(what="whom it is about", max_length=120, label="Who is it about?")
    text = fields.TextField(what="your note", reasons=True, max_length=20_000, label="Your note")
