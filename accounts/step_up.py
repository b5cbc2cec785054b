"""The second factor: whether it is fresh, and where to go when it is not."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from urllib.parse import urlencode, urlsplit

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from accounts import carrying_on, kept
from accounts.models import RoleMembership, User
from core import clock
from core.models import School

LATELY = 15 * 60
"""Seconds. No page asks again for a factor shown since then; work does not go on after a gap of this length."""
PROVIDER = "provider"
"""The type of the record in a session that says that the school's identity provider has asked for a second factor."""
GAP = "gap"
View = Callable[..., HttpResponse]


def _shown_ago(request: HttpRequest) -> float | None:
    """Seconds since a second factor was shown, with work going on since; a password does not count."""
    now, gap = clock.now().timestamp(), request.session.get(GAP, 0)
    times = [method["at"] for method in get_authentication_records(request, request.user) if method["method"] == "mfa"]
    counting = [now - at for at in times if at >= gap and now - at > -60]
    return min(counting, default=None)


def lately(request: HttpRequest) -> bool:
    """Whether a second factor was shown in the last 15 minutes: for what leaves the school, or changes power."""
    ago = _shown_ago(request)
    return ago is not None and ago < LATELY


def lately_left(request: HttpRequest) -> int:
    """For how many more seconds nothing asks for the second factor."""
    ago = _shown_ago(request)
    return 0 if ago is None else max(0, int(LATELY - ago))


def fresh(request: HttpRequest) -> bool:
    """Whether a second factor was shown, with work going on at least every 15 minutes since, for as long as the
    school says at most."""
    ago = _shown_ago(request)
    return ago is not None and (ago < LATELY or ago < School.of(request).fresh_minutes * 60)


def used(request: HttpRequest, away: int) -> None:
    """Work goes on after `away` seconds of nothing: too long a gap, and what was shown before it counts no more."""
    if away >= LATELY:
        request.session[GAP] = clock.now().timestamp()


def shown(request: HttpRequest, authenticator: Authenticator) -> None:
    """Count a factor as shown now, so that a person who has just set one up is not asked for it again."""
    record_authentication(request, authenticator.user, "mfa", id=authenticator.pk, type=authenticator.type)
    stamp(request, authenticator.user)


def stamp(request: HttpRequest, user: AbstractBaseUser, *, ago: float = 0) -> None:
    """Give the newest record of the session the time of the product's own clock, `ago` seconds before now."""
    records = get_authentication_records(request, user)
    if records:
        records[-1]["at"] = clock.now().timestamp() - ago
        request.session.modified = True


def shown_to_provider(request: HttpRequest, user: AbstractBaseUser) -> bool:
    """Whether the school's identity provider has said, in this session and lately, that it asked for one."""
    now = clock.now().timestamp()
    return any(
        (method["method"], method.get("type")) == ("mfa", PROVIDER) and now - method["at"] < LATELY
        for method in get_authentication_records(request, user)
    )


def second_factors() -> QuerySet[Authenticator]:
    """Everybody's apps and passkeys: recovery codes only stand in for one."""
    return Authenticator.objects.filter(type__in=[Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN])


def without_one(at: datetime | None = None) -> QuerySet[User]:
    """The people who hold a role at `at` (default: now) and have no second factor."""
    held = RoleMembership.objects.live(at).filter(user=OuterRef("pk"))
    return User.objects.filter(~Exists(second_factors().filter(user=OuterRef("pk"))), Exists(held), is_active=True)


def factors_of(request: HttpRequest) -> frozenset[str]:
    """The kinds of second factor that the person has."""
    return frozenset(Authenticator.objects.filter(user=request.user.pk).values_list("type", flat=True))


def ask(request: HttpRequest, *, keep: bool = True) -> HttpResponseRedirect:
    """To the page that asks for the second factor, and back to this one afterwards.

    What was being sent is kept sealed meanwhile, and waits to go on (`carry_on`); not where `keep` is false. Where
    nothing of it may be kept, the way back leads to the page that the form was on, and the person is told to do it
    again: the address that a form is sent to need not be a page.
    """
    query = {"next": request.path}
    if request.method == "POST" and keep:
        text = kept.keep(request.user, request.path, request.POST)  # type: ignore[arg-type]
        carrying_on.wait(request, text)
        if text is None:
            query = {"next": _came_from(request) or request.path, "unsent": "yes"}
    codes = Authenticator.Type.TOTP in factors_of(request)
    page = "mfa_reauthenticate" if codes else "mfa_reauthenticate_webauthn"
    return redirect(f"{reverse(page)}?{urlencode(query)}")


def _came_from(request: HttpRequest) -> str:
    """The path of the page of this host that a form was on; "" where the browser does not say."""
    referer = request.META.get("HTTP_REFERER", "")
    ours = url_has_allowed_host_and_scheme(referer, {request.get_host()}, require_https=request.is_secure())
    return urlsplit(referer).path if ours else ""


def carry_on(request: HttpRequest, path: str) -> HttpResponse | None:
    """After the code: the page that shows what was being sent to `path`, and sends it when its owner presses; None
    where nothing was."""
    text = carrying_on.waiting(request, path)
    request.session.pop(carrying_on.WAITING, None)
    if text is None:
        return None
    fields = [(name, value) for name, values in kept.read(text).items() for value in values]
    kept.offer(request, text.user)  # until it is sent: a page can be left, or its answer never arrive
    values = {"path": path, "fields": fields, "heading": carrying_on.heading(path), "text": text}
    return render(request, "accounts/carry_on.html", {**values, "lines": carrying_on.lines(fields)})


def _guard(view: View, asks: str, answers: Callable[[HttpRequest], bool]) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        return view(request, *args, **kwargs) if answers(request) else ask(request)

    guarded.asks = asks  # type: ignore[attr-defined]
    return guarded


def needed(view: View) -> View:
    """A page that is answered only behind a fresh second factor, whatever it would find."""
    return _guard(view, "fresh", fresh)


def needed_lately(view: View) -> View:
    """A page by which something leaves the school: only behind a second factor shown in the last 15 minutes."""
    return _guard(view, "lately", lately)


def needed_lately_to_change(view: View) -> View:
    """A page that shows behind a fresh second factor, and changes power behind one shown in the last 15 minutes."""
    return _guard(view, "lately", lambda request: lately(request) if request.method == "POST" else fresh(request))


def missing(request: HttpRequest, view: View) -> bool | None:
    """Whether the person has to show a second factor before `view` takes a form. None: the view does not say."""
    asks = getattr(view, "asks", None)
    return None if asks is None else not (lately(request) if asks == "lately" else fresh(request))
