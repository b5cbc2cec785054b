"""Opening a record to others, and ending that (R: G10)."""

from datetime import timedelta
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
from core.ids import as_uuid
from core.pages import form_page, page
from records.models import Extent
from records.need_to_know import explain, visibility
from records.need_to_know.explain import EXTENTS
from records.pages import get_record
from records.vault.vault import Opened
from sharing.internal import giving
from sharing.internal.forms.giving import GiveForm, To
from sharing.internal.views.common import get_by_reference


@require_http_methods(["GET", "POST"])
@step_up.needed_lately_to_change
def give(request: Request, public_id: UUID) -> HttpResponse:
    """Open a record to others, with a reason and an end; end what was given. For the people who answer for it."""
    reader, opened, back = get_record(request, public_id)
    grants = giving.given(opened.record)
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


@require_GET
@step_up.needed
def given(request: Request, slug: str) -> HttpResponse:
    """What was given to whom by whom, for those who hear of it. It is ended where it was given."""
    _, gift = get_by_reference(request, "AG", slug)
    people = [gift.folder.person] if gift.folder else visibility.subjects_of(gift.record)
    what = gift.record.category.name
    rows = [
        ("Who", gift.user.full_name if gift.user else f"Everybody who is {Role(gift.role).label}"),
        ("What", f"All of this kind: {what}, also what is recorded later" if gift.folder else what),
        ("How much", EXTENTS[Extent(gift.extent)].short),
        ("About", ", ".join(person.full_name for person in people)),
        ("From", words.moment(gift.start)),
        ("Until the end of", words.day(clock.local(gift.until - timedelta(seconds=1)).date())),
        ("Given by", f"{gift.by.full_name}, {words.moment(gift.at)}"),
    ]
    return page(request, "Access that was given", caption=gift.reference, rows_of=rows)


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
