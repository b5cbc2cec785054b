"""The directory of agencies, the purposes of sharing, the words that the pages use (R: C12, C13)."""

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from accounts import step_up
from accounts.models import User
from accounts.requests import Request
from accounts.role_required import only_for
from accounts.roles import STAFF, Role
from core import clock, words
from core.pages import form_page
from core.refusals import shown_at
from sharing.directory import changes
from sharing.directory import glossary as directory_glossary
from sharing.directory.changes import KEEPERS
from sharing.directory.forms.agencies import AgencyForm
from sharing.directory.forms.contacts import ContactForm
from sharing.directory.forms.purposes import PurposeForm
from sharing.directory.models import Agency, AgencyContact, Purpose

WAITS = "It waits for a second person: the Headteacher or the DSL. Until then nothing changes."


def _keeps(request: Request, who: frozenset[Role] = KEEPERS, whose: str = "the Administrator and the DPO") -> User:
    """These pages are known to be there: other people get a 403 that says whose they are."""
    return only_for(request, who, f"This page is for {whose}.", page=(Agency, "directory"))


@require_GET
@step_up.needed
def directory(request: Request) -> HttpResponse:
    """Every agency with whom it has, and when an address was last checked. For everybody who works here."""
    _keeps(request, STAFF, "school staff")
    agencies = Agency.objects.filter(active=True).prefetch_related("contacts")
    keeps = bool(request.roles & KEEPERS)
    return render(request, "sharing/directory/agencies.html", {"agencies": agencies, "keeps": keeps})


@require_http_methods(["GET", "POST"])
@step_up.needed_lately_to_change
def agency(request: Request, public_id: UUID | None = None) -> HttpResponse:
    """A new agency, or one of the directory."""
    user = _keeps(request)
    known = get_object_or_404(Agency, public_id=public_id) if public_id else None
    return form_page(
        request,
        "Agency",
        partial(AgencyForm, known),
        partial(_save_agency, request, known, user),
        template="sharing/directory/agency.html",
        heading=known.name if known else "Add an agency",
        agency=known,
        waiting=partial(changes.waiting, known) if known else (),
        back=reverse("directory:agencies"),
    )


def _save_agency(request: Request, known: Agency | None, user: User, form: AgencyForm) -> HttpResponse:
    """A new one at once: it reaches nobody yet. Of a known one, what takes a second person is asked for."""
    agency, alone = known or Agency(), [name for name in form.KEPT if not (known and name in changes.OF_AGENCY)]
    with shown_at("name"), transaction.atomic():
        for name in alone:
            setattr(agency, name, form.cleaned_data[name])
        agency.save()
        asked = changes.ask_for_agency(agency, {name: form.cleaned_data[name] for name in changes.OF_AGENCY}, by=user)
    messages.success(request, f"{asked.reference}: {WAITS}" if asked else "Saved.")
    return redirect("directory:agency", public_id=agency.public_id)


@require_http_methods(["GET", "POST"])
@step_up.needed_lately_to_change
def contact(request: Request, public_id: UUID | None = None, contact_id: UUID | None = None) -> HttpResponse:
    """A named contact of an agency: new, or changed, once a second person agrees. The address carries the day on which
    it was checked."""
    user = _keeps(request)
    contacts = AgencyContact.objects.select_related("agency")
    known = get_object_or_404(contacts, public_id=contact_id) if contact_id else None
    agency = known.agency if known else get_object_or_404(Agency, public_id=public_id)
    return form_page(
        request,
        "Contact",
        partial(ContactForm, known),
        partial(_save_contact, request, agency, known, user),
        template="sharing/directory/contact.html",
        heading=known.name if known else "Add a contact",
        intro=[_checked(known)] if known else [],
        caption=agency.name,
        waiting=partial(changes.waiting, agency, known) if known else (),
        back=reverse("directory:agency", args=[agency.public_id]),
    )


def _checked(contact: AgencyContact) -> str:
    by = f" by {contact.checked_by.full_name}" if contact.checked_by else ""
    return f"Address checked {words.day(contact.checked_on)}{by}."


def _save_contact(
    request: Request, agency: Agency, known: AgencyContact | None, user: User, form: ContactForm
) -> HttpResponse:
    new = {name: form.cleaned_data[name] for name in changes.OF_CONTACT}
    with shown_at("address"):
        asked = changes.ask_for_contact(agency, known, new, checked=form.cleaned_data["checked"], by=user)
    messages.success(request, f"{asked.reference}: {WAITS}" if asked else "Nothing has changed.")
    return redirect("directory:agency", public_id=agency.public_id)


DPO_ONLY = frozenset({Role.DPO})


@require_http_methods(["GET", "POST"])
@step_up.needed
def purposes(request: Request) -> HttpResponse:
    """What sharing can be for, with its usual legal reason: kept by the DPO, whose confirmation covers what the page
    showed, and nothing that was added since."""
    user = _keeps(request, DPO_ONLY, "the data protection officer")
    waiting = Purpose.objects.filter(active=True, confirmed_on=None)
    if request.method == "POST":
        shown = request.POST.get("confirm", "").split(",")
        for purpose in waiting.filter(code__in=shown):
            purpose.confirmed_by, purpose.confirmed_on = user, clock.today()
            purpose.save(update_fields=["confirmed_by", "confirmed_on"])
        messages.success(request, "Confirmed.")
        return redirect("directory:purposes")
    values = {
        "purposes": Purpose.objects.select_related("confirmed_by"),
        "unconfirmed": list(waiting.values_list("code", flat=True)),
    }
    return render(request, "sharing/directory/purposes.html", values)


@require_http_methods(["GET", "POST"])
@step_up.needed
def purpose(request: Request, public_id: UUID) -> HttpResponse:
    """One purpose: saving it says that the DPO has confirmed it as it is."""
    user = _keeps(request, DPO_ONLY, "the data protection officer")
    purpose = get_object_or_404(Purpose, public_id=public_id)
    return form_page(
        request,
        "Purposes of sharing",
        partial(PurposeForm, purpose),
        partial(_save_purpose, purpose, user),
        template="sharing/form.html",
        heading=purpose.label,
        intro=["Decisions that were recorded keep the legal reason that they were recorded with."],
        back=reverse("directory:purposes"),
    )


def _save_purpose(purpose: Purpose, user: User, form: PurposeForm) -> HttpResponse:
    for name in form.KEPT:
        setattr(purpose, name, form.cleaned_data[name])
    purpose.confirmed_by, purpose.confirmed_on = user, clock.today()
    purpose.save()
    return redirect("directory:purposes")


@require_GET
def glossary(request: Request) -> HttpResponse:
    """What the words mean, one press away from where they are used."""
    return render(
        request,
        "sharing/directory/glossary.html",
        {"words": directory_glossary.WORDS, "myths": directory_glossary.MYTHS},
    )
