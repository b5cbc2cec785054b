"""An item of a staff meeting, about one child (R: G6a)."""

from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.requests import Request
from core import refusals
from core.audit import entries
from core.pages import form_page
from records.vault.vault import NotThere
from sharing.internal import staff_meetings
from sharing.internal.forms.meeting_items import ItemForm
from sharing.internal.models import Meeting
from sharing.internal.views.common import get_by_reference


@require_http_methods(["GET", "POST"])
def meeting_item(request: Request, slug: str) -> HttpResponse:
    """An item about one child, added by the person who took the notes."""
    reader, held = get_by_reference(request, "SM", slug)
    if held.by_id != reader.user.pk:
        entries.refused(Meeting, slug.lower())
        raise NotThere
    return form_page(
        request,
        "An item about one child",
        partial(ItemForm, reader),
        partial(_add_item, request, held),
        caption=held.reference,
        intro=["Only those whose connection you name see it, and the Headteacher."],
        back=reverse("internal:staff_meeting", kwargs={"slug": slug}),
    )


def _add_item(request: Request, held: Meeting, form: ItemForm) -> HttpResponse:
    with refusals.shown_at("who_1"):
        staff_meetings.add_item(held, form.item, by=request.user)
    messages.success(request, "Recorded, and open to those with a connection.")
    return redirect("internal:staff_meeting", slug=held.slug)
