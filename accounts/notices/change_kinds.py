"""The notices of this app itself, with all their words (R: C7): changes that take two people, and that no one has
looked at something urgent."""

from enum import StrEnum

from accounts.notices.kinds import HomeLine, NoticeKind


class Kind(StrEnum):
    """What people are told."""

    CHANGE_ASKED = "change_asked"
    CHANGE_ABOUT_YOU = "change_about_you"
    CHANGE_ABOUT_SOMEONE = "change_about_someone"
    CHANGE_ANSWERED = "change_answered"
    CHANGE_DONE = "change_done"
    UNHEARD = "unheard"


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
    Kind.UNHEARD: NoticeKind(
        "An urgent notice has not been looked at",
        "{reference}: please ring the school now",
        "Something urgent has not been looked at by anyone on the school staff. Sign in to see whom to ring:",
        urgent=True,
        in_list=True,
        home=HomeLine(5, "An urgent notice has not been looked at", "Urgent notices not looked at: {}", urgent=True),
    ),
}
