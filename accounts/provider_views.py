"""Signing in by the school's provider, connecting it, and its settings page."""

import secrets
from functools import partial

from allauth.core.ratelimit import consume_or_429
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import events, provider, provider_setup, step_up
from accounts.events import Event
from accounts.forms import ProviderForm
from accounts.models import IdentityProvider, PendingChange, User
from accounts.provider import Discovery, refused
from accounts.requests import Request
from accounts.role_required import only_for
from accounts.roles import Role
from core.pages import form_page


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


@require_http_methods(["GET", "POST"])
@step_up.needed_lately_to_change
def settings_page(request: Request) -> HttpResponse:
    """Which service people may sign in by: none, until two people have agreed to one."""
    words = "This page is for the Administrator."
    by = only_for(request, {Role.ADMINISTRATOR}, words, page=(IdentityProvider, "page"))
    if request.method == "POST" and request.POST.get("which") == "off":
        provider_setup.turn_off()
        messages.success(request, "Turned off.")
        return redirect("accounts:provider_settings")
    return form_page(
        request,
        "Sign-in with the school’s accounts",
        ProviderForm,
        partial(_ask_for_approval, request, by),
        template="accounts/provider.html",
        provider=provider.current(),
        waiting=PendingChange.objects.filter(kind=PendingChange.Kind.PROVIDER, answer=None),
        redirect_address=provider.callback_address(),
        back=reverse("settings:overview"),
        back_words="Settings",
    )


def _ask_for_approval(request: Request, by: User, form: ProviderForm) -> HttpResponse:
    change = provider_setup.ask(by, **form.cleaned_data)
    messages.success(request, f"{change.reference} waits for a second person: the Headteacher or the DSL.")
    return redirect("accounts:provider_settings")
