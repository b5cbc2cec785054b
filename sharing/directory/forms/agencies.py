"""What the page about an agency asks (R: C13)."""

from typing import Any

from django import forms
from django.forms.models import model_to_dict

from core.forms import fields
from core.forms.conditional import PageForm
from sharing.directory.models import Agency
from sharing.disclosures import channels


class AgencyForm(PageForm):
    """An agency of the directory; a new one where none is given."""

    button = "Save"
    name = fields.TextField(what="the name", max_length=120, label="Name")
    kind = fields.Dropdown("Kind", Agency.Kind.choices, what="what kind of agency it is", empty="Select the kind")
    agreement = fields.TextField(
        what="the agreement",
        max_length=120,
        required=False,
        label="Sharing agreement",
        help_text="Its name, if there is one",
    )
    agreement_review = fields.DateField(what="the review date", required=False, label="Review it by")
    channels = fields.Ticks(
        "Approved channels",
        channels.SAFE_CHOICES,
        what="the approved channels",
        required=False,
        help_text="None ticked: every safe way. In person and calling back are always approved",
    )
    active = forms.BooleanField(label="In use", required=False)
    KEPT = ("name", "kind", "agreement", "agreement_review", "channels", "active")

    def __init__(self, agency: Agency | None = None, **kwargs: Any) -> None:
        self.agency = agency
        super().__init__(initial=model_to_dict(agency, self.KEPT) if agency else {"active": True}, **kwargs)

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        others = Agency.objects.exclude(pk=self.agency.pk if self.agency else 0)
        if others.filter(name__iexact=name).exists():
            raise forms.ValidationError("There is an agency of this name already")
        return name
