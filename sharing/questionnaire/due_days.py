"""The due days that follow from the answers of a draft."""

from datetime import date, timedelta

from core import calendar, clock
from sharing.directory.models import Agency
from sharing.questionnaire.context import Context

RECEIPT_DAYS, ANSWER_DAYS = 7, 14
URGENT = frozenset({Agency.Kind.SOCIAL_CARE, Agency.Kind.POLICE, Agency.Kind.LADO})
"""The agencies whose answer is asked for on the next school day where a child may be at risk."""


def receipt_due(context: Context) -> date | None:
    """The day by which we ask whether it arrived; none for what was told by word of mouth."""
    if context.recipients.inside or not context.shares or context.answers.send.arrived == "yes":
        return None
    if context.spoken or context.completes:
        return None
    return clock.today() + timedelta(days=RECEIPT_DAYS)


def answer_due(context: Context) -> date | None:
    """The day by which an agency's answer is asked for: the next school day where a child may be at risk."""
    if not context.shares or not any(recipient.agency for recipient in context.to):
        return None
    if context.safety.at_risk and context.recipients.to_agency(URGENT):
        return calendar.school_days_after(clock.today(), 1)
    return clock.today() + timedelta(days=ANSWER_DAYS)


def tell_by(context: Context) -> date | None:
    """The first day on which to look again at telling a person who was not told."""
    answers, family = context.answers, context.family
    days = [answers.not_told.tell_by] if family.is_asked and family.not_told else []
    days += [answers.override.tell_by] if context.shares and family.refused else []
    return min((day for day in days if day), default=None)
