"""Emergency access: opening it, ending it, saying what it was for, reviewing it."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from access import emergency
from access.models import EmergencyAccess
from access.views.asking import kinds
from access.views.common import child_of, page, reason, thing_of
from accounts import roles
from accounts.requests import Request
from accounts.roles import Role
from audit.models import Entry
from pupils.models import Person
from records import need_to_know, vault
from records.models import Category, Record
from records.vault import Reader
from school import clock, words
from school.choices import Radios, Ticks
from school.models import School
from school.refusals import Refused
from school.text import TextField


class OpenForm(forms.Form):
    def __init__(self, dsl: str, data: Any = None) -> None:
        super().__init__(data)
        phone = School.here().dsl_phone
        self.fields["reason"] = reason("Why do you need it now?", "why you need it now")
        self.fields["categories"] = Ticks("What kind?", kinds(), what="what kind of information you need")
        self.fields["alone"] = forms.BooleanField(
            label="I could not reach someone who already has access",
            error_messages={"required": f"Tick to confirm, or try {dsl} first: {phone}"},
        )


@require_http_methods(["GET", "POST"])
def emergency_new(request: Request, public_id: UUID) -> HttpResponse:
    """Emergency access to a child's information. Those without the right find nothing here."""
    reader, child, back = child_of(request, public_id, emergency.MAY)
    dsl, head = roles.holder(Role.DSL), roles.holder(Role.HEADTEACHER)
    name = dsl.short_name if dsl else "the DSL"
    form = OpenForm(name, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            opened = emergency.open_up(reader.user, child, said["categories"], reason=said["reason"])
            messages.success(request, f"{opened.reference}: open for you until {words.time(opened.until)}.")
            return redirect("child", public_id=public_id)
        except Refused as refusal:
            form.add_error("reason", str(refusal))
    warning = (
        f"Use this only if someone could be hurt before you can reach {name}. It opens for 60 minutes, for you only. "
        f"{head.short_name if head else 'The Headteacher'} and {name} are told at once, and you will be asked to "
        "explain it."
    )
    heading = f"Emergency access to {child.first_name}’s information"
    return page(
        request, "Emergency access", form, heading=heading, warning=warning, button="Open for 60 minutes", **back
    )


class AccountForm(forms.Form):
    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["account"] = reason("What did you use it for?", "what you used it for")


class ReviewForm(forms.Form):
    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        choices = [("yes", "Justified"), ("no", "Not justified")]
        self.fields["word"] = Radios("Your review", choices, what="your review")
        self.fields["note"] = TextField(what="a note", max_length=1000, required=False, label="Note (optional)")


@require_http_methods(["GET", "POST"])
def emergency_page(request: Request, slug: str) -> HttpResponse:
    """To the opener: end it, say what it was for. To whoever was told: what was opened, and the review."""
    reader, found = thing_of(request, "E", slug)
    mine = found.by_id == reader.user.pk
    if request.method == "POST" and "end" in request.POST and mine:
        emergency.end(found)
        messages.success(request, "Ended.")
        return redirect("emergency", slug=slug)
    account = getattr(found, "account", None)
    review = getattr(found, "review", None)
    posted = request.POST if request.method == "POST" else None
    form: forms.Form | None = None
    if mine and account is None:
        form = AccountForm(posted)
        if posted is not None and form.is_valid():
            emergency.account(found, form.cleaned_data["account"])
            messages.success(request, "Thank you. It goes to whoever reviews it.")
            return redirect("emergency", slug=slug)
    elif not mine and review is None:
        form = ReviewForm(posted)
        if posted is not None and form.is_valid():
            said = form.cleaned_data
            try:
                emergency.review(found, by=reader.user, justified=said["word"] == "yes", note=said["note"])
                messages.success(request, "Reviewed.")
                return redirect("emergency", slug=slug)
            except Refused as refusal:
                form.add_error("word", str(refusal))
    rows = [*_rows(reader, found, account), *_reviewed(reader, review)]
    open_now = bool(emergency.standing(found.by, found.person)) and found.until > clock.now()
    return page(
        request,
        "Emergency access",
        form,
        template="access/emergency.html",
        caption=found.reference,
        rows_of=rows,
        mine=mine,
        open_now=open_now,
        left=max(0, int((found.until - clock.now()).total_seconds() // 60)),
        found=found,
        heading="Emergency access" if not mine else "Tell us what you used it for" if form else "Emergency access",
        button="Send" if mine else "Record the review",
        seen=[] if mine else _opened(reader, found),
    )


def _rows(reader: Reader, found: EmergencyAccess, account: Any) -> list[tuple[str, str]]:
    names = Category.objects.filter(code__in=found.categories).values_list("name", flat=True)
    rows = [
        ("Who", found.by.full_name),
        ("About", found.person.full_name),
        ("Kinds", ", ".join(names)),
        ("Opened", words.moment(found.at)),
        ("Why", _words(reader, found)),
    ]
    return [*rows, ("Used for", _words(reader, account))] if account else rows


def _reviewed(reader: Reader, review: Any) -> list[tuple[str, str]]:
    if review is None:
        return []
    word = "Justified" if review.justified else "Not justified"
    rows = [("Review", f"{word}, {review.by.full_name}, {words.moment(review.at)}")]
    return [*rows, ("Note", _words(reader, review))] if review.reason else rows


def _words(reader: Reader, thing: Any) -> str:
    return vault.open_field(reader, thing, "reason", because="emergency").decode()


def _opened(reader: Reader, found: EmergencyAccess) -> list[tuple[Record, str]]:
    """What the opener looked at in that hour, as far as the reviewer may see it too."""
    person: Person = found.person
    sees = need_to_know.access_about(reader.user, person, reader.at)
    records = {str(one.public_id): one for one in Record.objects.filter(pk__in=sees).select_related("category")}
    looks = Entry.objects.filter(
        action=Entry.Action.ACCESS,
        actor_id=found.by_id,
        timestamp__gte=found.at,
        timestamp__lt=found.until,
        object_pk__in=list(records),
    ).order_by("timestamp")
    return [(records[one.object_pk], words.time(one.timestamp)) for one in looks]
