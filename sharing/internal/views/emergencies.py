"""Emergency access: opening it, ending it, saying what it was for, reviewing it."""

from collections.abc import Iterator
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from accounts import roles
from accounts.requests import Request
from accounts.roles import Role
from core import clock, words
from core.audit.models import Entry
from core.pages import form_page, page
from records.models import Category, Record
from records.need_to_know import visibility
from records.pages import get_child
from records.pupils.models import Person
from records.vault import vault
from records.vault.vault import Reader
from sharing.internal import emergency
from sharing.internal.forms.emergency import AccountForm, OpenForm
from sharing.internal.forms.emergency_review import Review, ReviewForm
from sharing.internal.models import EmergencyAccess
from sharing.internal.views.common import get_by_reference


@require_http_methods(["GET", "POST"])
def emergency_new(request: Request, public_id: UUID) -> HttpResponse:
    """Emergency access to a child's information. Those without the right find nothing here."""
    _, child, back = get_child(request, public_id, emergency.MAY)
    dsl, head = roles.holder(Role.DSL), roles.holder(Role.HEADTEACHER)
    name = dsl.short_name if dsl else "the DSL"
    warning = (
        f"Use this only if someone could be hurt before you can reach {name}. It opens for 60 minutes, for you only. "
        f"{head.short_name if head else 'The Headteacher'} and {name} are told at once, and you will be asked to "
        "explain it."
    )
    return form_page(
        request,
        "Emergency access",
        partial(OpenForm, name),
        partial(_open, request, child),
        heading=f"Emergency access to {child.first_name}’s information",
        warning=warning,
        **back,
    )


def _open(request: Request, child: Person, form: OpenForm) -> HttpResponse:
    data = form.cleaned_data
    opened = emergency.open_up(request.user, child, data["categories"], reason=data["reason"])
    messages.success(request, f"{opened.reference}: open for you until {words.time(opened.until)}.")
    return redirect("child:child", public_id=child.public_id)


@require_http_methods(["GET", "POST"])
def emergency_page(request: Request, slug: str) -> HttpResponse:
    """To the opener: end it, say what it was for. To those who were told: what was opened, and the review."""
    reader, opened = get_by_reference(request, "E", slug)
    mine = opened.by_id == reader.user.pk
    if request.method == "POST" and "end" in request.POST and mine:
        emergency.end(opened)
        messages.success(request, "Ended.")
        return redirect("internal:emergency", slug=slug)
    account, review = getattr(opened, "account", None), getattr(opened, "review", None)
    shown = {
        "template": "sharing/internal/emergency.html",
        "caption": opened.reference,
        "rows_of": _rows(reader, opened, account, review),
        "mine": mine,
        "open_now": bool(emergency.standing(opened.by, opened.person)) and opened.until > clock.now(),
        "left": max(0, int((opened.until - clock.now()).total_seconds() // 60)),
        "opened": opened,
        "seen": [] if mine else _seen(reader, opened),
    }
    if mine and account is None:
        shown["heading"] = "Tell us what you used it for"
        return form_page(request, "Emergency access", AccountForm, partial(_account, request, opened), **shown)
    if not mine and review is None:
        return form_page(request, "Emergency access", ReviewForm, partial(_review, request, opened), **shown)
    return page(request, "Emergency access", **shown)


def _account(request: Request, opened: EmergencyAccess, form: AccountForm) -> HttpResponse:
    emergency.account(opened, form.cleaned_data["account"])
    messages.success(request, "Thank you. It goes to whoever reviews it.")
    return redirect("internal:emergency", slug=opened.slug)


def _review(request: Request, opened: EmergencyAccess, form: ReviewForm) -> HttpResponse:
    data = form.cleaned_data
    emergency.review(opened, by=request.user, justified=data["word"] == Review.JUSTIFIED, note=data["note"])
    messages.success(request, "Reviewed.")
    return redirect("internal:emergency", slug=opened.slug)


def _rows(reader: Reader, opened: EmergencyAccess, account: Any, review: Any) -> Iterator[tuple[str, str]]:
    """What was opened, why, and what came of it. The words are opened only when the page is shown."""
    names = Category.objects.filter(code__in=opened.categories).values_list("name", flat=True)
    yield "Who", opened.by.full_name
    yield "About", opened.person.full_name
    yield "Kinds", ", ".join(names)
    yield "Opened", words.moment(opened.at)
    yield "Why", _words(reader, opened)
    if account is not None:
        yield "Used for", _words(reader, account)
    if review is not None:
        justified = "Justified" if review.justified else "Not justified"
        yield "Review", f"{justified}, {review.by.full_name}, {words.moment(review.at)}"
        if review.reason:
            yield "Note", _words(reader, review)


def _words(reader: Reader, thing: Any) -> str:
    return vault.open_field(reader, thing, "reason", because="emergency").decode()


def _seen(reader: Reader, opened: EmergencyAccess) -> Iterator[tuple[Record, str]]:
    """What the opener looked at in that hour, as far as the reviewer may see it too; read when the page is shown."""
    person: Person = opened.person
    sees = visibility.access_about(reader.user, person, reader.at)
    records = {
        str(record.public_id): record for record in Record.objects.filter(pk__in=sees).select_related("category")
    }
    looks = Entry.objects.filter(
        action=Entry.Action.ACCESS,
        actor_id=opened.by_id,
        timestamp__gte=opened.at,
        timestamp__lt=opened.until,
        object_pk__in=list(records),
    ).order_by("timestamp")
    for look in looks:
        yield records[look.object_pk], words.time(look.timestamp)
