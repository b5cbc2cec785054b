"""The form to record what was told by word of mouth (R: C8)."""

from datetime import datetime
from typing import Any

from core import clock, times
from core.forms import fields
from sharing.kept_forms import KeptForm


class SpokenForm(KeptForm):
    """When it was told, and in which words."""

    button = "Record it"
    on = fields.DateField(what="the date you told them", past=True, label="Date", initial=clock.today)
    at = fields.TimeField(what="the time", label="Time", help_text="For example, 2:30pm or 14:30")
    said = fields.TextField(what="what you told them", reasons=True, label="What did you tell them?")
    moment: datetime

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("on") and data.get("at"):
            try:
                self.moment = times.moment(data["on"], data["at"])
            except ValueError:
                self.add_error("at", "There was no such time that night: the clocks went forward")
                return data
            if self.moment > clock.now():
                self.add_error("at", "The time must be in the past")
        return data
