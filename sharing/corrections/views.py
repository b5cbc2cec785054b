"""The pages of a correction of a record: adding it, and who has been told of it (R: C9)."""

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.notices import notify
from accounts.requests import Request
from core import references
from core.audit import entries
from core.compiled_queries import Prepared
from core.ids import NOWHERE
from core.pages import acted_on, form_page
from records.models import Record
from records.need_to_know import owners, visibility
from records.vault import vault
from records.vault.vault import NotThere, Opened, Reader
from sharing.corrections import records
from sharing.corrections.forms import CorrectForm, ToldForm
from sharing.corrections.models import ColleagueToTell, RecordCorrection
from sharing.decisions import documents
from sharing.decisions.models import Event


@require_http_methods(["GET", "POST"])
def correct(request: Request, public_id: UUID) -> HttpResponse:
    """Correct a record, by a further entry."""
    reader = Reader.of(request)
    opened = vault.open_record(reader, public_id)
    if not owners.may_correct(opened.record, opened.access, reader.user, request.roles):
        entries.refused(Record, str(public_id))
        raise NotThere
    return form_page(
        request,
        "Correct this record",
        partial(CorrectForm, opened),
        partial(_correct, request, opened, reader),
        template="sharing/form.html",
        intro=["What was recorded stays as it was. Both are shown, and everyone who was given it has to be told."],
        caption=opened.record.category.name,
        back=reverse("records:record", args=[public_id]),
        back_words="Back to the record",
    )


def _correct(request: Request, opened: Opened, reader: Reader, form: CorrectForm) -> HttpResponse:
    data = form.cleaned_data
    made = records.correct(opened, reader, form.part, wrong=data["wrong"], right=data["right"], why=data["why"])
    messages.success(request, "Corrected. What was recorded stays, and both are shown.")
    return redirect("corrections:correction", slug=made.slug)


_CORRECTION = Prepared(
    lambda word, **_: RecordCorrection.objects.filter(reference=word).select_related("record", "section", "by")
)


@require_http_methods(["GET", "POST"])
def correction(request: Request, slug: str) -> HttpResponse:
    """A correction, with everyone who was given what was wrong; those who have been told are marked."""
    reader = Reader.of(request)
    made = _CORRECTION.first(word=references.read(slug) or "")
    opened = vault.open_record(reader, made.record.public_id if made else NOWHERE)
    part = next((part for part in opened.parts if made and part.section.pk == made.section_id), None)
    if made is None or part is None:
        entries.refused(Record, str(opened.record.public_id))
        raise NotThere
    tells = owners.may_correct(opened.record, opened.access, reader.user, request.roles)
    waiting = list(made.to_tell.filter(records.still_to_tell()).select_related("user")) if tells else []
    form = ToldForm(waiting, data=request.POST if request.method == "POST" else None) if waiting else None
    done = acted_on(form, partial(_told, made, reader)) if form else None
    values = {
        "made": made,
        "opened": opened,
        "part": part,
        "form": form,
        "notice": notify.newest(reader.user, made.reference),
        "colleagues": _colleagues(made, waiting) if tells else [],
        "outside": _outside(made, reader) if tells else [],
    }
    wrong = form is not None and form.is_bound and form.errors
    return done or render(request, "sharing/corrections/correction.html", values, status=400 if wrong else 200)


def _told(made: RecordCorrection, reader: Reader, form: ToldForm) -> HttpResponse:
    records.told(made, form.chosen, reader.user, how=form.cleaned_data["how"])
    return redirect("corrections:correction", slug=made.slug)


def _colleagues(made: RecordCorrection, waiting: list[ColleagueToTell]) -> list[tuple[str, bool]]:
    """The colleagues who read it, each with whether they have been told."""
    open_ones = {row.pk for row in waiting}
    return [(row.user.full_name, row.pk not in open_ones) for row in made.to_tell.select_related("user")]


def _outside(made: RecordCorrection, reader: Reader) -> list[tuple[str, str, bool]]:
    """The recipients outside, by the decisions that the reader may see: of others nothing is said. Each with the
    decision's reference, and whether they have been told."""
    told = Event.objects.filter(about=OuterRef("event"), what=Event.What.RECIPIENT_TOLD)
    rows = made.recipients_to_tell.annotate(is_told=Exists(told)).select_related(
        "event__decision__record",
        "event__recipient__contact__agency",
        "event__recipient__adult",
        "event__recipient__user",
        "event__recipient__agency",
    )
    seen = visibility.access_of_many(reader.user, [row.event.decision.record_id for row in rows] or [0], reader.at)
    return [
        (row.event.decision.reference, documents.name_of(row.event.recipient), row.is_told)
        for row in rows
        if row.event.recipient and row.event.decision.record_id in seen
    ]
