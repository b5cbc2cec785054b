"""Reading the papers of a meeting: undertaking, list, pages, text, notes (R: P1, P2, P5)."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from access.views.common import page
from accounts import step_up
from accounts.only import only_for
from accounts.requests import Request
from audit import entries
from audit.models import Entry
from governors import collecting, copies, opening, setting_up
from governors.models import GovernorsMeeting, KeptFrom, Note, Paper, PaperPage
from governors.views.common import line, nothing, paper_of, picture
from records import sealing, vault
from records.vault import NotThere, Reader
from school import clock, references, words
from school.choices import Radios
from school.refusals import Refused
from school.text import TextField

READING = "reading"
LONGEST = 900  # seconds that a page counts as being read


@require_GET
@step_up.needed
def papers(request: Request) -> HttpResponse:
    """The meetings whose papers one reads, and how to keep them."""
    user = only_for(request, opening.ATTEND, "This page is for governors.", page=(GovernorsMeeting, "page"))
    now = clock.now()
    rows = opening.meetings(user, now).select_related("published").order_by("-meets_at")[:50]
    return page(
        request,
        "My papers",
        template="governors/papers.html",
        rows=[row for row in rows if row.until > now],
        past=[row for row in rows if row.until <= now],
    )


def _meeting(reader: Reader, slug: str) -> Any:
    return opening.meetings(reader.user, reader.at).filter(reference=references.read(slug) or "").first()


def _collected(request: Request, user: Any, found: GovernorsMeeting) -> HttpResponse:
    """The papers have closed, with status 404, for a person who could read them. A person who was excluded gets the
    page for what does not exist."""
    held = collecting.out().filter(paper__item__meeting=found, holder=user)
    return render(request, "governors/collected.html", {"found": found, "held": held}, status=404)


class AcceptForm(forms.Form):
    def __init__(self, day: str, data: Any = None) -> None:
        super().__init__(data)
        self.fields["accept"] = forms.BooleanField(
            label=f"I accept this for the meeting of {day}",
            error_messages={"required": "Tick to accept, or close this page"},
        )


@require_http_methods(["GET", "POST"])
def papers_of(request: Request, slug: str) -> HttpResponse:
    """The undertaking, once; then what the meeting has for this reader."""
    reader = Reader.fresh_of(request)
    found, keeps = _meeting(reader, slug), opening.kept_by(reader.user, reader.at)
    if found is None or found.until <= reader.at:
        if keeps.filter(reference=references.read(slug) or "").exists():
            return redirect("governors_meeting", slug=slug)  # where notices lead whoever sets meetings up
        return _collected(request, reader.user, found or nothing(GovernorsMeeting, slug))
    day = words.day(clock.local(found.meets_at).date())
    if not found.has_accepted:
        form = AcceptForm(day, request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            setting_up.accept(found, reader.user)
            return redirect("papers_of", slug=slug)
        return page(
            request,
            "Before you read",
            form,
            heading=f"Before you read: meeting of {day}",
            found=found,
            caption=found.reference,
            intro=[setting_up.undertaking().text],
            button="Accept and open the papers",
            template="governors/undertaking.html",
            back=reverse("papers"),
        )
    rows = list(opening.items(reader.user, reader.at).filter(meeting=found).select_related("key").order_by("number"))
    readable = list(opening.papers(reader.user, reader.at).filter(item__meeting=found))
    opened = vault.open_fields(reader, [(one, "title") for one in (*rows, *readable)], because="agenda")
    titles = [text.decode() for text in opened]
    held = dict(zip(readable, titles[len(rows) :], strict=True))
    items = [
        (item, title, [(paper, name) for paper, name in held.items() if paper.item_id == item.pk])
        for item, title in zip(rows, titles[: len(rows)], strict=True)
    ]
    return page(
        request,
        "Papers",
        template="governors/agenda.html",
        heading=f"Papers for {day}",
        caption=found.committee,
        found=found,
        items=items,
        back=reverse("papers"),
        back_words="My papers",
    )


class InterestForm(forms.Form):
    def __init__(self, items: list[tuple[str, str]], data: Any = None) -> None:
        super().__init__(data)
        self.fields["item"] = Radios("Which item?", items, what="an item")
        self.fields["reason"] = TextField(what="your interest", reasons=True, max_length=1000, label="Why?")


@require_http_methods(["GET", "POST"])
def interest(request: Request, slug: str) -> HttpResponse:
    """A governor has an interest in an item: it closes to them."""
    reader = Reader.fresh_of(request)
    found = _meeting(reader, slug) or nothing(GovernorsMeeting, slug)
    if found.until <= reader.at:
        return _collected(request, reader.user, found)
    kept = KeptFrom.objects.live(reader.at).filter(user=reader.user).values("item")
    rows = {str(item.number): item for item in found.items.exclude(pk__in=kept)}
    choices = [(number, f"Item {number}{', part two' if item.restricted else ''}") for number, item in rows.items()]
    form = InterestForm(choices, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        item = rows[form.cleaned_data["item"]]
        reason = form.cleaned_data["reason"]
        try:
            setting_up.keep_from(item, reader.user, KeptFrom.How.DECLARED, reason, by=reader.user)
            messages.success(request, "The item is closed to you, and the clerk can see why.")
            return redirect("papers_of", slug=slug)
        except Refused as refusal:
            form.add_error("item", str(refusal))
    return page(
        request,
        "I have an interest in an item",
        form,
        button="Close the item to me",
        caption=found.reference,
        back=reverse("papers_of", kwargs={"slug": slug}),
    )


class GoToForm(forms.Form):
    number = forms.IntegerField(min_value=1)


def _sheet(paper: Paper, number: int) -> PaperPage:
    found = PaperPage.objects.filter(paper=paper, number=number).select_related("key").first()
    if found is None:
        nothing(PaperPage, f"{paper.public_id}:{number}")
    return found


def _left(request: Request) -> None:
    """Write down how long the page that was read before was open."""
    before = request.session.pop(READING, None)
    sheet = PaperPage.objects.filter(public_id=before["page"]).first() if before else None
    if sheet is not None:
        seconds = min(LONGEST, max(0, int(clock.now().timestamp()) - before["at"]))
        entries.write(sheet, Entry.Action.ACCESS, because="left", seconds=seconds, page=sheet.number)


def _begun(request: Request, sheet: PaperPage) -> None:
    _left(request)
    request.session[READING] = {"page": str(sheet.public_id), "at": int(clock.now().timestamp())}


@require_GET
def paper(request: Request, slug: str, public_id: UUID, number: int) -> HttpResponse:
    """A page of a paper, as a picture; with where one is, and the way on."""
    reader = Reader.fresh_of(request)
    found = opening.papers(reader.user, reader.at).filter(public_id=public_id).first()
    if found is None:
        return _not_open(request, reader, public_id)
    asked = GoToForm(request.GET if "number" in request.GET else None)
    if asked.is_bound:
        wanted = asked.cleaned_data["number"] if asked.is_valid() else number
        return redirect("paper", slug=slug, public_id=public_id, number=min(wanted, found.pages_in_all))
    sheet = _sheet(found, number)
    title = vault.open_field(reader, found, "title", because="paper").decode()
    return page(
        request,
        "Paper",
        template="governors/paper.html",
        heading=title,
        found=found,
        sheet=sheet,
        slug=slug,
        line=line(reader.user),
        meeting=found.item.meeting,
        complete=found.item.complete,
        back=reverse("papers_of", kwargs={"slug": slug}),
        back_words="All papers of this meeting",
    )


def _not_open(request: Request, reader: Reader, public_id: UUID) -> HttpResponse:
    """The page that says papers were collected, for whoever could have read this one until then; else nothing."""
    meeting = (
        opening.meetings(reader.user, reader.at)
        .filter(until__lte=reader.at, items__papers__public_id=public_id)
        .exclude(items__in=KeptFrom.objects.filter(user=reader.user, item__papers__public_id=public_id).values("item"))
        .first()
    )
    entries.refused(Paper, str(public_id))
    if meeting is None:
        raise NotThere
    return _collected(request, reader.user, meeting)


@require_GET
def paper_picture(request: Request, slug: str, public_id: UUID, number: int) -> HttpResponse:
    """The picture of a page, with reader and time in its pixels."""
    reader, found = paper_of(request, public_id)
    sheet = _sheet(found, number)
    image = vault.open_field(reader, sheet, "image", because="paper")
    _begun(request, sheet)
    return picture(image, line(reader.user))


@require_GET
def paper_text(request: Request, slug: str, public_id: UUID, number: int) -> HttpResponse:
    """The text of a page, for reading by ear or by zooming, under the same rules."""
    reader, found = paper_of(request, public_id)
    sheet = _sheet(found, number)
    title, text = vault.open_fields(reader, [(found, "title"), (sheet, "text")], because="paper")
    _begun(request, sheet)
    paragraphs = [one for one in text.decode().split("\n") if one.strip()]
    return page(
        request,
        "Text of a paper",
        template="governors/text.html",
        heading=title.decode(),
        found=found,
        sheet=sheet,
        slug=slug,
        line=line(reader.user),
        paragraphs=paragraphs,
        back=reverse("paper", kwargs={"slug": slug, "public_id": public_id, "number": number}),
        back_words="The page",
    )


@require_POST
def paper_left(request: Request) -> HttpResponse:
    """The browser says that a page was left."""
    _left(request)
    return HttpResponse(status=204)


class NoteForm(forms.Form):
    text = TextField(
        what="your note",
        max_length=5000,
        required=False,
        label="Your note",
        help_text="Only you can read it. It is destroyed with the paper",
    )


@require_http_methods(["GET", "POST"])
def paper_notes(request: Request, slug: str, public_id: UUID) -> HttpResponse:
    """One's own note on a paper."""
    reader, found = paper_of(request, public_id)
    note = Note.objects.filter(paper=found, user=reader.user).select_related("key").first()
    said = vault.open_field(reader, note, "text", because="note").decode() if note else ""
    form = NoteForm(request.POST) if request.method == "POST" else NoteForm(initial={"text": said})
    if request.method == "POST" and form.is_valid():
        kept = note or Note(paper=found, user=reader.user)
        sealing.seal(kept, "text", form.cleaned_data["text"], sealing.unwrap(note.key) if note else sealing.new_key())
        kept.save()
        messages.success(request, "Your note is kept until the paper is destroyed.")
        return redirect("paper", slug=slug, public_id=public_id, number=1)
    return page(
        request,
        "My notes",
        form,
        button="Keep the note",
        back=reverse("paper", kwargs={"slug": slug, "public_id": public_id, "number": 1}),
        back_words="The paper",
    )


@require_POST
@step_up.needed_lately_to_change
def paper_download(request: Request, slug: str, public_id: UUID) -> HttpResponse:
    """The paper as a marked file, where the clerk allowed it."""
    reader, found = paper_of(request, public_id)
    if not found.download:
        nothing(Paper, str(public_id))
    try:
        return copies.release_copy(found, reader.user, reader, numbered=False, words=line(reader.user))
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("paper", slug=slug, public_id=public_id, number=1)
