"""The notices about imports and concerns, with every word that is said with them (R: C7)."""

from enum import StrEnum

from accounts.notices.kinds import HomeLine, NoticeKind, always


class Kind(StrEnum):
    """What people are told."""

    CONCERN = "concern"
    HELD = "held"


KINDS = {
    Kind.CONCERN: NoticeKind(
        "A concern passed on to you",
        "{reference}: please look today",
        "Somebody passed something on to you. Sign in to read it:",
        urgent=True,
        passes_on=True,
        home=HomeLine(40, "1 concern passed on to you", "{} concerns passed on to you", urgent=True),
    ),
    Kind.HELD: NoticeKind(
        "Something from an import that only you may see",
        "{reference}: please look",
        "An import holds something for you. Sign in to look:",
        in_list=True,
        has_task=always,
    ),
}
