"""What is asked of the person who wants access to information about a child, and of the person who answers."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from django import forms

from core import calendar, clock
from core.forms.choices import Radios, Ticks
from core.forms.conditional import PageForm
from core.forms.layout import Include, LayoutObject
from records.models import Extent
from sharing.form_fields import EndField, ReasonField
from sharing.internal.forms.fields import kinds


class HowLong(StrEnum):
    """For how long access is asked for."""

    DAY = "day"
    WEEK = "week"
    TERM = "term"


def _how_long(form: "AskForm") -> list[tuple[HowLong, str]]:
    lengths = [(HowLong.DAY, "Today"), (HowLong.WEEK, "This week")]
    return [*lengths, (HowLong.TERM, "This term")] if calendar.term_on(clock.today()) else lengths


class AskForm(PageForm):
    """What kinds of information are needed about a child, what for, and for how long."""

    button = "Ask"
    reason = ReasonField("What do you need it for?", "what you need it for")
    categories = Ticks("What kind?", lambda form: kinds(), what="what kind of information")
    how_long = Radios("How long?", _how_long, what="how long")

    @property
    def until(self) -> datetime:
        """The moment at which the access that is asked for would end."""
        today, how_long = clock.today(), self.cleaned_data["how_long"]
        if how_long == HowLong.WEEK:
            return clock.london_day(today + timedelta(days=7 - today.weekday()))
        term = calendar.term_on(today)
        last = term.last_day if how_long == HowLong.TERM and term else today
        return clock.london_day(last + timedelta(days=1))


class Answer(StrEnum):
    """How much is given to the person who asked."""

    ALL = "all"
    PART = "part"
    NO = "no"


class AnswerForm(PageForm):
    """The answer to a request for access."""

    button = "Answer"
    word = Radios(
        "Your answer",
        [
            (Answer.ALL, "Give access to all of it"),
            (Answer.PART, "Give access to the part for those who teach or support"),
            (Answer.NO, "Do not give access"),
        ],
        what="your answer",
    )
    until = EndField("Until which day? Leave empty for as long as was asked", required=False)
    reason = ReasonField()
    shown = forms.BooleanField(label="Show this reason to whoever asked", required=False)

    def layout(self) -> Sequence[LayoutObject]:
        return [Include("sharing/internal/place.html"), *super().layout()]

    @property
    def granted(self) -> bool:
        return self.cleaned_data["word"] != Answer.NO

    @property
    def extent(self) -> Extent:
        return Extent.ALL if self.cleaned_data["word"] == Answer.ALL else Extent.TEACHERS
