"""The pages of getting a school ready."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts import second_word, step_up
from accounts.models import PendingChange
from accounts.only import only_for
from accounts.requests import Request
from accounts.roles import SECOND_PERSONS, Role
from audit import entries
from oversight.models import Checked, MailTest, StaffLine, StaffList
from oversight.setting_up import mail, ready, staff_list
from pupils.importing.lines import FileRefused
from school.ids import as_number
from school.models import School
from school.refusals import Refused
from school.uploads import UploadField

ADMINISTRATORS = frozenset({Role.ADMINISTRATOR})
LARGEST_LIST = 1_000_000  # bytes


@require_http_methods(["GET", "POST"])
@step_up.needed
def tasks(request: Request) -> HttpResponse:
    """Get the school ready: what is done, what is not, and who does it."""
    words = "This page is for the Headteacher, the DSL, the DPO, the Administrator and the office."
    user = only_for(request, ready.SETS_UP, words, page=(School, "ready"))
    held = request.roles
    tasks_now = ready.tasks()
    open_checks = {what for task in tasks_now if task.status == ready.TO_DO for what in task.checks}
    mine = {what for what in open_checks if ready.MAY_CHECK[what] in held}
    if request.method == "POST":
        what = request.POST.get("what", "")
        if what not in mine:
            entries.refused(Checked, what if what in Checked.What.values else "")
            raise Http404
        Checked.objects.create(what=what, by=user)
        messages.success(request, "Recorded as checked today.")
        return redirect("ready")
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
    return render(request, "settings/ready.html", {"rows": rows, "done": done})


class ListForm(forms.Form):
    file = UploadField(
        what="a file",
        label="The list",
        most=LARGEST_LIST,
        help_text="A CSV file (UTF-8) with a row of headings: Title, First name, Last name, Email, Role, Class, Start"
        " date. Title, Class and Start date may be empty",
    )


@require_http_methods(["GET", "POST"])
@step_up.needed_lately_to_change
def staff_import(request: Request) -> HttpResponse:
    """Read a list of staff in. Nothing is added yet."""
    by = only_for(request, ADMINISTRATORS, "This page is for the Administrator.", page=(StaffList, "page"))
    form = ListForm(request.POST, request.FILES) if request.method == "POST" else ListForm()
    if form.is_bound and form.is_valid():
        try:
            made = staff_list.take(form.cleaned_data["file"][0], by)
            return redirect("staff_list", public_id=made.public_id)
        except FileRefused as refusal:
            form.add_error("file", str(refusal))
    roles = [role.label for role in Role if role not in staff_list.ONE_BY_ONE]
    values = {
        "form": form,
        "roles": roles,
        "one_by_one": [role.label for role in Role if role in staff_list.ONE_BY_ONE],
    }
    return render(request, "settings/staff_import.html", values, status=400 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@step_up.needed_lately_to_change
def read_staff_list(request: Request, public_id: UUID) -> HttpResponse:
    """A list of staff: the Administrator looks it through and asks; the second person approves it, whole or in part."""
    knows = request.roles & (ADMINISTRATORS | SECOND_PERSONS)
    found = StaffList.objects.filter(public_id=public_id).first() if knows else None
    change = staff_list.change_of(found) if found else None
    user, held = request.user, request.roles
    open_change = change and not hasattr(change, "answer")
    approves = bool(change and open_change and user in second_word.second_persons(change))
    if found is None or not (held & ADMINISTRATORS or approves):
        entries.refused(StaffList, str(public_id))
        raise Http404
    error = ""
    if request.method == "POST":
        try:
            error = _answer(request, found, change, approves)
        except Refused as refusal:
            error = str(refusal)
        if not error:
            return redirect("changes" if approves else "people")
    lines = list(found.lines.all())
    rows = [(line, line.outcome == StaffLine.Outcome.WAITS, staff_list.may_answer(line, user)) for line in lines]
    values = {
        "list": found,
        "change": change,
        "approves": approves,
        "open": open_change,
        "error": error,
        "rows": [row for row in rows if row[0].outcome != StaffLine.Outcome.REFUSED and not row[0].cleared],
        "cleared": any(line.cleared for line in lines),
        "refused": [line for line, _, _ in rows if line.outcome == StaffLine.Outcome.REFUSED],
        "waits": sum(row[1] for row in rows if not row[0].cleared),
        "ticked": _ticked(request) if request.method == "POST" else None,
    }
    return render(request, "settings/staff_list.html", values, status=400 if error else 200)


def _ticked(request: Request) -> set[int]:
    """The numbers of the lines that are ticked."""
    return {number for one in request.POST.getlist("line") if (number := as_number(one)) is not None}


def _answer(request: Request, found: StaffList, change: PendingChange | None, approves: bool) -> str:
    """Do what was pressed; returns what is wrong, nothing when it is done. Raises Refused."""
    user = request.user
    which = request.POST.get("which")
    if approves and change and which == "approve":
        added = staff_list.answer(change, by=user, wanted=_ticked(request))
        messages.success(request, f"Approved. {added} added: each has been sent a link by email.")
    elif approves and change and which == "refuse":
        second_word.answer(change, by=user, agreed=False)
        messages.success(request, "The list was refused. No one was added.")
    elif which == "ask" and Role.ADMINISTRATOR in request.roles:
        staff_list.ask(found, user)
        messages.success(request, "Sent to the Headteacher and the DSL. No one is added until one of them approves.")
    else:
        return "Select what to do"
    return ""


@require_http_methods(["GET", "POST"])
@step_up.needed
def email(request: Request) -> HttpResponse:
    """Whether mail goes out, and a test."""
    by = only_for(request, ADMINISTRATORS, "This page is for the Administrator.", page=(MailTest, "page"))
    if request.method == "POST":
        mail.send_test(by)
        messages.success(request, "The test is on its way. Open the link in it.")
        return redirect("settings_email")
    tests = MailTest.objects.order_by("-pk")[:5]
    return render(request, "settings/email.html", {"state": mail.state(), "tests": tests})


@require_http_methods(["GET", "HEAD", "POST"])
@step_up.needed
def test_email(request: Request, public_id: UUID) -> HttpResponse:
    """Where the link of a test email leads. A GET, which a mail scanner makes as well, counts for nothing."""
    only_for(request, ADMINISTRATORS, "This page is for the Administrator.", page=(MailTest, "page"))
    found = get_object_or_404(MailTest, public_id=public_id)
    if request.method == "POST":
        mail.arrived(found)
        messages.success(request, "The test email arrived.")
        return redirect("ready")
    return render(request, "settings/test_email.html", {"test": found})
