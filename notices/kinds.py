"""The kinds of notice and every word that is ever said with them (R: C7, no personal data in mail)."""

from dataclasses import dataclass

from django.db import models

from accounts.events import Event


class Kind(models.TextChoices):
    """What somebody is told. The labels stand in the inbox."""

    DECISION = "decision", "A share decision to look at"
    DECISION_URGENT = "decision_urgent", "An urgent share decision to look at"
    DECISION_PASSED = "decision_passed", "A share decision passed to you, because it had not been seen"
    DECISION_STAND_IN = "decision_stand_in", "A share decision for you alone to look at"
    HARM = "harm", "A concern about harm is being recorded"
    REVIEW = "review", "Not shared although a child may be at risk: to review"
    REVIEWED = "reviewed", "A second person has reviewed your decision"
    REOPENED = "reopened", "A decision not to share stands open again"
    UNSAFE = "unsafe", "Shared by a way that is not safe, or wrongly"
    OPENED = "opened", "Something was opened to you"
    ADVICE = "advice", "A question for your advice"
    ADVICE_URGENT = "advice_urgent", "An urgent question for your advice"
    ADVICE_ANSWERED = "advice_answered", "Your request for advice was answered"
    TO_COMPLETE = "to_complete", "A danger record to complete"
    QUESTION = "question", "A question for you about a share decision"
    ANSWERED = "answered", "Your question about a share decision was answered"
    CONCERN = "concern", "A concern passed on to you"
    HELD = "held", "Something from an import that only you may see"
    LEFT_OPEN = "left_open", "Somebody left, and this is still open"
    ACCESS_ASKED = "access_asked", "A request for access to answer"
    ACCESS_ANSWERED = "access_answered", "Your request for access was answered"
    GRANTED = "granted", "Access to safeguarding records was given"
    EMERGENCY = "emergency", "Emergency access was opened"
    EMERGENCY_TOLD = "emergency_told", "Emergency access: an account to review"
    TO_READ = "to_read", "A report to read"
    BRIEFING = "briefing", "A briefing to read"
    MEETING = "meeting", "A staff meeting’s item to read"
    PAPERS = "papers", "Papers for a governors’ meeting"
    PAPER_CHANGED = "paper_changed", "A paper of a governors’ meeting has changed"
    COPIES_MISSING = "copies_missing", "Paper copies of a governors’ meeting are not back"
    MINUTES = "minutes", "Minutes to approve"
    MASTER_ASKED = "master_asked", "Somebody asks to open what is kept of a meeting"
    DECLARED = "declared", "A declaration of relationships to look at"
    EXCLUSION = "exclusion", "An exclusion was set or ended"
    CHANGE_ASKED = "change_asked", "A change that needs your word"
    CHANGE_ABOUT_YOU = "change_about_you", "A change to your account was asked for"
    CHANGE_ABOUT_SOMEONE = "change_about_someone", "A change to a reader's account was asked for"
    CHANGE_ANSWERED = "change_answered", "A change to an account was answered"


@dataclass(frozen=True)
class Words:
    """The mail's subject and first sentence; `{reference}` is all that is ever filled in."""

    subject: str
    sentence: str
    urgent: bool = False
    passes_on: bool = False
    passed_as: str = ""  # the kind under which it is passed on; the same where there is no other
    in_list: bool = False  # "I have seen this" stands in the inbox: there is no page of its own to read first


_LOOK = "A share decision has been recorded at your school. Sign in to read it:"
WORDS: dict[str, Words] = {
    Kind.DECISION: Words(
        "Share decision {reference}: please look", _LOOK, passes_on=True, passed_as=Kind.DECISION_PASSED
    ),
    Kind.DECISION_URGENT: Words(
        "Urgent: share decision {reference}: please look today",
        _LOOK,
        urgent=True,
        passes_on=True,
        passed_as=Kind.DECISION_PASSED,
    ),
    Kind.DECISION_PASSED: Words("Share decision {reference}: passed to you", _LOOK, passes_on=True),
    Kind.DECISION_STAND_IN: Words(
        "Share decision {reference}: please look", _LOOK, passes_on=True, passed_as=Kind.DECISION_PASSED
    ),
    Kind.HARM: Words(
        "{reference}: please look today",
        "Something is being recorded that you need to know. Sign in to read it:",
        True,
        passes_on=True,
    ),
    Kind.REVIEW: Words(
        "{reference}: please look today",
        "A decision needs a second person today. Sign in to read it:",
        urgent=True,
        passes_on=True,
        passed_as=Kind.DECISION_PASSED,
    ),
    Kind.REVIEWED: Words("{reference}: please look", "Your decision was reviewed. Sign in to read it:"),
    Kind.REOPENED: Words(
        "{reference}: please look", "Something has come that may change a decision. Sign in to look:", passes_on=True
    ),
    Kind.UNSAFE: Words("{reference}: please look", "Something may need you to act. Sign in to look:"),
    Kind.OPENED: Words("{reference}: please look", "Something was opened to you. Sign in to look:"),
    Kind.ADVICE: Words("A question for you: {reference}", "Somebody asks for your advice. Sign in to answer:"),
    Kind.ADVICE_URGENT: Words(
        "Urgent: a question for you: {reference}",
        "Somebody asks for your advice today. Sign in to answer:",
        urgent=True,
    ),
    Kind.ADVICE_ANSWERED: Words(
        "Your question was answered: {reference}", "Your question was answered. Sign in to read it:"
    ),
    Kind.TO_COMPLETE: Words(
        "Finish a record: {reference}", "A record of yours waits to be finished. Sign in to finish it:", urgent=True
    ),
    Kind.QUESTION: Words("A question for you: {reference}", "Somebody asks about your decision. Sign in to answer:"),
    Kind.ANSWERED: Words("Your question was answered: {reference}", "Your question was answered. Sign in to read it:"),
    Kind.CONCERN: Words(
        "{reference}: please look today",
        "Somebody passed something on to you. Sign in to read it:",
        urgent=True,
        passes_on=True,
    ),
    Kind.HELD: Words("{reference}: please look", "An import holds something for you. Sign in to look:"),
    Kind.LEFT_OPEN: Words(
        "{reference}: still open",
        "Somebody has left, and something of theirs is still open. Sign in to look:",
        in_list=True,
    ),
    Kind.ACCESS_ASKED: Words(
        "{reference}: a request for you to answer", "Somebody asks to see something. Sign in to answer:", passes_on=True
    ),
    Kind.ACCESS_ANSWERED: Words("{reference}: your request was answered", "Your request was answered. Sign in:"),
    Kind.GRANTED: Words("{reference}: access was given", "Access to records was given. Sign in to see to what:"),
    Kind.EMERGENCY: Words(
        "{reference}: please look now", "Emergency access was opened. Sign in to look:", urgent=True, passes_on=True
    ),
    Kind.EMERGENCY_TOLD: Words("{reference}: to review", "Emergency access waits for your review. Sign in:"),
    Kind.TO_READ: Words(
        "{reference}: a report is waiting for you to read", "A report is waiting for you to read. Sign in:"
    ),
    Kind.BRIEFING: Words("{reference}: a briefing for you", "A briefing is waiting for you to read. Sign in:"),
    Kind.MEETING: Words("{reference}: please look", "An item of a staff meeting is open to you. Sign in:"),
    Kind.PAPERS: Words("{reference}: papers for a meeting", "Papers for a meeting are ready to read. Sign in:"),
    Kind.PAPER_CHANGED: Words("{reference}: a paper has changed", "A paper for a meeting has changed. Sign in:"),
    Kind.COPIES_MISSING: Words(
        "{reference}: papers not returned", "Papers of a meeting have not come back. Sign in to look:", in_list=True
    ),
    Kind.MINUTES: Words("{reference}: minutes to approve", "Minutes wait for you. Sign in to read them:"),
    Kind.MASTER_ASKED: Words("{reference}: your word is needed", "Something kept needs two people. Sign in:"),
    Kind.DECLARED: Words("{reference}: please look", "A declaration is waiting for you. Sign in to look:"),
    Kind.EXCLUSION: Words("{reference}: please look", "Somebody was kept out of something. Sign in to look:"),
    Kind.CHANGE_ASKED: Words(
        "{reference}: your word is needed", "A change needs a second person. Sign in to answer:", in_list=True
    ),
    Kind.CHANGE_ABOUT_YOU: Words(
        "{reference}: a change to your account",
        "Somebody asked for a change to your account. If you did not expect it, tell the Headteacher. Sign in to look:",
        in_list=True,
    ),
    Kind.CHANGE_ABOUT_SOMEONE: Words(
        "{reference}: a change to an account",
        "A change to a reader's account was asked for. Sign in to look:",
        in_list=True,
    ),
    Kind.CHANGE_ANSWERED: Words(
        "{reference}: a change was answered",
        "A change to an account was answered. Sign in to look:",
        in_list=True,
    ),
}

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
"""What somebody is mailed about their own account: subject and first sentence."""
