"""The settings page of sign-in by the school's provider."""

from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts import provider, provider_setup, step_up
from accounts.forms import ProviderForm
from accounts.models import IdentityProvider, PendingChange, User
from accounts.requests import Request
from accounts.role_required import only_for
from accounts.roles import Role
from core.pages import form_page


@require_http_methods(["GET", "POST"])
@step_up.needed_lately_to_change
def settings_page(request: Request) -> HttpResponse:
    """Which service people may sign in by: none, until two people have agreed to one."""
    words = "This page is for the Administrator."
    by = only_for(request, {Role.ADMINISTRATOR}, words, page=(IdentityProvider, "page"))
    if request.method == "POST" and request.POST.get("which") == "off":
        provider_setup.stop(by)
        messages.success(request, "Turned off.")
        return redirect("accounts:provider_settings")
    return form_page(
        request,
        "Sign-in with the school’s accounts",
        ProviderForm,
        partial(_ask_for_approval, request, by),
        template="accounts/provider.html",
        provider=provider.current(),
        waiting=PendingChange.objects.filter(kind=provider_setup.UseProvider.kind, answer=None),
        redirect_address=provider.callback_address(),
        back=reverse("settings:overview"),
        back_words="Settings",
    )


def _ask_for_approval(request: Request, by: User, form: ProviderForm) -> HttpResponse:
    change = provider_setup.ask(by, **form.cleaned_data)
    messages.success(request, f"{change.reference} waits for a second person: the Headteacher or the DSL.")
    return redirect("accounts:provider_settings")
