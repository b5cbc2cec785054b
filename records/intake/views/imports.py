"""Importing pupils, for office staff: a file, a look at what it would do, agreeing, undoing."""

from datetime import datetime, time
from functools import partial
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts import step_up
from accounts.models import User
from accounts.requests import Request
from accounts.role_required import only_for
from accounts.roles import Role
from core import clock
from core.audit import entries
from core.pages import form_page
from core.refusals import Refused
from records.intake import imports
from records.intake.forms import AgreeForm, ColumnsForm, FileForm
from records.intake.imports import State
from records.intake.models import ImportRun
from records.pupils.importing import csv_file
from records.pupils.importing.lines import FileRefused
from records.pupils.importing.plan import ADDED, ASKED, CHANGED, LEFT_OUT, REFUSED, SAME
from records.vault.vault import Reader

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


def _own_import(request: Request, public_id: UUID) -> ImportRun:
    """An import of the person who asks. Those of others are not there: a file is open to the person who brought it."""
    user = _office(request)
    run = ImportRun.objects.filter(public_id=public_id, by=user).select_related("by", "key").first()
    if run is None:
        entries.refused(ImportRun, str(public_id))
        raise Http404
    return run


@require_http_methods(["GET", "POST"])
@step_up.needed
def upload(request: Request) -> HttpResponse:
    """A file to import; and the imports so far."""
    user = _office(request)
    return form_page(
        request,
        "Import pupils",
        FileForm,
        partial(_take, user),
        template="records/intake/imports.html",
        intro=["First you see, line by line, what the file would change. Nothing is changed until you agree."],
        runs=ImportRun.objects.filter(by=user)[:20],
    )


def _take(user: User, form: FileForm) -> HttpResponse:
    content, name = form.cleaned_data["file"]
    try:
        taken = imports.take(content, name, user)
    except FileRefused as refusal:
        entries.refused(ImportRun, "file", size=len(content))
        raise Refused(str(refusal), "file") from None
    page = "intake:import_columns" if taken.form == ImportRun.Form.CSV else "intake:import"
    return redirect(page, public_id=taken.public_id)


@require_http_methods(["GET", "POST"])
@step_up.needed
def columns(request: Request, public_id: UUID) -> HttpResponse:
    """Which column of a CSV is which."""
    run = _own_import(request, public_id)
    if run.form != ImportRun.Form.CSV or run.state not in (State.LOOKED, State.FAILED):
        return redirect("intake:import", public_id=public_id)
    content = imports.content_of(run, Reader.of(request))
    header, sample = csv_file.rows_of(content)[:2]
    first = {"made_on": clock.local(run.made_at).date(), **{name: str(at) for name, at in run.columns.items()}}
    return form_page(
        request,
        "Which column is which?",
        partial(ColumnsForm, header, sample, initial=first),
        partial(_match_columns, run, content),
        caption=f"Import · {run.reference}",
        intro=[
            "We have matched what we know by its heading. Check it by eye. We remember it for the next file with these "
            "headings."
        ],
        **_back_to_imports(),
    )


def _match_columns(run: ImportRun, content: bytes, form: ColumnsForm) -> HttpResponse:
    noon = datetime.combine(form.cleaned_data["made_on"], time(12), tzinfo=clock.LONDON)
    imports.match_columns(run, content, form.columns(), min(noon, run.at))
    return redirect("intake:import", public_id=run.public_id)


def _back_to_imports() -> dict[str, str]:
    """The way back from the pages of one import."""
    return {"back": reverse("intake:imports"), "back_words": "Import pupils"}


@require_http_methods(["GET", "POST"])
@step_up.needed
def run(request: Request, public_id: UUID) -> HttpResponse:
    """One import: what it would do, line by line; how far it is; what it did."""
    run = _own_import(request, public_id)
    if run.state not in (State.LOOKED, State.FAILED):
        return _underway_or_over(request, run)
    content = imports.content_of(run, Reader.of(request))
    try:
        seen = imports.look(run, content, {})
    except FileRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("intake:import_columns", public_id=public_id)
    counts = seen.counts
    shown = request.GET.get("show", "")
    kind = shown if counts.get(shown) else next((key for key in KINDS if counts.get(key) and key != ASKED), ADDED)
    return form_page(
        request,
        "What this file would change",
        partial(
            AgreeForm,
            seen.of(ASKED),
            seen.read.to_confirm,
            lines=sum(counts[key] for key in (ADDED, CHANGED, SAME, ASKED)),
            aside=reverse("intake:set_import_aside", args=[public_id]),
        ),
        partial(_agree, run, content),
        template="records/intake/look.html",
        caption=f"Import · {run.reference} · {run.get_form_display()}",
        run=run,
        counts=_counts(counts),
        kind=kind,
        page=Paginator(seen.of(kind), A_PAGE).get_page(request.GET.get("page")),
        label=KINDS[kind],
        warnings=seen.read.warnings,
        before=imports.seen_before(run),
        stays=counts[REFUSED],
        failed=run.state == State.FAILED,
        **_back_to_imports(),
    )


def _agree(run: ImportRun, content: bytes, form: AgreeForm) -> HttpResponse:
    answers = form.answers()
    imports.agree(run, imports.look(run, content, answers), answers)
    return redirect("intake:import", public_id=run.public_id)


def _underway_or_over(request: Request, run: ImportRun) -> HttpResponse:
    """How far an import is, or what it did."""
    done, of = imports.progress(run)
    values = {
        "run": run,
        "underway": run.state in UNDERWAY,
        "percent": 100 * done // of,
        "undoable": run == imports.last_done(),
        "counts": _counts(run.counts),
    }
    return render(request, "records/intake/run.html", values)


def _counts(counts: dict[str, int]) -> list[tuple[str, str, int]]:
    return [(kind, label, counts[kind]) for kind, label in KINDS.items() if counts.get(kind)]


@require_POST
@step_up.needed
def aside(request: Request, public_id: UUID) -> HttpResponse:
    """Do not import this file."""
    run = _own_import(request, public_id)
    try:
        imports.put_aside(run)
        messages.success(request, "The file was put aside. Nothing was changed.")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("intake:imports")


@require_POST
@step_up.needed
def undo(request: Request, public_id: UUID) -> HttpResponse:
    """Undo the last import."""
    run = _own_import(request, public_id)
    try:
        imports.undo_last(run, Reader.of(request))
        messages.success(request, "The import was undone.")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("intake:import", public_id=public_id)
