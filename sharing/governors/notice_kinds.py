"""The notices about governors’ papers, with all their wording (R: C7)."""

from enum import StrEnum

from accounts.notices.kinds import HomeLine, NoticeKind, always


class Kind(StrEnum):
    """What people are told."""

    PAPERS = "papers"
    PAPER_CHANGED = "paper_changed"
    COPIES_MISSING = "copies_missing"
    MINUTES = "minutes"
    MASTER_ASKED = "master_asked"


KINDS = {
    Kind.PAPERS: NoticeKind(
        "Papers for a governors’ meeting",
        "{reference}: papers for a meeting",
        "Papers for a meeting are ready to read. Sign in:",
        in_list=True,
        has_task=always,
    ),
    Kind.PAPER_CHANGED: NoticeKind(
        "A paper of a governors’ meeting has changed",
        "{reference}: a paper has changed",
        "A paper for a meeting has changed. Sign in:",
        in_list=True,
        home=HomeLine(190, "1 paper has changed", "{} papers have changed"),
    ),
    Kind.COPIES_MISSING: NoticeKind(
        "Paper copies of a governors’ meeting are not back",
        "{reference}: papers not returned",
        "Papers of a meeting have not come back. Sign in to look:",
        in_list=True,
        has_task=always,
    ),
    Kind.MINUTES: NoticeKind(
        "Minutes to approve",
        "{reference}: minutes to approve",
        "Minutes wait for you. Sign in to read them:",
        in_list=True,
        has_task=always,
    ),
    Kind.MASTER_ASKED: NoticeKind(
        "Somebody asks to open what is kept of a meeting",
        "{reference}: your word is needed",
        "Something kept needs two people. Sign in:",
        in_list=True,
        home=HomeLine(200, "1 opening of what is kept needs your word", "{} openings of what is kept need your word"),
    ),
}
