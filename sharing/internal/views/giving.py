"""Who may see a record: everyone who does, giving it to somebody else, ending that; on any day (R: G10, T3)."""

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods

from accounts import step_up
from accounts.requests import Request
from accounts.roles import Role
from core import clock, refusals, words
from core.audit import entries
from core.audit.models import Entry
from core.ids import as_uuid
from core.pages import form_page, page
from records.models import Extent
from records.need_to_know import evidence, explain
from records.need_to_know.explain import EXTENTS
from records.pages import get_record
from records.vault.vault import Opened
from sharing.internal import access_history, giving
from sharing.internal.forms.days import AnotherDayForm
from sharing.internal.forms.giving import GiveForm, To


@require_http_methods(["GET", "POST"])
@step_up.needed_lately_to_change
def give(request: Request, public_id: UUID) -> HttpResponse:
    """Open a record to others, with a reason and an end; end what was given. For the people who answer for it."""
    reader, opened, back = get_record(request, public_id)
    grants = giving.given(opened.record, [row.person_id for row in opened.subject_rows])
    if request.method == "POST" and "end" in request.POST:
        for grant in grants:
            if grant.public_id == as_uuid(request.POST["end"]):
                grant.end()
                messages.success(request, "Ended.")
        return redirect("internal:give_access", public_id=public_id)
    return form_page(
        request,
        "Give access",
        partial(GiveForm, opened, reader),
        partial(_give, request, opened),
        template="sharing/internal/give.html",
        rows=[_row(grant) for grant in grants],
        intro=["What somebody gets by a rule, because of their role or class, is not given here and not ended here."],
        **back,
    )


def _give(request: Request, opened: Opened, form: GiveForm) -> HttpResponse:
    with refusals.shown_at("role" if form.cleaned_data["to"] == To.ROLE else "person"):
        giving.give(opened.record, form.receiver, all_about=form.all_about, by=request.user, **form.terms)
    messages.success(request, "It is open to them. You can end it here at any time.")
    return redirect("internal:give_access", public_id=opened.record.public_id)


def _row(grant: Any) -> dict[str, Any]:
    """A grant as the page shows it."""
    return {
        "who": grant.user.full_name if hasattr(grant, "user") else Role(grant.group.name).label,
        "how": f"{EXTENTS[Extent(grant.extent)].short}, {explain.source(grant.source)}",
        "start": grant.start if grant.start > clock.now() else None,
        "until": grant.until if grant.until < clock.FAR else None,
        "by": grant.granter,
        "id": grant.public_id,
    }


@require_GET
def who_record(request: Request, public_id: UUID) -> HttpResponse:
    """Everyone who may see a record, each with why and until when; for those who see all of it, on any day."""
    reader, opened, back = get_record(request, public_id, answers=False)
    whole = evidence.best_extent(opened.access) == "all"
    form = AnotherDayForm(request.GET if "day_day" in request.GET else None) if whole else None
    at = form.cleaned_data["at"] if form is not None and form.is_bound and form.is_valid() else reader.at
    rows = access_history.who_could_see(opened.record, at, reasons=whole)
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
