"""Staff meetings and their general notes (R: G6a)."""

from functools import partial

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from accounts import step_up
from accounts.requests import Request
from accounts.role_required import only_for
from accounts.roles import READERS, Role
from core.pages import form_page, page
from records.need_to_know import visibility
from records.vault import vault
from sharing.internal import staff_meetings
from sharing.internal.forms.staff_meetings import NotesForm
from sharing.internal.models import Meeting
from sharing.internal.views.common import get_by_reference

MEETS = READERS - {Role.DPO}


@require_http_methods(["GET", "POST"])
@step_up.needed
def meeting_list(request: Request) -> HttpResponse:
    """The staff meetings, and the notes of a new one."""
    user = only_for(request, MEETS, "This page is for staff who work with children.", page=(Meeting, "page"))
    visible = visibility.visible_to(user).filter(meeting__isnull=False)
    return form_page(
        request,
        "Staff meetings",
        NotesForm,
        partial(_record, request),
        template="sharing/internal/meetings.html",
        rows=Meeting.objects.filter(notes__in=visible).order_by("-on", "-pk")[:50],
    )


def _record(request: Request, form: NotesForm) -> HttpResponse:
    made = staff_meetings.record(form.cleaned_data["notes"], form.cleaned_data["on"], by=request.user)
    return redirect("internal:staff_meeting", slug=made.slug)


@require_http_methods(["GET"])
def meeting(request: Request, slug: str) -> HttpResponse:
    """A meeting: its general notes, and the items that this reader may see, without a sign of any others."""
    reader, held = get_by_reference(request, "SM", slug)
    opened = vault.open_record(reader, held.public_id)
    visible = visibility.visible_to(reader.user).filter(meeting_item__meeting=held)
    return page(
        request,
        "Staff meeting",
        template="sharing/internal/meeting.html",
        caption=held.reference,
        opened=opened,
        meeting=held,
        heading=f"Staff meeting, {held.on:%-d %B %Y}",
        items=visible.order_by("pk"),
        mine=held.by_id == reader.user.pk,
    )
