"""Reading the papers of a meeting: undertaking, list, pages, text, notes (R: P1, P2, P5)."""

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import step_up
from accounts.requests import Request
from accounts.role_required import only_for
from core import clock, references, refusals, words
from core.audit import entries
from core.audit.models import Entry
from core.pages import form_page, page
from core.refusals import Refused
from records import data_keys, sealing
from records.vault import vault
from records.vault.vault import NotThere, Reader
from sharing.governors import copies, preparing, reading_rules, returns
from sharing.governors.forms.interests import InterestForm
from sharing.governors.forms.reading import AcceptForm, GoToForm, NoteForm
from sharing.governors.models import GovernorsMeeting, Item, KeptFrom, Note, Paper, PaperPage
from sharing.governors.views.common import line, paper_of, picture, refuse_as_not_found

READING = "reading"
LONGEST = 900  # seconds that a page counts as being read


@require_GET
@step_up.needed
def papers(request: Request) -> HttpResponse:
    """The meetings whose papers the reader may open, and how to keep them."""
    user = only_for(request, reading_rules.ATTEND, "This page is for governors.", page=(GovernorsMeeting, "page"))
    now = clock.now()
    rows = reading_rules.meetings(user, now).select_related("published").order_by("-meets_at")[:50]
    return page(
        request,
        "My papers",
        template="sharing/governors/papers.html",
        rows=[row for row in rows if row.until > now],
        past=[row for row in rows if row.until <= now],
    )


def _meeting(reader: Reader, slug: str) -> Any:
    return reading_rules.meetings(reader.user, reader.at).filter(reference=references.read(slug) or "").first()


def _collected(request: Request, user: Any, meeting: GovernorsMeeting) -> HttpResponse:
    """The papers have closed, with status 404, for a person who could read them. A person who was excluded gets the
    page for what does not exist."""
    held = returns.not_returned().filter(paper__item__meeting=meeting, holder=user)
    return render(request, "sharing/governors/collected.html", {"meeting": meeting, "held": held}, status=404)


@require_http_methods(["GET", "POST"])
def papers_of(request: Request, slug: str) -> HttpResponse:
    """The undertaking, once; then what the meeting has for this reader."""
    reader = Reader.fresh_of(request)
    meeting, keeps = _meeting(reader, slug), reading_rules.kept_by(reader.user, reader.at)
    if meeting is None or meeting.until <= reader.at:
        if keeps.filter(reference=references.read(slug) or "").exists():
            return redirect("governors:meeting", slug=slug)  # where notices lead the people who set meetings up
        return _collected(request, reader.user, meeting or refuse_as_not_found(GovernorsMeeting, slug))
    day = words.day(clock.local(meeting.meets_at).date())
    if not meeting.has_accepted:
        return form_page(
            request,
            "Before you read",
            partial(AcceptForm, day),
            partial(_accept, request, meeting),
            heading=f"Before you read: meeting of {day}",
            meeting=meeting,
            caption=meeting.reference,
            intro=[preparing.undertaking().text],
            template="sharing/governors/undertaking.html",
            back=reverse("governors:papers"),
        )
    return page(
        request,
        "Papers",
        template="sharing/governors/agenda.html",
        heading=f"Papers for {day}",
        caption=meeting.committee,
        meeting=meeting,
        items=_agenda(reader, meeting),
        back=reverse("governors:papers"),
        back_words="My papers",
    )


def _accept(request: Request, meeting: GovernorsMeeting, form: AcceptForm) -> HttpResponse:
    preparing.accept(meeting, request.user)
    return redirect("governors:papers_of_meeting", slug=meeting.slug)


def _agenda(reader: Reader, meeting: GovernorsMeeting) -> list[tuple[Item, str, list[tuple[Paper, str]]]]:
    """Each item that is open to the reader with its title, and its papers with theirs."""
    items = list(
        reading_rules.items(reader.user, reader.at).filter(meeting=meeting).select_related("key").order_by("number")
    )
    readable = list(reading_rules.papers(reader.user, reader.at).filter(item__meeting=meeting))
    opened = vault.open_fields(reader, [(thing, "title") for thing in (*items, *readable)], because="agenda")
    titles = [title.decode() for title in opened]
    papers = list(zip(readable, titles[len(items) :], strict=True))
    return [
        (item, title, [(paper, name) for paper, name in papers if paper.item_id == item.pk])
        for item, title in zip(items, titles[: len(items)], strict=True)
    ]


@require_http_methods(["GET", "POST"])
def interest(request: Request, slug: str) -> HttpResponse:
    """A governor has an interest in an item: it closes to them."""
    reader = Reader.fresh_of(request)
    meeting = _meeting(reader, slug) or refuse_as_not_found(GovernorsMeeting, slug)
    if meeting.until <= reader.at:
        return _collected(request, reader.user, meeting)
    kept = KeptFrom.objects.live(reader.at).filter(user=reader.user).values("item")
    return form_page(
        request,
        "I have an interest in an item",
        partial(InterestForm, list(meeting.items.exclude(pk__in=kept))),
        partial(_interest, request),
        caption=meeting.reference,
        back=reverse("governors:papers_of_meeting", kwargs={"slug": slug}),
    )


def _interest(request: Request, form: InterestForm) -> HttpResponse:
    item, reason, user = form.cleaned_data["item"], form.cleaned_data["reason"], request.user
    with refusals.shown_at("item"):
        preparing.keep_from(item, user, KeptFrom.How.DECLARED, reason, by=user)
    messages.success(request, "The item is closed to you, and the clerk can see why.")
    return redirect("governors:papers_of_meeting", slug=item.meeting.slug)


def _sheet(paper: Paper, number: int) -> PaperPage:
    sheet = PaperPage.objects.filter(paper=paper, number=number).select_related("key").first()
    return sheet or refuse_as_not_found(PaperPage, f"{paper.public_id}:{number}")


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
    """A page of a paper, as a picture; with its number, and the way on."""
    reader = Reader.fresh_of(request)
    held = reading_rules.papers(reader.user, reader.at).filter(public_id=public_id).first()
    if held is None:
        return _not_open(request, reader, public_id)
    asked = GoToForm(request.GET if "number" in request.GET else None)
    if asked.is_bound:
        wanted = asked.cleaned_data["number"] if asked.is_valid() else number
        return redirect("governors:paper", slug=slug, public_id=public_id, number=min(wanted, held.pages_in_all))
    sheet = _sheet(held, number)
    title = vault.open_field(reader, held, "title", because="paper").decode()
    return page(
        request,
        "Paper",
        asked,
        template="sharing/governors/paper.html",
        heading=title,
        paper=held,
        sheet=sheet,
        slug=slug,
        meeting=held.item.meeting,
        complete=held.item.complete,
        back=reverse("governors:papers_of_meeting", kwargs={"slug": slug}),
        back_words="All papers of this meeting",
    )


def _not_open(request: Request, reader: Reader, public_id: UUID) -> HttpResponse:
    """The page that says papers were collected, for those who could have read this one until then; else nothing."""
    meeting = (
        reading_rules.meetings(reader.user, reader.at)
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
    reader, held = paper_of(request, public_id)
    sheet = _sheet(held, number)
    image = vault.open_field(reader, sheet, "image", because="paper")
    _begun(request, sheet)
    return picture(image, line(reader.user))


@require_GET
def paper_text(request: Request, slug: str, public_id: UUID, number: int) -> HttpResponse:
    """The text of a page, for reading by ear or by zooming, under the same rules."""
    reader, held = paper_of(request, public_id)
    sheet = _sheet(held, number)
    title, text = vault.open_fields(reader, [(held, "title"), (sheet, "text")], because="paper")
    _begun(request, sheet)
    paragraphs = [paragraph for paragraph in text.decode().split("\n") if paragraph.strip()]
    return page(
        request,
        "Text of a paper",
        template="sharing/governors/text.html",
        heading=title.decode(),
        paper=held,
        sheet=sheet,
        slug=slug,
        line=line(reader.user),
        paragraphs=paragraphs,
        back=reverse("governors:paper", kwargs={"slug": slug, "public_id": public_id, "number": number}),
        back_words="The page",
    )


@require_POST
def paper_left(request: Request) -> HttpResponse:
    """The browser says that a page was left."""
    _left(request)
    return HttpResponse(status=204)


@require_http_methods(["GET", "POST"])
def paper_notes(request: Request, slug: str, public_id: UUID) -> HttpResponse:
    """The reader's own note on a paper."""
    reader, held = paper_of(request, public_id)
    note = Note.objects.filter(paper=held, user=reader.user).select_related("key").first()
    text = vault.open_field(reader, note, "text", because="note").decode() if note else ""
    address = reverse("governors:paper", kwargs={"slug": slug, "public_id": public_id, "number": 1})
    return form_page(
        request,
        "My notes",
        partial(NoteForm, initial={"text": text}),
        partial(_keep_note, request, note or Note(paper=held, user=reader.user), address),
        back=address,
        back_words="The paper",
    )


def _keep_note(request: Request, note: Note, address: str, form: NoteForm) -> HttpResponse:
    key = data_keys.unwrap(note.key) if note.pk else data_keys.new_key()
    sealing.seal(note, "text", form.cleaned_data["text"], key)
    note.save()
    messages.success(request, "Your note is kept until the paper is destroyed.")
    return redirect(address)


@require_POST
@step_up.needed_lately_to_change
def paper_download(request: Request, slug: str, public_id: UUID) -> HttpResponse:
    """The paper as a marked file, where the clerk allowed it."""
    reader, held = paper_of(request, public_id)
    if not held.download:
        refuse_as_not_found(Paper, str(public_id))
    try:
        return copies.release_copy(held, reader.user, reader, numbered=False, words=line(reader.user))
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("governors:paper", slug=slug, public_id=public_id, number=1)
