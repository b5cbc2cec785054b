"""A time of day as people type it: 2:30pm, 14:30, 9am, 12 noon."""

import re
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from school import clock

NAMED = {"noon": time(12), "12 noon": time(12), "12noon": time(12), "midnight": time(0)}


def read(text: str) -> time | None:
    """The time that the text says, in 24 or 12 hours; None for no time."""
    plain = " ".join(text.strip().lower().split())
    if plain in NAMED:
        return NAMED[plain]
    found = re.fullmatch(r"([0-9]{1,2})(?:[:.]([0-9]{2}))?\s*(am|pm)?", plain)
    if not found:
        return None
    hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
    if half is None and found[2] is None:
        return None
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "pm" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def moment(day: date, at: time) -> datetime:
    """The moment that London's clocks showed as `at` on `day`, in UTC; the earlier of two in the night when they go
    back. Raises ValueError for the hour that is left out in the night when they go forward."""
    found = clock.london(day.year, day.month, day.day, at.hour, at.minute)
    if clock.local(found).time() != at:
        raise ValueError("no such time on that day")
    return found


class TimeField(forms.CharField):
    """A time of day in London."""

    def __init__(self, *, what: str, **kwargs: Any) -> None:
        self.what = what
        super().__init__(max_length=20, error_messages={"required": f"Enter {what}"}, **kwargs)
        self.widget.attrs["class"] = "govuk-input--width-10"

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        found = read(text)
        if found is None:
            raise ValidationError(f"{self.what[0].upper()}{self.what[1:]} must be a time, like 2:30pm")
        return found

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%H:%M}" if isinstance(value, time) else value
