"""A day and a time in the past, for pages that show what could be seen then."""

from collections.abc import Sequence
from datetime import time
from functools import cached_property
from typing import Any

from core import clock
from core.forms import fields
from core.forms.conditional import PageForm
from core.forms.layout import Actions, LayoutObject, PageHelper, Question
from core.times import moment


class DayForm(PageForm):
    """Which day, and at what time. Cleans to the moment `at` as well."""

    button = "Show that day"
    day = fields.DateField(what="the day", past=True, label="On which day?")
    time = fields.TimeField(what="the time", label="At what time?", required=False, help_text="Empty: noon")

    def clean(self) -> dict[str, Any]:
        answers = super().clean()
        if answers.get("day"):
            try:
                answers["at"] = min(moment(answers["day"], answers.get("time") or time(12)), clock.now())
            except ValueError:
                self.add_error("time", "The clocks went forward that night: there was no such time")
        return answers


class AnotherDayForm(DayForm):
    """The same, under what is shown of today; the day goes into the page's address."""

    def layout(self) -> Sequence[LayoutObject]:
        return [*(Question(name) for name in self.questions), Actions(self.button, secondary=True)]

    @cached_property
    def helper(self) -> PageHelper:
        return PageHelper(*self.layout(), method="get")
