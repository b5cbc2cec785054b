"""What the pages about agencies, their contacts and the purposes of sharing ask (R: C13)."""

from typing import Any

from django import forms
from django.db.models import Model

from core.forms.choices import Dropdown, Radios, Ticks
from core.forms.conditional import PageForm
from core.forms.dates import DateField
from core.forms.text import TextField
from sharing.directory.models import Agency, AgencyContact, Basis, Condition, Purpose
from sharing.disclosures import channels
from sharing.disclosures.models import Channel

SAFE_WAYS = [(channel, channel.label) for channel in Channel if channel in channels.SAFE]


def _values(row: Model, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


class AgencyForm(PageForm):
    """An agency of the directory; a new one where none is given."""

    button = "Save"
    name = TextField(what="the name", max_length=120, label="Name")
    kind = Dropdown("Kind", Agency.Kind.choices, what="what kind of agency it is", empty="Select the kind")
    agreement = TextField(
        what="the agreement",
        max_length=120,
        required=False,
        label="Sharing agreement",
        help_text="Its name, if there is one",
    )
    agreement_review = DateField(what="the review date", required=False, label="Review it by")
    channels = Ticks(
        "Approved channels",
        SAFE_WAYS,
        what="the approved channels",
        required=False,
        help_text="None ticked: every safe way. In person and calling back are always approved",
    )
    active = forms.BooleanField(label="In use", required=False)
    KEPT = ("name", "kind", "agreement", "agreement_review", "channels", "active")

    def __init__(self, agency: Agency | None = None, **kwargs: Any) -> None:
        self.agency = agency
        super().__init__(initial=_values(agency, self.KEPT) if agency else {"active": True}, **kwargs)

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        others = Agency.objects.exclude(pk=self.agency.pk if self.agency else 0)
        if others.filter(name__iexact=name).exists():
            raise forms.ValidationError("There is an agency of this name already")
        return name


class ContactForm(PageForm):
    """A contact of an agency; a new one where none is given. A new address has to be checked."""

    button = "Save"
    name = TextField(
        what="the name",
        max_length=120,
        label="Name",
        help_text="The person who will read it. If it is a duty desk, its name",
    )
    role = TextField(what="the job or role", max_length=80, label="Job or role")
    address = TextField(what="the address or number", max_length=254, label="E-mail address or telephone number")
    channel = Radios("Usual channel", SAFE_WAYS, what="the usual channel")
    usual = forms.BooleanField(label="Offer this contact first to everybody", required=False)
    active = forms.BooleanField(label="In use", required=False)
    checked = forms.BooleanField(label="I have checked the address with them today", required=False)
    KEPT = ("name", "role", "address", "channel", "usual", "active")

    def __init__(self, contact: AgencyContact | None = None, **kwargs: Any) -> None:
        self.contact = contact
        super().__init__(initial=_values(contact, self.KEPT) if contact else {"active": True}, **kwargs)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("address") and (wrong := channels.wrong_address(data.get("channel") or "", data["address"])):
            self.add_error("address", wrong)
        changed = self.contact is None or data.get("address") != self.contact.address
        if changed and not data.get("checked"):
            self.add_error("checked", "Check a new address with them, then tick this")
        return data


class PurposeForm(PageForm):
    """A purpose of sharing, with its usual legal reason."""

    button = "Save and confirm"
    label = TextField(what="what it is for", max_length=80, label="What it is for")
    basis = Radios("Usual legal reason", Basis.choices, what="the usual legal reason")
    condition = Dropdown(
        "Condition where special category data is shared", Condition.choices, what="the condition", empty=None
    )
    agreement = forms.BooleanField(label="Agreement can be the legal reason (rarely right in a school)", required=False)
    active = forms.BooleanField(label="In use", required=False)
    KEPT = ("label", "basis", "condition", "agreement", "active")

    def __init__(self, purpose: Purpose, **kwargs: Any) -> None:
        self.purpose = purpose
        super().__init__(initial=_values(purpose, self.KEPT), **kwargs)

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
