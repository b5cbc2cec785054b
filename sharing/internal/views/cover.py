"""Cover for a class, until the bell."""

from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from accounts import step_up
from accounts.requests import Request
from accounts.role_required import only_for
from accounts.roles import SAFEGUARDS
from core import words
from core.ids import as_uuid
from core.models import School
from core.pages import form_page
from records.pupils.models import ClassStaff
from sharing.internal import cover as covers
from sharing.internal.forms.cover import CoverForm


@require_http_methods(["GET", "POST"])
@step_up.needed_lately_to_change
def cover(request: Request) -> HttpResponse:
    """Who takes which class for a day. For the Headteacher, the DSL and the deputy."""
    only_for(
        request, SAFEGUARDS, "This page is for the Headteacher, the DSL and the deputy DSL.", page=(ClassStaff, "cover")
    )
    if request.method == "POST" and "end" in request.POST:
        for row in covers.coming():
            if row.public_id == as_uuid(request.POST["end"]):
                row.end()
        return redirect("internal:class_cover")
    return form_page(
        request,
        "Cover for a class",
        CoverForm,
        partial(_cover, request),
        template="sharing/internal/cover.html",
        intro=[f"They see what the class’s teacher or assistant sees by rule, on that day until the bell, {_bell()}."],
        rows=covers.coming(),
    )


def _cover(request: Request, form: CoverForm) -> HttpResponse:
    data = form.cleaned_data
    row = covers.cover(data["person"], data["school_class"], data["day"])
    messages.success(request, f"{row.user.full_name} sees what the class’s teacher needs, until the bell.")
    return redirect("internal:class_cover")


def _bell() -> str:
    return words.time_of_day(School.here().bell)
