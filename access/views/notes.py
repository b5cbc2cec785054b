"""A health professional's own notes: theirs alone (R: H1)."""

from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from access.views.common import page
from accounts import step_up
from accounts.only import only_for
from accounts.requests import Request
from accounts.roles import Role
from records import need_to_know
from records.filing import Words, file_record
from records.models import Record
from school.text import TextField


class NoteForm(forms.Form):
    once = forms.UUIDField(widget=forms.HiddenInput())

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"once": uuid4()})
        self.fields["about"] = TextField(what="whom it is about", max_length=120, label="Who is it about?")
        self.fields["text"] = TextField(what="your note", reasons=True, max_length=20_000, label="Your note")


@require_http_methods(["GET", "POST"])
@step_up.needed
def notes(request: Request) -> HttpResponse:
    """My notes, and a new one. What was disclosed to this person stands here as well."""
    user = only_for(request, {Role.HEALTH}, "This page is for health professionals.", page=(Record, "notes"))
    form = NoteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if not Record.objects.filter(public_id=said["once"]).exists():
            part = Words("whole", {"heading": "Note", "text": said["text"], "rows": [["About", said["about"]]]})
            file_record("professional_notes", [], [part], author=user, owner=user, public_id=said["once"])
        messages.success(request, "Recorded. Only you can read it.")
        return redirect("notes")
    seen = need_to_know.visible_to(user).select_related("category", "author").order_by("-pk")
    own = [one for one in seen if one.category.code == "professional_notes"]
    given = [one for one in seen if one.category.code == "extract"]
    intro = [
        "Your one-to-one notes are under your professional code: nobody else can read them. To tell the school "
        "something, pass it on as a concern."
    ]
    return page(
        request,
        "My notes",
        form,
        template="access/notes.html",
        intro=intro,
        own=own,
        given=given,
        button="Record the note",
    )
