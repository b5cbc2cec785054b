"""The notices about changes that take two people, with every word that is said with them (R: C7)."""

from enum import StrEnum

from accounts.notices.kinds import NoticeKind


class Kind(StrEnum):
    """What people are told."""

    CHANGE_ASKED = "change_asked"
    CHANGE_ABOUT_YOU = "change_about_you"
    CHANGE_ABOUT_SOMEONE = "change_about_someone"
    CHANGE_ANSWERED = "change_answered"
    CHANGE_DONE = "change_done"


KINDS = {
    Kind.CHANGE_ASKED: NoticeKind(
        "A change that needs your word",
        "{reference}: your word is needed",
        "A change needs a second person. Sign in to answer:",
        in_list=True,
    ),
    Kind.CHANGE_ABOUT_YOU: NoticeKind(
        "A change to your account or access was asked for",
        "{reference}: a change to your account or access",
        "A change to your account or access was asked for. If you did not expect it, tell the Headteacher. "
        "Sign in to look:",
        in_list=True,
    ),
    Kind.CHANGE_ABOUT_SOMEONE: NoticeKind(
        "A change that takes two people was asked for",
        "{reference}: a change was asked for",
        "A change that takes two people was asked for. Sign in to look:",
        in_list=True,
    ),
    Kind.CHANGE_ANSWERED: NoticeKind(
        "A change was answered",
        "{reference}: a change was answered",
        "A change was answered. Sign in to look:",
        in_list=True,
    ),
    Kind.CHANGE_DONE: NoticeKind(
        "A change to an account or to access was made",
        "{reference}: a change was made",
        "A change to an account or to access was made. If you did not expect it, tell the Headteacher. "
        "Sign in to look:",
        in_list=True,
    ),
}
