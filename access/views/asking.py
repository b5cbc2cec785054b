"""Asking for access, and the answer to it."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from access import asking
from access.models import AccessRequest
from access.views.common import EndField, child_of, end_of, page, reason, thing_of
from accounts import roles, step_up
from accounts.requests import Request
from accounts.roles import READERS, Role
from audit import entries
from records import shipped, vault
from records.models import Category, Extent
from records.vault import NotThere, Reader
from school import calendar, clock, words
from school.choices import Radios, Ticks
from school.refusals import Refused
from school.revealing import RevealingForm


def kinds() -> list[tuple[str, str]]:
    """What can be asked for: always the same list, whatever there is."""
    return list(Category.objects.filter(code__in=shipped.TO_ASK).values_list("code", "name"))


def _until(how_long: str) -> datetime:
    today = clock.today()
    if how_long == "week":
        return clock.london_day(today + timedelta(days=7 - today.weekday()))
    term = calendar.term_on(today)
    last = term.last_day if how_long == "term" and term else today
    return clock.london_day(last + timedelta(days=1))


class AskForm(RevealingForm):
    def build(self) -> None:
        self.fields["reason"] = reason("What do you need it for?", "what you need it for")
        self.fields["categories"] = Ticks("What kind?", kinds(), what="what kind of information")
        choices = [("day", "Today"), ("week", "This week")]
        if calendar.term_on(clock.today()):
            choices.append(("term", "This term"))
        self.fields["how_long"] = Radios("How long?", choices, what="how long")


@require_http_methods(["GET", "POST"])
def ask(request: Request, public_id: UUID) -> HttpResponse:
    """Ask to see information about a child. What is said back is the same whether there is any or not."""
    reader, child, back = child_of(request, public_id, READERS)
    form = AskForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        asked = asking.ask(
            reader.user, child, said["categories"], until=_until(said["how_long"]), reason=said["reason"]
        )
        next_day = words.day(calendar.school_days_after(clock.today(), 1))
        messages.success(
            request,
            f"{asked.reference}: your request has gone to the person who looks after this. "
            f"You will hear by {next_day}.",
        )
        return redirect("child", public_id=public_id)
    heading = f"Ask to see information about {child.first_name}"
    intro = ["We cannot tell you whether there is anything to see."]
    return page(request, "Ask to see information", form, heading=heading, intro=intro, button="Ask", **back)


class AnswerForm(RevealingForm):
    def build(self) -> None:
        choices = [
            ("all", "Give access to all of it"),
            ("part", "Give access to the part for those who teach or support"),
            ("no", "Do not give access"),
        ]
        self.fields["word"] = Radios("Your answer", choices, what="your answer")
        self.fields["until"] = EndField("Until which day? Leave empty for as long as was asked", required=False)
        self.fields["reason"] = reason("Why?", "why")
        self.fields["shown"] = forms.BooleanField(label="Show this reason to whoever asked", required=False)


def _read(reader: Reader, thing: Any) -> str:
    return vault.open_field(reader, thing, "reason", because="answer").decode() if thing.reason else ""


@require_http_methods(["GET", "POST"])
@step_up.needed_lately_to_change
def access_request(request: Request, slug: str) -> HttpResponse:
    """A request, to whoever answers for it; and to whoever asked, what became of it."""
    reader, found = thing_of(request, "R", slug)
    if found.by_id == reader.user.pk:
        return _mine(request, reader, found)
    open_now = asking.open_places(found, reader.user)
    form = AnswerForm(request.POST if request.method == "POST" else None) if open_now else None
    if request.method == "POST" and not open_now:
        messages.error(request, "This has been answered already.")
        return redirect("access_request", slug=slug)
    if request.method == "POST" and form is not None and form.is_valid():
        said = form.cleaned_data
        place = request.POST.get("place", "")
        try:
            asking.answer(
                found,
                place,
                by=reader.user,
                granted=said["word"] != "no",
                extent=Extent.ALL if said["word"] == "all" else Extent.TEACHERS,
                until=min(end_of(said["until"]), found.until) if said["until"] else None,
                reason=said["reason"],
                shown=said["shown"],
            )
            messages.success(request, "Answered.")
            return redirect("access_request", slug=slug)
        except Refused as refusal:
            form.add_error("word", str(refusal))
    place = open_now[0] if open_now else ""
    kinds_of = ", ".join(kind.name for kind in asking.kinds(found, place)) if place else ""
    rows = [
        ("Who asks", found.by.full_name),
        ("About", found.person.full_name),
        ("What for", _read(reader, found)),
        ("Until", words.moment(found.until)),
    ]
    heading = f"{found.by.full_name} asks to see {kinds_of or 'information'}"
    return page(
        request,
        "A request for access",
        form,
        template="access/request.html",
        heading=heading,
        caption=found.reference,
        rows_of=rows,
        place=place,
        answered=found.answers.select_related("by"),
        button="Answer",
    )


def _mine(request: Request, reader: Reader, found: AccessRequest) -> HttpResponse:
    if request.method == "POST":
        entries.refused(AccessRequest, str(found.public_id))
        raise NotThere
    given = list(found.answers.order_by("pk"))
    lines = []
    for answer in given:
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
    if not given:
        lines = ["Your request has gone to the person who looks after this."]
    return page(request, "Your request", intro=lines, caption=found.reference)
