"""The inbox. A GET never marks anything as seen: link scanners follow links."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from accounts.notices import notify
from accounts.notices.models import Notice
from accounts.requests import Request
from core.audit import entries


@require_GET
def inbox(request: Request) -> HttpResponse:
    """What this person was told, newest first: kinds, references and ages, no names."""
    notices = notify.inbox(request.user)
    rows = [{"notice": n, "address": notify.target_of(n.reference).address(n.reference)} for n in notices]
    return render(request, "accounts/notices/inbox.html", {"rows": rows})


def _own(request: Request, public_id: str) -> Notice:
    notice = Notice.objects.filter(public_id=public_id, person=request.user).first()
    if notice is None or notice not in notify.inbox(request.user):
        entries.refused(Notice, str(public_id))
        raise Http404
    return notice


@require_GET
def notice(request: Request, public_id: str) -> HttpResponse:
    """From the mail's link to the page itself."""
    opened = _own(request, public_id)
    return redirect(notify.target_of(opened.reference).address(opened.reference))


@require_POST
def seen(request: Request, public_id: str) -> HttpResponse:
    """I have seen this: says that one knows, not that one agrees (R: C7)."""
    opened = _own(request, public_id)
    notify.see(opened)
    if request.POST.get("back") == "matter":
        return redirect(notify.target_of(opened.reference).address(opened.reference))
    return redirect("notices:inbox")
