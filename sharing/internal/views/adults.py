"""Concerns about adults: the Headteacher's list, or the chair's."""

from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from accounts import step_up
from accounts.models import User
from accounts.requests import Request
from accounts.role_required import only_for
from core.models import School
from core.pages import form_page, page
from records.models import Record
from records.need_to_know import visibility
from sharing.internal import adults
from sharing.internal.forms.adults import AdultForm


def _lead(request: Request) -> User:
    return only_for(
        request, adults.LEADS, "This page is for the Headteacher and the chair of governors.", page=(Record, "adults")
    )


@require_GET
@step_up.needed
def adult_list(request: Request) -> HttpResponse:
    """The concerns about adults that this person may see."""
    concerns = adults.listed(_lead(request))
    people = visibility.subjects_of_many([concern.pk for concern in concerns])
    rows = [(concern, people.get(concern.pk, [])) for concern in concerns]
    return page(
        request,
        "Concerns about adults",
        template="sharing/internal/adults.html",
        rows=rows,
        lado=School.here().lado,
    )


@require_http_methods(["GET", "POST"])
@step_up.needed
def adult_new(request: Request) -> HttpResponse:
    """A concern about a member of staff, a governor or a volunteer."""
    user = _lead(request)
    return form_page(
        request,
        "A concern about an adult",
        partial(AdultForm, user),
        partial(_record, request),
        intro=[f"If a child may have been harmed, call the LADO the same day: {School.here().lado}."],
        back=reverse("internal:adult_concerns"),
    )


def _record(request: Request, form: AdultForm) -> HttpResponse:
    concern = adults.record(form.cleaned_data["about"], form.cleaned_data["text"], by=request.user)
    messages.success(request, "Recorded. Whom it is about learns nothing of it.")
    return redirect("records:record", public_id=concern.public_id)
