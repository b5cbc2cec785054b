"""The inbox. A GET never marks anything as seen: link scanners follow links."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from accounts import roles, succession
from accounts.notices import notify
from accounts.notices.change_kinds import Kind
from accounts.notices.models import Notice
from accounts.requests import Request
from core.audit import entries


@require_GET
def inbox(request: Request) -> HttpResponse:
    """What this person was told, newest first: kinds, references and ages, no names."""
    notices = notify.inbox(request.user)
    rows = [{"notice": n, "address": notify.target_of(n.reference).address(n.reference)} for n in notices]
    return render(request, "accounts/notices/inbox.html", {"rows": rows})


@require_GET
def unheard(request: Request) -> HttpResponse:
    """Something urgent has not been looked at: whom to ring, and nothing else."""
    posts = {role.label: roles.holders(role) for role in succession.SCHOOL}
    told = notify.told_of_kind(request.user, Kind.UNHEARD)
    return render(request, "accounts/notices/unheard.html", {"posts": posts if told else {}, "told": told})


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
    known = notify.target_of(opened.reference).known_to(request.user, [opened.reference])
    if request.POST.get("back") == "matter" and opened.reference in known:
        return redirect(notify.target_of(opened.reference).address(opened.reference))
    return redirect("notices:inbox")
