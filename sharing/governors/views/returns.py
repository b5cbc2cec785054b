"""The clerk's pages, and the chair's, for what goes out and comes back: copies, destruction, what is kept (R: P3)."""

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import step_up
from accounts.requests import Request
from accounts.role_required import only_for
from accounts.roles import Role
from core.pages import form_page, page
from core.refusals import Refused
from records.documents import files
from records.vault import vault
from records.vault.vault import Reader
from sharing.disclosures.release import InternalList, release
from sharing.governors import copies, reading_rules, returns
from sharing.governors.forms.returns import AgreeForm, AskForm, BeginDestructionForm, ConfirmDestructionForm, CopyForm
from sharing.governors.models import Copy, GovernorsMeeting, Master, MasterAsk, MinutesPart, Paper
from sharing.governors.views.common import KEEPERS, items_of, kept, line, picture, refuse_as_not_found, to_meeting


@require_http_methods(["GET", "POST"])
@step_up.needed_lately_to_change
def copy_new(request: Request, slug: str, public_id: UUID) -> HttpResponse:
    """A numbered copy of a paper, for printing."""
    reader, meeting = kept(request, slug)
    mine = items_of(reader, meeting)
    papers = Paper.objects.filter(reading_rules.standing(reader.at), public_id=public_id, item__in=mine)
    paper = papers.select_related("item__meeting", "key").first() or refuse_as_not_found(Paper, str(public_id))
    return form_page(
        request,
        "A paper copy",
        partial(CopyForm, paper.item),
        partial(_copy, reader, paper),
        intro=[
            "The copy gets the next number, and every page is marked with it. Print it, and give it to nobody else."
        ],
        **to_meeting(slug),
    )


def _copy(reader: Reader, paper: Paper, form: CopyForm) -> HttpResponse:
    holder = form.cleaned_data["who"]
    return copies.release_copy(paper, holder, reader, numbered=True, words=line(holder))


@require_GET
@step_up.needed
def copies_out(request: Request) -> HttpResponse:
    """The paper copies that are not back."""
    who = (*reading_rules.KEEP, Role.HEADTEACHER)
    user = only_for(request, who, KEEPERS, page=(Copy, "page"))
    rows = returns.missing(user) if request.roles <= {Role.HEADTEACHER} else returns.not_returned()
    if not request.roles <= {Role.HEADTEACHER}:
        rows = rows.filter(paper__item__in=reading_rules.items_kept_by(user))
    ticks = bool(request.roles & set(reading_rules.KEEP))
    return page(request, "Copies not back", template="sharing/governors/copies.html", rows=rows, ticks=ticks)


@require_POST
def copy_back(request: Request, slug: str, public_id: UUID) -> HttpResponse:
    """A copy came back."""
    reader, meeting = kept(request, slug)
    mine = items_of(reader, meeting)
    copy = Copy.objects.filter(public_id=public_id, paper__item__in=mine, number__isnull=False).first()
    if copy is None:
        refuse_as_not_found(Copy, str(public_id))
    returns.mark_returned(copy, by=reader.user)
    return redirect("governors:copies_out")


@require_http_methods(["GET", "POST"])
def destroy(request: Request, slug: str) -> HttpResponse:
    """Two persons, one after the other, destroy what readers had."""
    _, meeting = kept(request, slug)
    missing = returns.not_returned().filter(paper__item__meeting=meeting).count()
    intro = ["What readers had is destroyed: pages, notes and files, with their keys. The masters stay."]
    if missing:
        intro.append(f"Paper copies that are not back: {missing}. The certificate will say so.")
    return form_page(
        request,
        "Destroy the papers",
        ConfirmDestructionForm if hasattr(meeting, "destruction") else BeginDestructionForm,
        partial(_destroy, request, meeting),
        intro=intro,
        caption=meeting.reference,
        **to_meeting(slug),
    )


def _destroy(request: Request, meeting: GovernorsMeeting, form: BeginDestructionForm) -> HttpResponse:
    if isinstance(form, ConfirmDestructionForm):
        returns.confirm(meeting.destruction, by=request.user)
        messages.success(request, "Destroyed. Nobody can open these papers again.")
    else:
        returns.begin(meeting, by=request.user)
        messages.success(request, "Recorded. Another person must confirm it.")
    return redirect("governors:meeting", slug=meeting.slug)


@require_POST
@step_up.needed_lately_to_change
def certificate(request: Request, slug: str) -> HttpResponse:
    """The certificate of a destruction, as a PDF."""
    reader, meeting = kept(request, slug)
    destruction = getattr(meeting, "destruction", None)
    if destruction is None or not hasattr(destruction, "done"):
        messages.error(request, "The papers have not been destroyed yet.")
        return redirect("governors:meeting", slug=slug)
    return release(
        InternalList(copies.CERTIFICATE),
        content=returns.certificate(destruction.done),
        file_name=f"{meeting.slug}-certificate.pdf",
        media_type="application/pdf",
        reader=reader,
    )


@require_http_methods(["GET", "POST"])
@step_up.needed_lately_to_change
def masters(request: Request, slug: str) -> HttpResponse:
    """What is kept of a meeting: opened by the clerk and the chair together, for an hour."""
    reader, meeting = kept(request, slug)
    if reading_rules.masters(reader.user, reader.at).filter(meeting=meeting).exists():
        return _opened(request, reader, meeting)
    waiting = meeting.asks.filter(agreed=None).exclude(by=reader.user).select_related("by", "key").last()
    if waiting is not None:
        return _agree(request, reader, meeting, waiting)
    return form_page(
        request,
        "Open what is kept",
        AskForm,
        partial(_ask, request, meeting),
        intro=["The masters and the confidential minutes open with the clerk and the chair together."],
        caption=meeting.reference,
        **to_meeting(slug),
    )


def _opened(request: Request, reader: Reader, meeting: GovernorsMeeting) -> HttpResponse:
    mine = items_of(reader, meeting)
    rows = list(Master.objects.filter(paper__item__in=mine).select_related("key", "paper__item").order_by("pk"))
    closed = MinutesPart.objects.filter(item__in=mine, is_open=False)
    parts = list(closed.select_related("key", "item").order_by("pk"))
    fields = [(master, "title") for master in rows] + [(part, "content") for part in parts]
    texts = [text.decode() for text in vault.open_fields(reader, fields, because="master")]
    return page(
        request,
        "What is kept",
        template="sharing/governors/masters.html",
        meeting=meeting,
        rows=list(zip(rows, texts[: len(rows)], strict=True)),
        parts=list(zip(parts, texts[len(rows) :], strict=True)),
        **to_meeting(meeting.slug),
    )


def _agree(request: Request, reader: Reader, meeting: GovernorsMeeting, waiting: MasterAsk) -> HttpResponse:
    """What the other of the two asks for: shown, and agreed to."""
    why = vault.open_field(reader, waiting, "reason", because="master").decode()
    form = AgreeForm()
    if request.method == "POST":
        try:
            returns.agree(waiting, by=reader.user)
            return redirect("governors:masters", slug=meeting.slug)
        except Refused as refusal:
            messages.error(request, str(refusal))
    return page(
        request,
        "Open what is kept",
        form,
        rows_of=[("Who asks", waiting.by.full_name), ("Why", why)],
        caption=meeting.reference,
        **to_meeting(meeting.slug),
    )


def _ask(request: Request, meeting: GovernorsMeeting, form: AskForm) -> HttpResponse:
    returns.ask_for_masters(meeting, form.cleaned_data["why"], by=request.user)
    messages.success(request, "Asked. It opens when the other of you agrees.")
    return redirect("governors:meeting", slug=meeting.slug)


@require_GET
def master_page(request: Request, slug: str, public_id: UUID, number: int) -> HttpResponse:
    """A page of a master, drawn again and marked."""
    reader, meeting = kept(request, slug)
    mine = items_of(reader, meeting).filter(meeting__in=reading_rules.masters(reader.user, reader.at).values("meeting"))
    master = Master.objects.filter(public_id=public_id, paper__item__in=mine).select_related("key", "paper").first()
    if master is None or not 1 <= number <= master.paper.pages_in_all:
        refuse_as_not_found(Master, str(public_id))
    content = vault.open_field(reader, master, "content", because="master")
    return picture(files.draw(content, number), line(reader.user))
