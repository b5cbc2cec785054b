"""The clerk's pages, and the chair's: setting up, issuing, copies, destruction, what is kept (R: P1, P3)."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from access.places import NotSo
from access.views.common import page, reason
from accounts import roles, step_up
from accounts.forms import PersonField
from accounts.only import only_for
from accounts.roles import Role
from audit import entries
from governors import collecting, copies, opening, setting_up
from governors.models import Copy, GovernorsMeeting, Item, KeptFrom, Master, MinutesPart, NamedGovernor, Paper
from governors.views.common import item_of, kept, line, picture
from records import files, vault
from records.files import FileNotTaken
from records.vault import NotThere
from school import clock, times
from school.choices import Radios, Ticks
from school.dates import DateField
from school.text import TextField
from school.times import TimeField
from school.uploads import UploadField
from sharing.models import Disclosure
from sharing.release import InternalList, release

WORDS = "This page is for the clerk to governors and the chair."


class MeetingForm(forms.Form):
    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["committee"] = TextField(what="which committee meets", max_length=80, label="Which committee?")
        self.fields["on"] = DateField(what="the day", future=True, label="Day of the meeting")
        self.fields["begins"] = TimeField(what="when it begins", label="When does it begin?", help_text="Like 6pm")
        self.fields["closes"] = TimeField(
            what="when the papers close", label="When do the papers close?", initial="9pm",
            help_text="On the same day. From then on nobody can open them",
        )  # fmt: skip


@require_http_methods(["GET", "POST"])
@step_up.needed
def meeting_list(request: HttpRequest) -> HttpResponse:
    """The meetings, and a new one."""
    user = only_for(request, opening.KEEP, WORDS, page=(GovernorsMeeting, "page"))
    form = MeetingForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            begins, closes = times.moment(said["on"], said["begins"]), times.moment(said["on"], said["closes"])
            made = setting_up.begin(said["committee"], begins, closes, by=user)
            return redirect("governors_meeting", slug=made.slug)
        except NotSo as refusal:
            form.add_error("closes", str(refusal))
        except ValueError:
            form.add_error("begins", "There is no such time on that day: the clocks change")
    rows = opening.kept_by(user)[:50]
    return page(
        request, "Governors’ meetings", form, template="governors/meetings.html", rows=rows, button="Make the meeting"
    )


@require_GET
def meeting(request: HttpRequest, slug: str) -> HttpResponse:
    """A meeting as whoever sets it up sees it: every item from which they are not kept."""
    reader, found = kept(request, slug)
    rows = list(opening.items_kept_by(reader.user).filter(meeting=found).select_related("key"))
    every = list(
        Paper.objects.filter(item__in=rows).select_related("key", "item", "replaced_by__ready", "ready", "master__key")
    )
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
        request, "Governors’ meeting", template="governors/meeting.html", found=found, items=items, named=named,
        heading=f"{found.committee}", caption=found.reference, back=reverse("governors_meetings"),
        back_words="Meetings", closed=found.until <= clock.now(), destroyed=destroyed,
        begun=found.meets_at <= clock.now(), out=collecting.out().filter(paper__item__in=rows).count(),
    )  # fmt: skip


def _replaced(paper: Paper) -> bool:
    after = getattr(paper, "replaced_by", None)
    return after is not None and hasattr(after, "ready")


class ItemForm(forms.Form):
    reveals = {("restricted", "staff"): (), ("restricted", "pupil"): ()}

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
def item_new(request: HttpRequest, slug: str) -> HttpResponse:
    """A further item of the agenda."""
    reader, found = kept(request, slug)
    form = ItemForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        code = "" if said["restricted"] == "open" else said["restricted"]
        try:
            setting_up.add_item(found, said["title"], by=reader.user, restricted=code, complete=said["complete"])
            return redirect("governors_meeting", slug=slug)
        except NotSo as refusal:
            form.add_error("complete" if said["complete"] else "title", str(refusal))
    return _page(request, "An item of the agenda", form, slug, "Add the item")


def _page(
    request: HttpRequest, title: str, form: forms.Form | None, slug: str, button: str, **more: Any
) -> HttpResponse:
    back = reverse("governors_meeting", kwargs={"slug": slug})
    return page(request, title, form, button=button, back=back, back_words="The meeting", **more)


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
def paper_new(request: HttpRequest, slug: str, number: int, replaces: UUID | None = None) -> HttpResponse:
    """A paper for an item, or one in another's place."""
    reader, found = kept(request, slug)
    item = item_of(reader, found, number)
    before = None
    if replaces is not None:
        before = Paper.objects.filter(public_id=replaces, item=item).first()
        if before is None:
            entries.refused(Paper, str(replaces))
            raise NotThere
    form = PaperForm(item, *((request.POST, request.FILES) if request.method == "POST" else ()))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            setting_up.take(
                item, said["title"], said["file"][0], by=reader.user, download=said.get("download", False),
                replaces=before,
            )  # fmt: skip
            messages.success(request, "The paper is there, each page sealed.")
            return redirect("governors_meeting", slug=slug)
        except (NotSo, FileNotTaken) as refusal:
            form.add_error("file", str(refusal))
    title = "A paper in the place of another" if before else "A paper"
    return _page(request, title, form, slug, "Add the paper", template="governors/upload.html", item=item)


class NamedForm(forms.Form):
    def __init__(self, people: list[Any], data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
        choices = [(str(one.public_id), one.full_name) for one in people]
        self.fields["people"] = Ticks("Who reads the papers?", choices, what="who reads the papers")


@require_http_methods(["GET", "POST"])
def named(request: HttpRequest, slug: str) -> HttpResponse:
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
        except NotSo as refusal:
            form.add_error("people", str(refusal))
    return _page(request, "Who reads the papers", form, slug, "Save")


class KeepOutForm(forms.Form):
    def __init__(self, people: list[Any], data: Any = None) -> None:
        super().__init__(data)
        self.fields["who"] = PersonField("Who takes no part?", people)
        self.fields["how"] = Radios("Why do they take no part?", list(KeptFrom.How.choices), what="why")
        self.fields["reason"] = reason(
            "What is the reason?", what="the reason", help_text="Other readers do not see it"
        )


@require_http_methods(["GET", "POST"])
def keep_out(request: HttpRequest, slug: str, number: int) -> HttpResponse:
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
        except NotSo as refusal:
            form.add_error("who", str(refusal))
    return _page(request, "Keep somebody from an item", form, slug, "Keep them from it", caption=f"Item {number}")


@require_POST
def issue(request: HttpRequest, slug: str) -> HttpResponse:
    """The papers can be read from now."""
    reader, found = kept(request, slug)
    try:
        setting_up.issue(found, by=reader.user)
        messages.success(request, "Issued. The named governors have been told.")
    except NotSo as refusal:
        messages.error(request, str(refusal))
    return redirect("governors_meeting", slug=slug)


class CopyForm(forms.Form):
    def __init__(self, people: list[Any], data: Any = None) -> None:
        super().__init__(data)
        self.fields["who"] = PersonField("Who gets the copy?", people)


@require_http_methods(["GET", "POST"])
def copy_new(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    """A numbered copy of a paper, for printing."""
    reader, found = kept(request, slug)
    mine = opening.items_kept_by(reader.user).filter(meeting=found)
    paper = (
        Paper.objects.filter(opening.standing(reader.at), public_id=public_id, item__in=mine)
        .select_related("item__meeting", "key")
        .first()
    )
    if paper is None:
        entries.refused(Paper, str(public_id))
        raise NotThere
    people = list(opening.readers(paper.item).order_by("last_name"))
    form = CopyForm(people, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        who = form.cleaned_data["who"]
        try:
            return copies.release_copy(paper, who, reader, numbered=True, words=line(who))
        except NotSo as refusal:
            form.add_error("who", str(refusal))
    intro = ["The copy gets the next number, and every page is marked with it. Print it, and give it to nobody else."]
    return _page(request, "A paper copy", form, slug, "Make the copy", intro=intro)


@require_GET
@step_up.needed
def copies_out(request: HttpRequest) -> HttpResponse:
    """The paper copies that are not back."""
    who = (*opening.KEEP, Role.HEADTEACHER)
    user = only_for(request, who, WORDS, page=(Copy, "page"))
    rows = collecting.missing(user) if request.roles <= {Role.HEADTEACHER} else collecting.out()  # type: ignore[attr-defined]
    if not request.roles <= {Role.HEADTEACHER}:  # type: ignore[attr-defined]
        rows = rows.filter(paper__item__in=opening.items_kept_by(user))
    ticks = bool(request.roles & set(opening.KEEP))  # type: ignore[attr-defined]
    return page(request, "Copies not back", template="governors/copies.html", rows=rows, ticks=ticks)


@require_POST
def copy_back(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    """A copy came back."""
    reader, found = kept(request, slug)
    mine = opening.items_kept_by(reader.user).filter(meeting=found)
    copy = Copy.objects.filter(public_id=public_id, paper__item__in=mine, number__isnull=False).first()
    if copy is None:
        entries.refused(Copy, str(public_id))
        raise NotThere
    collecting.back(copy, by=reader.user)
    return redirect("copies_out")


class DestroyForm(forms.Form):
    shredded = forms.BooleanField(
        label="The paper copies that came back have been shredded",
        error_messages={"required": "Tick when the paper copies that came back have been shredded"},
    )


@require_http_methods(["GET", "POST"])
def destroy(request: HttpRequest, slug: str) -> HttpResponse:
    """Two persons, one after the other, destroy what readers had."""
    reader, found = kept(request, slug)
    before = getattr(found, "destruction", None)
    form = DestroyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            if before is None:
                collecting.begin(found, by=reader.user)
                messages.success(request, "Recorded. Another person must confirm it.")
            else:
                collecting.confirm(before, by=reader.user)
                messages.success(request, "Destroyed. Nobody can open these papers again.")
            return redirect("governors_meeting", slug=slug)
        except NotSo as refusal:
            form.add_error("shredded", str(refusal))
    missing = collecting.out().filter(paper__item__meeting=found).count()
    intro = ["What readers had is destroyed: pages, notes and files, with their keys. The masters stay."]
    if missing:
        intro.append(f"Paper copies that are not back: {missing}. The certificate will say so.")
    button = "Confirm the destruction" if before else "Begin the destruction"
    return _page(request, "Destroy the papers", form, slug, button, intro=intro, caption=found.reference)


@require_POST
def certificate(request: HttpRequest, slug: str) -> HttpResponse:
    """The certificate of a destruction, as a PDF."""
    reader, found = kept(request, slug)
    before = getattr(found, "destruction", None)
    if before is None or not hasattr(before, "done"):
        messages.error(request, "The papers have not been destroyed yet.")
        return redirect("governors_meeting", slug=slug)
    return release(
        InternalList(Disclosure.Print.CERTIFICATE), content=collecting.certificate(before.done),
        file_name=f"{found.slug}-certificate.pdf", media_type="application/pdf", reader=reader,
    )  # fmt: skip


class AskForm(forms.Form):
    why = reason("Why must it be opened?", what="why it must be opened")


@require_http_methods(["GET", "POST"])
def masters(request: HttpRequest, slug: str) -> HttpResponse:
    """What is kept of a meeting: opened by the clerk and the chair together, for an hour."""
    reader, found = kept(request, slug)
    opens = opening.masters(reader.user, reader.at).filter(meeting=found).exists()
    waiting = found.asks.filter(agreed=None).exclude(by=reader.user).select_related("by", "key").last()
    form: forms.Form | None = None
    if opens:
        mine = opening.items_kept_by(reader.user).filter(meeting=found)
        rows = list(Master.objects.filter(paper__item__in=mine).select_related("key", "paper__item").order_by("pk"))
        parts = list(
            MinutesPart.objects.filter(item__in=mine, is_open=False).select_related("key", "item").order_by("pk")
        )
        fields = [(one, "title") for one in rows] + [(one, "content") for one in parts]
        texts = [text.decode() for text in vault.open_fields(reader, fields, because="master")]
        return page(
            request, "What is kept", template="governors/masters.html", found=found,
            rows=list(zip(rows, texts[: len(rows)], strict=True)),
            parts=list(zip(parts, texts[len(rows) :], strict=True)),
            back=reverse("governors_meeting", kwargs={"slug": slug}), back_words="The meeting",
        )  # fmt: skip
    if waiting is not None:
        why = vault.open_field(reader, waiting, "reason", because="master").decode()
        if request.method == "POST":
            try:
                collecting.agree(waiting, by=reader.user)
                return redirect("masters", slug=slug)
            except NotSo as refusal:
                messages.error(request, str(refusal))
        said = [("Who asks", waiting.by.full_name), ("Why", why)]
        return _page(
            request, "Open what is kept", forms.Form(), slug, "Agree: open it for an hour", rows_of=said,
            caption=found.reference,
        )  # fmt: skip
    form = AskForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        collecting.ask_for_masters(found, form.cleaned_data["why"], by=reader.user)
        messages.success(request, "Asked. It opens when the other of you agrees.")
        return redirect("governors_meeting", slug=slug)
    intro = ["The masters and the confidential minutes open with the clerk and the chair together."]
    return _page(request, "Open what is kept", form, slug, "Ask", intro=intro, caption=found.reference)


@require_GET
def master_page(request: HttpRequest, slug: str, public_id: UUID, number: int) -> HttpResponse:
    """A page of a master, drawn anew and marked."""
    reader, found = kept(request, slug)
    mine = opening.items_kept_by(reader.user).filter(
        meeting=found, meeting__in=opening.masters(reader.user, reader.at).values("meeting")
    )
    master = Master.objects.filter(public_id=public_id, paper__item__in=mine).select_related("key", "paper").first()
    if master is None or not 1 <= number <= master.paper.pages_in_all:
        entries.refused(Master, str(public_id))
        raise NotThere
    content = vault.open_field(reader, master, "content", because="master")
    return picture(files.draw(content, number), line(reader.user))
