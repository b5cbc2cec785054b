"""What the pages about copies, destruction and masters ask."""

from typing import Any

from django import forms

from accounts.forms import PersonField
from core.forms.conditional import PageForm
from sharing.form_fields import ReasonField
from sharing.governors import reading_rules
from sharing.governors.models import Item


class CopyForm(PageForm):
    """Which of an item's readers gets a paper copy."""

    button = "Make the copy"
    who = PersonField("Who gets the copy?", lambda form: reading_rules.readers(form.item).order_by("last_name"))

    def __init__(self, item: Item, **kwargs: Any) -> None:
        self.item = item
        super().__init__(**kwargs)


class BeginDestructionForm(PageForm):
    """The first person's part of a destruction."""

    button = "Begin the destruction"
    shredded = forms.BooleanField(
        label="The paper copies that came back have been shredded",
        error_messages={"required": "Tick when the paper copies that came back have been shredded"},
    )


class ConfirmDestructionForm(BeginDestructionForm):
    """The second person's part."""

    button = "Confirm the destruction"


class AskForm(PageForm):
    """Why the masters must be opened."""

    button = "Ask"
    why = ReasonField("Why must it be opened?", what="why it must be opened")


class AgreeForm(PageForm):
    """The agreement of the second person: only its button."""

    button = "Agree: open it for an hour"
