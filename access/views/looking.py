"""Looking at what stands, and looking back (R: T3)."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from access import enquiries, looking_back, looks
from access.models import Enquiry, Look
from access.views.common import EndField, end_of, page, reason
from access.views.giving import WhenForm
from accounts import step_up
from accounts.forms import PersonField
from accounts.models import User
from accounts.only import only_for
from accounts.requests import Request
from accounts.roles import LEAD, READERS, Role
from audit import entries
from audit.models import Entry
from records import need_to_know
from records.models import Record, UserGrant
from records.vault import NotThere, Reader
from school import words
from school.choices import Radios
from school.ids import as_uuid
from school.refusals import Refused
from school.revealing import RevealingForm


def _owners(request: Request) -> User:
    return only_for(request, READERS, "This page is for school staff.", page=(UserGrant, "standing"))


@require_GET
@step_up.needed
def standing(request: Request) -> HttpResponse:
    """What this person has to look at: after a change of class, and what has stood for half a term."""
    user = _owners(request)
    moved, old = looks.after_a_move(user), looks.half_termly(user)
    entries.write(user, Entry.Action.ACCESS, because="standing", rows=len(moved) + len(old))
    return page(request, "Access that stands", template="access/standing.html", moved=moved, old=old)


class LookForm(RevealingForm):
    def __init__(self, moved: bool, data: Any = None) -> None:
        self.moved = moved
        super().__init__(data)

    def build(self) -> None:
        what = [(one.value, one.label) for one in Look.What if self.moved or one != Look.What.PASS_ON]
        self.fields["what"] = Radios("What should happen with it?", what, what="what should happen")
        self.fields["reason"] = reason("Why is it still needed?", "why it is still needed")
        self.fields["until"] = EndField("Until which day?")
        self.reveals = {("what", "keep"): "reason", ("what", "shorten"): "until"}
        self.required_when = {"reason": "Enter why it is still needed", "until": "Enter the last day"}


@require_http_methods(["GET", "POST"])
@step_up.needed_lately_to_change
def look(request: Request, public_id: UUID) -> HttpResponse:
    """One of them: keep it with a reason, shorten it, pass it on, end it."""
    user = request.user
    moved = looks.after_a_move(user) if request.roles & READERS else []
    old = looks.half_termly(user) if request.roles & READERS else []
    row = next((one for one in [*moved, *old] if one.id == str(public_id)), None)
    if row is None:
        entries.refused(Look, str(public_id))
        raise NotThere
    form = LookForm(row in moved, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            until = end_of(said["until"]) if said["until"] else None
            looks.look(row, said["what"], by=user, reason=said["reason"] or "", until=until)
            messages.success(request, "Done.")
            return redirect("standing")
        except Refused as refusal:
            form.add_error("what", str(refusal))
    rows = [
        ("Who", row.grant.user.full_name),
        ("What", row.what),
        ("About", ", ".join(p.full_name for p in row.people)),
        ("Since", words.moment(row.grant.start)),
        ("Given by", row.grant.granter.full_name),
        ("Last used", words.moment(row.used) if row.used else "Not used yet"),
    ]
    return page(
        request,
        "Access that stands",
        form,
        rows_of=rows,
        button="Do it",
        back=reverse("standing"),
        heading="Is this still needed?",
    )


class EnquireForm(forms.Form):
    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["reason"] = reason("What is the enquiry for?", "what the enquiry is for")


class BackForm(WhenForm):
    """What somebody could see on a day; for the DPO, who could see a record as well."""

    def __init__(self, records: bool, data: Any = None) -> None:
        super().__init__(data)
        everybody = list(User.objects.order_by("last_name", "first_name"))
        self.fields["person"] = PersonField("Who?", everybody, required=not records)
        if records:
            self.fields["record"] = forms.CharField(
                label="Or a record, by its id in the log", required=False, max_length=36
            )
        self.order_fields(["person", "record", "day", "time"])

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if "record" in self.fields and not self.errors and not said.get("person") and not said.get("record"):
            self.add_error("person", "Select who, or enter a record’s id")
        return said


@require_http_methods(["GET", "POST"])
@step_up.needed_lately_to_change
def back(request: Request) -> HttpResponse:
    """Everything one person could see on a day. The DPO asks under an enquiry and reads no child's name."""
    who = LEAD | {Role.DPO}
    user = only_for(request, who, "This page is for the Headteacher, the DSL and the DPO.", page=(Enquiry, "page"))
    leads = bool(request.roles & LEAD)
    enquiry = None if leads else enquiries.standing(user)
    if not leads and enquiry is None:
        start = EnquireForm(request.POST if request.method == "POST" else None)
        if request.method == "POST" and start.is_valid():
            enquiries.begin(user, start.cleaned_data["reason"])
            return redirect("back")
        intro = ["Begin an enquiry first. It says why, is in the log, and ends after 14 days. It opens no record."]
        return page(request, "Looking back", start, intro=intro, button="Begin the enquiry")
    form = BackForm(not leads, request.POST if request.method == "POST" else None)
    found: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        found = _could_see(form, Reader.of(request), leads)
    caption = enquiry.reference if enquiry else ""
    return page(
        request,
        "Looking back",
        form,
        template="access/back.html",
        button="Show that day",
        caption=caption,
        leads=leads,
        **found,
    )


def _could_see(form: BackForm, reader: Reader, leads: bool) -> dict[str, Any]:
    said, at = form.cleaned_data, form.cleaned_data["at"]
    if said["person"]:
        saw = looking_back.what_could_be_seen(said["person"], at)
        if leads:  # of what they see themselves, by name; the DPO: all, without names
            mine = set(need_to_know.access_of_many(reader.user, [one.record.pk for one in saw], reader.at))
            saw = [one for one in saw if one.record.pk in mine]
        people = need_to_know.subjects_of_many([one.record.pk for one in saw], at) if leads else {}
        rows = [(one, people.get(one.record.pk, [])) for one in saw]
        entries.write(said["person"], Entry.Action.ACCESS, because="enquiry", records=len(rows))
        return {"saw": rows, "asked": f"What {said['person'].full_name} could see on {words.moment(at)}"}
    record = Record.objects.filter(public_id=as_uuid(said["record"].strip())).first()
    could = looking_back.who_could_see(record, at) if record else []
    entries.write(record or reader.user, Entry.Action.ACCESS, because="enquiry", people=len(could))
    return {"could": could, "asked": f"Who could see this record on {words.moment(at)}"}
