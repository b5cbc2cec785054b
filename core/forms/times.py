"""A time of day as people type it: 2:30pm, 2.30 p.m., 14:30, 1430, 9am, 12 noon."""

import re
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from core import clock, words

NAMED = {"noon": time(12), "midday": time(12), "midnight": time(0)}
CLOCK = re.compile(r"([0-9]{1,2})(?:[:. h]?([0-9]{2}))?\s*(am|pm|noon|midnight|hrs|h)?")
MORNING = 7
"""From this hour on a time without am or pm is a morning's, or one of 24 hours."""


class Unclear(ValueError):
    """A time that could be in the morning or in the afternoon."""


def read(text: str) -> time | None:
    """The time that the text says, in 24 or 12 hours; None for no time. Raises Unclear for 3:30, which means 15:30 at a
    school and 03:30 to a clock of 24 hours."""
    plain = " ".join(text.strip().lower().replace("o'clock", " ").replace("o’clock", " ").split())
    plain = re.sub(r"\b([ap])\.?\s?m\b\.?", r"\1m", plain)
    if plain in NAMED:
        return NAMED[plain]
    found = CLOCK.fullmatch(plain)
    if not found or not plain.isascii():
        return None
    hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
    if half in ("noon", "midnight"):
        return NAMED[half] if (hour, minute) == (12, 0) else None
    if half in ("am", "pm"):
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "pm" else 0)
    elif found[2] is None:
        return None
    elif 1 <= hour < MORNING and not plain.startswith("0"):
        raise Unclear("morning or afternoon")
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
        name = self.what[0].upper() + self.what[1:]
        try:
            found = read(text)
        except Unclear:
            raise ValidationError(f"{name} must say am or pm, like {text.strip()}pm") from None
        if found is None:
            raise ValidationError(f"{name} must be a time, like 2:30pm")
        return found

    def prepare_value(self, value: Any) -> Any:
        return words.time_of_day(value) if isinstance(value, time) else value
