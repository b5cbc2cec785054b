"""What the pages for lost property ask."""

from uuid import uuid4

from django import forms

from core.forms import fields
from core.forms.conditional import PageForm


class HandInForm(PageForm):
    """Something that was found."""

    button = "Hand it in"
    once = forms.UUIDField(widget=forms.HiddenInput(), initial=uuid4)
    what = fields.TextField(what="what was found", max_length=200, label="What was found?")
    where = fields.TextField(what="where it was found", max_length=200, label="Where?")
    found_by = fields.TextField(what="who handed it in", max_length=200, label="Who handed it in?")


class ClaimForm(PageForm):
    """Whose it is."""

    button = "Give it to them"
    claimant = fields.TextField(what="whose it is", max_length=200, label="Whose is it?")
