"""What must be true of a person before any page is answered: here lately, employed, factor, undertaking."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from allauth.mfa.models import Authenticator
from django.contrib.auth import logout
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts import carrying_on, kept, sessions, step_up
from accounts.models import Acceptance, RoleMembership, Undertaking
from core import clock
from core.compiled_queries import Prepared
from core.models import School

Next = Callable[[HttpRequest], HttpResponse]
SEEN = "seen"
SHORTEST_IDLE = 5 * 60
"""The least that a school can set: until then its setting need not be looked up."""
FACTOR_PAGES = {"mfa_activate_totp", "mfa_add_webauthn", "mfa_index", "mfa_list_webauthn"}
CODE_PAGES = {"mfa_view_recovery_codes", "mfa_generate_recovery_codes"}
PASSWORD_PAGES = {"account_change_password"}
LISTS = {"mfa_index", "mfa_list_webauthn"}
"""Pages of the account that change nothing: a fresh factor will do. The others take one shown lately."""
ALWAYS = {
    "account_logout",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "shawlands:hidden_screen",
    "accounts:signed_out",
    "shawlands:colours",
    "accounts:session_state",
}


class IdleMiddleware:
    """Ends sessions that have been idle for as long as the school allows (R: G2), and answers for sessions that
    have ended: what was being sent is kept for its owner, and the page says why.

    A request that the page made by itself says so (`X-Unattended`) and counts for nothing.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            now, began = int(clock.now().timestamp()), request.session.get(sessions.BEGAN, 0)
            seen = request.session.get(SEEN)
            away = now - (began if seen is None else seen)
            if away >= SHORTEST_IDLE and away >= School.of(request).idle_minutes * 60:
                sessions.idle(request)
            elif seen is None or (away >= 30 and request.headers.get("X-Unattended") != "1"):
                step_up.used(request, away)
                request.session[SEEN] = now
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: object, kwargs: object) -> HttpResponse | None:
        ended = request.session.ended  # type: ignore[attr-defined]
        page = request.resolver_match and request.resolver_match.view_name
        if ended is None or request.user.is_authenticated or not getattr(view, "login_required", True):
            return None
        if request.method == "POST":
            words = page != "account_logout" and kept.holds_words(request.POST)
            row = kept.keep(ended.user, request.path, request.POST, kept.ENDED) if words else None
            values = kept.why_signed_out(ended, request.path, row, lost=words and row is None)
            return render(request, "accounts/signed_out.html", values, status=403)
        return redirect(f"{reverse('accounts:signed_out')}?{urlencode({'next': request.path})}")


def _fitness(reader: Any, at: Any, since: Any) -> QuerySet:
    """Each role that the reader holds, with whether the undertaking in force is accepted, a factor is there, and
    recovery codes are there that nobody has said to have kept."""
    newest = Undertaking.objects.order_by("-version").values("pk")[:1]
    accepted = Acceptance.objects.filter(user=OuterRef("user"), undertaking__in=newest, at__gt=since)
    factor = step_up.second_factors().filter(user=OuterRef("user"))
    to_keep = Authenticator.objects.filter(
        user=OuterRef("user"), type=Authenticator.Type.RECOVERY_CODES, data__kept_at__isnull=True
    )
    return (
        RoleMembership.objects.live(at)
        .filter(user=reader)
        .annotate(accepted=Exists(accepted), factor=Exists(factor), to_keep=Exists(to_keep))
        .values_list("group__name", "accepted", "factor", "to_keep")
    )


ACCEPTED_FOR = timedelta(days=365)
_FITNESS = Prepared(lambda reader, at, since, **_: _fitness(reader, at, since))


class FitToWorkMiddleware:
    """A role that has not ended, a second factor, this year's undertaking: else nothing else is answered.

    One statement. Leaves the roles held now in `request.roles`.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.turned_away = False  # type: ignore[attr-defined]
        answer = self.get_response(request)
        if not request.turned_away:  # type: ignore[attr-defined]
            carrying_on.sent(request, answer)
        return answer

    def process_view(self, request: HttpRequest, view: object, args: object, kwargs: object) -> HttpResponse | None:
        answer = self._first(request)
        request.turned_away = answer is not None  # type: ignore[attr-defined]
        return answer

    def _first(self, request: HttpRequest) -> HttpResponse | None:
        """Where they have to go first; None where nowhere."""
        request.roles = frozenset()  # type: ignore[attr-defined]
        user, page = request.user, request.resolver_match and request.resolver_match.view_name
        if not user.is_authenticated or page in ALWAYS:
            return None
        now = clock.now()
        rows = _FITNESS.rows(reader=user.pk, at=now, since=now - ACCEPTED_FOR)
        if not rows:
            logout(request)
            return render(request, "account/account_inactive.html", status=403)
        request.roles = frozenset(row[0] for row in rows)  # type: ignore[attr-defined]
        _, accepted_now, has_factor, codes_to_keep = rows[0]
        if not has_factor:
            return None if page in FACTOR_PAGES else redirect("mfa_index")
        if page in FACTOR_PAGES | CODE_PAGES | PASSWORD_PAGES:
            enough = step_up.fresh if page in LISTS else step_up.lately
            if not enough(request):
                return step_up.ask(request)
        if codes_to_keep and page not in CODE_PAGES:
            return redirect("mfa_view_recovery_codes")
        if page in FACTOR_PAGES | CODE_PAGES:
            return None
        if not accepted_now and page != "accounts:undertaking":
            if request.method == "POST" and (text := kept.keep(user, request.path, request.POST)):
                kept.offer(request, text.user)
            return redirect("accounts:undertaking")
        return None
