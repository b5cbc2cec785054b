"""The second factor: whether it is fresh, and where to go when it is not."""

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlencode

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse

from school import clock

FRESH_SECONDS = 15 * 60


def fresh(request: HttpRequest) -> bool:
    """Whether a second factor was shown within 15 minutes, at sign-in or since. A password does not count."""
    now = clock.now().timestamp()
    return any(
        record["method"] == "mfa" and -60 < now - record["at"] < FRESH_SECONDS
        for record in get_authentication_records(request, request.user)
    )


def shown(request: HttpRequest, authenticator: Authenticator) -> None:
    """Count a factor as shown now: whoever has just set it up is not asked for it again."""
    record_authentication(request, authenticator.user, "mfa", id=authenticator.pk, type=authenticator.type)


def ask(request: HttpRequest) -> HttpResponseRedirect:
    """To the page that asks for the second factor, and back to this one afterwards (as a GET)."""
    codes = Authenticator.objects.filter(user=request.user, type=Authenticator.Type.TOTP).exists()
    page = "mfa_reauthenticate" if codes else "mfa_reauthenticate_webauthn"
    return redirect(f"{reverse(page)}?{urlencode({'next': request.path})}")


def needed(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page that is answered only behind a fresh second factor, whatever it would find."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        return view(request, *args, **kwargs) if fresh(request) else ask(request)

    return guarded
