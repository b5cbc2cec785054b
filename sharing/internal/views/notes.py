"""A health professional's own notes: theirs alone (R: H1)."""

from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from accounts import step_up
from accounts.requests import Request
from accounts.role_required import only_for
from accounts.roles import Role
from core.pages import form_page
from records.models import Record
from records.need_to_know import visibility
from records.vault.filing import Words, file_record
from sharing.internal.forms.notes import NoteForm


@require_http_methods(["GET", "POST"])
@step_up.needed
def notes(request: Request) -> HttpResponse:
    """My notes, and a new one; and what the school has disclosed to this person."""
    user = only_for(request, {Role.HEALTH}, "This page is for health professionals.", page=(Record, "notes"))
    seen = visibility.visible_to(user).select_related("category", "author").order_by("-pk")
    intro = [
        "Your one-to-one notes are under your professional code: nobody else can read them. To tell the school "
        "something, pass it on as a concern."
    ]
    return form_page(
        request,
        "My notes",
        NoteForm,
        partial(_record, request),
        template="sharing/internal/notes.html",
        intro=intro,
        own=(record for record in seen if record.category.code == "professional_notes"),
        given=(record for record in seen if record.category.code == "extract"),
    )


def _record(request: Request, form: NoteForm) -> HttpResponse:
    data, user = form.cleaned_data, request.user
    if not Record.objects.filter(public_id=data["once"]).exists():
        part = Words("whole", {"heading": "Note", "text": data["text"], "rows": [["About", data["about"]]]})
        file_record("professional_notes", [], [part], author=user, owner=user, public_id=data["once"])
    messages.success(request, "Recorded. Only you can read it.")
    return redirect("internal:my_notes")
