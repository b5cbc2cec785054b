"""The inbox. A GET never marks anything as seen: link scanners follow links."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from accounts.requests import Request
from audit import entries
from notices import telling
from notices.models import Notice


@require_GET
def inbox(request: Request) -> HttpResponse:
    """What this person was told, newest first: kinds, references and ages, no names."""
    notices = telling.inbox(request.user)
    rows = [{"notice": n, "address": telling.matter_of(n.reference).address(n.reference)} for n in notices]
    return render(request, "notices/inbox.html", {"rows": rows})


def _own(request: Request, public_id: str) -> Notice:
    notice = Notice.objects.filter(public_id=public_id, person=request.user).first()
    if notice is None or notice not in telling.inbox(request.user):
        entries.refused(Notice, str(public_id))
        raise Http404
    return notice


@require_GET
def notice(request: Request, public_id: str) -> HttpResponse:
    """From the mail's link to the page itself."""
    found = _own(request, public_id)
    return redirect(telling.matter_of(found.reference).address(found.reference))


@require_POST
def seen(request: Request, public_id: str) -> HttpResponse:
    """I have seen this: says that one knows, not that one agrees (R: C7)."""
    found = _own(request, public_id)
    telling.see(found)
    if request.POST.get("back") == "matter":
        return redirect(telling.matter_of(found.reference).address(found.reference))
    return redirect(f"{reverse('inbox')}")
