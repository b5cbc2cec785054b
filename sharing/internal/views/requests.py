"""Asking for access, and the answer to it."""

from collections.abc import Iterator
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from accounts import roles, step_up
from accounts.requests import Request
from accounts.roles import READERS, Role
from core import calendar, clock, words
from core.audit import entries
from core.pages import form_page, page
from records.pages import get_child
from records.pupils.models import Person
from records.vault import vault
from records.vault.vault import NotThere, Reader
from sharing.internal import requests
from sharing.internal.forms.answers import AnswerForm
from sharing.internal.forms.requests import AskForm
from sharing.internal.models import AccessRequest
from sharing.internal.views.common import get_by_reference


@require_http_methods(["GET", "POST"])
def ask(request: Request, public_id: UUID) -> HttpResponse:
    """Ask to see information about a child. The reply is the same whether there is any or not."""
    _, child, back = get_child(request, public_id, READERS)
    return form_page(
        request,
        "Ask to see information",
        AskForm,
        partial(_ask, request, child),
        heading=f"Ask to see information about {child.first_name}",
        intro=["We cannot tell you whether there is anything to see."],
        **back,
    )


def _ask(request: Request, child: Person, form: AskForm) -> HttpResponse:
    data = form.cleaned_data
    asked = requests.ask(request.user, child, data["categories"], until=form.until, reason=data["reason"])
    next_day = words.day(calendar.school_days_after(clock.today(), 1))
    messages.success(
        request,
        f"{asked.reference}: your request has gone to the person who looks after this. You will hear by {next_day}.",
    )
    return redirect("child:child", public_id=child.public_id)


@require_http_methods(["GET", "POST"])
@step_up.needed_lately_to_change
def access_request(request: Request, slug: str) -> HttpResponse:
    """A request, to the people who answer for it; and to the person who asked, what became of it."""
    reader, asked = get_by_reference(request, "R", slug)
    if asked.by_id == reader.user.pk:
        return _mine(request, reader, asked)
    places = requests.open_places(asked, reader.user)
    if request.method == "POST" and not places:
        messages.error(request, "This has been answered already.")
        return redirect("internal:access_request", slug=slug)
    kinds = ", ".join(kind.name for kind in requests.kinds(asked, places[0])) if places else "information"
    shown = {
        "template": "sharing/internal/request.html",
        "heading": f"{asked.by.full_name} asks to see {kinds or 'information'}",
        "caption": asked.reference,
        "rows_of": _rows(reader, asked),
        "place": places[0] if places else "",
        "answered": asked.answers.select_related("by"),
    }
    if not places:
        return page(request, "A request for access", **shown)
    return form_page(request, "A request for access", AnswerForm, partial(_answer, request, reader, asked), **shown)


def _answer(request: Request, reader: Reader, asked: AccessRequest, form: AnswerForm) -> HttpResponse:
    data = form.cleaned_data
    requests.answer(
        asked,
        request.POST.get("place", ""),
        by=reader.user,
        granted=form.granted,
        extent=form.extent,
        until=min(clock.end_of(data["until"]), asked.until) if data["until"] else None,
        reason=data["reason"],
        shown=data["shown"],
    )
    messages.success(request, "Answered.")
    return redirect("internal:access_request", slug=asked.slug)


def _rows(reader: Reader, asked: AccessRequest) -> Iterator[tuple[str, str]]:
    """What was asked. The reason is opened only when the page is shown."""
    yield "Who asks", asked.by.full_name
    yield "About", asked.person.full_name
    yield "What for", _read(reader, asked)
    yield "Until", words.moment(asked.until)


def _read(reader: Reader, thing: Any) -> str:
    return vault.open_field(reader, thing, "reason", because="answer").decode() if thing.reason else ""


def _mine(request: Request, reader: Reader, asked: AccessRequest) -> HttpResponse:
    if request.method == "POST":
        entries.refused(AccessRequest, str(asked.public_id))
        raise NotThere
    answers = list(asked.answers.order_by("pk"))
    lines = []
    for answer in answers:
        if answer.granted and answer.until:
            lines.append(f"You can now see part of what you asked about, until {words.moment(answer.until)}.")
        else:
            dsl = roles.holder(Role.DSL)
            lines.append(
                "Your request was not granted. If a child may be at risk, speak to "
                f"{dsl.short_name if dsl else 'the DSL'}."
            )
        if answer.shown:
            lines.append(_read(reader, answer))
    if not answers:
        lines = ["Your request has gone to the person who looks after this."]
    return page(request, "Your request", intro=lines, caption=asked.reference)
