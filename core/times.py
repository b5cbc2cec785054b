"""Times of day, read in every way in which people write them: 2:30pm, 2.30 p.m., 14:30, 1430, 9am, 12 noon."""

import re
from datetime import date, datetime, time

from core import clock

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
    parts = CLOCK.fullmatch(plain)
    if not parts or not plain.isascii():
        return None
    hour, minute, half = int(parts[1]), int(parts[2] or 0), parts[3]
    if half in ("noon", "midnight"):
        return NAMED[half] if (hour, minute) == (12, 0) else None
    if half in ("am", "pm"):
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "pm" else 0)
    elif parts[2] is None:
        return None
    elif 1 <= hour < MORNING and not plain.startswith("0"):
        raise Unclear("morning or afternoon")
    return time(hour, minute) if hour < 24 and minute < 60 else None


def moment(day: date, at: time) -> datetime:
    """The moment that London's clocks showed as `at` on `day`, in UTC; the earlier of two in the night when they go
    back. Raises ValueError for the hour that is left out in the night when they go forward."""
    instant = clock.london(day.year, day.month, day.day, at.hour, at.minute)
    if clock.local(instant).time() != at:
        raise ValueError("no such time on that day")
    return instant
