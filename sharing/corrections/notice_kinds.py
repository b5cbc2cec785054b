"""The notice about a corrected record, with every word that is said with it (R: C9)."""

from enum import StrEnum

from accounts.notices.kinds import NoticeKind


class Kind(StrEnum):
    """What people are told."""

    RECORD_CORRECTED = "record_corrected"


KINDS = {
    Kind.RECORD_CORRECTED: NoticeKind(
        "A record that you have read was corrected",
        "{reference}: a record was corrected",
        "A record that you have read was corrected. Sign in to read what is right:",
    )
}
