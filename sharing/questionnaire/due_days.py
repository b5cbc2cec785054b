"""The due days that follow from the answers of a draft."""

from datetime import date, timedelta

from core import calendar, clock
from sharing.decisions.models import DecisionRecipient, Origin
from sharing.directory.models import Agency
from sharing.questionnaire.context import Context

RECEIPT_DAYS, ANSWER_DAYS = 7, 14
OUTSIDE = DecisionRecipient.Kind.OUTSIDE
URGENT = frozenset({Agency.Kind.SOCIAL_CARE, Agency.Kind.POLICE, Agency.Kind.LADO})
"""The agencies whose answer is asked for on the next school day where a child may be at risk."""


def receipt_due(context: Context) -> date | None:
    """The day by which we ask whether it arrived; none for what was told by word of mouth."""
    if context.recipients.inside or not context.shares or context.answers.send.arrived == "yes":
        return None
    if context.spoken or context.completes:
        return None
    usual = calendar.school_day_from(clock.today() + timedelta(days=RECEIPT_DAYS))
    return min(usual, needed_by(context) or usual)


def answer_due(context: Context) -> date | None:
    """The day by which an agency's answer is asked for: the next school day where a child may be at risk, or where
    people outside the school were told of a danger (R: C2)."""
    told_at_once = context.completes and context.completes.recipients.filter(kind=OUTSIDE).exists()
    if not told_at_once and (not context.shares or not any(recipient.agency for recipient in context.to)):
        return None
    if told_at_once or (context.safety.at_risk and context.recipients.to_agency(URGENT)):
        return calendar.school_days_after(clock.today(), 1)
    return calendar.school_day_from(clock.today() + timedelta(days=ANSWER_DAYS))


def needed_by(context: Context) -> date | None:
    """The last school day on which what was asked for is still in time, today at the earliest; None where there is no
    certain time."""
    asked = context.answers.asked
    if context.origin != Origin.ASKED or not asked.deadline_on:
        return None
    return max(calendar.school_day_before(asked.deadline_on + timedelta(days=1)), clock.today())


def decide_by(needed: date) -> date:
    """The day by which to decide what somebody needs by a certain day: a school day before it, today at the
    earliest."""
    return max(calendar.school_day_before(needed), clock.today())


def tell_by(context: Context) -> date | None:
    """The first day on which to look again at telling a person who was not told."""
    answers, family = context.answers, context.family
    days = [answers.not_told.tell_by] if family.is_asked and family.not_told else []
    days += [answers.override.tell_by] if context.shares and family.refused else []
    return min((calendar.school_day_from(day) for day in days if day), default=None)
