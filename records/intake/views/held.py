"""What an import holds for those who may see it."""

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from accounts import step_up
from accounts.requests import Request
from core.pages import form_page
from records import banner
from records.intake import held as holding
from records.intake.forms import HeldForm, Settling
from records.intake.models import Held
from records.vault import vault
from records.vault.vault import Opened, Reader


@require_GET
@step_up.needed
def held_list(request: Request) -> HttpResponse:
    """What is held and open to this person: kinds and dates, no names."""
    rows = holding.waiting(request.user)
    return render(request, "records/intake/held_list.html", {"rows": rows})


@require_http_methods(["GET", "POST"])
def held(request: Request, public_id: UUID) -> HttpResponse:
    """One thing held: what the file says, and what to do with it."""
    reader = Reader.of(request)
    opened = vault.open_record(reader, public_id)
    item = Held.objects.filter(record=opened.record).select_related("run", "person").first()
    if item is None:
        raise Http404
    answer = getattr(item, "answer", None)
    proposal = None
    if answer is None and item.kind == Held.Kind.CHILD:
        proposal, _ = holding.plan(opened, item)
    return form_page(
        request,
        "Held from an import",
        partial(HeldForm, proposal),
        partial(_settle, request, item, opened, reader),
        template="records/intake/held.html",
        opened=opened,
        held=item,
        proposal=proposal,
        answer=answer,
        banner=banner.of(opened, reader),
    )


def _settle(request: Request, item: Held, opened: Opened, reader: Reader, form: HeldForm) -> HttpResponse:
    data = form.cleaned_data
    holding.settle(item, opened, reader, apply=data["do"] == Settling.APPLY, answer=data.get("same", ""))
    messages.success(request, "Done. It is not held any more.")
    return redirect("intake:held_list")
