"""Who may see a record: everyone who does, giving it to somebody else, ending that; on any day (R: G10, T3)."""

from datetime import time
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods

from access import adults, looking_back
from access.views.common import EndField, end_of, page, reason, record_of, staff
from accounts import roles, step_up
from accounts.forms import PersonField
from accounts.requests import Request
from accounts.roles import READERS, Role
from audit import entries
from audit.models import Entry
from records import explain, granting, need_to_know
from records.explain import EXTENTS
from records.granting import GrantRefused
from records.models import Extent, Folder, Record
from records.models.grants import Source
from records.vault import Opened, Reader
from school import clock, words
from school.choices import Radios
from school.dates import DateField
from school.ids import as_uuid
from school.revealing import RevealingForm
from school.times import TimeField, moment

HOW_MUCH = [
    (str(extent.value), EXTENTS[extent].offer) for extent in (Extent.ALL, Extent.TEACHERS, Extent.STAFF, Extent.SUMMARY)
]


class GiveForm(RevealingForm):
    def __init__(self, opened: Opened, reader: Reader, data: Any = None) -> None:
        self.opened, self.reader = opened, reader
        super().__init__(data)

    def build(self) -> None:
        name = self.opened.record.category.name
        self.fields["to"] = Radios(
            "To whom?", [("person", "A person"), ("role", "Whoever holds a role")], what="to whom"
        )
        self.fields["person"] = PersonField("Who?", staff(self.reader.user))
        roles_ = [("", "Choose a role"), *((role.value, role.label) for role in Role if role in READERS)]
        self.fields["role"] = forms.ChoiceField(label="Which role?", choices=roles_)
        self.reveals = {("to", "person"): "person", ("to", "role"): "role"}
        self.required_when = {"person": "Select who", "role": "Select which role"}
        if len(self.opened.subject_rows) == 1:
            choices = [("this", "This record"), ("kind", f"All of this kind about the same person: {name}")]
            self.fields["what"] = Radios("What?", choices, what="what")
            self.initial.setdefault("what", "this")
        self.fields["extent"] = Radios("How much of it?", HOW_MUCH, what="how much")
        self.fields["start"] = DateField(
            what="the first day", label="From which day?", required=False, future=True, help_text="Leave empty for now"
        )
        self.fields["until"] = EndField()
        self.fields["reason"] = reason("Why do they need it?", "why they need it")
        self.hints["what", "kind"] = "Also what is recorded later, until the day it ends"

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if said.get("start") and said.get("until") and said["until"] < said["start"]:
            self.add_error("until", "The last day must be the first day or later")
        holders = roles.holders(Role(said["role"])) if said.get("role") else []
        if holders and {one.pk for one in holders} <= need_to_know.kept_out_of(self.opened.record):
            self.add_error("role", "No one who holds this role would see it. Choose a person instead")
        return said

    @transaction.atomic
    def give(self) -> None:
        """Raises GrantRefused; then nobody was let in either."""
        said, record, by = self.cleaned_data, self.opened.record, self.reader.user
        words_: dict[str, Any] = {
            "by": by,
            "extent": int(said["extent"]),
            "reason": said["reason"],
            "until": end_of(said["until"]),
            "start": clock.london_day(said["start"]) if said["start"] else None,
        }
        about: Record | Folder = record
        if said.get("what") == "kind":
            about = granting.folder(self.opened.subject_rows[0].person, record.category)
        if said["to"] == "role":
            granting.grant(about, said["role"], **words_)
            return
        granting.let_in(record, said["person"])
        source = Source.NAMED if record.category.code in adults.KINDS else Source.GRANT
        granting.grant(about, said["person"], source=source, **words_)


def _standing(opened: Opened) -> list[Any]:
    """What was given of this record and has not ended, also what is to begin later."""
    people = [row.person_id for row in opened.subject_rows]
    folders = Folder.objects.filter(person__in=people, category=opened.record.category)
    found: list[Any] = []
    for (about, to_person), model in granting.TABLES.items():
        whom = {"content_object": opened.record} if about is Record else {"content_object__in": folders}
        rows = model.objects.filter(until__gt=clock.now(), **whom)
        found += rows.select_related("granter", "user" if to_person else "group").order_by("pk")
    return found


@require_http_methods(["GET", "POST"])
@step_up.needed_lately_to_change
def give(request: Request, public_id: UUID) -> HttpResponse:
    """Open a record to somebody else, with a reason and an end; end what was given. For who answers for it."""
    reader, opened, back = record_of(request, public_id)
    standing = _standing(opened)
    if request.method == "POST" and "end" in request.POST:
        for row in standing:
            if row.public_id == as_uuid(request.POST["end"]):
                row.end()
                messages.success(request, "Ended.")
        return redirect("give", public_id=public_id)
    form = GiveForm(opened, reader, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            form.give()
            messages.success(request, "It is open to them. You can end it here at any time.")
            return redirect("give", public_id=public_id)
        except GrantRefused as refusal:
            form.add_error("role" if form.cleaned_data["to"] == "role" else "person", str(refusal))
    rows = [
        {
            "who": row.user.full_name if hasattr(row, "user") else Role(row.group.name).label,
            "how": f"{EXTENTS[Extent(row.extent)].short}, {explain.source(row.source)}",
            "start": row.start if row.start > clock.now() else None,
            "until": row.until if row.until < clock.FAR else None,
            "by": row.granter,
            "id": row.public_id,
        }
        for row in standing
    ]
    return page(
        request,
        "Give access",
        form,
        template="access/give.html",
        rows=rows,
        button="Give access",
        **back,
        intro=["What somebody gets by a rule, because of their role or class, is not given here and not ended here."],
    )


class WhenForm(forms.Form):
    """Which day, and at what time."""

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["day"] = DateField(what="the day", past=True, label="On which day?")
        self.fields["time"] = TimeField(what="the time", label="At what time?", required=False, help_text="Empty: noon")

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("day"):
            try:
                said["at"] = min(moment(said["day"], said.get("time") or time(12)), clock.now())
            except ValueError:
                self.add_error("time", "The clocks went forward that night: there was no such time")
        return said


@require_GET
def who_record(request: Request, public_id: UUID) -> HttpResponse:
    """Everyone who may see a record, each with why and until when; for who sees all of it, on any day."""
    reader, opened, back = record_of(request, public_id, answers=False)
    whole = need_to_know.best_extent(opened.access) == "all"
    form = WhenForm(request.GET if "day_day" in request.GET else None) if whole else None
    at = form.cleaned_data["at"] if form is not None and form.is_bound and form.is_valid() else reader.at
    rows = looking_back.who_could_see(opened.record, at, reasons=whole)
    entries.write(opened.record, Entry.Action.ACCESS, because="who", people=len(rows))
    past = at != reader.at
    heading = f"Who could see it on {words.moment(at)}" if past else "Who may see it"
    return page(
        request,
        "Who may see it",
        form,
        template="access/who.html",
        heading=heading,
        rows=rows,
        past=past,
        whole=whole,
        **back,
    )
