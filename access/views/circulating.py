"""Circulating a report, and reading it (R: G10.1)."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from access import circulations
from access.models import CirculationReader
from access.views.common import EndField, end_of, page, reason, record_of, staff, thing_of
from accounts import step_up
from accounts.models import User
from accounts.requests import Request
from school import clock
from school.choices import Ticks
from school.refusals import Refused


class CirculateForm(forms.Form):
    def __init__(self, by: User, data: Any = None) -> None:
        super().__init__(data)
        self.people = {str(one.public_id): one for one in staff(by)}
        choices = [(key, one.full_name) for key, one in self.people.items()]
        self.fields["readers"] = Ticks("Who is to read it?", choices, what="who is to read it")
        self.fields["until"] = EndField("By which day?")
        self.fields["reason"] = reason("Why do they need to read it?", "why they need to read it")

    @property
    def readers(self) -> list[User]:
        return [self.people[key] for key in self.cleaned_data["readers"]]


@require_http_methods(["GET", "POST"])
@step_up.needed_lately_to_change
def circulate(request: Request, public_id: UUID) -> HttpResponse:
    """Circulate a record to named readers. For who answers for it."""
    reader, opened, back = record_of(request, public_id)
    form = CirculateForm(reader.user, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            made = circulations.circulate(
                opened.record, form.readers, by=reader.user, due=end_of(said["until"]), reason=said["reason"]
            )
            messages.success(request, f"{made.reference}: they have been told.")
            return redirect("circulation", slug=made.slug)
        except Refused as refusal:
            form.add_error("readers", str(refusal))
    intro = ["Each reads it once. When all have read it, or the day is over, it is filed and closed to them."]
    return page(request, "Circulate", form, intro=intro, button="Circulate", **back)


@require_http_methods(["GET", "POST"])
def circulation(request: Request, slug: str) -> HttpResponse:
    """A circulated report: its reader reads it and says so; whoever sees the record all the same sees who has."""
    reader, found = thing_of(request, "L", slug)
    readers = found.readers.select_related("grant__user", "circulation__record", "mark").order_by("pk")
    live: list[CirculationReader] = [row for row in readers if row.grant.until > clock.now()]
    mine = next((row for row in live if row.grant.user_id == reader.user.pk and not hasattr(row, "mark")), None)
    if request.method == "POST":
        if mine is not None:
            circulations.mark_read(mine)
        messages.success(request, "Marked as read.")
        return redirect("home")
    return page(
        request,
        "A report to read",
        template="access/circulation.html",
        caption=found.reference,
        found=found,
        mine=mine,
        heading=f"{found.record.category.name}, {found.record.as_at:%-d %B %Y}",
        rows=readers,
        filed=not live,
    )
