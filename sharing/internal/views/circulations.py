"""Circulating a report, and reading it (R: G10.1)."""

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from accounts import step_up
from accounts.requests import Request
from core import clock, refusals
from core.pages import form_page, page
from records.models import Record
from records.pages import get_record
from sharing.internal import circulation_reading, circulations
from sharing.internal.forms.circulations import CirculateForm
from sharing.internal.models import CirculationReader
from sharing.internal.views.common import get_by_reference


@require_http_methods(["GET", "POST"])
@step_up.needed_lately_to_change
def circulate(request: Request, public_id: UUID) -> HttpResponse:
    """Circulate a record to named readers. For the people who answer for it."""
    reader, opened, back = get_record(request, public_id)
    return form_page(
        request,
        "Circulate",
        partial(CirculateForm, reader.user),
        partial(_circulate, request, opened.record),
        intro=["Each reads it once. When all have read it, or the day is over, it is filed and closed to them."],
        **back,
    )


def _circulate(request: Request, record: Record, form: CirculateForm) -> HttpResponse:
    data = form.cleaned_data
    with refusals.shown_at("readers"):
        circulation = circulations.circulate(
            record, data["readers"], by=request.user, due=clock.end_of(data["until"]), reason=data["reason"]
        )
    messages.success(request, f"{circulation.reference}: they have been told.")
    return redirect("internal:circulation", slug=circulation.slug)


@require_http_methods(["GET", "POST"])
def circulation(request: Request, slug: str) -> HttpResponse:
    """A circulated report: its reader reads it and says so; others who may see the record see who has."""
    reader, circulated = get_by_reference(request, "L", slug)
    readers = circulated.readers.select_related("grant__user", "circulation__record", "mark").order_by("pk")
    live: list[CirculationReader] = [row for row in readers if row.grant.until > clock.now()]
    mine = next((row for row in live if row.grant.user_id == reader.user.pk and not hasattr(row, "mark")), None)
    if request.method == "POST":
        if mine is not None:
            circulation_reading.mark_read(mine)
        messages.success(request, "Marked as read.")
        return redirect("home:home")
    return page(
        request,
        "A report to read",
        template="sharing/internal/circulation.html",
        caption=circulated.reference,
        circulation=circulated,
        mine=mine,
        heading=f"{circulated.record.category.name}, {circulated.record.as_at:%-d %B %Y}",
        rows=readers,
        filed=not live,
    )
