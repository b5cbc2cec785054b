"""Dates, read in every way in which people write them."""

import re
from datetime import date

LONG_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
WEEKDAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+)?"
WHOLE = re.compile(
    WEEKDAY + r"([0-9]{1,2}(?:st|nd|rd|th)?)(?:\s+of)?[\s./-]+([0-9]{1,2}|[a-z]+)\.?,?[\s./-]+([0-9]{2}|[0-9]{4})"
)
ORDINAL = re.compile(r"(?<=[0-9])(st|nd|rd|th)$")
ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
OLDEST, FARTHEST = 1900, 2200


def read(text: str) -> date | None:
    """The date that a text says: 27/3/2026, 27.3.26, 27 March 2026, Fri 27th Mar 2026, 2026-03-27. None for no date."""
    plain = " ".join(text.strip().lower().split())
    if parts := ISO.fullmatch(plain):
        return from_parts(parts[3], parts[2], parts[1])
    if parts := WHOLE.fullmatch(plain):
        return from_parts(parts[1], parts[2], parts[3])
    return None


def from_parts(day: str, month: str, year: str) -> date | None:
    """The date of these three parts: a month by number or name, a year of 2 digits in this century."""
    name = month.rstrip(".").lower()
    if name.isalpha():
        short = "sep" if name == "sept" else name
        number = next((at for at, long_name in enumerate(LONG_MONTHS, 1) if short in (long_name, long_name[:3])), 0)
    else:
        number = _number(name)
    years = _number(year) + (2000 if len(year) == 2 else 0)
    try:
        made = date(years, number, _number(ORDINAL.sub("", day.lower())))
    except (ValueError, OverflowError):
        return None
    return made if OLDEST <= made.year <= FARTHEST else None


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() else 0
