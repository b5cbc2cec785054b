"""Exclusions, and the yearly declarations that lead to them (R: exclusions)."""

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods

from accounts import step_up
from accounts.requests import Request
from accounts.role_required import only_for
from accounts.roles import LEAD, Role
from core import clock, words
from core.pages import form_page, page
from records.models import Exclusion
from records.pages import get_child
from records.pupils.models import Person
from records.vault import vault
from sharing.internal import declarations, exclusions
from sharing.internal.forms.exclusions import DeclareForm, KeepOutForm
from sharing.internal.models import Declaration
from sharing.internal.views.common import get_by_reference

SEES = LEAD | {Role.DPO}


@require_http_methods(["GET", "POST"])
@step_up.needed_lately_to_change
def keep_out(request: Request, public_id: UUID) -> HttpResponse:
    """Keep a person out of all about a child. For the Headteacher and the DSL."""
    reader, child, back = get_child(request, public_id, LEAD)
    intro = [
        "They will find nothing about this child: no record, no number, no hit. What waits for them goes to whoever "
        "comes next. You and the DPO see that it was set; they do not."
    ]
    return form_page(
        request,
        "Keep somebody out",
        partial(KeepOutForm, reader.user),
        partial(_keep_out, request, child),
        intro=intro,
        **back,
    )


def _keep_out(request: Request, child: Person, form: KeepOutForm) -> HttpResponse:
    exclusions.keep_out(form.cleaned_data["person"], child, by=request.user, reason=form.cleaned_data["reason"])
    messages.success(request, "Done. It holds from now, and the DPO has been told.")
    return redirect("internal:exclusions")


@require_GET
@step_up.needed
def exclusion_list(request: Request) -> HttpResponse:
    """What this person set; for the DPO, all."""
    user = only_for(request, SEES, "This page is for the Headteacher, the DSL and the DPO.", page=(Exclusion, "page"))
    rows = exclusions.seen_by(user)
    return page(request, "Who is kept out", template="sharing/internal/exclusions.html", rows=rows, now=clock.now())


@require_http_methods(["GET", "POST"])
@step_up.needed_lately_to_change
def exclusion(request: Request, slug: str) -> HttpResponse:
    """One exclusion, with its reason; ended by the person who set it."""
    reader, known = get_by_reference(request, "EX", slug)
    if request.method == "POST":
        if exclusions.may_end(known, reader.user):
            exclusions.end(known, by=reader.user)
            messages.success(request, "Ended.")
        return redirect("internal:exclusion", slug=slug)
    excluded: Exclusion = known.exclusion
    rows = [
        ("Who", excluded.user.full_name),
        ("Kept out of all about", excluded.person.full_name if excluded.person else "one matter"),
        ("Why", vault.open_field(reader, excluded, "reason", because="exclusion").decode()),
        ("Set by", excluded.set_by.full_name),
        ("From", words.moment(excluded.start)),
    ]
    if excluded.until < clock.FAR:
        rows.append(("Until", words.moment(excluded.until)))
    return page(
        request,
        "An exclusion",
        template="sharing/internal/exclusion.html",
        caption=known.reference,
        rows_of=rows,
        may_end=exclusions.may_end(known, reader.user),
    )


@require_http_methods(["GET", "POST"])
@step_up.needed
def declaration(request: Request) -> HttpResponse:
    """The yearly declaration. "Nothing to declare" counts as well."""
    only_for(request, declarations.DECLARE, "This page is for staff and governors.", page=(Declaration, "page"))
    intro = ["So that nobody has to work on a matter of their own family. The Headteacher reads it, or the chair."]
    return form_page(request, "Your relationships", DeclareForm, partial(_declare, request), intro=intro)


def _declare(request: Request, form: DeclareForm) -> HttpResponse:
    made = declarations.declare(request.user, form.cleaned_data["who"] or "")
    messages.success(request, f"{made.reference}: thank you. You are asked again in a year.")
    return redirect("home:home")


@require_GET
@step_up.needed
def declaration_list(request: Request) -> HttpResponse:
    """What was declared and waits; who has not declared this year."""
    user = only_for(
        request,
        {Role.HEADTEACHER, Role.CHAIR},
        "This page is for the Headteacher and the chair of governors.",
        page=(Declaration, "list"),
    )
    return page(
        request,
        "Declarations of relationships",
        template="sharing/internal/declarations.html",
        rows=declarations.waiting(user),
        missing=declarations.missing(),
    )


@require_http_methods(["GET", "POST"])
def declared(request: Request, slug: str) -> HttpResponse:
    """A declaration, to the person who sees to it, and to the person who made it."""
    reader, made = get_by_reference(request, "DR", slug)
    mine = made.by_id == reader.user.pk
    if request.method == "POST" and not mine:
        declarations.settle(made, by=reader.user)
        messages.success(request, "Done.")
        return redirect("internal:declarations")
    opened = vault.open_record(reader, made.public_id)
    rows = [("By", made.by.full_name), ("When", words.moment(made.at)), ("Says", opened.parts[0].text)]
    return page(
        request,
        "A declaration",
        template="sharing/internal/declared.html",
        caption=made.reference,
        rows_of=rows,
        mine=mine,
        settled=hasattr(made, "settled"),
    )
