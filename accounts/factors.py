"""Setting up a second factor and keeping recovery codes: allauth's pages, with what this school needs around them."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from allauth.account.models import EmailAddress
from allauth.mfa.base import views as base
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from allauth.mfa.webauthn.internal.auth import begin_authentication
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect

from accounts import carrying_on, events, one_time, provider, sessions, step_up
from accounts.events import Event
from accounts.models import User
from accounts.roles import Role
from accounts.sign_in_forms import AppForm, CodesKeptForm, PasskeyForm
from core import clock
from core.models import School

KEPT = "kept_at"
"""In the data of recovery codes: when their owner said that they have kept them."""


def _me(request: HttpRequest) -> User:
    return request.user  # type: ignore[return-value]


class YourAccount(base.IndexView):
    """The ways to sign in. Before the first is set up, the page that offers them."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        values = super().get_context_data(**kwargs)
        values["connection"] = provider.connection_of(_me(self.request))
        values["sessions"] = sessions.of(self.request)
        values["memberships"] = [
            {
                "label": Role(row.group.name).label,
                "start": row.start,
                "last": row.until - timedelta(seconds=1) if row.until < clock.FAR else None,
            }
            for row in _me(self.request).memberships.live().select_related("group").order_by("start")
        ]
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

    def post(self, request: HttpRequest) -> HttpResponse:
        mine = Authenticator.objects.filter(user=request.user.pk, type=Authenticator.Type.RECOVERY_CODES)
        form = CodesKeptForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=400)
        for row in mine:
            row.data[KEPT] = int(clock.now().timestamp())
            row.save(update_fields=["data"])
        return redirect("home:home")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Whatever leads to the page, it shows the codes: an entry."""
        values = super().get_context_data(**kwargs)
        mine = Authenticator.objects.get(user=self.request.user.pk, type=Authenticator.Type.RECOVERY_CODES)
        events.record(Event.RECOVERY_SHOWN, _me(self.request))
        return {"form": CodesKeptForm(), **values, "codes_kept": KEPT in mine.data}


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


class _Again:
    """The second factor asked for again: answered as a page, or to the dialog on the page where one is."""

    request: HttpRequest

    def _next(self) -> str:
        return self.get_next_url() or ""  # type: ignore[attr-defined]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Cancelling takes no code: it only drops what waits."""
        if "cancel" in request.POST:
            carrying_on.drop(request, self._next())
            return redirect("home:home")
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]

    def form_valid(self, form: Any) -> HttpResponse:
        answer: HttpResponse = super().form_valid(form)  # type: ignore[misc]
        if _by_script(self.request):
            self.request.session.pop(carrying_on.WAITING, None)
            return JsonResponse({"csrf": get_token(self.request)})
        return step_up.carry_on(self.request, self._next()) or answer

    def form_invalid(self, form: Any) -> HttpResponse:
        if _by_script(self.request):
            words = [str(error) for errors in form.errors.values() for error in errors]
            return JsonResponse({"error": words[0] if words else ""}, status=400)
        return super().form_invalid(form)  # type: ignore[misc]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        values = super().get_context_data(**kwargs)  # type: ignore[misc]
        hours = in_words(School.of(self.request).fresh_minutes)
        path = self._next()
        waiting = carrying_on.waiting(self.request, path)
        unsent = "unsent" in self.request.GET
        heading = carrying_on.heading(path)
        return {**values, "after": hours, "waiting": waiting, "unsent": unsent, "heading": heading, "next": path}


def in_words(minutes: int) -> str:
    """2 hours, 45 minutes, 1 hour 30 minutes."""
    parts = [(minutes // 60, "hour"), (minutes % 60, "minute")]
    return " ".join(f"{count} {unit}{'s' * (count != 1)}" for count, unit in parts if count)


def _by_script(request: HttpRequest) -> bool:
    return request.headers.get("Accept") == "application/json"


class CodeAgain(_Again, base.ReauthenticateView):
    """The code asked for again."""


class PasskeyAgain(_Again, passkeys.ReauthenticateWebAuthnView):
    """A passkey in place of the code, for a person who is signed in."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if _by_script(request):
            return JsonResponse(begin_authentication(_me(request)))
        return super().get(request, *args, **kwargs)

    def form_invalid(self, form: Any) -> HttpResponse:
        events.record(Event.PASSKEY_WRONG, _me(self.request))
        if _by_script(self.request):
            return JsonResponse({"error": "That passkey did not work. Try again, or use a code"}, status=400)
        return redirect(f"{self.request.path}?{urlencode({'next': self.get_next_url() or '/'})}")
