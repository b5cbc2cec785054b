"""The notice about lost property, with every word that is said with it (R: C7)."""

from enum import StrEnum

from accounts.notices.kinds import NoticeKind, always


class Kind(StrEnum):
    """What people are told."""

    HANDED_IN = "lost_property"


KINDS = {
    Kind.HANDED_IN: NoticeKind(
        "Something was handed in",
        "{reference}: something was handed in",
        "Something was handed in. Sign in to look:",
        has_task=always,
    ),
}
