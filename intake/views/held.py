"""What an import holds for those who may see it."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from accounts import step_up
from accounts.requests import Request
from intake import held as holding
from intake.forms import HeldForm
from intake.models import Held
from records import banner, vault
from records.vault import Reader
from school.refusals import Refused


@require_GET
@step_up.needed
def held_list(request: Request) -> HttpResponse:
    """What is held and open to this person: kinds and dates, no names."""
    rows = holding.waiting(request.user)
    return render(request, "intake/held_list.html", {"rows": rows})


@require_http_methods(["GET", "POST"])
def held(request: Request, public_id: UUID) -> HttpResponse:
    """One thing held: what the file says, and what to do with it."""
    reader = Reader.of(request)
    opened = vault.open_record(reader, public_id)
    found = Held.objects.filter(record=opened.record).select_related("run", "person").first()
    if found is None:
        raise Http404
    answer = getattr(found, "answer", None)
    proposal = None
    if answer is None and found.kind == Held.Kind.CHILD:
        proposal, _ = holding.plan(opened, found)
    form = HeldForm(proposal, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            holding.settle(found, opened, reader, apply=given["do"] == "apply", answer=given.get("same", ""))
            messages.success(request, "Done. It is not held any more.")
            return redirect("held_list")
        except Refused as reason:
            form.add_error("same" if "same" in form.fields else "do", str(reason))
    values = {
        "opened": opened,
        "held": found,
        "form": form,
        "proposal": proposal,
        "answer": answer,
        "banner": banner.of(opened, reader),
    }
    return render(request, "intake/held.html", values, status=400 if form.errors else 200)
