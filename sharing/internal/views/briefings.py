"""Briefings: writing one, accepting the undertaking, reading it (R: G6h)."""

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
from records import banner
from records.models import Extent, Record, UserGrant
from records.models.grants import Source
from records.pages import get_record
from records.vault import vault
from sharing.internal import briefings
from sharing.internal.forms.briefings import AcceptForm, BriefForm
from sharing.internal.views.common import get_by_reference


@require_http_methods(["GET", "POST"])
@step_up.needed_lately_to_change
def brief(request: Request, public_id: UUID) -> HttpResponse:
    """Write a briefing from a record. For the people who answer for it; the record itself stays closed."""
    reader, opened, back = get_record(request, public_id)
    return form_page(
        request,
        "Write a briefing",
        partial(BriefForm, opened, reader.user),
        partial(_brief, request, opened.record),
        intro=["They accept an undertaking first. They cannot print it or pass it on, and it ends by itself."],
        **back,
    )


def _brief(request: Request, record: Record, form: BriefForm) -> HttpResponse:
    data = form.cleaned_data
    with refusals.shown_at("readers"):
        briefing = briefings.brief(
            form.about,
            form.cleaned_text,
            data["readers"],
            by=request.user,
            until=clock.end_of(data["until"]),
            behind=record,
            why_named=form.why_named,
        )
    messages.success(request, f"{briefing.reference}: they have been told.")
    return redirect("internal:briefing", slug=briefing.slug)


@require_http_methods(["GET", "POST"])
def briefing(request: Request, slug: str) -> HttpResponse:
    """A briefing: the undertaking first, then the text, until its end."""
    reader, given = get_by_reference(request, "B", slug)
    opened = vault.open_record(reader, given.public_id)
    if opened.access.extent == Extent.REFERENCE:
        return form_page(
            request,
            "Before you read",
            AcceptForm,
            partial(_accept, request, opened.record, slug),
            caption=given.reference,
            heading="Before you read: a briefing",
            intro=[briefings.UNDERTAKING],
        )
    return page(
        request,
        "A briefing",
        template="sharing/internal/briefing.html",
        caption=given.reference,
        heading=f"Briefing: {', '.join(child.full_name for child in opened.subjects)}",
        opened=opened,
        banner=banner.of(opened, reader),
    )


def _accept(request: Request, record: Record, slug: str, form: AcceptForm) -> HttpResponse:
    grants = UserGrant.objects.live().filter(
        user=request.user, content_object=record, source=Source.BRIEFING, extent=Extent.REFERENCE
    )
    for grant in grants:
        briefings.accept(grant)
    return redirect("internal:briefing", slug=slug)
