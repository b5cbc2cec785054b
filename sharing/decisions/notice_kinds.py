"""The notices about share decisions, with all their wording (R: C7)."""

from enum import StrEnum

from accounts import succession
from accounts.notices.kinds import HomeLine, NoticeKind, always

HARM_LINE = frozenset({*succession.SCHOOL, *succession.OVERSIGHT})
"""Who is told of harm, by position; the deputy of an absent holder is told as well."""


class Kind(StrEnum):
    """What people are told."""

    DECISION = "decision"
    DECISION_URGENT = "decision_urgent"
    DECISION_PASSED = "decision_passed"
    DECISION_PASSED_URGENT = "decision_passed_urgent"
    DECISION_STAND_IN = "decision_stand_in"
    HARM = "harm"
    HARM_TYPED = "harm_typed"
    REVIEW = "review"
    REVIEWED = "reviewed"
    REOPENED = "reopened"
    UNSAFE = "unsafe"
    OPENED = "opened"
    ADVICE = "advice"
    ADVICE_URGENT = "advice_urgent"
    ADVICE_ANSWERED = "advice_answered"
    TO_COMPLETE = "to_complete"
    QUESTION = "question"
    ANSWERED = "answered"
    LEFT_OPEN = "left_open"
    NAME_CHILD = "name_child"
    NEEDED = "needed"


_ANSWERS = HomeLine(130, "1 answer to your question", "{} answers to your questions")
_LOOK = "A share decision has been recorded at your school. Sign in to read it:"
KINDS = {
    Kind.DECISION: NoticeKind(
        "A share decision to look at",
        "Share decision {reference}: please look",
        _LOOK,
        passes_on=True,
        passed_as=Kind.DECISION_PASSED,
        home=HomeLine(120, "1 to acknowledge", "{} to acknowledge"),
    ),
    Kind.DECISION_URGENT: NoticeKind(
        "An urgent share decision to look at",
        "Urgent: share decision {reference}: please look today",
        _LOOK,
        urgent=True,
        passes_on=True,
        passed_as=Kind.DECISION_PASSED_URGENT,
        home=HomeLine(20, "1 urgent", "{} urgent", urgent=True),
    ),
    Kind.DECISION_PASSED: NoticeKind(
        "A share decision passed to you, because it had not been seen",
        "Share decision {reference}: passed to you",
        _LOOK,
        passes_on=True,
        home=HomeLine(80, "1 passed to you", "{} passed to you"),
    ),
    Kind.DECISION_PASSED_URGENT: NoticeKind(
        "An urgent share decision passed to you, because it had not been seen",
        "Urgent: share decision {reference}: passed to you",
        _LOOK,
        urgent=True,
        passes_on=True,
        home=HomeLine(25, "1 urgent, passed to you", "{} urgent, passed to you", urgent=True),
    ),
    Kind.DECISION_STAND_IN: NoticeKind(
        "A share decision for you alone to look at",
        "Share decision {reference}: please look",
        _LOOK,
        passes_on=True,
        passed_as=Kind.DECISION_PASSED,
        has_task=always,
    ),
    Kind.HARM: NoticeKind(
        "A concern about harm is being recorded",
        "{reference}: please look today",
        "Something is being recorded that you need to know. Sign in to read it:",
        urgent=True,
        passes_on=True,
        has_task=always,
    ),
    Kind.HARM_TYPED: NoticeKind(
        "You chose that a child may be at risk, and have not continued: nobody has been told yet",
        "{reference}: please finish your answer",
        "An answer of yours is not finished. Sign in to finish it:",
        urgent=True,
        passes_on=True,
        passed_as=Kind.HARM,
        by_doing=True,
        home=HomeLine(45, "Finish your answer: a child may be at risk", "{} answers about harm to finish", urgent=True),
    ),
    Kind.REVIEW: NoticeKind(
        "Not shared although a child may be at risk: to review",
        "{reference}: please look today",
        "A decision needs a second person today. Sign in to read it:",
        urgent=True,
        passes_on=True,
        passed_as=Kind.DECISION_PASSED_URGENT,
        has_task=always,
    ),
    Kind.REVIEWED: NoticeKind(
        "A second person has reviewed your decision",
        "{reference}: please look",
        "Your decision was reviewed. Sign in to read it:",
        home=HomeLine(140, "1 decision of yours was reviewed", "{} decisions of yours were reviewed"),
    ),
    Kind.REOPENED: NoticeKind(
        "A decision not to share stands open again",
        "{reference}: please look",
        "Something has come that may change a decision. Sign in to look:",
        passes_on=True,
        home=HomeLine(90, "1 open again", "{} open again"),
    ),
    Kind.UNSAFE: NoticeKind(
        "Shared by a way that is not safe, or wrongly",
        "{reference}: please look",
        "Something may need you to act. Sign in to look:",
        home=HomeLine(110, "Sent by an unsafe way: 1", "Sent by an unsafe way: {}"),
    ),
    Kind.OPENED: NoticeKind(
        "Something was opened to you",
        "{reference}: please look",
        "Something was opened to you. Sign in to look:",
        home=HomeLine(150, "1 opened to you", "{} opened to you"),
    ),
    Kind.ADVICE: NoticeKind(
        "A question for your advice",
        "A question for you: {reference}",
        "Somebody asks for your advice. Sign in to answer:",
        has_task=always,
    ),
    Kind.ADVICE_URGENT: NoticeKind(
        "An urgent question for your advice",
        "Urgent: a question for you: {reference}",
        "Somebody asks for your advice today. Sign in to answer:",
        urgent=True,
        has_task=always,
    ),
    Kind.ADVICE_ANSWERED: NoticeKind(
        "Your request for advice was answered",
        "Your question was answered: {reference}",
        "Your question was answered. Sign in to read it:",
        in_list=True,
        home=_ANSWERS,
    ),
    Kind.TO_COMPLETE: NoticeKind(
        "A danger record to complete",
        "Finish a record: {reference}",
        "A record of yours waits to be finished. Sign in to finish it:",
        urgent=True,
        home=HomeLine(60, "1 danger record to finish", "{} danger records to finish", urgent=True),
    ),
    Kind.QUESTION: NoticeKind(
        "A question for you about a share decision",
        "A question for you: {reference}",
        "Somebody asks about your decision. Sign in to answer:",
        has_task=always,
    ),
    Kind.ANSWERED: NoticeKind(
        "Your question about a share decision was answered",
        "Your question was answered: {reference}",
        "Your question was answered. Sign in to read it:",
        home=_ANSWERS,
    ),
    Kind.NAME_CHILD: NoticeKind(
        "A share decision about a child who was not found: say which",
        "{reference}: please say whom it is about",
        "A share decision needs an answer from you. Sign in to read it:",
        passes_on=True,
        has_task=lambda held: bool(held & frozenset(succession.SCHOOL)),
        home=HomeLine(95, "1 decision: which child is it about?", "{} decisions: which child are they about?"),
    ),
    Kind.NEEDED: NoticeKind(
        "A draft of yours is to be decided today",
        "{reference}: to be decided today",
        "They need what they asked for soon. Sign in to decide:",
        urgent=True,
        in_list=True,
        home=HomeLine(55, "1 draft to be decided today", "{} drafts to be decided today", urgent=True),
    ),
    Kind.LEFT_OPEN: NoticeKind(
        "Somebody left, and this is still open",
        "{reference}: still open",
        "Somebody has left, and something of theirs is still open. Sign in to look:",
        in_list=True,
    ),
}
