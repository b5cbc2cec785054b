"""What happens around signing in: each with an entry in the log, some with a mail to the person (R: G2, T1).

An entry holds a code of the list below, never what was typed. Where nobody has the account that was tried, the entry
names nobody. A sign-in itself is not mailed: on shared computers that mail would come every day and go unread.
"""

from collections.abc import Callable
from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from allauth.mfa.models import Authenticator
from django.contrib.auth.signals import user_logged_out, user_login_failed
from django.db import models
from django.http import HttpRequest

from accounts.models import User
from audit import entries
from audit.models import Entry


class Event(models.TextChoices):
    """The closed list: what the log and the person are told. docs/log-format.md says what each means."""

    SIGNED_IN = "signed_in", "signed in"
    SIGN_IN_FAILED = "sign_in_failed", "sign-in failed"
    CODE_RIGHT = "code_right", "security code accepted"
    CODE_WRONG = "code_wrong", "security code refused"
    PASSKEY_USED = "passkey_used", "passkey accepted"
    PASSKEY_WRONG = "passkey_wrong", "passkey refused"
    RECOVERY_USED = "recovery_used", "recovery code used"
    RECOVERY_MADE = "recovery_made", "recovery codes made"
    RECOVERY_SHOWN = "recovery_shown", "recovery codes shown"
    APP_ADDED = "app_added", "authenticator app set up"
    PASSKEY_ADDED = "passkey_added", "passkey set up"
    PASSWORD_CHANGED = "password_changed", "password changed"
    PASSWORD_WRONG = "password_wrong", "current password refused"
    RESET_ASKED = "reset_asked", "link for a new password asked for"
    RESET_DONE = "reset_done", "password set by a link"
    PROVIDER_CONNECTED = "provider_connected", "account of the school’s provider connected"
    PROVIDER_DISCONNECTED = "provider_disconnected", "account of the school’s provider disconnected"
    PROVIDER_WRONG = "provider_wrong", "sign-in by the school’s provider refused"
    SIGNED_OUT = "signed_out", "signed out"
    SESSION_IDLE = "session_idle", "signed out for doing nothing"
    SESSION_ENDED = "session_ended", "session ended from another device"


REFUSED = frozenset(
    {Event.SIGN_IN_FAILED, Event.CODE_WRONG, Event.PASSKEY_WRONG, Event.PASSWORD_WRONG, Event.PROVIDER_WRONG}
)
UNKNOWN = "unknown"
"""The object of an entry about an account that does not exist."""

Hearer = Callable[[User, Event], object]
_hearers: list[Hearer] = []


def hear(hearer: Hearer) -> None:
    """Register who tells people what happened to their account: called with the person and the event."""
    _hearers.append(hearer)


def record(event: Event, user: User | None, *, by: User | None = None) -> None:
    """Write the entry, and tell the person where it changes their account.

    `user`: whose account; None where there is no such account. `by`: who did it, where the request does not say (at
    sign-in); a failed attempt is nobody's.
    """
    if user is None:
        entries.refused(User, UNKNOWN, because=event.value)
    elif event in REFUSED:
        entries.refused(User, str(user.public_id), because=event.value)
    else:
        entries.write(user, Entry.Action.SIGN_IN, because=event.value, actor_id=by.pk if by else None)
    for hearer in _hearers if user else ():
        hearer(user, event)  # type: ignore[arg-type]


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
    from accounts import kept, sessions

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
    from accounts import sessions

    record(Event.PASSWORD_CHANGED, user, by=user)
    sessions.end_of(user, but=request.session.session_key or "")


def _password_reset(user: User, **kwargs: Any) -> None:
    from accounts import people, sessions

    people.address_proven(user)
    record(Event.RESET_DONE, user, by=user)
    sessions.end_of(user)


USED = {
    Authenticator.Type.TOTP: Event.CODE_RIGHT,
    Authenticator.Type.WEBAUTHN: Event.PASSKEY_USED,
    Authenticator.Type.RECOVERY_CODES: Event.RECOVERY_USED,
}


def _factor_used(user: User, authenticator: Authenticator, request: HttpRequest, **kwargs: Any) -> None:
    from accounts import step_up

    step_up.stamp(request, user)
    record(USED[Authenticator.Type(authenticator.type)], user, by=user)


def _factor_wrong(user: User, **kwargs: Any) -> None:
    record(Event.CODE_WRONG, user)
