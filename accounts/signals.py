"""What the signals of signing in write into the log."""

from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from allauth.mfa.models import Authenticator
from django.contrib.auth.signals import user_logged_out, user_login_failed
from django.http import HttpRequest

from accounts import invitations, kept, sessions, step_up
from accounts.events import Event, record
from accounts.models import User


def listen() -> None:
    """Connect to the signals of signing in. Called in AppConfig.ready."""
    account.user_logged_in.connect(_signed_in)
    user_login_failed.connect(_failed)
    user_logged_out.connect(_signed_out)
    account.password_changed.connect(_password_changed)
    account.password_reset.connect(_password_reset)
    mfa.authenticator_used.connect(_factor_used)
    mfa.authentication_failed.connect(_factor_wrong)


def _signed_in(user: User, request: HttpRequest, **kwargs: Any) -> None:
    request.session[sessions.BROWSER] = sessions.browser_of(request.headers)
    kept.offer(request, user)
    record(Event.SIGNED_IN, user, by=user)


def _failed(credentials: dict[str, Any], **kwargs: Any) -> None:
    typed = credentials.get("email") or credentials.get("username") or ""
    record(Event.SIGN_IN_FAILED, User.objects.filter(email__iexact=typed, is_active=True).first())


def _signed_out(user: User | None, **kwargs: Any) -> None:
    if user is not None:
        record(Event.SIGNED_OUT, user, by=user)


def _password_changed(user: User, request: HttpRequest, **kwargs: Any) -> None:
    record(Event.PASSWORD_CHANGED, user, by=user)
    sessions.end_of(user, but=request.session.session_key or "")


def _password_reset(user: User, **kwargs: Any) -> None:
    invitations.address_proven(user)
    record(Event.RESET_DONE, user, by=user)
    sessions.end_of(user)


USED = {
    Authenticator.Type.TOTP: Event.CODE_RIGHT,
    Authenticator.Type.WEBAUTHN: Event.PASSKEY_USED,
    Authenticator.Type.RECOVERY_CODES: Event.RECOVERY_USED,
}


def _factor_used(user: User, authenticator: Authenticator, request: HttpRequest, **kwargs: Any) -> None:
    step_up.stamp(request, user)
    record(USED[Authenticator.Type(authenticator.type)], user, by=user)


def _factor_wrong(user: User, **kwargs: Any) -> None:
    record(Event.CODE_WRONG, user)
