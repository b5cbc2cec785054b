"""The notices about need to know, with all their wording (R: C7): requests, emergencies, meetings."""

from enum import StrEnum

from accounts.notices.kinds import HomeLine, NoticeKind, always


class Kind(StrEnum):
    """What people are told."""

    ACCESS_ASKED = "access_asked"
    ACCESS_ANSWERED = "access_answered"
    GRANTED = "granted"
    GIVEN = "given"
    GIVEN_TO_YOU = "given_to_you"
    EMERGENCY = "emergency"
    EMERGENCY_TOLD = "emergency_told"
    TO_READ = "to_read"
    BRIEFING = "briefing"
    MEETING = "meeting"
    DECLARED = "declared"
    EXCLUSION = "exclusion"


KINDS = {
    Kind.ACCESS_ASKED: NoticeKind(
        "A request for access to answer",
        "{reference}: a request for you to answer",
        "Somebody asks to see something. Sign in to answer:",
        passes_on=True,
        has_task=always,
    ),
    Kind.ACCESS_ANSWERED: NoticeKind(
        "Your request for access was answered",
        "{reference}: your request was answered",
        "Your request was answered. Sign in:",
        in_list=True,
        home=HomeLine(170, "1 answer to your request", "{} answers to your requests"),
    ),
    Kind.GRANTED: NoticeKind(
        "Access to safeguarding records was given",
        "{reference}: access was given",
        "Access to records was given. Sign in to see to what:",
        in_list=True,
        home=HomeLine(165, "1 access to safeguarding given", "{} accesses to safeguarding given"),
    ),
    Kind.GIVEN: NoticeKind(
        "A person was given access to records",
        "{reference}: access was given",
        "A person was given access to records. Sign in to see who, to what and by whom:",
    ),
    Kind.GIVEN_TO_YOU: NoticeKind(
        "You were given access",
        "{reference}: you were given access",
        "You were given access to something. Sign in to see to what, and until when:",
    ),
    Kind.EMERGENCY: NoticeKind(
        "Emergency access was opened",
        "{reference}: please look now",
        "Emergency access was opened. Sign in to look:",
        urgent=True,
        passes_on=True,
        has_task=always,
    ),
    Kind.EMERGENCY_TOLD: NoticeKind(
        "Emergency access: an account to review",
        "{reference}: to review",
        "Emergency access waits for your review. Sign in:",
        has_task=always,
    ),
    Kind.TO_READ: NoticeKind(
        "A report to read",
        "{reference}: a report is waiting for you to read",
        "A report is waiting for you to read. Sign in:",
        has_task=always,
    ),
    Kind.BRIEFING: NoticeKind(
        "A briefing to read",
        "{reference}: a briefing for you",
        "A briefing is waiting for you to read. Sign in:",
        has_task=always,
    ),
    Kind.MEETING: NoticeKind(
        "A staff meeting’s item to read",
        "{reference}: please look",
        "An item of a staff meeting is open to you. Sign in:",
        in_list=True,
        home=HomeLine(180, "1 item of a staff meeting", "{} items of staff meetings"),
    ),
    Kind.DECLARED: NoticeKind(
        "A declaration of relationships to look at",
        "{reference}: please look",
        "A declaration is waiting for you. Sign in to look:",
        has_task=always,
    ),
    Kind.EXCLUSION: NoticeKind(
        "An exclusion was set or ended",
        "{reference}: please look",
        "Somebody was kept out of something. Sign in to look:",
        in_list=True,
        home=HomeLine(210, "1 exclusion set or ended", "{} exclusions set or ended"),
    ),
}
