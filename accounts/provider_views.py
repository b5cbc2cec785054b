"""Signing in by the school's provider, and connecting it."""

import secrets

from allauth.core.ratelimit import consume_or_429
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from accounts import events, provider, step_up
from accounts.events import Event
from accounts.provider import Discovery, refused
from accounts.requests import Request


def _discovery(request: Request) -> Discovery:
    """The provider in use. Raises SocialApp.DoesNotExist where there is none."""
    in_use = provider.current()
    if in_use is None:
        raise SocialApp.DoesNotExist
    return Discovery(request, str(in_use.public_id))


@login_not_required
@require_POST
def begin(request: Request) -> HttpResponse:
    """To the provider: to sign in, or, signed in and fresh, to connect it. By a page, not a redirect: a form of ours
    may lead nowhere else (Content-Security-Policy). As often as a person may try to sign in."""
    if limited := consume_or_429(request, action="login"):
        return limited
    if request.user.is_authenticated and not step_up.lately(request):
        return step_up.ask(request)
    nonce = secrets.token_urlsafe(32)
    process = "connect" if request.user.is_authenticated else "login"
    params = {"nonce": nonce, "max_age": str(step_up.LATELY)}
    try:
        service = _discovery(request).get_provider()
        answer = service.redirect(request, process=process, next_url=None, auth_params=params)
    except SocialApp.DoesNotExist:
        raise Http404 from None
    except provider.WRONGLY:
        events.record(Event.PROVIDER_WRONG, None)
        return refused(request, "failed")
    request.session[provider.NONCE] = nonce
    return render(request, "accounts/provider_go.html", {"provider": provider.current(), "to": answer["Location"]})


@login_not_required
@require_GET
def come_back(request: Request) -> HttpResponse:
    """From the provider, with a code to be exchanged."""
    try:
        answer: HttpResponse = OAuth2CallbackView.adapter_view(_discovery(request))(request)
    except SocialApp.DoesNotExist:
        raise Http404 from None
    except provider.WRONGLY:
        events.record(Event.PROVIDER_WRONG, None)
        return refused(request, "failed")
    return answer


@require_POST
@step_up.needed_lately
def disconnect(request: Request) -> HttpResponse:
    """Take your own connection away."""
    provider.disconnect(request.user)
    messages.success(request, "Disconnected.")
    return redirect("mfa_index")
