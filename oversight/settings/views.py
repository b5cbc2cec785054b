"""The Administrator's settings pages. Each change is in the log; what lets somebody read more takes two people."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import second_word, step_up
from accounts.models import PendingChange, User
from accounts.only import only_for
from accounts.requests import Request
from accounts.roles import Role
from oversight.settings import sessions
from oversight.settings.forms import (
    CategoryForm,
    ClassForm,
    ClassStaffForm,
    ClosureForm,
    RuleForm,
    SchoolForm,
    TermForm,
)
from oversight.settings.sessions import SessionsForm
from pupils.models import ClassStaff, SchoolClass
from records import rules
from records.models import Category, Rule
from school import calendar, clock
from school.ids import as_number, as_uuid
from school.models import Closure, School, Term
from school.refusals import Refused

WAITS = "It waits for a second person: the Headteacher or the DSL."


def _administrator(request: Request) -> User:
    """These pages are known to be there: somebody else gets a 403 that says whose they are."""
    return only_for(request, {Role.ADMINISTRATOR}, "This page is for the Administrator.", page=(School, "settings"))


@require_GET
@step_up.needed
def settings(request: Request) -> HttpResponse:
    _administrator(request)
    return render(request, "settings/settings.html")


@require_http_methods(["GET", "POST"])
@step_up.needed_lately_to_change
def school(request: Request) -> HttpResponse:
    """The school's own details."""
    _administrator(request)
    form = SchoolForm(request.POST if request.method == "POST" else None, instance=School.here())
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "Saved.")
        return redirect("settings_school")
    return render(request, "settings/school.html", {"form": form}, status=400 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@step_up.needed_lately_to_change
def session_times(request: Request) -> HttpResponse:
    """How long nothing may be done, and how long a code holds."""
    by = _administrator(request)
    form = SessionsForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        waits = sessions.change(form.cleaned_data, by=by)
        messages.success(request, WAITS if waits else "The times have been changed.")
        return redirect("settings_sessions")
    return render(request, "settings/sessions.html", {"form": form}, status=400 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@step_up.needed_lately_to_change
def terms(request: Request) -> HttpResponse:
    """Terms and closures: what "by the next school day" means."""
    only_for(
        request,
        {Role.ADMINISTRATOR, Role.OFFICE},
        "This page is for the Administrator and the office.",
        page=(School, "settings"),
    )
    which = request.POST.get("which") if request.method == "POST" else ""
    form = TermForm(request.POST if which == "term" else None)
    closed = ClosureForm(request.POST if which == "closed" else None, prefix="closed")
    if which == "term" and form.is_valid():
        Term.objects.create(**form.cleaned_data)
        messages.success(request, "The term was added.")
        return redirect("settings_terms")
    if which == "closed" and closed.is_valid():
        Closure.objects.create(**closed.cleaned_data)
        messages.success(request, "The closure was added.")
        return redirect("settings_terms")
    if which in ("remove_term", "remove_closed"):
        model = Term if which == "remove_term" else Closure
        model.objects.filter(pk=as_number(request.POST.get("key", "")) or 0).delete()
        messages.success(request, "Removed.")
        return redirect("settings_terms")
    values = {
        "form": form,
        "closed": closed,
        "terms": [(term, term.last_day < clock.today()) for term in Term.objects.all()],
        "closures": _closures(),
    }
    return render(request, "settings/terms.html", values, status=400 if form.errors or closed.errors else 200)


def _closures() -> list[dict[str, Any]]:
    """Closures to come, and the bank holidays on weekdays of the years that the terms lie in, by day."""
    rows: list[dict[str, Any]] = [
        {"words": str(row), "first": row.first_day, "last": row.last_day, "key": row.pk}
        for row in Closure.objects.filter(last_day__gte=clock.today())
    ]
    spans = Term.objects.values_list("first_day", "last_day")
    years = {day.year for span in spans for day in span if day >= clock.today()} | {clock.today().year}
    rows += [
        {"words": name, "first": day, "last": day, "key": None}
        for year in years
        for day, name in calendar.bank_holidays(year).items()
        if day.weekday() < 5 and day >= clock.today()
    ]
    return sorted(rows, key=lambda row: (row["first"], row["words"]))


@require_http_methods(["GET", "POST"])
@step_up.needed_lately_to_change
def classes(request: Request) -> HttpResponse:
    """The classes. Which children are in them is not shown: the Administrator reads nothing."""
    _administrator(request)
    form = ClassForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        made = SchoolClass.objects.create(name=form.cleaned_data["name"])
        return redirect("settings_class", public_id=made.public_id)
    values = {"form": form, "classes": SchoolClass.objects.all()}
    return render(request, "settings/classes.html", values, status=400 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@step_up.needed_lately_to_change
def school_class(request: Request, public_id: UUID) -> HttpResponse:
    """Who teaches and supports a class."""
    by = _administrator(request)
    found = get_object_or_404(SchoolClass, public_id=public_id)
    form = ClassStaffForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        day = form.cleaned_data["day"]
        try:
            change = second_word.ask(
                PendingChange.Kind.PUT_IN_CLASS,
                form.cleaned_data["person"],
                by=by,
                start=clock.london_day(day) if day else None,
                detail={"class": str(found.public_id)},
            )
            messages.success(request, f"{change.reference}: {WAITS}" if change else "Done.")
            return redirect("settings_class", public_id=public_id)
        except Refused as refusal:
            form.add_error("person", str(refusal))
    staff = (
        ClassStaff.objects.filter(school_class=found, until__gt=clock.now()).select_related("user").order_by("start")
    )
    asked = PendingChange.objects.filter(kind=PendingChange.Kind.PUT_IN_CLASS, answer=None).select_related("person")
    waiting = [change for change in asked if change.detail.get("class") == str(found.public_id)]
    values = {"form": form, "school_class": found, "staff": staff, "waiting": waiting}
    return render(request, "settings/class.html", values, status=400 if form.errors else 200)


@require_POST
@step_up.needed_lately_to_change
def end_class_staff(request: Request, public_id: UUID) -> HttpResponse:
    """Somebody is with a class no longer, at once."""
    _administrator(request)
    found = get_object_or_404(ClassStaff.objects.select_related("school_class"), public_id=public_id)
    found.end()
    messages.success(request, "Ended.")
    return redirect("settings_class", public_id=found.school_class.public_id)


@require_GET
@step_up.needed_lately_to_change
def categories(request: Request) -> HttpResponse:
    """The kinds of record there are."""
    _administrator(request)
    found = Category.objects.exclude(code__in=("draft", "held"))
    return render(request, "settings/categories.html", {"categories": found})


@require_http_methods(["GET", "POST"])
@step_up.needed_lately_to_change
def category(request: Request, public_id: UUID) -> HttpResponse:
    """One category: its name and period, and the rules that say who sees it."""
    by = _administrator(request)
    found = get_object_or_404(Category, public_id=public_id)
    look: dict[str, int] | None = None
    which = request.POST.get("which") if request.method == "POST" else ""
    form = CategoryForm(request.POST if which == "category" else None, instance=found)
    rule_form = RuleForm(request.POST if which == "rule" else None)
    if which == "category" and form.is_valid():
        name, owner = form.cleaned_data["name"], form.cleaned_data["owner_role"]
        try:
            with transaction.atomic():
                form.save()
                asked = [
                    name != found.name and rules.ask_to_rename(by=by, category=found, name=name),
                    owner != found.owner_role and rules.ask_to_own(by=by, category=found, role=owner),
                ]
            for change in filter(None, asked):
                messages.success(request, f"{change.reference}: {WAITS}")
            if not any(asked):
                messages.success(request, "The kind of record has been saved.")
            return redirect("settings_category", public_id=public_id)
        except Refused as refusal:
            form.add_error("owner_role", str(refusal))
    if which == "rule" and rule_form.is_valid():
        said = rule_form.cleaned_data
        rule = {"role": said["role"], "relation": said["relation"], "extent": rule_form.extent_value}
        if "sure" not in request.POST:
            look = {"gain": rules.would_gain(found, **rule)}
        else:
            try:
                change = rules.ask_to_add(by=by, category=found, **rule)
                messages.success(request, f"{change.reference}: {WAITS}" if change else "Done.")
                return redirect("settings_category", public_id=public_id)
            except Refused as refusal:
                rule_form.add_error("role", str(refusal))
    if which == "end":
        rule = get_object_or_404(Rule.objects.live(), public_id=as_uuid(request.POST.get("rule", "")), category=found)
        try:
            rules.end(rule)
            messages.success(request, "The rule has ended. It can be added again with a second person's word.")
        except Refused as refusal:
            messages.error(request, str(refusal))
        return redirect("settings_category", public_id=public_id)
    live = Rule.objects.live().filter(category=found).select_related("group").order_by("pk")
    values = {
        "form": form,
        "rule_form": rule_form,
        "category": found,
        "rules": [(rule, rules.sentence(rule), rules.would_lose(rule)) for rule in live],
        "look": look,
    }
    status = 400 if form.errors or rule_form.errors else 200
    return render(request, "settings/category.html", values, status=status)
