"""The page of a record, its files, and a new one."""

from collections.abc import Collection
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.requests import Request
from accounts.roles import LEAD, READERS
from audit import entries
from pupils.models import Person
from records import banner, files, filing, moving, need_to_know, protecting, vault
from records.forms import MoveForm, ProtectForm, RecordForm
from records.models import Move, Record
from records.vault import Reader
from school.ids import as_number
from school.refusals import Refused


@require_GET
def record(request: Request, public_id: UUID) -> HttpResponse:
    reader = vault.Reader.of(request)
    opened = vault.open_record(reader, public_id)
    values = {"opened": opened, "banner": banner.of(opened, reader), "may_move": _may_move(opened, request)}
    values["works_here"] = bool(request.roles & READERS)
    held = request.roles
    values["answers"] = filing.answers_for(opened.record, opened.access, reader.user, held)
    values["owner"] = filing.owner_of(opened.record)
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
    return render(request, "records/file.html", values)


@require_GET
def file_page(request: Request, public_id: UUID, section: UUID, number: int) -> HttpResponse:
    """The picture of one page, to be looked at on the file's page: drawn anew, without what the file hid."""
    picture = files.open_page(vault.Reader.of(request), public_id, section, number)
    return HttpResponse(picture, content_type="image/png", headers={"Content-Disposition": "inline"})


@require_http_methods(["GET", "POST"])
def new(request: Request, public_id: UUID) -> HttpResponse:
    """A new record about a child whom one may know of."""
    reader = Reader.of(request)
    child = _child(request, reader, public_id, READERS)
    sent = request.method == "POST"
    form = RecordForm(child, reader, request.POST if sent else None, request.FILES if sent else None)
    if sent and form.is_valid():
        filed = _file(form, child, reader)
        messages.success(request, "Recorded. It cannot be changed or deleted; you can add to it.")
        return redirect("record", public_id=filed.public_id)
    return render(request, "records/new.html", {"form": form, "child": child}, status=400 if form.errors else 200)


def _child(request: Request, reader: Reader, public_id: UUID, roles: Collection[str]) -> Person:
    """The child, for somebody in one of these roles who may know of them."""
    held = request.roles & set(roles)
    return vault.known_person(reader, public_id, asked_by_one_who_may=bool(held))


@transaction.atomic
def _file(form: RecordForm, child: Person, reader: Reader) -> Record:
    """File what was typed, once: the same form sent again gives the same record."""
    before = Record.objects.filter(public_id=form.once_id, author=reader.user).first()
    if before is not None:
        return before
    said = form.cleaned_data
    subjects = [child, said["second"]] if said["second"] else [child]
    filed = filing.file_record(
        said["category"], subjects, form.sections(), author=reader.user, as_at=said["as_at"], public_id=form.once_id
    )
    for number, checked in enumerate(said["files"], start=1):
        files.attach(filed.sections.get(name=f"file-{number}"), checked)
    return filed


def _may_move(opened: vault.Opened, request: Request) -> bool:
    """Who reads all of a record, and owns it or leads: the DSL and the Headteacher."""
    leads = request.roles & LEAD
    whole = need_to_know.best_extent(opened.access) == "all"
    return whole and (bool(leads) or filing.owner_of(opened.record) == request.user)


@require_http_methods(["GET", "POST"])
def move(request: Request, public_id: UUID, person: UUID) -> HttpResponse:
    """A record that is about another child: moved, with a reason, and back."""
    reader = Reader.of(request)
    opened = vault.open_record(reader, public_id, only=[])
    wrong = next((one for one in opened.subjects if one.public_id == person), None)
    if wrong is None or not _may_move(opened, request):
        entries.refused(Record, str(public_id))
        raise Http404
    form = MoveForm(
        reader, wrong, request.POST if "query" in request.POST else None, question="Which child is it really about?"
    )
    if request.method == "POST" and form.is_valid():
        try:
            moving.move_record(opened.record, wrong, form.chosen, by=reader.user, reason=form.cleaned_data["reason"])
            messages.success(request, "Moved. It can be undone on this page.")
            return redirect("child", public_id=form.chosen.public_id)
        except Refused as reason:
            form.add_error("child", str(reason))
    done = Move.objects.live().filter(record=opened.record, now=wrong).select_related("was", "by")
    values = {"form": form, "opened": opened, "wrong": wrong, "moves": done}
    return render(request, "records/move.html", values, status=400 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def twice(request: Request, public_id: UUID) -> HttpResponse:
    """One child entered twice: put together, with a reason, and taken apart again. For those who keep the roll."""
    reader = Reader.of(request)
    child = _child(request, reader, public_id, LEAD)
    form = MoveForm(
        reader, child, request.POST if "query" in request.POST else None, question="Which other entry is this child?"
    )
    if request.method == "POST" and form.is_valid():
        try:
            moving.merge(form.chosen, child, by=reader.user, reason=form.cleaned_data["reason"])
            messages.success(request, "The two entries are one child now. It can be undone on this page.")
            return redirect("twice", public_id=public_id)
        except Refused as reason:
            form.add_error("child", str(reason))
    done = Move.objects.live().filter(record=None, now=child).select_related("was", "by")
    values = {"form": form, "child": child, "moves": done}
    return render(request, "records/twice.html", values, status=400 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def protect(request: Request, public_id: UUID) -> HttpResponse:
    """Protect a child's address, or that the child is here. For the DSL and the Headteacher."""
    reader = Reader.of(request)
    child = _child(request, reader, public_id, LEAD)
    form = ProtectForm(child, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        what, _, adult = form.cleaned_data["what"].partition(":")
        words = {"by": reader.user, "reason": form.cleaned_data["reason"]}
        if adult:
            change = protecting.limit if what == "limit" else protecting.lift_limit
            change(child, form.contacts[adult], **words)
        else:
            act = {
                "address": protecting.protect_address,
                "existence": protecting.protect_existence,
                "lift": protecting.lift,
            }[what]
            act(child, **words)
        messages.success(request, "Done. It holds from now.")
        return redirect("child", public_id=public_id)
    return render(request, "records/protect.html", {"form": form, "child": child}, status=400 if form.errors else 200)


@require_POST
def undo_move(request: Request, public_id: UUID) -> HttpResponse:
    """Take a move back."""
    reader = Reader.fresh_of(request)
    found = _to_undo(public_id, reader, request.roles)
    if found is None:
        entries.refused(Move, str(public_id))
        raise Http404
    try:
        moving.undo(found)
        messages.success(request, "Undone.")
    except Refused as reason:
        messages.error(request, str(reason))
    return redirect("child", public_id=found.now.public_id)


def _to_undo(public_id: UUID, reader: Reader, held: frozenset[str]) -> Move | None:
    """The move of that id, if the reader may undo it; one that is not theirs takes the same statements as none."""
    moves = Move.objects.filter(public_id=public_id).select_related("record", "was", "now")
    found = (moves if held & LEAD else moves.filter(record__isnull=False)).first()
    access = need_to_know.access_to(reader.user, found.record if found else None, reader.at)
    if found is None:
        return None
    if found.record is None:
        return found if need_to_know.person_known_to(reader.user, found.now.public_id, reader.at) else None
    whole = access is not None and need_to_know.best_extent(access) == "all"
    leads = held & LEAD or filing.owner_of(found.record) == reader.user
    return found if whole and leads else None
