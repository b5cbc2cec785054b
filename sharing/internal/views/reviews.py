"""Reviews of current access, and past access (R: T3)."""

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from accounts import step_up
from accounts.models import User
from accounts.requests import Request
from accounts.role_required import only_for
from accounts.roles import LEAD, READERS, Role
from core import clock, refusals, words
from core.audit import entries
from core.audit.models import Entry
from core.ids import as_uuid
from core.pages import form_page, page
from records.models import Record, UserGrant
from records.need_to_know import visibility
from records.vault.vault import NotThere, Reader
from sharing.internal import access_history, enquiries, reviews
from sharing.internal.forms.looking_back import BackForm, EnquireForm
from sharing.internal.forms.reviews import LookForm
from sharing.internal.models import AccessReview, Enquiry


def _owners(request: Request) -> User:
    return only_for(request, READERS, "This page is for school staff.", page=(UserGrant, "standing"))


@require_GET
@step_up.needed
def standing(request: Request) -> HttpResponse:
    """The access that this person has to review: after a change of class, and after half a term."""
    user = _owners(request)
    moved, old = reviews.after_a_move(user), reviews.half_termly(user)
    entries.write(user, Entry.Action.ACCESS, because="standing", rows=len(moved) + len(old))
    return page(request, "Access that stands", template="sharing/internal/standing.html", moved=moved, old=old)


@require_http_methods(["GET", "POST"])
@step_up.needed_lately_to_change
def look(request: Request, public_id: UUID) -> HttpResponse:
    """One of them: keep it with a reason, shorten it, pass it on, end it."""
    user = request.user
    moved = reviews.after_a_move(user) if request.roles & READERS else []
    old = reviews.half_termly(user) if request.roles & READERS else []
    row = next((row for row in [*moved, *old] if row.id == str(public_id)), None)
    if row is None:
        entries.refused(AccessReview, str(public_id))
        raise NotThere
    rows = [
        ("Who", row.grant.user.full_name),
        ("What", row.what),
        ("About", ", ".join(person.full_name for person in row.people)),
        ("Since", words.moment(row.grant.start)),
        ("Given by", row.grant.granter.full_name),
        ("Last used", words.moment(row.used) if row.used else "Not used yet"),
    ]
    return form_page(
        request,
        "Access that stands",
        partial(LookForm, row in moved),
        partial(_look, request, row),
        rows_of=rows,
        back=reverse("internal:standing_access"),
        heading="Is this still needed?",
    )


def _look(request: Request, row: reviews.Row, form: LookForm) -> HttpResponse:
    data = form.cleaned_data
    until = clock.end_of(data["until"]) if data["until"] else None
    with refusals.shown_at("what"):
        reviews.look(row, data["what"], by=request.user, reason=data["reason"] or "", until=until)
    messages.success(request, "Done.")
    return redirect("internal:standing_access")


@require_http_methods(["GET", "POST"])
@step_up.needed_lately_to_change
def back(request: Request) -> HttpResponse:
    """Everything one person could see on a day. The DPO asks under an enquiry and reads no child's name."""
    who = LEAD | {Role.DPO}
    user = only_for(request, who, "This page is for the Headteacher, the DSL and the DPO.", page=(Enquiry, "page"))
    leads = bool(request.roles & LEAD)
    enquiry = None if leads else enquiries.standing(user)
    if not leads and enquiry is None:
        intro = ["Begin an enquiry first. It says why, is in the log, and ends after 14 days. It opens no record."]
        return form_page(request, "Looking back", EnquireForm, partial(_enquire, request), intro=intro)
    shown = {"template": "sharing/internal/back.html", "caption": enquiry.reference if enquiry else "", "leads": leads}
    return form_page(
        request, "Looking back", partial(BackForm, not leads), partial(_look_back, request, shown), **shown
    )


def _enquire(request: Request, form: EnquireForm) -> HttpResponse:
    enquiries.begin(request.user, form.cleaned_data["reason"])
    return redirect("internal:past_access")


def _look_back(request: Request, shown: dict[str, Any], form: BackForm) -> HttpResponse:
    seen = _could_see(form, Reader.of(request), shown["leads"])
    return page(request, "Looking back", form, **shown, **seen)


def _could_see(form: BackForm, reader: Reader, leads: bool) -> dict[str, Any]:
    person, at = form.cleaned_data["person"], form.cleaned_data["at"]
    if person:
        saw = access_history.what_could_be_seen(person, at)
        if leads:  # of what they see themselves, by name; the DPO: all, without names
            mine = set(visibility.access_of_many(reader.user, [row.record.pk for row in saw], reader.at))
            saw = [row for row in saw if row.record.pk in mine]
        people = visibility.subjects_of_many([row.record.pk for row in saw], at) if leads else {}
        rows = [(row, people.get(row.record.pk, [])) for row in saw]
        entries.write(person, Entry.Action.ACCESS, because="enquiry", records=len(rows))
        return {"saw": rows, "asked": f"What {person.full_name} could see on {words.moment(at)}"}
    record = Record.objects.filter(public_id=as_uuid(form.cleaned_data["record"].strip())).first()
    could = access_history.who_could_see(record, at) if record else []
    entries.write(record or reader.user, Entry.Action.ACCESS, because="enquiry", people=len(could))
    return {"could": could, "asked": f"Who could see this record on {words.moment(at)}"}
