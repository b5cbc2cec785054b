"""What the page about a purpose of sharing asks (R: C13)."""

from typing import Any

from django import forms
from django.forms.models import model_to_dict

from core.forms import fields
from core.forms.conditional import PageForm
from sharing.directory.models import Basis, Condition, Purpose


class PurposeForm(PageForm):
    """A purpose of sharing, with its usual legal reason."""

    button = "Save and confirm"
    label = fields.TextField(what="what it is for", max_length=80, label="What it is for")
    basis = fields.Radios("Usual legal reason", Basis.choices, what="the usual legal reason")
    condition = fields.Dropdown(
        "Condition where special category data is shared", Condition.choices, what="the condition", empty=None
    )
    agreement = forms.BooleanField(label="Agreement can be the legal reason (rarely right in a school)", required=False)
    active = forms.BooleanField(label="In use", required=False)
    KEPT = ("label", "basis", "condition", "agreement", "active")

    def __init__(self, purpose: Purpose, **kwargs: Any) -> None:
        self.purpose = purpose
        super().__init__(initial=model_to_dict(purpose, self.KEPT), **kwargs)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("agreement") and data.get("condition") == Condition.SAFEGUARDING:
            self.add_error("agreement", "Sharing to keep a child safe does not rest on agreement")
        if data.get("basis") == Basis.AGREEMENT and not data.get("agreement"):
            self.add_error("basis", "Agreement cannot be the usual legal reason where it cannot be the legal reason")
        others = Purpose.objects.filter(active=True).exclude(pk=self.purpose.pk)
        if not data.get("active") and not others.exists():
            self.add_error("active", "One purpose at least must be in use")
        return data
