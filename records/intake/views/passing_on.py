"""Passing a concern on (R: C0)."""

from functools import partial

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from accounts.requests import Request
from core.pages import form_page
from records.intake import concerns
from records.intake.forms import ConcernForm

PASSED_ON = "concern_passed_on"


@require_http_methods(["GET", "POST"])
def new(request: Request) -> HttpResponse:
    """Three questions; no second factor, no name looked up, nothing shown back but a reference (R: C0)."""
    return form_page(
        request,
        "Pass on a concern",
        partial(ConcernForm, request.user),
        partial(_pass_on, request),
        template="records/intake/concern_new.html",
    )


def _pass_on(request: Request, form: ConcernForm) -> HttpResponse:
    data = form.cleaned_data
    concern = concerns.pass_on(
        by=request.user,
        about=data["about"],
        what=data["what"],
        when=data["when"],
        to=data["to"],
        teacher=data["teacher"],
        once=data["once"],
    )
    request.session[PASSED_ON] = concern.reference
    return redirect("intake:concern_passed_on")


@require_GET
def passed_on(request: Request) -> HttpResponse:
    """The reference, once more while this session lasts."""
    reference = request.session.get(PASSED_ON)
    if not reference:
        return redirect("intake:raise_concern")
    return render(request, "records/intake/concern_passed_on.html", {"reference": reference})
