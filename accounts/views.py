"""Undertaking, people and roles, and the second person's page."""

from datetime import timedelta

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.views import activate_totp
from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import deputies, people, roles, second_word, step_up, undertakings
from accounts.forms import AwayForm, ChangeForm, PersonForm
from accounts.models import Deputising, PendingChange, User
from accounts.only import only_for
from accounts.roles import Role
from accounts.second_word import ChangeRefused
from audit import entries
from school import clock
from school.ids import as_uuid


@login_not_required
def not_offered(request: HttpRequest) -> HttpResponse:
    """Where allauth would offer sign-up, or a password in place of the second factor: not here."""
    raise Http404


def set_up_app(request: HttpRequest) -> HttpResponseBase:
    """allauth's page to set up an app. Where there is one it would lead to removing it, which nobody does alone."""
    if is_mfa_enabled(request.user, [Authenticator.Type.TOTP]):
        return redirect("mfa_index")
    return activate_totp(request)


@login_not_required
@require_GET
def signed_out(request: HttpRequest) -> HttpResponse:
    return render(request, "account/signed_out.html", {"next": request.GET.get("next", "")})


@require_http_methods(["GET", "POST"])
def undertaking(request: HttpRequest) -> HttpResponse:
    """The confidentiality undertaking: accepted before first use, yearly, and when it changes (R: G6)."""
    error = ""
    if request.method == "POST":
        if request.POST.get("accept") == "yes":
            undertakings.accept(request.user)  # type: ignore[arg-type]
            return redirect("home")
        error = "Tick to accept, or sign out"
    context = {"undertaking": undertakings.in_force(), "error": error}
    return render(request, "account/undertaking.html", context, status=400 if error else 200)


def _administrator(request: HttpRequest) -> User:
    """Pages whose existence is public: somebody else gets a 403 that says whose they are."""
    return only_for(request, {Role.ADMINISTRATOR}, "This page is for the Administrator.", page=(User, "people"))


@require_http_methods(["GET", "POST"])
@step_up.needed
def people_and_roles(request: HttpRequest) -> HttpResponse:
    """The Administrator's list of accounts, and a new one."""
    by = _administrator(request)
    form = PersonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        fields = form.cleaned_data
        user, change = people.add_with_role(by=by, **fields)
        _invite(user)
        done = "The role waits for a second person." if change else "The role holds from now."
        messages.success(request, f"Account made. {done} A link to set the password is on its way by e-mail.")
        return redirect("people")
    everyone = User.objects.order_by("last_name", "first_name").prefetch_related("memberships__group")
    now = clock.now()
    rows = [
        {
            "user": user,
            "roles": [Role(m.group.name).label for m in user.memberships.all() if m.start <= now < m.until],
        }
        for user in everyone
    ]
    waiting = PendingChange.objects.filter(answer=None).select_related("person", "group")
    context = {"rows": rows, "form": form, "waiting": waiting}
    return render(request, "account/people.html", context, status=400 if form.errors else 200)


def _invite(user: User) -> None:
    from django.core.mail import send_mail
    from django.template.loader import render_to_string

    text = render_to_string("account/email/invitation.txt", {"link": people.password_link(user)})
    send_mail("Set your password", text, None, [user.email])


@require_http_methods(["GET", "POST"])
@step_up.needed
def person(request: HttpRequest, public_id: str) -> HttpResponse:
    """One account: its roles, and a change to ask for."""
    by = _administrator(request)
    user = get_object_or_404(User, public_id=public_id)
    form = ChangeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        answers = form.cleaned_data
        try:
            if answers["kind"] == "end_role":
                day = answers["day"]
                roles.end(user, answers["role"], clock.london_day(day + timedelta(days=1)) if day else None)
                said = "The role ends then." if day else "The role has ended."
            elif answers["kind"] == "leave":
                roles.leave(user)
                said = "The account is closed."
            else:
                start = clock.london_day(answers["day"]) if answers["day"] else None
                change = second_word.ask(
                    answers["kind"], user, by=by, role=answers["role"], email=answers["email"], start=start
                )
                said = f"{change.reference} waits for a second person." if change else "Done."
            messages.success(request, said)
            return redirect("person", public_id=public_id)
        except ChangeRefused as refusal:
            form.add_error("kind", str(refusal))
    held = user.memberships.filter(until__gt=clock.now()).select_related("group").order_by("start")
    context = {
        "person": user,
        "form": form,
        "memberships": [
            {"label": Role(m.group.name).label, "start": m.start, "until": m.until if m.until < clock.FAR else None}
            for m in held
        ],
        "changes": user.changes.filter(answer=None),
    }
    return render(request, "account/person.html", context, status=400 if form.errors else 200)


@require_GET
@step_up.needed
def changes(request: HttpRequest) -> HttpResponse:
    """What waits for this person's word."""
    rows = [
        {"change": change, "words": second_word.words(change)}
        for change in second_word.waiting_for(request.user)  # type: ignore[arg-type]
    ]
    return render(request, "account/changes.html", {"rows": rows})


@require_POST
@step_up.needed
def answer_change(request: HttpRequest, public_id: str) -> HttpResponse:
    """Agree or refuse. Somebody who is not a second person finds nothing here."""
    change = PendingChange.objects.filter(public_id=public_id).first()
    if change is None or request.user not in second_word.second_persons(change):
        entries.refused(PendingChange, str(public_id))
        raise Http404
    try:
        given = second_word.answer(change, by=request.user, agreed=request.POST.get("word") == "yes")
        messages.success(request, f"{change.reference}: {'agreed' if given.agreed else 'refused'}.")
    except ChangeRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("changes")


NAME_DEPUTIES = frozenset({Role.HEADTEACHER, Role.DSL})


@require_http_methods(["GET", "POST"])
@step_up.needed
def away(request: HttpRequest) -> HttpResponse:
    """While you are away: who looks in one's stead, from when to when (R: C7). For the Headteacher and the DSL."""
    words = "This page is for the Headteacher and the DSL."
    user = only_for(request, NAME_DEPUTIES, words, page=(Deputising, "page"))
    rows = (
        Deputising.objects.filter(person=user, until__gt=clock.now()).select_related("deputy").order_by("-away", "pk")
    )
    if request.method == "POST" and "end" in request.POST:
        for row in rows.filter(public_id=as_uuid(request.POST["end"])):
            row.end()
        return redirect("away")
    form = AwayForm(user, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        start, until = clock.london_day(said["first"]), clock.london_day(said["last"] + timedelta(days=1))
        deputies.name(user, said["deputy"], away=True, start=max(start, clock.now()), until=until)
        return redirect("away")
    values = {"form": form, "rows": [(row, clock.local(row.until - timedelta(seconds=1)).date()) for row in rows]}
    return render(request, "account/away.html", values, status=400 if form.errors else 200)
