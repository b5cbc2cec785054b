"""Importing pupils, for office staff: a file, a look at what it would do, agreeing, undoing."""

from datetime import datetime, time
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts import step_up
from accounts.models import User
from accounts.only import only_for
from accounts.requests import Request
from accounts.roles import Role
from audit import entries
from intake import imports
from intake.forms import AgreeForm, ColumnsForm, FileForm
from intake.imports import State
from intake.models import ImportRun
from pupils.importing import csv_file
from pupils.importing.lines import FileRefused
from pupils.importing.plan import ADDED, ASKED, CHANGED, LEFT_OUT, REFUSED, SAME
from records.vault import Reader
from school import clock
from school.refusals import Refused

KINDS = {
    REFUSED: "Refused",
    ASKED: "To be answered",
    ADDED: "Added",
    CHANGED: "Changed",
    SAME: "Nothing new",
    LEFT_OUT: "Left out",
}
A_PAGE = 50
UNDERWAY = (State.WAITING, State.RUNNING)


def _office(request: Request) -> User:
    return only_for(request, {Role.OFFICE}, "This page is for office staff.", page=(ImportRun, "page"))


def _run(request: Request, public_id: UUID) -> ImportRun:
    """An import of whoever asks; those of others are not there (the file is open to the one who brought it)."""
    user = _office(request)
    found = ImportRun.objects.filter(public_id=public_id, by=user).select_related("by", "key").first()
    if found is None:
        entries.refused(ImportRun, str(public_id))
        raise Http404
    return found


@require_http_methods(["GET", "POST"])
@step_up.needed
def upload(request: Request) -> HttpResponse:
    """A file to import; and the imports so far."""
    user = _office(request)
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    if request.method == "POST" and form.is_valid():
        content, name = form.cleaned_data["file"]
        try:
            taken = imports.take(content, name, user)
            page = "import_columns" if taken.form == ImportRun.Form.CSV else "import"
            return redirect(page, public_id=taken.public_id)
        except FileRefused as refusal:
            entries.refused(ImportRun, "file", size=len(content))
            form.add_error("file", str(refusal))
    values = {"form": form, "runs": ImportRun.objects.filter(by=user)[:20]}
    return render(request, "intake/imports.html", values, status=400 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@step_up.needed
def columns(request: Request, public_id: UUID) -> HttpResponse:
    """Which column of a CSV is which."""
    found = _run(request, public_id)
    if found.form != ImportRun.Form.CSV or found.state not in (State.LOOKED, State.FAILED):
        return redirect("import", public_id=public_id)
    content = imports.content_of(found, Reader.of(request))
    header, sample = csv_file.rows_of(content)[:2]
    first = {"made_on": clock.local(found.made_at).date(), **{name: str(at) for name, at in found.columns.items()}}
    form = ColumnsForm(header, sample, request.POST if request.method == "POST" else None, initial=first)
    if request.method == "POST" and form.is_valid():
        made_on = form.cleaned_data["made_on"]
        noon = datetime.combine(made_on, time(12), tzinfo=clock.LONDON)
        imports.match_columns(found, content, form.columns(), min(noon, found.at))
        return redirect("import", public_id=public_id)
    values = {"run": found, "form": form, "groups": _groups(form)}
    return render(request, "intake/columns.html", values, status=400 if form.errors else 200)


def _groups(form: ColumnsForm) -> list[tuple[str, list[str]]]:
    """The questions under headings: the child, then each contact."""
    child = [name for name in csv_file.FIELDS if not name.startswith("contact")]
    contacts = [
        (f"Contact {n}", [name for name in csv_file.FIELDS if name.startswith(f"contact{n}_")])
        for n in range(1, csv_file.CONTACTS + 1)
    ]
    return [("The child", child), *contacts]


@require_http_methods(["GET", "POST"])
@step_up.needed
def run(request: Request, public_id: UUID) -> HttpResponse:
    """One import: what it would do, line by line; how far it is; what it did."""
    found = _run(request, public_id)
    if found.state not in (State.LOOKED, State.FAILED):
        done, of = imports.progress(found)
        values = {
            "run": found,
            "underway": found.state in UNDERWAY,
            "percent": 100 * done // of,
            "undoable": found == imports.last_done(),
            "counts": _counts(found.counts),
        }
        return render(request, "intake/run.html", values)
    content = imports.content_of(found, Reader.of(request))
    try:
        seen = imports.look(found, content, {})
    except FileRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("import_columns", public_id=public_id)
    form = AgreeForm(seen.of(ASKED), seen.read.to_confirm, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        answers = form.answers()
        try:
            imports.agree(found, imports.look(found, content, answers), answers)
            return redirect("import", public_id=public_id)
        except Refused as reason:
            form.add_error(None, str(reason))
    counts = seen.counts
    shown = request.GET.get("show", "")
    kind = shown if counts.get(shown) else next((one for one in KINDS if counts.get(one) and one != ASKED), ADDED)
    page = Paginator(seen.of(kind), A_PAGE).get_page(request.GET.get("page"))
    values = {
        "run": found,
        "form": form,
        "counts": _counts(counts),
        "kind": kind,
        "page": page,
        "label": KINDS[kind],
        "warnings": seen.read.warnings,
        "before": imports.seen_before(found),
        "goes": sum(counts[one] for one in (ADDED, CHANGED, SAME, ASKED)),
        "stays": counts[REFUSED],
        "failed": found.state == State.FAILED,
    }
    return render(request, "intake/look.html", values, status=400 if form.errors else 200)


def _counts(counts: dict[str, int]) -> list[tuple[str, str, int]]:
    return [(kind, label, counts[kind]) for kind, label in KINDS.items() if counts.get(kind)]


@require_POST
@step_up.needed
def aside(request: Request, public_id: UUID) -> HttpResponse:
    """Do not import this file."""
    found = _run(request, public_id)
    try:
        imports.put_aside(found)
        messages.success(request, "The file was put aside. Nothing was changed.")
    except Refused as reason:
        messages.error(request, str(reason))
    return redirect("imports")


@require_POST
@step_up.needed
def undo(request: Request, public_id: UUID) -> HttpResponse:
    """Undo the last import."""
    found = _run(request, public_id)
    try:
        imports.undo_last(found, Reader.of(request))
        messages.success(request, "The import was undone.")
    except Refused as reason:
        messages.error(request, str(reason))
    return redirect("import", public_id=public_id)
