"""The pages of getting a school ready."""

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts import approvals, step_up
from accounts.models import PendingChange, User
from accounts.requests import Request
from accounts.role_required import only_for
from accounts.roles import SECOND_PERSONS, Role
from core.audit import entries
from core.models import School
from core.pages import form_page
from core.refusals import Refused, shown_at
from oversight.settings import mail, ready, staff_list
from oversight.settings.getting_ready_forms import ListForm, StaffListForm
from oversight.settings.models import Checked, MailTest, StaffLine, StaffList

ADMINISTRATORS = frozenset({Role.ADMINISTRATOR})


@require_http_methods(["GET", "POST"])
@step_up.needed
def tasks(request: Request) -> HttpResponse:
    """Get the school ready: what is done, what is not, and who does it."""
    words = "This page is for the Headteacher, the DSL, the DPO, the Administrator and the office."
    user = only_for(request, ready.SETS_UP, words, page=(School, "ready"))
    held = request.roles
    tasks_now = ready.tasks()
    open_checks = {what for task in tasks_now if task.to_do for what in task.checks}
    mine = {what for what in open_checks if ready.MAY_CHECK[what] in held}
    if request.method == "POST":
        what = request.POST.get("what", "")
        if what not in mine:
            entries.refused(Checked, what if what in Checked.What.values else "")
            raise Http404
        Checked.objects.create(what=what, by=user)
        messages.success(request, "Recorded as checked today.")
        return redirect("settings:get_ready")
    rows = [
        {
            "task": task,
            "link": task.link if task.mine(held) else "",
            "mine": task.mine(held),
            "checks": [(what.value, what.label) for what in task.checks if what in mine],
        }
        for task in tasks_now
    ]
    done = sum(not task.open for task in tasks_now)
    return render(request, "oversight/settings/ready.html", {"rows": rows, "done": done})


@require_http_methods(["GET", "POST"])
@step_up.needed_lately_to_change
def staff_import(request: Request) -> HttpResponse:
    """Read a list of staff in. Nothing is added yet."""
    by = only_for(request, ADMINISTRATORS, "This page is for the Administrator.", page=(StaffList, "page"))
    return form_page(
        request,
        "Add staff from a list",
        ListForm,
        partial(_take, by),
        template="oversight/settings/staff_import.html",
        roles=[role.label for role in Role if role not in staff_list.ONE_BY_ONE],
        one_by_one=[role.label for role in Role if role in staff_list.ONE_BY_ONE],
        back=reverse("accounts:people"),
        back_words="People and roles",
    )


def _take(by: User, form: ListForm) -> HttpResponse:
    with shown_at("file"):
        made = staff_list.take(form.cleaned_data["file"][0], by)
    return redirect("settings:staff_list", public_id=made.public_id)


@require_http_methods(["GET", "POST"])
@step_up.needed_lately_to_change
def read_staff_list(request: Request, public_id: UUID) -> HttpResponse:
    """A list of staff: the Administrator looks it through and asks; the second person approves it, whole or in part."""
    knows = request.roles & (ADMINISTRATORS | SECOND_PERSONS)
    listed = StaffList.objects.filter(public_id=public_id).first() if knows else None
    change = staff_list.change_of(listed) if listed else None
    user, held = request.user, request.roles
    open_change = change and not hasattr(change, "answer")
    approves = bool(change and open_change and user in approvals.second_persons(change))
    if listed is None or not (held & ADMINISTRATORS or approves):
        entries.refused(StaffList, str(public_id))
        raise Http404
    lines = list(listed.lines.all())
    waiting = {line for line in lines if line.outcome == StaffLine.Outcome.WAITS}
    waits = sum(not line.cleared for line in waiting)
    return form_page(
        request,
        "Staff list",
        partial(StaffListForm, lines, approves=approves, sends=bool(waits and not change)),
        partial(_answer, request, listed, change if approves else None),
        template="oversight/settings/staff_list.html",
        list=listed,
        change=change,
        approves=approves,
        open=open_change,
        rows=[
            (line, line in waiting, staff_list.may_answer(line, user))
            for line in lines
            if line.outcome != StaffLine.Outcome.REFUSED and not line.cleared
        ],
        cleared=any(line.cleared for line in lines),
        refused=[line for line in lines if line.outcome == StaffLine.Outcome.REFUSED],
        waits=waits,
        back=reverse("accounts:pending_changes" if approves else "accounts:people"),
    )


def _answer(request: Request, listed: StaffList, change: PendingChange | None, form: StaffListForm) -> HttpResponse:
    """Do what was pressed. `change`: what this person can approve. Raises Refused."""
    user = request.user
    with shown_at("line"):
        if change and form.which == form.APPROVE:
            added = staff_list.answer(change, by=user, wanted=form.ticked)
            messages.success(request, f"Approved. {added} added: each has been sent a link by email.")
        elif change and form.which == form.REFUSE:
            approvals.answer(change, by=user, agreed=False)
            messages.success(request, "The list was refused. No one was added.")
        elif form.which == form.SEND and Role.ADMINISTRATOR in request.roles:
            staff_list.ask(listed, user)
            words = "Sent to the Headteacher and the DSL. No one is added until one of them approves."
            messages.success(request, words)
        else:
            raise Refused("Select what to do")
    return redirect("accounts:pending_changes" if change else "accounts:people")


@require_http_methods(["GET", "POST"])
@step_up.needed
def email(request: Request) -> HttpResponse:
    """Whether mail goes out, and a test."""
    by = only_for(request, ADMINISTRATORS, "This page is for the Administrator.", page=(MailTest, "page"))
    if request.method == "POST":
        mail.send_test(by)
        messages.success(request, "The test is on its way. Open the link in it.")
        return redirect("settings:email")
    tests = MailTest.objects.order_by("-pk")[:5]
    return render(request, "oversight/settings/email.html", {"state": mail.state(), "tests": tests})


@require_http_methods(["GET", "HEAD", "POST"])
@step_up.needed
def test_email(request: Request, public_id: UUID) -> HttpResponse:
    """Where the link of a test email leads. A GET, which a mail scanner makes as well, counts for nothing."""
    only_for(request, ADMINISTRATORS, "This page is for the Administrator.", page=(MailTest, "page"))
    test = get_object_or_404(MailTest, public_id=public_id)
    if request.method == "POST":
        mail.arrived(test)
        messages.success(request, "The test email arrived.")
        return redirect("settings:get_ready")
    return render(request, "oversight/settings/test_email.html", {"test": test})
