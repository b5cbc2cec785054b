"""The undertaking, people and roles, changes that take two people, deputies, sessions, and text that was kept."""

from collections.abc import Iterable
from datetime import timedelta
from functools import partial
from typing import Any

from allauth.account.views import LogoutView
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import Resolver404, resolve, reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import approvals, invitations, kept, people, sessions, step_up, undertakings
from accounts.account_changes import NameDeputy
from accounts.forms import AwayForm, ChangeForm, PersonForm, StandingForm, UndertakingForm
from accounts.models import Deputising, PendingChange, User
from accounts.requests import Request
from accounts.role_required import only_for
from accounts.roles import Role
from core import clock
from core.audit import entries
from core.ids import as_uuid
from core.pages import acted_on, form_page
from core.refusals import Refused, shown_at


@login_not_required
def not_offered(request: Request) -> HttpResponse:
    """Where allauth would offer sign-up, or a password in place of the second factor: not here."""
    raise Http404


CLEAR = '"cache", "storage"'
"""What a browser forgets of this school at sign-out. Not its cookies: other services may share the domain."""


@login_not_required
@require_GET
def signed_out(request: Request) -> HttpResponse:
    """Why the session ended, and the way back in."""
    ended = request.session.ended
    values = kept.why_signed_out(ended, request.GET.get("next", ""), lost=request.GET.get("lost") == "1")
    response = render(request, "accounts/signed_out.html", values)
    if not request.user.is_authenticated:
        response["Clear-Site-Data"] = CLEAR
    return response


class SignOut(LogoutView):
    """Sign out, and have the browser forget the pages."""

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().post(*args, **kwargs)
        response["Clear-Site-Data"] = CLEAR
        return response


@login_not_required
@require_GET
def state(request: Request) -> HttpResponse:
    """For the page that is open: whether its reader is signed in, and whether a form of it would be asked for a code.

    `path`: where the form goes. `known` false: that page does not say beforehand.
    """
    if not request.user.is_authenticated:
        ended = request.session.ended
        return JsonResponse({"in": False, "why": ended.get_ended_why_display() if ended else ""})
    try:
        view: Any = resolve(request.GET.get("path", "")).func
    except Resolver404:
        view = None
    missing = step_up.missing(request, view)
    asks = not step_up.fresh(request) if missing is None else missing
    factors = step_up.factors_of(request) if asks else frozenset()
    return JsonResponse(
        {
            "in": True,
            "known": missing is not None,
            "ask": asks,
            "csrf": get_token(request),
            "left": step_up.lately_left(request),
            "app": bool(factors & {"totp", "recovery_codes"}),
            "passkey": "webauthn" in factors,
        }
    )


@require_POST
@step_up.needed
def end_session(request: Request) -> HttpResponse:
    """End one of your other sessions, or all of them."""
    which = request.POST.get("session", "")
    key = as_uuid(which)
    if which == "others" or key:
        count = sessions.end_elsewhere(request, None if which == "others" else key)
        words = "No other session was open." if not count else f"{count} session{'s' * (count > 1)} ended."
        messages.success(request, words)
    return redirect("mfa_index")


@login_not_required
@require_POST
def keep_text(request: Request) -> HttpResponse:
    """What was typed into a page when its time was over: kept for the person who is, or was, signed in; and sign out.

    `to`: the form's address. Answers 413 where what was typed could not be kept.
    """
    ended = request.session.ended
    user = request.user if request.user.is_authenticated else ended and ended.user
    typed = request.POST.copy()
    path = typed.pop("to", [""])[-1]
    room = kept.OWN if request.user.is_authenticated else kept.ENDED
    lost = user and kept.here(path) and kept.keep(user, path, typed, room) is None
    if request.user.is_authenticated:
        sessions.idle(request)
    return HttpResponse(status=413 if lost else 204)


@require_POST
@step_up.needed
def kept_text(request: Request, public_id: str) -> HttpResponse:
    """Put back what was kept, or delete it. Another person's is not found."""
    text = get_object_or_404(kept.mine(request.user), public_id=public_id)
    path = text.path
    if request.POST.get("word") == "delete":
        kept.forget(request, text)
        if request.headers.get("Accept") == "application/json":
            return HttpResponse(status=204)
        return redirect(path)
    fields = kept.read(text)
    if request.headers.get("Accept") == "application/json":
        return JsonResponse(fields)
    lines = [(name.replace("_", " "), value) for name, values in fields.items() for value in values if " " in value]
    return render(request, "accounts/kept_text.html", {"text": text, "lines": lines})


@require_http_methods(["GET", "POST"])
def undertaking(request: Request) -> HttpResponse:
    """The confidentiality undertaking: accepted before first use, yearly, and when it changes (R: G6)."""
    return form_page(
        request,
        "Confidentiality undertaking",
        UndertakingForm,
        partial(_accept, request),
        template="accounts/undertaking.html",
        undertaking=undertakings.in_force,
    )


def _accept(request: Request, form: UndertakingForm) -> HttpResponse:
    undertakings.accept(request.user)
    return redirect("home:home")


Kind = PendingChange.Kind


def _administrator(request: Request) -> User:
    """The Administrator, who asks. These pages are no secret: everyone else gets a 403 that says whose they are."""
    return only_for(request, {Role.ADMINISTRATOR}, "This page is for the Administrator.", page=(User, "people"))


@require_http_methods(["GET", "POST"])
@step_up.needed_lately_to_change
def people_and_roles(request: Request) -> HttpResponse:
    """The Administrator's list of accounts, and a new one."""
    by = _administrator(request)
    return form_page(
        request,
        "People and roles",
        PersonForm,
        partial(_add_person, request, by),
        template="accounts/people.html",
        rows=_accounts,
        waiting=partial(_named, PendingChange.objects.filter(answer=None).select_related("person")),
    )


def _named(changes: Iterable[PendingChange]) -> list[tuple[PendingChange, str]]:
    """The changes, each with what it is called."""
    return [(change, approvals.label(change)) for change in changes]


def _add_person(request: Request, by: User, form: PersonForm) -> HttpResponse:
    user, change = people.add_with_role(by=by, **form.cleaned_data)
    invitations.invite(user)
    done = "The role waits for a second person." if change else "The role holds from now."
    messages.success(request, f"Account made. {done} A link to set the password is on its way by e-mail.")
    return redirect("accounts:people")


def _accounts() -> list[dict[str, Any]]:
    """All accounts, each with the roles that it holds now."""
    now = clock.now()
    return [
        {
            "user": user,
            "roles": [Role(row.group.name).label for row in user.memberships.all() if row.start <= now < row.until],
        }
        for user in User.objects.order_by("last_name", "first_name").prefetch_related("memberships__group")
    ]


@require_http_methods(["GET", "POST"])
@step_up.needed_lately_to_change
def person(request: Request, public_id: str) -> HttpResponse:
    """One account: its roles, and a change to ask for."""
    by = _administrator(request)
    user = get_object_or_404(User, public_id=public_id)
    return form_page(
        request,
        "An account",
        ChangeForm,
        partial(_change_person, request, by, user),
        template="accounts/person.html",
        heading=user.full_name,
        person=user,
        memberships=partial(_memberships, user),
        changes=partial(_named, user.changes.filter(answer=None)),
        back=reverse("accounts:people"),
        back_words="People and roles",
    )


def _change_person(request: Request, by: User, user: User, form: ChangeForm) -> HttpResponse:
    """Do the change, or ask a second person to agree to it."""
    data = form.cleaned_data
    day = data["day"]
    with shown_at("kind"):
        start = (clock.end_of(day) if data["kind"] == Kind.END_ROLE else clock.london_day(day)) if day else None
        change = approvals.ask(data["kind"], user, by=by, role=data["role"], email=data["email"], start=start)
    ended = "The role ends then." if day else "The role has ended."
    done = {Kind.END_ROLE: ended, Kind.LEAVE: "The account is closed."}
    waits = f"{change.reference} waits for a second person." if change else ""
    messages.success(request, waits or done.get(data["kind"], "Done."))
    return redirect("accounts:person", public_id=user.public_id)


def _memberships(user: User) -> list[dict[str, Any]]:
    """The roles that a person holds, or will hold, with their dates."""
    held = user.memberships.filter(until__gt=clock.now()).select_related("group").order_by("start")
    return [
        {
            "label": Role(row.group.name).label,
            "start": row.start,
            "until": row.until if row.until < clock.FAR else None,
        }
        for row in held
    ]


SHOWN_FOR = timedelta(days=30)
"""How long a change is listed for the person it is about, and for the person who asked for it."""


@require_GET
@step_up.needed
def changes(request: Request) -> HttpResponse:
    """What waits for this person's word, and what became of changes that they were told of or asked for."""
    rows = [
        {
            "change": change,
            "label": approvals.label(change),
            "words": approvals.words(change),
            "about": approvals.about(change),
            "page": approvals.page(change),
        }
        for change in approvals.waiting_for(request.user)
    ]
    known = approvals.known_to(request.user, clock.now() - SHOWN_FOR)
    waits = {row["change"] for row in rows}
    own = [
        (change, approvals.label(change), approvals.words(change), approvals.about(change))
        for change in known
        if change not in waits
    ]
    return render(request, "accounts/changes.html", {"rows": rows, "own": own, "days": SHOWN_FOR.days})


@require_POST
@step_up.needed_lately_to_change
def answer_change(request: Request, public_id: str) -> HttpResponse:
    """Agree or refuse. A person who is not a second person finds nothing here."""
    change = PendingChange.objects.filter(public_id=public_id).first()
    if change is None or request.user not in approvals.second_persons(change):
        entries.refused(PendingChange, str(public_id))
        raise Http404
    try:
        given = approvals.answer(change, by=request.user, agreed=request.POST.get("word") == "yes")
        word = "agreed" if given.agreed else "refused"
        first = "" if given.by == request.user else f" {given.by.full_name} answered it before you."
        messages.success(request, f"{change.reference}: {word}.{first}")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("accounts:pending_changes")


NAME_DEPUTIES = frozenset({Role.HEADTEACHER, Role.DSL})


@require_http_methods(["GET", "POST"])
@step_up.needed_lately_to_change
def away(request: Request) -> HttpResponse:
    """Your deputies: the standing one, and the one while you are away (R: C7). For the Headteacher and the DSL."""
    words = "This page is for the Headteacher and the DSL."
    user = only_for(request, NAME_DEPUTIES, words, page=(Deputising, "page"))
    rows = (
        Deputising.objects.filter(person=user, until__gt=clock.now()).select_related("deputy").order_by("-away", "pk")
    )
    if request.method == "POST" and "end" in request.POST:
        for row in rows.filter(public_id=as_uuid(request.POST["end"])):
            row.end()
        return redirect("accounts:deputies")
    standing = StandingForm(user, request.POST if request.POST.get("which") == StandingForm.which else None)
    form = AwayForm(user, request.POST if request.method == "POST" and not standing.is_bound else None)
    done = acted_on(standing, partial(_name_standing, request, user))
    if done := done or acted_on(form, partial(_name_while_away, user)):
        return done
    values = {
        "form": form,
        "standing": standing,
        "rows": [(row, clock.local(row.until - timedelta(seconds=1)).date()) for row in rows],
    }
    return render(request, "accounts/away.html", values, status=400 if form.errors or standing.errors else 200)


def _name_standing(request: Request, user: User, form: StandingForm) -> HttpResponse:
    approvals.ask(NameDeputy.kind, form.cleaned_data["deputy"], by=user)
    messages.success(request, "Saved. They and the DPO are told.")
    return redirect("accounts:deputies")


def _name_while_away(user: User, form: AwayForm) -> HttpResponse:
    data = form.cleaned_data
    start, until = clock.london_day(data["first"]), clock.end_of(data["last"])
    approvals.ask(NameDeputy.kind, data["deputy"], by=user, start=start, detail={"until": until.isoformat()})
    return redirect("accounts:deputies")
