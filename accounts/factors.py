"""Setting up a second factor and keeping recovery codes: allauth's pages, with what this school needs around them."""

from typing import Any
from urllib.parse import urlencode

from allauth.account.models import EmailAddress
from allauth.mfa.base import views as base
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts import events, one_time, step_up
from accounts.events import Event
from accounts.forms import AppForm, PasskeyForm
from accounts.models import User
from school import clock

KEPT = "kept_at"
"""In the data of recovery codes: when their owner said that they have kept them."""


def _me(request: HttpRequest) -> User:
    return request.user  # type: ignore[return-value]


class YourAccount(base.IndexView):
    """The ways to sign in. Before the first is set up, the page that offers them."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        values = super().get_context_data(**kwargs)
        values["unproven"] = EmailAddress.objects.filter(user=self.request.user.pk, verified=False).exists()
        return values


class SetUpApp(totp.ActivateTOTPView):
    """An authenticator app. Setting it up counts as showing it; the code that did so is used up."""

    form_class = AppForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if Authenticator.objects.filter(user=request.user.pk, type=Authenticator.Type.TOTP).exists():
            return redirect("mfa_index")
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        with transaction.atomic():
            answer = super().form_valid(form)
            made = Authenticator.objects.get(user=self.request.user.pk, type=Authenticator.Type.TOTP)
            one_time.use_up(made, form.cleaned_data["code"])
            step_up.shown(self.request, made)
            events.record(Event.APP_ADDED, _me(self.request))
        return answer


class AddPasskey(passkeys.AddWebAuthnView):
    """A passkey, always one that asks for a fingerprint, a face or a PIN: it signs in without a password."""

    form_class = PasskeyForm

    def form_valid(self, form: Any) -> HttpResponse:
        with transaction.atomic():
            answer = super().form_valid(form)
            mine = Authenticator.objects.filter(user=self.request.user.pk, type=Authenticator.Type.WEBAUTHN)
            step_up.shown(self.request, mine.latest("pk"))
            events.record(Event.PASSKEY_ADDED, _me(self.request))
        return answer


class KeepCodes(codes.ViewRecoveryCodesView):
    """The recovery codes. Nothing else is answered until their owner has said that they are kept."""

    http_method_names = ["get", "head", "post"]
    error = ""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        answer = super().get(request, *args, **kwargs)
        events.record(Event.RECOVERY_SHOWN, _me(request))
        return answer

    def post(self, request: HttpRequest) -> HttpResponse:
        mine = Authenticator.objects.filter(user=request.user.pk, type=Authenticator.Type.RECOVERY_CODES)
        if request.POST.get("kept") != "yes":
            self.error = "Tick to say that you have kept the codes"
            return self.render_to_response(self.get_context_data(), status=400)
        for row in mine:
            row.data[KEPT] = int(clock.now().timestamp())
            row.save(update_fields=["data"])
        return redirect("home")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        values = super().get_context_data(**kwargs)
        mine = Authenticator.objects.get(user=self.request.user.pk, type=Authenticator.Type.RECOVERY_CODES)
        return {**values, "error": self.error, "kept": KEPT in mine.data}


class NewCodes(codes.GenerateRecoveryCodesView):
    """New recovery codes in the place of the old ones."""

    def form_valid(self, form: Any) -> HttpResponse:
        with transaction.atomic():
            answer = super().form_valid(form)
            events.record(Event.RECOVERY_MADE, _me(self.request))
        return answer


class EnterCode(base.AuthenticateView):
    """The second step of signing in: a code, or a passkey."""

    def form_invalid(self, form: Any) -> HttpResponse:
        if "credential" in form.fields:
            events.record(Event.PASSKEY_WRONG, self.stage.login.user)
        return super().form_invalid(form)


class SignInByPasskey(passkeys.LoginWebAuthnView):
    """Signing in by a passkey alone. Whose it is not is not said."""

    def form_invalid(self, form: Any) -> HttpResponse:
        events.record(Event.PASSKEY_WRONG, None)
        return super().form_invalid(form)


class PasskeyAgain(passkeys.ReauthenticateWebAuthnView):
    """A passkey in the place of the code, where somebody is signed in."""

    def form_invalid(self, form: Any) -> HttpResponse:
        events.record(Event.PASSKEY_WRONG, _me(self.request))
        return redirect(f"{self.request.path}?{urlencode({'next': self.get_next_url() or '/'})}")
