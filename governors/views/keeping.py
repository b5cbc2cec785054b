"""The clerk's pages, and the chair's, before a meeting: setting up, readers, papers, issue (R: P1)."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from access.views.common import page, reason
from accounts import roles, step_up
from accounts.forms import PersonField
from accounts.only import only_for
from accounts.requests import Request
from governors import collecting, opening, setting_up
from governors.models import GovernorsMeeting, Item, KeptFrom, NamedGovernor, Paper
from governors.views.common import KEEPERS, item_of, items_of, kept, nothing, page_of
from records import vault
from records.files import FileNotTaken
from school import clock, times
from school.choices import Radios, Ticks
from school.dates import DateField
from school.refusals import Refused
from school.text import TextField
from school.times import TimeField
from school.uploads import UploadField


class MeetingForm(forms.Form):
    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["committee"] = TextField(what="which committee meets", max_length=80, label="Which committee?")
        self.fields["on"] = DateField(what="the day", future=True, label="Day of the meeting")
        self.fields["begins"] = TimeField(what="when it begins", label="When does it begin?", help_text="Like 6pm")
        self.fields["closes"] = TimeField(
            what="when the papers close",
            label="When do the papers close?",
            initial="9pm",
            help_text="On the same day. From then on nobody can open them",
        )


@require_http_methods(["GET", "POST"])
@step_up.needed
def meeting_list(request: Request) -> HttpResponse:
    """The meetings, and a new one."""
    user = only_for(request, opening.KEEP, KEEPERS, page=(GovernorsMeeting, "page"))
    form = MeetingForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            begins, closes = times.moment(said["on"], said["begins"]), times.moment(said["on"], said["closes"])
            made = setting_up.begin(said["committee"], begins, closes, by=user)
            return redirect("governors_meeting", slug=made.slug)
        except Refused as refusal:
            form.add_error("closes", str(refusal))
        except ValueError:
            form.add_error("begins", "There is no such time on that day: the clocks change")
    rows = opening.kept_by(user)[:50]
    return page(
        request, "Governors’ meetings", form, template="governors/meetings.html", rows=rows, button="Make the meeting"
    )


@require_GET
def meeting(request: Request, slug: str) -> HttpResponse:
    """A meeting as whoever sets it up sees it: every item from which they are not kept."""
    reader, found = kept(request, slug)
    rows = list(items_of(reader, found).select_related("key"))
    every = list(Paper.objects.filter(item__in=rows).select_related("key", "item", "replaced_by__ready", "ready"))
    standing = [one for one in every if not _replaced(one)]
    alive = [one for one in standing if hasattr(one, "ready")]
    destroyed = hasattr(found, "destruction") and hasattr(found.destruction, "done")
    titled = [(one, "title") for one in rows] + [(one, "title") for one in alive if not destroyed]
    opened = [text.decode() for text in vault.open_fields(reader, titled, because="clerk")]
    names = dict(zip([one for one, _ in titled], opened, strict=True))
    kept_rows = list(KeptFrom.objects.live().filter(item__in=rows).select_related("user", "item", "key"))
    reasons = vault.open_fields(reader, [(one, "reason") for one in kept_rows], because="clerk")
    items = [
        {
            "item": item,
            "title": names[item],
            "papers": [(one, names.get(one, "Destroyed")) for one in standing if one.item_id == item.pk],
            "kept": [
                (row, why.decode()) for row, why in zip(kept_rows, reasons, strict=True) if row.item_id == item.pk
            ],
        }
        for item in rows
    ]
    named = NamedGovernor.objects.live().filter(meeting=found).select_related("user").order_by("user__last_name")
    return page(
        request,
        "Governors’ meeting",
        template="governors/meeting.html",
        found=found,
        items=items,
        named=[one.user for one in named],
        heading=found.committee,
        caption=found.reference,
        back=reverse("governors_meetings"),
        back_words="Meetings",
        closed=found.until <= clock.now(),
        destroyed=destroyed,
        begun=found.meets_at <= clock.now(),
        out=collecting.out().filter(paper__item__in=rows).count(),
    )


def _replaced(paper: Paper) -> bool:
    after = getattr(paper, "replaced_by", None)
    return after is not None and hasattr(after, "ready")


class ItemForm(forms.Form):
    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["title"] = TextField(what="the item", max_length=200, label="What is the item?")
        self.fields["restricted"] = Radios(
            "Is it open, or in part two?",
            [("open", "Open"), *Item.Reason.choices],
            what="open, or why it is in part two",
        )
        self.fields["complete"] = forms.BooleanField(
            label="The board put the whole matter under complete confidentiality", required=False
        )


@require_http_methods(["GET", "POST"])
def item_new(request: Request, slug: str) -> HttpResponse:
    """A further item of the agenda."""
    reader, found = kept(request, slug)
    form = ItemForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        code = "" if said["restricted"] == "open" else said["restricted"]
        try:
            setting_up.add_item(found, said["title"], by=reader.user, restricted=code, complete=said["complete"])
            return redirect("governors_meeting", slug=slug)
        except Refused as refusal:
            form.add_error("complete" if said["complete"] else "title", str(refusal))
    return page_of(request, "An item of the agenda", form, slug, "Add the item")


class PaperForm(forms.Form):
    def __init__(self, item: Item, data: Any = None, sent: Any = None) -> None:
        super().__init__(data, sent)
        self.fields["title"] = TextField(what="the paper’s title", max_length=200, label="Title of the paper")
        self.fields["file"] = UploadField(
            what="a PDF",
            label="The paper, as a PDF",
            help_text="Up to 300 pages and 20 MB",
        )
        if not item.complete:
            self.fields["download"] = forms.BooleanField(
                label="Readers may take a marked copy away as a file", required=False
            )


@require_http_methods(["GET", "POST"])
def paper_new(request: Request, slug: str, number: int, replaces: UUID | None = None) -> HttpResponse:
    """A paper for an item, or one in another's place."""
    reader, found = kept(request, slug)
    item = item_of(reader, found, number)
    before = None
    if replaces is not None:
        before = Paper.objects.filter(public_id=replaces, item=item).first()
        if before is None:
            nothing(Paper, str(replaces))
    form = PaperForm(item, *((request.POST, request.FILES) if request.method == "POST" else ()))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            setting_up.take(
                item,
                said["title"],
                said["file"][0],
                by=reader.user,
                download=said.get("download", False),
                replaces=before,
            )
            messages.success(request, "The paper is there, each page sealed.")
            return redirect("governors_meeting", slug=slug)
        except (Refused, FileNotTaken) as refusal:
            form.add_error("file", str(refusal))
    title = "A paper in the place of another" if before else "A paper"
    return page_of(request, title, form, slug, "Add the paper", template="governors/upload.html", item=item)


class NamedForm(forms.Form):
    def __init__(self, people: list[Any], data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
        choices = [(str(one.public_id), one.full_name) for one in people]
        self.fields["people"] = Ticks("Who reads the papers?", choices, what="who reads the papers")


@require_http_methods(["GET", "POST"])
@step_up.needed_lately_to_change
def named(request: Request, slug: str) -> HttpResponse:
    """Who reads the papers: added and taken away, at once."""
    reader, found = kept(request, slug)
    people = list(roles.holders_of_any(opening.ATTEND))
    now = set(NamedGovernor.objects.live().filter(meeting=found).values_list("user__public_id", flat=True))
    form = (
        NamedForm(people, request.POST)
        if request.method == "POST"
        else NamedForm(people, initial={"people": [str(one) for one in now]})
    )
    if request.method == "POST" and form.is_valid():
        wanted = set(form.cleaned_data["people"])
        try:
            for one in people:
                if str(one.public_id) in wanted and one.public_id not in now:
                    setting_up.name(found, one, by=reader.user)
                elif str(one.public_id) not in wanted and one.public_id in now:
                    setting_up.unname(found, one)
            return redirect("governors_meeting", slug=slug)
        except Refused as refusal:
            form.add_error("people", str(refusal))
    return page_of(request, "Who reads the papers", form, slug, "Save")


class KeepOutForm(forms.Form):
    def __init__(self, people: list[Any], data: Any = None) -> None:
        super().__init__(data)
        self.fields["who"] = PersonField("Who takes no part?", people)
        self.fields["how"] = Radios("Why do they take no part?", list(KeptFrom.How.choices), what="why")
        self.fields["reason"] = reason(
            "What is the reason?", what="the reason", help_text="Other readers do not see it"
        )


@require_http_methods(["GET", "POST"])
@step_up.needed_lately_to_change
def keep_out(request: Request, slug: str, number: int) -> HttpResponse:
    """Somebody takes no part in an item."""
    reader, found = kept(request, slug)
    item = item_of(reader, found, number)
    people = list(roles.holders_of_any(opening.ATTEND))
    form = KeepOutForm(people, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            setting_up.keep_from(item, said["who"], said["how"], said["reason"], by=reader.user)
            messages.success(request, "They are kept from the item, from now.")
            return redirect("governors_meeting", slug=slug)
        except Refused as refusal:
            form.add_error("who", str(refusal))
    return page_of(request, "Keep somebody from an item", form, slug, "Keep them from it", caption=f"Item {number}")


@require_POST
@step_up.needed_lately_to_change
def issue(request: Request, slug: str) -> HttpResponse:
    """The papers can be read from now."""
    reader, found = kept(request, slug)
    try:
        setting_up.issue(found, by=reader.user)
        messages.success(request, "Issued. The named governors have been told.")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("governors_meeting", slug=slug)
