"""Concerns about adults: the Headteacher's list, or the chair's."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from access import adults
from access.views.common import page
from accounts import step_up
from accounts.forms import PersonField
from accounts.models import User
from accounts.only import only_for
from accounts.requests import Request
from records import need_to_know
from records.models import Record
from school.models import School
from school.refusals import Refused
from school.text import TextField


def _lead(request: Request) -> User:
    return only_for(
        request, adults.LEADS, "This page is for the Headteacher and the chair of governors.", page=(Record, "adults")
    )


@require_GET
@step_up.needed
def adult_list(request: Request) -> HttpResponse:
    """The concerns about adults that this person may see."""
    found = adults.listed(_lead(request))
    people = need_to_know.subjects_of_many([one.pk for one in found])
    rows = [(one, people.get(one.pk, [])) for one in found]
    return page(
        request, "Concerns about adults", template="access/adults.html", rows=rows, lado=School.here().lado_phone
    )


class AdultForm(forms.Form):
    def __init__(self, by: User, data: Any = None) -> None:
        super().__init__(data)
        everybody = User.objects.filter(is_active=True).exclude(pk=by.pk).order_by("last_name", "first_name")
        self.fields["about"] = PersonField("Whom is it about?", list(everybody), what="whom it is about")
        self.fields["text"] = TextField(
            what="what was seen or heard", reasons=True, max_length=20_000, label="What was seen or heard?"
        )


@require_http_methods(["GET", "POST"])
@step_up.needed
def adult_new(request: Request) -> HttpResponse:
    """A concern about a member of staff, a governor or a volunteer."""
    user = _lead(request)
    form = AdultForm(user, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            filed = adults.record(form.cleaned_data["about"], form.cleaned_data["text"], by=user)
            messages.success(request, "Recorded. Whom it is about learns nothing of it.")
            return redirect("record", public_id=filed.public_id)
        except Refused as refusal:
            form.add_error("about", str(refusal))
    intro = [f"If a child may have been harmed, call the LADO the same day: {School.here().lado_phone}."]
    return page(request, "A concern about an adult", form, intro=intro, button="Record it", back=reverse("adults"))
