"""Passing a concern on, and reading one."""

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from accounts import step_up
from accounts.requests import Request
from intake import concerns
from intake.forms import ConcernForm
from intake.models import Concern
from notices import telling
from pupils import roll
from records import banner, finding, need_to_know, vault
from records.models import Extent
from records.vault import Opened, Reader
from school import references
from school.ids import NOWHERE, as_uuid
from school.text import TextField

PASSED_ON = "concern_passed_on"


@require_http_methods(["GET", "POST"])
def new(request: Request) -> HttpResponse:
    """Three questions; no second factor, no name looked up, nothing shown back but a reference (R: C0)."""
    form = ConcernForm(request.user, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            concern = concerns.pass_on(
                by=request.user,
                about=said["about"],
                what=said["what"],
                when=said["when"],
                to=said["to"],
                teacher=said["teacher_user"],
                once=said["once"],
            )
            request.session[PASSED_ON] = concern.reference
            return redirect("concern_passed_on")
        except concerns.NobodyHears as refusal:
            form.add_error("to", str(refusal))
    return render(request, "intake/concern_new.html", {"form": form}, status=400 if form.errors else 200)


@require_GET
def passed_on(request: Request) -> HttpResponse:
    """The reference, once more while this session lasts."""
    reference = request.session.get(PASSED_ON)
    if not reference:
        return redirect("raise_concern")
    return render(request, "intake/concern_passed_on.html", {"reference": reference})


@require_GET
@step_up.needed
def concern_list(request: Request) -> HttpResponse:
    """The concerns that this person may see and of which nobody has said whom they are about."""
    rows = concerns.waiting(request.user)
    return render(request, "intake/concerns.html", {"rows": rows})


class WhoForm(forms.Form):
    query = TextField(what="a name", max_length=80, label="Who is it about?")


def _open(request: Request, slug: str) -> tuple[Concern, Opened, Reader]:
    reader = Reader.fresh_of(request)
    found = Concern.objects.filter(reference=references.read(slug) or "").select_related("record").first()
    opened = vault.open_record(reader, found.public_id if found else NOWHERE)
    if found is None:
        raise Http404
    return found, opened, reader


@require_http_methods(["GET", "POST"])
def concern(request: Request, slug: str) -> HttpResponse:
    """A concern, to whoever has to do something about it; and saying which child it is about."""
    found, opened, reader = _open(request, slug)
    may_say = opened.access.extent == Extent.ALL
    form = WhoForm(request.POST if "query" in request.POST else None)
    lines: list[roll.Line] = []
    if request.method == "POST" and may_say:
        if chosen := request.POST.get("child"):
            person = need_to_know.person_known_to(reader.user, as_uuid(chosen), reader.at)
            if person is not None:
                concerns.about(opened.record, person)
                return redirect("concern", slug=slug)
        elif form.is_valid():
            lines = roll.lines_of(finding.search(reader.user, form.cleaned_data["query"], reader.at))
    values = {
        "concern": found,
        "opened": opened,
        "banner": banner.of(opened, reader),
        "form": form,
        "lines": lines,
        "searched": form.is_bound and form.is_valid(),
        "may_say": may_say,
        "notice": telling.newest(reader.user, found.reference),
    }
    return render(request, "intake/concern.html", values, status=400 if form.errors else 200)
