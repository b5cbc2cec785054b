"""The directory of agencies, the purposes of sharing, the words that the pages use (R: C12, C13)."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from accounts import step_up
from accounts.models import User
from accounts.only import only_for
from accounts.requests import Request
from accounts.roles import STAFF, Role
from school import clock
from school.choices import Radios, Ticks
from school.dates import DateField
from school.text import TextField
from sharing import channels, glossary_words
from sharing.models import Agency, AgencyContact, Basis, Channel, Condition, Purpose

KEEPERS = frozenset({Role.ADMINISTRATOR, Role.DPO})


def _keeps(request: Request, who: frozenset[Role] = KEEPERS, whose: str = "the Administrator and the DPO") -> User:
    """These pages are known to be there: somebody else gets a 403 that says whose they are."""
    return only_for(request, who, f"This page is for {whose}.", page=(Agency, "directory"))


@require_GET
@step_up.needed
def directory(request: Request) -> HttpResponse:
    """Every agency with whom it has, and when an address was last checked. For everybody who works here."""
    _keeps(request, STAFF, "school staff")
    agencies = Agency.objects.filter(active=True).prefetch_related("contacts")
    keeps = bool(request.roles & KEEPERS)
    return render(request, "sharing/agencies.html", {"agencies": agencies, "keeps": keeps})


class AgencyForm(forms.Form):
    def __init__(self, data: Any = None, *, of: Agency | None = None) -> None:
        super().__init__(data)
        self.of = of
        self.fields["name"] = TextField(what="the name", max_length=120, label="Name")
        self.fields["kind"] = forms.ChoiceField(
            label="Kind",
            choices=[("", "Select the kind"), *Agency.Kind.choices],
            error_messages={"required": "Select what kind of agency it is"},
        )
        self.fields["agreement"] = TextField(
            what="the agreement",
            max_length=120,
            required=False,
            label="Sharing agreement",
            help_text="Its name, if there is one",
        )
        self.fields["agreement_review"] = DateField(what="the review date", required=False, label="Review it by")
        ways = [(channel.value, channel.label) for channel in Channel if channel in channels.SAFE]
        self.fields["channels"] = Ticks("Approved channels", ways, what="the approved channels", required=False)
        self.fields[
            "channels"
        ].help_text = "None ticked: every safe way. In person and calling back are always approved"
        self.fields["active"] = forms.BooleanField(label="In use", required=False)
        names = ("name", "kind", "agreement", "agreement_review", "channels", "active")
        self.initial = {name: getattr(of, name) for name in names} if of else {"active": True}

    def clean_name(self) -> str:
        name = self.cleaned_data["name"]
        if Agency.objects.filter(name__iexact=name).exclude(pk=self.of.pk if self.of else 0).exists():
            raise forms.ValidationError("There is an agency of this name already")
        return str(name)


@require_http_methods(["GET", "POST"])
@step_up.needed_lately_to_change
def agency(request: Request, public_id: UUID | None = None) -> HttpResponse:
    """A new agency, or one of the directory."""
    _keeps(request)
    found = get_object_or_404(Agency, public_id=public_id) if public_id else None
    form = AgencyForm(request.POST if request.method == "POST" else None, of=found)
    if request.method == "POST" and form.is_valid():
        made = found or Agency()
        for name, value in form.cleaned_data.items():
            setattr(made, name, value)
        made.save()
        return redirect("agency", public_id=made.public_id)
    return render(request, "sharing/agency.html", {"form": form, "agency": found}, status=400 if form.errors else 200)


class ContactForm(forms.Form):
    def __init__(self, data: Any = None, *, of: AgencyContact | None = None) -> None:
        super().__init__(data)
        self.fields["name"] = TextField(
            what="the name",
            max_length=120,
            label="Name",
            help_text="The person who will read it. If it is a duty desk, its name",
        )
        self.fields["role"] = TextField(what="the job or role", max_length=80, label="Job or role")
        self.fields["address"] = TextField(
            what="the address or number", max_length=254, label="E-mail address or telephone number"
        )
        ways = [(channel.value, channel.label) for channel in Channel if channel in channels.SAFE]
        self.fields["channel"] = Radios("Usual channel", ways, what="the usual channel")
        self.fields["usual"] = forms.BooleanField(label="Offer this contact first to everybody", required=False)
        self.fields["active"] = forms.BooleanField(label="In use", required=False)
        self.fields["checked"] = forms.BooleanField(label="I have checked the address with them today", required=False)
        names = ("name", "role", "address", "channel", "usual", "active")
        self.initial = {name: getattr(of, name) for name in names} if of else {"active": True}
        self.of = of

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("address") and (wrong := channels.wrong_address(said.get("channel") or "", said["address"])):
            self.add_error("address", wrong)
        changed = self.of is None or said.get("address") != self.of.address
        if changed and not said.get("checked"):
            self.add_error("checked", "Check a new address with them, then tick this")
        return said


@require_http_methods(["GET", "POST"])
@step_up.needed_lately_to_change
def contact(request: Request, public_id: UUID | None = None, contact_id: UUID | None = None) -> HttpResponse:
    """A named contact of an agency: new, or changed. The address carries the day on which it was checked."""
    user = _keeps(request)
    found = (
        get_object_or_404(AgencyContact.objects.select_related("agency"), public_id=contact_id) if contact_id else None
    )
    of = found.agency if found else get_object_or_404(Agency, public_id=public_id)
    form = ContactForm(request.POST if request.method == "POST" else None, of=found)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        made = found or AgencyContact(agency=of)
        for name in ("name", "role", "address", "channel", "usual", "active"):
            setattr(made, name, said[name])
        if said["checked"]:
            made.checked_on, made.checked_by = clock.today(), user
        made.save()
        return redirect("agency", public_id=of.public_id)
    values = {"form": form, "agency": of, "contact": found}
    return render(request, "sharing/contact.html", values, status=400 if form.errors else 200)


DPO_ONLY = frozenset({Role.DPO})


@require_http_methods(["GET", "POST"])
@step_up.needed
def purposes(request: Request) -> HttpResponse:
    """What sharing can be for, with its usual legal reason: kept by the DPO, who confirms in one press what the page
    showed, and nothing that was added since."""
    user = _keeps(request, DPO_ONLY, "the data protection officer")
    waiting = Purpose.objects.filter(active=True, confirmed_on=None)
    if request.method == "POST":
        shown = request.POST.get("confirm", "").split(",")
        for one in waiting.filter(code__in=shown):
            one.confirmed_by, one.confirmed_on = user, clock.today()
            one.save(update_fields=["confirmed_by", "confirmed_on"])
        messages.success(request, "Confirmed.")
        return redirect("purposes")
    values = {
        "purposes": Purpose.objects.select_related("confirmed_by"),
        "unconfirmed": list(waiting.values_list("code", flat=True)),
    }
    return render(request, "sharing/purposes.html", values)


class PurposeForm(forms.Form):
    def __init__(self, data: Any = None, *, of: Purpose) -> None:
        super().__init__(data)
        self.fields["label"] = TextField(what="what it is for", max_length=80, label="What it is for")
        self.fields["basis"] = Radios("Usual legal reason", list(Basis.choices), what="the usual legal reason")
        self.fields["condition"] = forms.ChoiceField(
            label="Condition where special category data is shared", choices=Condition.choices
        )
        self.fields["agreement"] = forms.BooleanField(
            label="Agreement can be the legal reason (rarely right in a school)", required=False
        )
        self.fields["active"] = forms.BooleanField(label="In use", required=False)
        self.initial = {name: getattr(of, name) for name in ("label", "basis", "condition", "agreement", "active")}
        self.of = of

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("agreement") and said.get("condition") == Condition.SAFEGUARDING:
            self.add_error("agreement", "Sharing to keep a child safe does not rest on agreement")
        if said.get("basis") == Basis.AGREEMENT and not said.get("agreement"):
            self.add_error("basis", "Agreement cannot be the usual legal reason where it cannot be the legal reason")
        others = Purpose.objects.filter(active=True).exclude(pk=self.of.pk)
        if not said.get("active") and not others.exists():
            self.add_error("active", "One purpose at least must be in use")
        return said


@require_http_methods(["GET", "POST"])
@step_up.needed
def purpose(request: Request, public_id: UUID) -> HttpResponse:
    """One purpose: saving it says that the DPO has confirmed it as it stands."""
    user = _keeps(request, DPO_ONLY, "the data protection officer")
    found = get_object_or_404(Purpose, public_id=public_id)
    form = PurposeForm(request.POST if request.method == "POST" else None, of=found)
    if request.method == "POST" and form.is_valid():
        for name, value in form.cleaned_data.items():
            setattr(found, name, value)
        found.confirmed_by, found.confirmed_on = user, clock.today()
        found.save()
        return redirect("purposes")
    values = {"form": form, "purpose": found}
    return render(request, "sharing/purpose.html", values, status=400 if form.errors else 200)


@require_GET
def glossary(request: Request) -> HttpResponse:
    """What the words mean, one press away from where they are used."""
    return render(request, "sharing/glossary.html", {"words": glossary_words.WORDS, "myths": glossary_words.MYTHS})
