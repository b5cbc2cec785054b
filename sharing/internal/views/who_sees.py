"""Who may see a record, and who could on any day (R: G10, T3)."""

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from accounts.requests import Request
from core import words
from core.audit import entries
from core.audit.models import Entry
from core.pages import page
from records.need_to_know import evidence
from records.pages import get_record
from sharing.internal import access_history
from sharing.internal.forms.days import AnotherDayForm


@require_GET
def who_record(request: Request, public_id: UUID) -> HttpResponse:
    """Everyone who may see a record, each with why and until when; for those who see all of it, on any day."""
    reader, opened, back = get_record(request, public_id, answers=False)
    whole = evidence.best_extent(opened.access) == "all"
    form = AnotherDayForm(request.GET if "day_day" in request.GET else None) if whole else None
    at = form.cleaned_data["at"] if form is not None and form.is_bound and form.is_valid() else reader.at
    rows = access_history.who_could_see(
        opened.record, at, reasons=whole, among=None if whole else opened.sight_with_reader
    )
    entries.write(opened.record, Entry.Action.ACCESS, because="who", people=len(rows))
    past = at != reader.at
    return page(
        request,
        "Who may see it",
        form,
        template="sharing/internal/who.html",
        heading=f"Who could see it on {words.moment(at)}" if past else "Who may see it",
        rows=rows,
        past=past,
        whole=whole,
        **back,
    )
