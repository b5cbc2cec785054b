"""The page of a record and its files; writing one, moving one, and protecting or joining children's entries."""

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.requests import Request
from accounts.roles import LEAD, READERS
from core import words
from core.audit import entries
from core.audit.models import Entry
from core.ids import as_number
from core.pages import form_page
from core.refusals import Refused, shown_at
from records import banner
from records.corrections import protection, reassign
from records.documents import files
from records.forms import MergeForm, MoveForm, ProtectForm, RecordForm
from records.models import Move, Record
from records.need_to_know import owners, visibility
from records.pages import get_child
from records.pupils.models import Person
from records.vault import filing, vault
from records.vault.vault import Reader


@require_GET
def record(request: Request, public_id: UUID) -> HttpResponse:
    reader = vault.Reader.of(request)
    opened = vault.open_record(reader, public_id)
    values = {
        "opened": opened,
        "banner": banner.of(opened, reader),
        "may_correct": owners.may_correct(opened.record, opened.access, reader.user, request.roles),
        "may_move": owners.may_move(opened.record, opened.access, reader.user, request.roles),
    }
    values["works_here"] = bool(request.roles & READERS)
    held = request.roles
    values["answers"] = owners.answers_for(opened.record, opened.access, reader.user, held)
    values["owner"] = owners.owner_of(opened.record)
    return render(request, "records/record.html", values)


@require_GET
def file(request: Request, public_id: UUID, section: UUID) -> HttpResponse:
    """A file of a record, a page a picture; with `?page=N&as=text` the text of one page."""
    reader = vault.Reader.of(request)
    opened, part = files.find(reader, public_id, section)
    pages = part.content["file"]["pages"]
    wanted = as_number(request.GET.get("page", ""))
    number = wanted if wanted is not None and 1 <= wanted <= pages else 1
    as_text = request.GET.get("as") == "text" or part.content["file"]["type"] == "text/plain"
    text = files.open_text(reader, public_id, section, number) if as_text else ""
    values = {
        "opened": opened,
        "part": part,
        "number": number,
        "pages": pages,
        "as_text": as_text,
        "text": text,
        "previous": number - 1,
        "following": number + 1 if number < pages else 0,
        "plain": part.content["file"]["type"] == "text/plain",
    }
    return render(request, "records/documents/file.html", values)


@require_GET
def file_page(request: Request, public_id: UUID, section: UUID, number: int) -> HttpResponse:
    """The picture of one page, to be looked at on the file's page: drawn again, without what the file hid."""
    picture = files.open_page(vault.Reader.of(request), public_id, section, number)
    return HttpResponse(picture, content_type="image/png", headers={"Content-Disposition": "inline"})


@require_http_methods(["GET", "POST"])
def new(request: Request, public_id: UUID) -> HttpResponse:
    """A new record about a child whom the reader may know of."""
    reader, child, back = get_child(request, public_id, READERS)
    return form_page(
        request,
        "Add a record",
        partial(RecordForm, child, reader),
        partial(_record, request, child, reader),
        **back,
    )


def _record(request: Request, child: Person, reader: Reader, form: RecordForm) -> HttpResponse:
    filed = _file(form, child, reader)
    messages.success(request, "Recorded. It cannot be changed or deleted; you can correct it by a further entry.")
    return redirect("records:record", public_id=filed.public_id)


@transaction.atomic
def _file(form: RecordForm, child: Person, reader: Reader) -> Record:
    """File what was typed, once: the same form sent again gives the same record."""
    before = Record.objects.filter(public_id=form.once_id, author=reader.user).first()
    if before is not None:
        return before
    data = form.cleaned_data
    subjects = [child, data["second"]] if data["second"] else [child]
    filed = filing.file_record(
        data["category"], subjects, form.sections(), author=reader.user, as_at=data["as_at"], public_id=form.once_id
    )
    for number, checked in enumerate(data["files"], start=1):
        files.attach(filed.sections.get(name=f"file-{number}"), checked)
    return filed


@require_http_methods(["GET", "POST"])
def move(request: Request, public_id: UUID, person: UUID) -> HttpResponse:
    """A record that is about another child: moved, with a reason, and back."""
    reader = Reader.of(request)
    opened = vault.open_record(reader, public_id, only=[])
    wrong = next((subject for subject in opened.subjects if subject.public_id == person), None)
    if wrong is None or not owners.may_move(opened.record, opened.access, reader.user, request.roles):
        entries.refused(Record, str(public_id))
        raise Http404
    return form_page(
        request,
        "Move a record",
        partial(MoveForm, reader, wrong),
        partial(_move, request, opened.record, wrong),
        template="records/corrections/move.html",
        heading=f"This is not about {wrong.full_name}",
        caption=f"{opened.record.category.name}, {words.day(opened.record.as_at)}",
        intro=[
            "The record is moved, not copied. Who could see it until now stays in the log, and the move can be undone."
        ],
        moves=Move.objects.live().filter(record=opened.record, now=wrong).select_related("was", "by"),
        moved="It was about",
        back=reverse("records:record", args=[public_id]),
        back_words="Back to the record",
    )


def _move(request: Request, record: Record, wrong: Person, form: MoveForm) -> HttpResponse:
    with shown_at("child"):
        reassign.move_record(record, wrong, form.chosen, by=request.user, reason=form.cleaned_data["reason"])
    messages.success(request, "Moved. It can be undone on this page.")
    return redirect("child:child", public_id=form.chosen.public_id)


@require_http_methods(["GET", "POST"])
def twice(request: Request, public_id: UUID) -> HttpResponse:
    """One child entered twice: put together, with a reason, and taken apart again. For those who keep the roll."""
    reader, child, back = get_child(request, public_id, LEAD)
    return form_page(
        request,
        "On the roll twice",
        partial(MergeForm, reader, child),
        partial(_merge, request, child),
        template="records/corrections/move.html",
        intro=[
            "This entry stays. The other leaves the roll, and what is recorded under it is recorded under this one. "
            "It can be undone."
        ],
        moves=Move.objects.live().filter(record=None, now=child).select_related("was", "by"),
        moved="Put together with",
        **back,
    )


def _merge(request: Request, child: Person, form: MergeForm) -> HttpResponse:
    with shown_at("child"):
        reassign.merge(form.chosen, child, by=request.user, reason=form.cleaned_data["reason"])
    messages.success(request, "The two entries are one child now. It can be undone on this page.")
    return redirect("records:entered_twice", public_id=child.public_id)


@require_http_methods(["GET", "POST"])
def protect(request: Request, public_id: UUID) -> HttpResponse:
    """Protect a child's address, or that the child is here. For the DSL and the Headteacher."""
    _, child, back = get_child(request, public_id, LEAD)
    entries.write(child, Entry.Action.ACCESS, because="protect", tiers=["contacts"])
    return form_page(
        request,
        "Protect",
        partial(ProtectForm, child),
        partial(_protect, request, child),
        template="records/corrections/protect.html",
        heading="What must be kept close",
        child=child,
        **back,
    )


def _protect(request: Request, child: Person, form: ProtectForm) -> HttpResponse:
    what, _, adult = form.cleaned_data["what"].partition(":")
    reason = form.cleaned_data["reason"]
    if adult:
        change = protection.limit if what == "limit" else protection.lift_limit
        change(child, form.contacts[adult], by=request.user, reason=reason)
    else:
        act = {
            "address": protection.protect_address,
            "existence": protection.protect_existence,
            "lift": protection.lift,
        }[what]
        act(child, by=request.user, reason=reason)
    messages.success(request, "Done. It holds from now.")
    return redirect("child:child", public_id=child.public_id)


@require_POST
def undo_move(request: Request, public_id: UUID) -> HttpResponse:
    """Take a move back."""
    reader = Reader.fresh_of(request)
    move = _to_undo(public_id, reader, request.roles)
    if move is None:
        entries.refused(Move, str(public_id))
        raise Http404
    try:
        reassign.undo(move)
        messages.success(request, "Undone.")
    except Refused as reason:
        messages.error(request, str(reason))
    return redirect("child:child", public_id=move.now.public_id)


def _to_undo(public_id: UUID, reader: Reader, held: frozenset[str]) -> Move | None:
    """The move of that id, if the reader may undo it; one that is not theirs takes the same statements as none."""
    moves = Move.objects.filter(public_id=public_id).select_related("record", "was", "now")
    move = (moves if held & LEAD else moves.filter(record__isnull=False)).first()
    access = visibility.access_to(reader.user, move.record if move else None, reader.at)
    if move is None:
        return None
    if move.record is None:
        return move if visibility.person_known_to(reader.user, move.now.public_id, reader.at) else None
    may = access is not None and owners.may_move(move.record, access, reader.user, held)
    return move if may else None
