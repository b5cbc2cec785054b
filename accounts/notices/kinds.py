"""The kinds of notice: what people are told, by mail, in the inbox and at home (R: C7).

Each app registers its own. A notice carries a reference and nothing else: no personal data in mail.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from accounts.events import Event
from core.registers import Register


@dataclass(frozen=True)
class HomeLine:
    """A line of the home page for what was not looked at: its place among them, one such notice, several (`{}`)."""

    order: int
    one: str
    several: str
    urgent: bool = False


@dataclass(frozen=True)
class NoticeKind:
    """What is said with a notice. `label`: in the inbox; `subject`, `sentence`: in the mail, where `{reference}` is all
    that is ever filled in.

    `passes_on`: it goes to the next in line when nobody has looked, as the kind `passed_as` (the same where empty).
    `in_list`: it is acknowledged in the inbox, where there is no page to read first. `by_doing`: no press acknowledges
    it, only doing what it asks for. `has_task`: whether, for the
    roles that a person holds, the thing itself has a task at home for as long as there is something to do: then the
    notice has none.
    """

    label: str
    subject: str
    sentence: str
    urgent: bool = False
    passes_on: bool = False
    passed_as: str = ""
    in_list: bool = False
    by_doing: bool = False
    has_task: Callable[[frozenset[str]], bool] = lambda held: False
    home: HomeLine | None = None


def always(held: frozenset[str]) -> bool:
    """For a kind whose subject always has a task at home, for every reader."""
    return True


_KINDS = Register[NoticeKind]("notice")


def register(kinds: Mapping[Any, NoticeKind]) -> None:
    """Say what is said with these kinds of notice. Called in AppConfig.ready. Raises ValueError for a kind that
    another app has registered otherwise."""
    for kind, words in kinds.items():
        _KINDS.add(str(kind), words)


def of(kind: str) -> NoticeKind:
    """What is said with a kind. Raises ValueError for one that nobody has registered."""
    try:
        return _KINDS[str(kind)]
    except KeyError:
        raise ValueError(f"no app registers the notice {kind}") from None


def all_kinds() -> Mapping[str, NoticeKind]:
    """Every kind that is registered."""
    return dict(_KINDS)


ACCOUNT_MAIL: dict[Event, tuple[str, str]] = {
    Event.PASSWORD_CHANGED: ("Your password was changed", "The password of your account was changed."),
    Event.RESET_DONE: ("Your password was set", "The password of your account was set with a link."),
    Event.APP_ADDED: ("An authenticator app was set up", "An authenticator app was set up for your account."),
    Event.PASSKEY_ADDED: ("A passkey was set up", "A passkey was set up for your account."),
    Event.RECOVERY_USED: ("A recovery code was used", "A recovery code of your account was used. It no longer works."),
    Event.PROVIDER_CONNECTED: (
        "An account of the school’s provider was connected",
        "An account of the school’s provider was connected to your account. It can be used to sign in.",
    ),
    Event.PROVIDER_DISCONNECTED: (
        "An account of the school’s provider was disconnected",
        "An account of the school’s provider was disconnected from your account. It no longer signs in.",
    ),
    Event.RECOVERY_MADE: ("New recovery codes were made", "New recovery codes were made. The old ones no longer work."),
}
"""What a person is mailed about their own account: subject and first sentence."""
