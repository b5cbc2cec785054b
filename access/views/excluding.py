"""Keeping somebody out, and the yearly declaration that it is fed by (R: exclusions)."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods

from access import declarations, exclusions
from access.models import Declaration, ExclusionSet
from access.views.common import child_of, page, reason, thing_of
from accounts import step_up
from accounts.forms import PersonField
from accounts.models import User
from accounts.only import only_for
from accounts.requests import Request
from accounts.roles import LEAD, Role
from records import vault
from records.models import Exclusion
from school import clock, words
from school.choices import Radios
from school.refusals import Refused
from school.revealing import RevealingForm
from school.text import TextField

SEES = LEAD | {Role.DPO}


class KeepOutForm(forms.Form):
    def __init__(self, by: User, data: Any = None) -> None:
        super().__init__(data)
        everybody = User.objects.filter(is_active=True).exclude(pk=by.pk).order_by("last_name", "first_name")
        self.fields["person"] = PersonField("Who must be kept out?", list(everybody))
        self.fields["reason"] = reason()


@require_http_methods(["GET", "POST"])
@step_up.needed_lately_to_change
def keep_out(request: Request, public_id: UUID) -> HttpResponse:
    """Keep somebody out of all about a child. For the Headteacher and the DSL."""
    reader, child, back = child_of(request, public_id, LEAD)
    form = KeepOutForm(reader.user, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            exclusions.keep_out(said["person"], child, by=reader.user, reason=said["reason"])
            messages.success(request, "Done. It holds from now, and the DPO has been told.")
            return redirect("exclusions")
        except Refused as refusal:
            form.add_error("person", str(refusal))
    intro = [
        "They will find nothing about this child: no record, no number, no hit. What waits for them goes to whoever "
        "comes next. You and the DPO see that it was set; they do not."
    ]
    return page(request, "Keep somebody out", form, intro=intro, button="Keep them out", **back)


@require_GET
@step_up.needed
def exclusion_list(request: Request) -> HttpResponse:
    """What this person set; for the DPO, all."""
    user = only_for(request, SEES, "This page is for the Headteacher, the DSL and the DPO.", page=(Exclusion, "page"))
    rows = exclusions.seen_by(user)
    return page(request, "Who is kept out", template="access/exclusions.html", rows=rows, now=clock.now())


@require_http_methods(["GET", "POST"])
@step_up.needed_lately_to_change
def exclusion(request: Request, slug: str) -> HttpResponse:
    """One exclusion, with its reason; ended by whoever set it."""
    reader, found = thing_of(request, "EX", slug)
    known: ExclusionSet = found
    one = known.exclusion
    if request.method == "POST":
        if exclusions.may_end(known, reader.user):
            exclusions.end(known, by=reader.user)
            messages.success(request, "Ended.")
        return redirect("exclusion", slug=slug)
    why = vault.open_field(reader, one, "reason", because="exclusion").decode()
    about = one.person.full_name if one.person else "one matter"
    rows = [
        ("Who", one.user.full_name),
        ("Kept out of all about", about),
        ("Why", why),
        ("Set by", one.set_by.full_name),
        ("From", words.moment(one.start)),
    ]
    if one.until < clock.FAR:
        rows.append(("Until", words.moment(one.until)))
    return page(
        request,
        "An exclusion",
        template="access/exclusion.html",
        caption=known.reference,
        rows_of=rows,
        may_end=exclusions.may_end(known, reader.user),
    )


class DeclareForm(RevealingForm):
    def build(self) -> None:
        self.fields["related"] = Radios(
            "Are you related or close to a child, a parent or a colleague at this school?",
            [("no", "No, I have nothing to declare"), ("yes", "Yes")],
            what="whether you are related or close to anybody",
        )
        self.fields["who"] = TextField(
            what="who they are and how",
            max_length=1000,
            label="Who, and how?",
            help_text="For example: Robin Vetch in 4C, my nephew",
        )
        self.reveals["related", "yes"] = "who"
        self.required_when["who"] = "Enter who they are and how you are related"


@require_http_methods(["GET", "POST"])
@step_up.needed
def declaration(request: Request) -> HttpResponse:
    """The yearly declaration. "Nothing to declare" is an act as well."""
    words_ = "This page is for staff and governors."
    user = only_for(request, declarations.DECLARE, words_, page=(Declaration, "page"))
    form = DeclareForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        made = declarations.declare(user, form.cleaned_data["who"] or "")
        messages.success(request, f"{made.reference}: thank you. You are asked again in a year.")
        return redirect("home")
    intro = ["So that nobody has to work on a matter of their own family. The Headteacher reads it, or the chair."]
    return page(request, "Your relationships", form, intro=intro, button="Declare")


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
        template="access/declarations.html",
        rows=declarations.waiting(user),
        missing=declarations.missing(),
    )


@require_http_methods(["GET", "POST"])
def declared(request: Request, slug: str) -> HttpResponse:
    """A declaration, to whoever sees to it, and to whoever made it."""
    reader, found = thing_of(request, "DR", slug)
    mine = found.by_id == reader.user.pk
    if request.method == "POST" and not mine:
        declarations.settle(found, by=reader.user)
        messages.success(request, "Done.")
        return redirect("declarations")
    opened = vault.open_record(reader, found.public_id)
    rows = [("By", found.by.full_name), ("When", words.moment(found.at)), ("Says", opened.parts[0].text)]
    return page(
        request,
        "A declaration",
        template="access/declared.html",
        caption=found.reference,
        rows_of=rows,
        mine=mine,
        settled=hasattr(found, "settled"),
    )
