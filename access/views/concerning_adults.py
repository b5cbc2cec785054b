"""Concerns about adults: the Headteacher's list, or the chair's."""

from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from access import adults
from access.forms.adults import AdultForm
from accounts import step_up
from accounts.models import User
from accounts.only import only_for
from accounts.requests import Request
from records import need_to_know
from records.models import Record
from school.models import School
from school.pages import form_page, page


def _lead(request: Request) -> User:
    return only_for(
        request, adults.LEADS, "This page is for the Headteacher and the chair of governors.", page=(Record, "adults")
    )


@require_GET
@step_up.needed
def adult_list(request: Request) -> HttpResponse:
    """The concerns about adults that this person may see."""
    concerns = adults.listed(_lead(request))
    people = need_to_know.subjects_of_many([concern.pk for concern in concerns])
    rows = [(concern, people.get(concern.pk, [])) for concern in concerns]
    return page(
        request, "Concerns about adults", template="access/adults.html", rows=rows, lado=School.here().lado_phone
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
        intro=[f"If a child may have been harmed, call the LADO the same day: {School.here().lado_phone}."],
        back=reverse("adults"),
    )


def _record(request: Request, form: AdultForm) -> HttpResponse:
    concern = adults.record(form.cleaned_data["about"], form.cleaned_data["text"], by=request.user)
    messages.success(request, "Recorded. Whom it is about learns nothing of it.")
    return redirect("record", public_id=concern.public_id)
