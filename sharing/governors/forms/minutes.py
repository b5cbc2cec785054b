"""What the pages about minutes ask."""

from typing import Any

from django import forms

from core.forms import fields
from core.forms.conditional import PageForm
from sharing.governors.models import Item


class DraftForm(PageForm):
    """For each item the open part and the confidential part."""

    button = "Save and check for names"

    def __init__(self, items: list[Item], **kwargs: Any) -> None:
        self.items = items
        super().__init__(**kwargs)

    def build(self) -> None:
        for item in self.items:
            if not item.complete:
                self.fields[f"open_{item.number}"] = fields.TextField(
                    what="the open part",
                    max_length=5000,
                    required=False,
                    label=f"Item {item.number}: what was decided",
                    help_text="Everybody can read this. Nobody may be known from it",
                )
            self.fields[f"closed_{item.number}"] = fields.TextField(
                what="the confidential part",
                max_length=10_000,
                required=False,
                label=f"Item {item.number}: confidential minutes",
                help_text="Sealed. It is never published",
            )

    @property
    def parts(self) -> dict[Item, tuple[str, str]]:
        """The open and the confidential part of each item."""
        answers = self.cleaned_data
        return {item: (answers.get(f"open_{item.number}", ""), answers[f"closed_{item.number}"]) for item in self.items}


class SendForm(PageForm):
    """The clerk's confirmation that nobody could be recognised."""

    button = "Send to the chair"
    sure = forms.BooleanField(
        label="No child could be recognised by description",
        error_messages={"required": "Tick to confirm that no child could be recognised by description"},
    )


class ApproveForm(PageForm):
    """The chair's approval: only its button."""

    button = "Approve and publish"
