"""What happens around signing in: each with an entry in the log, some with a mail to the person (R: G2, T1).

An entry holds a code of the list below, never what was typed. Where nobody has the account that was tried, the entry
names nobody. A sign-in itself is not mailed: on shared computers that mail would come every day and go unread.
"""

from collections.abc import Callable

from django.db import models

from accounts.models import User
from core.audit import entries
from core.audit.models import Entry


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

Listener = Callable[[User, Event], object]
_listeners: list[Listener] = []


def hear(listener: Listener) -> None:
    """Register who tells people what happened to their account: called with the person and the event."""
    _listeners.append(listener)


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
    for listener in _listeners if user else ():
        listener(user, event)  # type: ignore[arg-type]
