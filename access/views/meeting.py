"""Staff meetings: general notes, and items about one person (R: G6a)."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from access import meetings
from access.models import Meeting
from access.views.common import page, staff, thing_of
from accounts import step_up
from accounts.forms import PersonField
from accounts.only import only_for
from accounts.requests import Request
from accounts.roles import READERS, Role
from audit import entries
from pupils import roll
from pupils.models import Person
from records import finding, need_to_know, vault
from records.vault import NotThere, Reader
from school import clock
from school.choices import Radios
from school.dates import DateField
from school.refusals import Refused
from school.text import TextField

MEETS = READERS - {Role.DPO}
CONNECTIONS = 6


class NotesForm(forms.Form):
    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["on"] = DateField(what="the day", past=True, label="Day of the meeting", initial=clock.today())
        self.fields["notes"] = TextField(
            what="the general notes",
            reasons=True,
            max_length=20_000,
            label="General notes",
            help_text="For everybody: no child can be known from them. What is said of one person is an item",
        )
        self.fields["sure"] = forms.BooleanField(
            label="No child can be known from these notes, also not by description",
            error_messages={"required": "Tick to confirm that no child can be known from these notes"},
        )


@require_http_methods(["GET", "POST"])
@step_up.needed
def meeting_list(request: Request) -> HttpResponse:
    """The staff meetings, and the notes of a new one."""
    user = only_for(request, MEETS, "This page is for staff who work with children.", page=(Meeting, "page"))
    form = NotesForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = meetings.record(form.cleaned_data["notes"], form.cleaned_data["on"], by=user)
            return redirect("meeting", slug=made.slug)
        except Refused as refusal:
            form.add_error("notes", str(refusal))
    visible = need_to_know.visible_to(user).filter(meeting__isnull=False)
    rows = Meeting.objects.filter(notes__in=visible).order_by("-on", "-pk")[:50]
    return page(request, "Staff meetings", form, template="access/meetings.html", rows=rows, button="Record the notes")


@require_http_methods(["GET"])
def meeting(request: Request, slug: str) -> HttpResponse:
    """A meeting: its general notes, and the items that this reader may see; of others not even that they are there."""
    reader, found = thing_of(request, "SM", slug)
    opened = vault.open_record(reader, found.public_id)
    visible = need_to_know.visible_to(reader.user).filter(meeting_item__meeting=found)
    return page(
        request,
        "Staff meeting",
        template="access/meeting.html",
        caption=found.reference,
        opened=opened,
        found=found,
        heading=f"Staff meeting, {found.on:%-d %B %Y}",
        items=visible.order_by("pk"),
        mine=found.by_id == reader.user.pk,
    )


class ItemForm(forms.Form):
    """Whom it is about, what was said, and who has a professional connection."""

    def __init__(self, reader: Reader, data: Any = None) -> None:
        super().__init__(data)
        self.reader = reader
        self.fields["query"] = TextField(what="a name", max_length=80, label="Which child is it about?")
        typed = (self.data.get("query") or "")[:80].replace("\0", "") if self.is_bound else ""
        self.matches = finding.search(reader.user, typed, reader.at)
        self.sure = finding.sure(typed, self.matches)
        if self.matches and not self.sure:
            lines = roll.lines_of(self.matches)
            choices = [(str(line.person.public_id), f"{line.person.full_name}, {line.where}") for line in lines]
            self.fields["child"] = Radios("Which child?", choices, what="which child")
        self.fields["text"] = TextField(what="what was said", reasons=True, max_length=5000, label="What was said?")
        people = staff()
        for number in range(1, CONNECTIONS + 1):
            self.fields[f"who_{number}"] = PersonField(
                f"Who has a connection? ({number})", people, required=number == 1
            )
            self.fields[f"how_{number}"] = TextField(
                what="the connection",
                max_length=200,
                required=False,
                label=f"What is their professional connection? ({number})",
            )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("query") and not self.matches:
            self.add_error("query", "We cannot find that name among the children you work with. Check the spelling")
        for number in range(1, CONNECTIONS + 1):
            if said.get(f"who_{number}") and not said.get(f"how_{number}"):
                self.add_error(f"how_{number}", f"Enter how {said[f'who_{number}'].full_name} is connected")
        return said

    @property
    def child(self) -> Person:
        chosen = self.cleaned_data.get("child")
        return self.sure or next(one for one in self.matches if str(one.public_id) == chosen)

    @property
    def item(self) -> meetings.Item:
        said = self.cleaned_data
        pairs = [(said[f"who_{n}"], said[f"how_{n}"]) for n in range(1, CONNECTIONS + 1) if said.get(f"who_{n}")]
        return meetings.Item(self.child, said["text"], pairs)


@require_http_methods(["GET", "POST"])
def meeting_item(request: Request, slug: str) -> HttpResponse:
    """An item about one child, added by whoever took the notes."""
    reader, found = thing_of(request, "SM", slug)
    if found.by_id != reader.user.pk:
        entries.refused(Meeting, slug.lower())
        raise NotThere
    form = ItemForm(reader, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            meetings.add_item(found, form.item, by=reader.user)
            messages.success(request, "Recorded, and open to those with a connection.")
            return redirect("meeting", slug=slug)
        except Refused as refusal:
            form.add_error("who_1", str(refusal))
    intro = ["Only those whose connection you name see it, and the Headteacher."]
    return page(
        request,
        "An item about one child",
        form,
        caption=found.reference,
        intro=intro,
        button="Record the item",
        back=reverse("meeting", kwargs={"slug": slug}),
    )
