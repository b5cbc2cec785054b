"""The page on information sharing."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts import step_up
from accounts.models import User
from accounts.roles import Role
from audit import entries
from audit.models import Entry
from notices import telling
from notices.models import Notice
from oversight.dashboard import figures
from oversight.dashboard.figures import FIGURES, FLAGS, WATCH, Filters, Period
from records import need_to_know
from records.models import Category
from school import clock, references
from sharing import asking
from sharing.models import ShareDecision

A_PAGE, TO_WATCH = 25, 5


class FilterForm(forms.Form):
    """What to narrow the list to."""

    def __init__(self, user: User, periods: list[Period], data: Any = None) -> None:
        super().__init__(data)
        kinds = Category.objects.filter(personal=False).values_list("code", "name")
        deciders = [(str(one.public_id), one.full_name) for one in figures.deciders(user)]
        for name, label, choices in (
            ("period", "Period", [(one.code, one.words) for one in periods]),
            ("flag", "Which", [(flag, label) for flag, (label, _) in FLAGS.items()]),
            ("agency", "Organisation", [("", "All"), *((str(a.public_id), a.name) for a in figures.agencies())]),
            ("category", "Kind of record", [("", "All"), *kinds]),
            ("by", "Decided by", [("", "All"), *deciders]),
        ):
            self.fields[name] = forms.ChoiceField(label=label, choices=choices, required=False)


@require_GET
@step_up.needed
def dashboard(request: HttpRequest) -> HttpResponse:
    """For the Headteacher: what needs them, figures, what to watch, patterns, and every row that is counted."""
    if Role.HEADTEACHER not in request.roles:  # type: ignore[attr-defined]
        entries.refused(ShareDecision, "dashboard")
        raise PermissionDenied("This page is for the Headteacher.")
    user: User = request.user  # type: ignore[assignment]
    periods = figures.periods()
    form = FilterForm(user, periods, request.GET or None)
    said = form.cleaned_data if form.is_bound and form.is_valid() else {}
    period = next((one for one in periods if one.code == said.get("period")), periods[0])
    filters = Filters(period, *(said.get(name, "") for name in ("flag", "agency", "by", "category")))
    numbers = figures.counts(user, period)
    rows = figures.listed(user, filters)
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    watch = [(FLAGS[flag][0], _rows(figures.listed(user, Filters(period, flag))[: TO_WATCH]), flag, numbers[flag])
             for flag in WATCH if numbers[flag]]  # fmt: skip
    values = {
        "period": period, "form": form, "page": page, "rows": _rows(page.object_list), "found": page.paginator.count,
        "figures": [(FLAGS[flag][0], numbers[flag], _link(period, flag)) for flag in FIGURES],
        "watch": [(label, found, _link(period, flag), count) for label, found, flag, count in watch],
        "charts": figures.charts(user, period), "needs": needs(user), "active": _active(form, said),
        "asked": asking.waiting_for_answer(user),
        "pages": urlencode({name: value for name, value in said.items() if value}),
    }  # fmt: skip
    entries.write(user, Entry.Action.ACCESS, because="dashboard", found=page.paginator.count)
    return render(request, "dashboard/dashboard.html", values)


def needs(user: User) -> list[tuple[str, int, Notice]]:
    """What waits for this person: what, how many, and the oldest."""
    waiting = [notice for notice in telling.waiting(user) if notice.reference.startswith("SD ")]
    groups = {
        "To acknowledge": [one for one in waiting if one.kind in ("decision", "decision_stand_in")],
        "Urgent": [one for one in waiting if one.kind == "decision_urgent"],
        "Questions answered": [one for one in waiting if one.kind == "answered"],
        "Passed on because not seen": [one for one in waiting if one.kind == "decision_passed"],
    }
    return [(name, len(found), found[0]) for name, found in groups.items() if found]


def _rows(found: Any) -> list[dict[str, object]]:
    """Rows for a table: the decision, whom it is about, to whom. Two statements more for all of them."""
    decisions = list(found.select_related("decided_by", "record"))
    contacts: dict[int, list[str]] = {}
    for decision in decisions:
        contacts[decision.pk] = []
    recipients = ShareDecision.objects.filter(pk__in=contacts).values_list("pk", "recipients__contact__agency__name")
    for key, name in recipients:
        if name and name not in contacts[key]:
            contacts[key].append(name)
    people = need_to_know.subjects_of_many([decision.record_id for decision in decisions])
    return [
        {
            "decision": one, "people": people.get(one.record_id, []), "to": contacts[one.pk],
            "slug": references.slug(one.reference),
            "day": clock.local(one.recorded_at).date(),
        }
        for one in decisions
    ]  # fmt: skip


def _link(period: Period, flag: str) -> str:
    return "?" + urlencode({"period": period.code, "flag": flag}) + "#all"


def _active(form: FilterForm, said: dict[str, str]) -> list[tuple[str, str]]:
    """The filters in force, each with the address without it."""
    found = []
    for name, value in said.items():
        if value and name != "period":
            others = {other: kept for other, kept in said.items() if kept and other != name}
            label = dict(form.fields[name].choices)[value]  # type: ignore[attr-defined]
            found.append((label, "?" + urlencode(others) + "#all"))
    return found
