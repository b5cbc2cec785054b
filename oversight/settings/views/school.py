"""The Administrator's settings pages. Each change is in the log; what lets a person read more takes two people."""

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import approvals, step_up
from accounts.models import PendingChange, User
from accounts.requests import Request
from accounts.role_required import only_for
from accounts.roles import Role
from core import bank_holidays, clock
from core.ids import as_number, as_uuid
from core.models import Closure, School, Term
from core.pages import acted_on, form_page
from core.refusals import Refused, shown_at
from oversight.settings import reached, sessions
from oversight.settings.forms import (
    CategoryForm,
    ClassForm,
    ClassStaffForm,
    ClosureForm,
    RuleForm,
    SchoolForm,
    SessionsForm,
    TermForm,
)
from records.models import Category, Rule
from records.need_to_know import rules, shipped
from records.pupils import staff
from records.pupils.models import ClassStaff, SchoolClass

WAITS = "It waits for a second person: the Headteacher or the DSL."


def _administrator(request: Request) -> User:
    """The Administrator, who asks. These pages are no secret: everyone else gets a 403 that says whose they are."""
    return only_for(request, {Role.ADMINISTRATOR}, "This page is for the Administrator.", page=(School, "settings"))


@require_GET
@step_up.needed
def settings(request: Request) -> HttpResponse:
    _administrator(request)
    return render(request, "oversight/settings/settings.html")


@require_http_methods(["GET", "POST"])
@step_up.needed_lately_to_change
def school(request: Request) -> HttpResponse:
    """The school's own details."""
    by = _administrator(request)
    make = partial(SchoolForm, instance=School.here())
    save = partial(_save_school, request, by)
    intro = [
        "Telephone numbers and times change once the Headteacher or the DSL has agreed. Until then the old ones hold."
    ]
    return form_page(request, "The school’s details", make, save, intro=intro, **_back_to_settings())


def _save_school(request: Request, by: User, form: SchoolForm) -> HttpResponse:
    """Save the names; ask for the numbers and times, which take a second person."""
    with shown_at("dsl_phone"), transaction.atomic():
        wanted = form.wanted
        form.save()
        asked = reached.ask(wanted, by=by)
    messages.success(request, f"{asked.reference}: {WAITS}" if asked else "Saved.")
    return redirect("settings:school")


def _back_to_settings() -> dict[str, str]:
    return {"back": reverse("settings:overview"), "back_words": "Settings"}


@require_http_methods(["GET", "POST"])
@step_up.needed_lately_to_change
def session_times(request: Request) -> HttpResponse:
    """How long nothing may be done, and how long a code holds."""
    by = _administrator(request)
    return form_page(
        request,
        "Sessions and codes",
        SessionsForm,
        partial(_change_times, request, by),
        intro=["Shorter times take effect at once. Longer times need the Headteacher’s or DSL’s approval."],
        **_back_to_settings(),
    )


def _change_times(request: Request, by: User, form: SessionsForm) -> HttpResponse:
    waits = sessions.change(form.cleaned_data, by=by)
    messages.success(request, WAITS if waits else "The times have been changed.")
    return redirect("settings:sessions")


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
    form = TermForm(request.POST if which == TermForm.which else None)
    closed = ClosureForm(request.POST if which == ClosureForm.which else None, prefix="closed")
    if done := acted_on(form, partial(_add_term, request)) or acted_on(closed, partial(_add_closure, request)):
        return done
    if which in ("remove_term", "remove_closed"):
        model = Term if which == "remove_term" else Closure
        model.objects.filter(pk=as_number(request.POST.get("key", "")) or 0).delete()
        messages.success(request, "Removed.")
        return redirect("settings:terms")
    values = {
        "form": form,
        "closed": closed,
        "terms": [(term, term.last_day < clock.today()) for term in Term.objects.all()],
        "closures": _closures(),
    }
    return render(request, "oversight/settings/terms.html", values, status=400 if form.errors or closed.errors else 200)


def _add_term(request: Request, form: TermForm) -> HttpResponse:
    Term.objects.create(**form.cleaned_data)
    messages.success(request, "The term was added.")
    return redirect("settings:terms")


def _add_closure(request: Request, form: ClosureForm) -> HttpResponse:
    Closure.objects.create(**form.cleaned_data)
    messages.success(request, "The closure was added.")
    return redirect("settings:terms")


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
        for day, name in bank_holidays.bank_holidays(year).items()
        if day.weekday() < 5 and day >= clock.today()
    ]
    return sorted(rows, key=lambda row: (row["first"], row["words"]))


@require_http_methods(["GET", "POST"])
@step_up.needed_lately_to_change
def classes(request: Request) -> HttpResponse:
    """The classes. Which children are in them is not shown: the Administrator reads nothing."""
    _administrator(request)
    return form_page(
        request,
        "Classes",
        ClassForm,
        _add_class,
        template="oversight/settings/classes.html",
        classes=SchoolClass.objects.all(),
        **_back_to_settings(),
    )


def _add_class(form: ClassForm) -> HttpResponse:
    made = SchoolClass.objects.create(name=form.cleaned_data["name"])
    return redirect("settings:school_class", public_id=made.public_id)


@require_http_methods(["GET", "POST"])
@step_up.needed_lately_to_change
def school_class(request: Request, public_id: UUID) -> HttpResponse:
    """Who teaches and supports a class."""
    by = _administrator(request)
    room = get_object_or_404(SchoolClass, public_id=public_id)
    staff = ClassStaff.objects.filter(school_class=room, until__gt=clock.now())
    return form_page(
        request,
        "A class",
        ClassStaffForm,
        partial(_put_with_class, request, by, room),
        template="oversight/settings/class.html",
        heading=f"Class {room.name}",
        staff=staff.select_related("user").order_by("start"),
        waiting=partial(_waiting_for, room),
        back=reverse("settings:classes"),
        back_words="Classes",
    )


def _put_with_class(request: Request, by: User, room: SchoolClass, form: ClassStaffForm) -> HttpResponse:
    person, day = form.cleaned_data["person"], form.cleaned_data["day"]
    start = clock.london_day(day) if day else None
    with shown_at("person"):
        change = approvals.ask(staff.PutInClass.kind, person, by=by, start=start, detail={"class": str(room.public_id)})
    messages.success(request, f"{change.reference}: {WAITS}" if change else "Done.")
    return redirect("settings:school_class", public_id=room.public_id)


def _waiting_for(room: SchoolClass) -> list[PendingChange]:
    """The changes that would put a person with a class, and wait for a second person."""
    asked = PendingChange.objects.filter(kind=staff.PutInClass.kind, answer=None).select_related("person")
    return [change for change in asked if change.detail.get("class") == str(room.public_id)]


@require_POST
@step_up.needed_lately_to_change
def end_class_staff(request: Request, public_id: UUID) -> HttpResponse:
    """End a person's time with a class, at once."""
    by = _administrator(request)
    row = get_object_or_404(ClassStaff.objects.select_related("school_class", "user"), public_id=public_id)
    try:
        staff.end_with_class(row, by=by)
        messages.success(request, "Ended. The person is told.")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("settings:school_class", public_id=row.school_class.public_id)


@require_GET
@step_up.needed_lately_to_change
def categories(request: Request) -> HttpResponse:
    """The kinds of record there are."""
    _administrator(request)
    shown = Category.objects.exclude(code__in=shipped.unlisted())
    return render(request, "oversight/settings/categories.html", {"categories": shown})


@require_http_methods(["GET", "POST"])
@step_up.needed_lately_to_change
def category(request: Request, public_id: UUID) -> HttpResponse:
    """One category: its name and period, and the rules that say who sees it."""
    by = _administrator(request)
    shown = get_object_or_404(Category, public_id=public_id)
    which = request.POST.get("which") if request.method == "POST" else ""
    if which == "end":
        return _end_rule(request, by, shown)
    form = CategoryForm(request.POST if which == CategoryForm.which else None, instance=shown)
    rule_form = RuleForm(request.POST if which == RuleForm.which else None)
    done = acted_on(form, partial(_save_category, request, by, shown))
    if done := done or acted_on(rule_form, partial(_add_rule, request, by, shown)):
        return done
    live = Rule.objects.live().filter(category=shown).select_related("group").order_by("pk")
    values = {
        "form": form,
        "rule_form": rule_form,
        "category": shown,
        "rules": [(rule, rules.sentence(rule), rules.would_lose(rule)) for rule in live],
    }
    status = 400 if form.errors or rule_form.errors else 200
    return render(request, "oversight/settings/category.html", values, status=status)


def _save_category(request: Request, by: User, category: Category, form: CategoryForm) -> HttpResponse:
    """Save the period; ask for another name and another owner, which take a second person."""
    name, owner = form.cleaned_data["name"], form.cleaned_data["owner_role"]
    with shown_at("owner_role"), transaction.atomic():
        form.save()
        asked = [
            name != category.name and rules.ask_to_rename(by=by, category=category, name=name),
            owner != category.owner_role and rules.ask_to_own(by=by, category=category, role=owner),
        ]
    for change in filter(None, asked):
        messages.success(request, f"{change.reference}: {WAITS}")
    if not any(asked):
        messages.success(request, "The kind of record has been saved.")
    return redirect("settings:category", public_id=category.public_id)


def _add_rule(request: Request, by: User, category: Category, form: RuleForm) -> HttpResponse | None:
    """Show who would see more; once that has been seen, ask for the rule."""
    if "sure" not in request.POST:
        form.gain = rules.would_gain(category, **form.rule)
        return None
    with shown_at("role"):
        change = rules.ask_to_add(by=by, category=category, **form.rule)
    messages.success(request, f"{change.reference}: {WAITS}" if change else "Done.")
    return redirect("settings:category", public_id=category.public_id)


def _end_rule(request: Request, by: User, category: Category) -> HttpResponse:
    rule = get_object_or_404(Rule.objects.live(), public_id=as_uuid(request.POST.get("rule", "")), category=category)
    try:
        change = rules.ask_to_end(rule, by=by)
        ended = "The rule has ended. It can be added again with a second person’s approval."
        messages.success(request, f"{change.reference}: {WAITS}" if change else ended)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("settings:category", public_id=category.public_id)
