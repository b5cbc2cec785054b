"""What the page about a contact of an agency asks (R: C13)."""

from typing import Any

from django import forms
from django.forms.models import model_to_dict

from core.forms import fields
from core.forms.conditional import PageForm
from sharing.directory.models import AgencyContact
from sharing.disclosures import channels


class ContactForm(PageForm):
    """A contact of an agency; a new one where none is given. A new address has to be checked."""

    button = "Save"
    name = fields.TextField(
        what="the name",
        max_length=120,
        label="Name",
        help_text="The person who will read it. If it is a duty desk, its name",
    )
    role = fields.TextField(what="the job or role", max_length=80, label="Job or role")
    address = fields.TextField(what="the address or number", max_length=254, label="E-mail address or telephone number")
    channel = fields.Radios("Usual channel", channels.SAFE_CHOICES, what="the usual channel")
    usual = forms.BooleanField(label="Offer this contact first to everybody", required=False)
    active = forms.BooleanField(label="In use", required=False)
    checked = forms.BooleanField(label="I have checked the address with them today", required=False)
    KEPT = ("name", "role", "address", "channel", "usual", "active")

    def __init__(self, contact: AgencyContact | None = None, **kwargs: Any) -> None:
        self.contact = contact
        super().__init__(initial=model_to_dict(contact, self.KEPT) if contact else {"active": True}, **kwargs)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("address") and (wrong := channels.wrong_address(data.get("channel") or "", data["address"])):
            self.add_error("address", wrong)
        changed = self.contact is None or data.get("address") != self.contact.address
        if changed and not data.get("checked"):
            self.add_error("checked", "Check a new address with them, then tick this")
        return data
