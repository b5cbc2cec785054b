"""The page on information sharing."""

import csv
import io
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import step_up
from accounts.models import User
from accounts.notices import home, kinds, notify
from accounts.notices.models import Notice
from accounts.requests import Request
from accounts.role_required import only_for
from accounts.roles import Role
from core import clock, references
from core.audit import entries
from core.audit.models import Entry
from oversight.dashboard import figures
from oversight.dashboard import governors as governors_page
from oversight.dashboard.figures import FIGURES, WATCH, Filters, Overview, Period
from oversight.dashboard.forms import FilterForm
from records.need_to_know import visibility
from records.vault.vault import Reader
from sharing.decisions import questions
from sharing.decisions.models import DecisionRecipient, ShareDecision
from sharing.decisions.notice_kinds import Kind
from sharing.disclosures.release import InternalList, release

A_PAGE, TO_WATCH = 25, 5


@dataclass(frozen=True)
class Asked:
    """What a request to the dashboard asks for, as far as it makes sense."""

    period: Period
    filters: Filters
    form: FilterForm
    answers: dict[str, str]
    seen: Overview


def _headteacher(request: Request) -> User:
    """The Headteacher, who asks. These pages are no secret: everyone else gets a 403 that says whose they are."""
    words = "This page is for the Headteacher."
    return only_for(request, {Role.HEADTEACHER}, words, page=(ShareDecision, "dashboard"))


def _asked(request: Request, user: User) -> Asked:
    periods = figures.periods()
    period = next((known for known in periods if known.code == request.GET.get("period")), periods[0])
    seen = Overview(user, period)
    form = FilterForm(periods, seen, request.GET or None)
    answers = form.answers
    filters = Filters(period, *(answers.get(name, "") for name in ("flag", "agency", "by", "category")))
    return Asked(period, filters, form, answers, seen)


@require_GET
@step_up.needed
def dashboard(request: Request) -> HttpResponse:
    """For the Headteacher: what needs them, figures, what to watch, patterns, and every row that is counted."""
    user = _headteacher(request)
    asked = _asked(request, user)
    period, seen, named = asked.period, asked.seen, figures.flags()
    numbers = seen.counts
    paginator = Paginator(seen.narrowed(asked.filters), A_PAGE)
    page = paginator.get_page(request.GET.get("page"))
    watched = {flag: seen.of(flag, TO_WATCH) for flag in WATCH if numbers[flag]}
    wanted = {*page.object_list, *(pk for rows in watched.values() for pk in rows)}
    decisions = ShareDecision.objects.filter(pk__in=wanted).annotate(unseen=figures.unseen_by(user))
    rows = _rows(list(decisions.select_related("decided_by", "record")))
    values = {
        "period": period,
        "form": asked.form,
        "page": page,
        "found": paginator.count,
        "rows": [rows[pk] for pk in page.object_list],
        "figures": [(named[flag][0], numbers[flag], _link(period, flag), _note(flag, numbers)) for flag in FIGURES],
        "watch": [
            (named[flag][0], [rows[pk] for pk in keys], _link(period, flag), numbers[flag])
            for flag, keys in watched.items()
        ],
        "charts": seen.charts,
        "needs": needs(user),
        "active": _active(asked),
        "asked": questions.unanswered(user).count(),
        "query": urlencode(_given(asked.answers)),
    }
    entries.write(user, Entry.Action.ACCESS, because="dashboard", found=paginator.count)
    return render(request, "oversight/dashboard/dashboard.html", values)


def _given(answers: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in answers.items() if value}


def _note(flag: str, numbers: dict[str, int]) -> str:
    """What a figure needs said beside it."""
    if flag == "not_told" and numbers["not_told"]:
        other = numbers["other_reason"]
        return f"{numbers['not_told'] - other} by an exception, {other} for other reasons"
    return f"{numbers['to_send']} still to send" if flag == "handed" and numbers["to_send"] else ""


@require_http_methods(["GET", "POST"])
@step_up.needed_lately_to_change
def download(request: Request) -> HttpResponse:
    """The rows of the list as CSV. First a page that says what the file is; then the file, by the one way out."""
    user = _headteacher(request)
    asked = _asked(request, user)
    rows = figures.listed(user, asked.filters)
    if request.method == "GET":
        values = {"found": rows.count(), "query": urlencode(_given(asked.answers))}
        return render(request, "oversight/dashboard/download.html", values)
    decisions = list(rows.select_related("decided_by", "record"))
    return release(
        InternalList(figures.LIST_PRINT),
        content=_csv(decisions),
        file_name="share-decisions.csv",
        media_type="text/csv; charset=utf-8",
        reader=Reader.of(request),
    )


def _csv(decisions: list[ShareDecision]) -> bytes:
    """The list as a spreadsheet opens it: no cell of it is taken for a formula."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["Reference", "Date", "About", "To", "Outcome", "Against wishes", "Family not told", "Decided by"])
    described = _rows(decisions)
    for decision in decisions:
        row = described[decision.pk]
        cells = [
            decision.reference,
            row["day"],
            "; ".join(person.full_name for person in row["people"]),
            "; ".join(row["to"]),
            decision.get_outcome_display(),
            _yes(decision.against_wishes),
            _yes(decision.family_not_told),
            decision.decided_by.full_name,
        ]
        writer.writerow([f"'{cell}" if str(cell)[:1] in "=+-@\t\r" else cell for cell in cells])
    return ("\ufeff" + out.getvalue()).encode()


def _yes(value: bool) -> str:
    return "yes" if value else "no"


@require_POST
@step_up.needed_lately_to_change
def governors(request: Request) -> HttpResponse:
    """One page for the governors: figures without names, small ones not shown."""
    user = _headteacher(request)
    asked = _asked(request, user)
    content = governors_page.paper(asked.seen, asked.period.words)
    return release(
        InternalList(figures.FIGURES_PRINT),
        content=content,
        file_name="information-sharing.pdf",
        media_type="application/pdf",
        reader=Reader.of(request),
    )


NEEDS = {
    "To acknowledge": (Kind.DECISION, ""),
    "Urgent": (Kind.DECISION_URGENT, ""),
    "Not shared although a child may be at risk: review": (Kind.REVIEW, "review"),
    "Open again": (Kind.REOPENED, ""),
    "Urgent questions for your advice": (Kind.ADVICE_URGENT, "urgent-advice"),
    "Questions for your advice": (Kind.ADVICE, "advice"),
    "Questions about your decisions": (Kind.QUESTION, "own-question"),
    "Questions answered": (Kind.ANSWERED, ""),
    "Passed on because not seen": (Kind.DECISION_PASSED, ""),
    "Urgent, passed on because not seen": (Kind.DECISION_PASSED_URGENT, ""),
}
"""What can wait for the Headteacher: the kind of notice, and the name of its list where that is not one of notices."""


def needs(user: User) -> list[tuple[str, int, Notice, str]]:
    """What waits for this person: what, how many, the oldest, and the list of all of them."""
    waiting = notify.waiting(user)
    groups = []
    for words, (kind, name) in NEEDS.items():
        line = kinds.of(kind).home
        if notices := [n for n in waiting if n.kind == kind or (line and kinds.of(n.kind).home == line)]:
            groups.append((words, len(notices), notices[0], home.list_of(name or home.name_of(line))))
    return groups


def _rows(decisions: list[ShareDecision]) -> dict[int, dict[str, Any]]:
    """Rows for a table, by the decision's id: whom it is about, to whom. Two statements for all of them."""
    to: dict[int, list[str]] = {decision.pk: [] for decision in decisions}
    recipients = DecisionRecipient.objects.filter(decision__in=to).values_list("decision", "agency__name", "kind")
    for key, agency, kind in recipients.order_by("number", "pk"):
        name = agency or DecisionRecipient.Kind(kind).label
        if name not in to[key]:
            to[key].append(name)
    people = visibility.subjects_of_many([decision.record_id for decision in decisions])
    return {
        decision.pk: {
            "decision": decision,
            "people": people.get(decision.record_id, []),
            "to": to[decision.pk],
            "slug": references.slug(decision.reference),
            "day": clock.local(decision.recorded_at).date(),
        }
        for decision in decisions
    }


def _link(period: Period, flag: str) -> str:
    return "?" + urlencode({"period": period.code, "flag": flag}) + "#all"


def _active(asked: Asked) -> list[tuple[str, str]]:
    """The filters in force, each with the address without it."""
    chosen = _given(asked.answers)
    return [
        (label, "?" + urlencode({other: value for other, value in chosen.items() if other != name}) + "#all")
        for name, label in asked.form.in_force()
    ]
