"""The inbox. A GET never marks anything as seen: link scanners follow links."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from accounts import roles, succession
from accounts.notices import home, notify
from accounts.notices.change_kinds import Kind
from accounts.notices.models import Notice
from accounts.requests import Request
from core.audit import entries
from core.ids import as_uuid

A_PAGE = 50


@require_GET
def inbox(request: Request) -> HttpResponse:
    """What this person was told, newest first: kinds, references and ages, no names. A page at a time, all of it."""
    before = Notice.objects.filter(person=request.user, public_id=as_uuid(request.GET.get("before", ""))).first()
    notices = notify.inbox(request.user, before, A_PAGE + 1)
    shown = notices[:A_PAGE]
    rows = [{"notice": n, "address": notify.target_of(n.reference).address(n.reference)} for n in shown]
    older = shown[-1].public_id if len(notices) > A_PAGE else None
    return render(request, "accounts/notices/inbox.html", {"rows": rows, "older": older, "before": before})


@require_GET
def tasks(request: Request) -> HttpResponse:
    """All of one kind of task: what a line of the home page counts."""
    lines = home.tasks_of(request.user, request.roles)
    task = next((line for line in lines if line.name and line.name == request.GET.get("of")), None)
    page = Paginator(task.items if task else (), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "accounts/notices/tasks.html", {"task": task, "page": page})


@require_GET
def unheard(request: Request) -> HttpResponse:
    """Something urgent has not been looked at: whom to ring, and nothing else."""
    posts = {role.label: roles.holders(role) for role in succession.SCHOOL}
    told = notify.told_of_kind(request.user, Kind.UNHEARD)
    return render(request, "accounts/notices/unheard.html", {"posts": posts if told else {}, "told": told})


def _own(request: Request, public_id: str) -> Notice:
    notice = Notice.objects.filter(public_id=public_id, person=request.user).first()
    if notice is None or not notify.is_known(request.user, notice):
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
    notify.pressed(opened)
    known = notify.target_of(opened.reference).known_to(request.user, [opened.reference])
    if request.POST.get("back") == "matter" and opened.reference in known:
        return redirect(notify.target_of(opened.reference).address(opened.reference))
    return redirect("notices:inbox")
