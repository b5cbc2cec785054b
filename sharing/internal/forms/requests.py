"""What is asked of the person who wants access to information about a child."""

from datetime import datetime, timedelta
from enum import StrEnum

from core import clock, terms
from core.forms import fields
from core.forms.conditional import PageForm
from sharing.form_fields import ReasonField
from sharing.internal.forms.fields import kinds


class HowLong(StrEnum):
    """For how long access is asked for."""

    DAY = "day"
    WEEK = "week"
    TERM = "term"


def _how_long(form: "AskForm") -> list[tuple[HowLong, str]]:
    lengths = [(HowLong.DAY, "Today"), (HowLong.WEEK, "This week")]
    return [*lengths, (HowLong.TERM, "This term")] if terms.term_on(clock.today()) else lengths


class AskForm(PageForm):
    """What kinds of information are needed about a child, what for, and for how long."""

    button = "Ask"
    reason = ReasonField("What do you need it for?", "what you need it for")
    categories = fields.Ticks("What kind?", lambda form: kinds(), what="what kind of information")
    how_long = fields.Radios("How long?", _how_long, what="how long")

    @property
    def until(self) -> datetime:
        """The moment at which the access that is asked for would end."""
        today, how_long = clock.today(), self.cleaned_data["how_long"]
        if how_long == HowLong.WEEK:
            return clock.london_day(today + timedelta(days=7 - today.weekday()))
        term = terms.term_on(today)
        last = term.last_day if how_long == HowLong.TERM and term else today
        return terms.within_access(clock.end_of(last))
