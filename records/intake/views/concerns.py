"""The concerns that were passed on, and reading one."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from accounts import step_up
from accounts.notices import notify
from accounts.requests import Request
from core import references
from core.ids import NOWHERE, as_uuid
from core.pages import page
from records import banner
from records.intake import concerns
from records.intake.forms import WhoForm
from records.intake.models import Concern
from records.models import Extent
from records.need_to_know import visibility
from records.need_to_know.typed_child import TypedChild
from records.pupils import roll
from records.vault import vault
from records.vault.vault import Opened, Reader


@require_GET
@step_up.needed
def concern_list(request: Request) -> HttpResponse:
    """The concerns that this person may see and that are about no known child yet."""
    rows = concerns.waiting(request.user)
    return render(request, "records/intake/concerns.html", {"rows": rows})


def _open(request: Request, slug: str) -> tuple[Concern, Opened, Reader]:
    reader = Reader.fresh_of(request)
    concern = Concern.objects.filter(reference=references.read(slug) or "").select_related("record").first()
    opened = vault.open_record(reader, concern.public_id if concern else NOWHERE)
    if concern is None:
        raise Http404
    return concern, opened, reader


@require_http_methods(["GET", "POST"])
def concern(request: Request, slug: str) -> HttpResponse:
    """A concern, for the people who have to act on it; and saying which child it is about."""
    shown, opened, reader = _open(request, slug)
    may_say = opened.access.extent == Extent.ALL
    form = WhoForm(request.POST if "query" in request.POST else None)
    searched = form.is_bound and form.is_valid()
    lines: list[roll.Line] = []
    if request.method == "POST" and may_say:
        if chosen := request.POST.get("child"):
            person = visibility.person_known_to(reader.user, as_uuid(chosen), reader.at)
            if person is not None:
                concerns.about(opened.record, person)
                notify.see_all(shown.reference, by=reader.user)
                return redirect("intake:concern", slug=slug)
        elif searched:
            lines = TypedChild(reader.user, form.cleaned_data["query"], reader.at).lines
    return page(
        request,
        "Concern",
        form,
        template="records/intake/concern.html",
        concern=shown,
        opened=opened,
        banner=banner.of(opened, reader),
        lines=lines,
        searched=searched,
        may_say=may_say,
        notice=notify.newest(reader.user, shown.reference),
    )
