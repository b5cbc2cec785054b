"""A date in three fields, as the design system asks for it, read in every way in which people write one."""

import re
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from core import clock

PARTS = ("day", "month", "year")
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
    if found := ISO.fullmatch(plain):
        return _date(found[3], found[2], found[1])
    if found := WHOLE.fullmatch(plain):
        return _date(found[1], found[2], found[3])
    return None


def _date(day: str, month: str, year: str) -> date | None:
    """The date of these three parts: a month by number or name, a year of 2 digits in this century."""
    name = month.rstrip(".").lower()
    if name.isalpha():
        short = "sep" if name == "sept" else name
        number = next((at for at, one in enumerate(LONG_MONTHS, 1) if short in (one, one[:3])), 0)
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


class DateWidget(forms.MultiWidget):
    """Three text fields: day, month, year. A date may also come as JSON keeps it."""

    def __init__(self) -> None:
        super().__init__({part: forms.TextInput(attrs={"inputmode": "numeric"}) for part in PARTS})

    def decompress(self, value: Any) -> list[Any]:
        day = date.fromisoformat(value) if isinstance(value, str) and value else value
        return [day.day, day.month, day.year] if isinstance(day, date) else [None, None, None]


class DateField(forms.MultiValueField):
    """A date. `what` names it in errors; `past`: not after today; `future`: after today. A whole date in the first
    field is read as well, so that one can be pasted."""

    widget = DateWidget
    control = "date"

    def __init__(self, *, what: str, past: bool = False, future: bool = False, **kwargs: Any) -> None:
        self.what, self.past, self.future = what, past, future
        parts = [forms.CharField(required=False, max_length=40) for _ in PARTS]
        super().__init__(fields=parts, require_all_fields=False, error_messages={"required": f"Enter {what}"}, **kwargs)
        for field, part in zip(self.fields, self.widget.widgets, strict=True):
            field.widget = part

    def compress(self, values: list[Any]) -> date | None:
        name = self.what[0].upper() + self.what[1:]
        given = [str(value).strip() for value in values] if values else ["", "", ""]
        if not any(given):
            return None
        pasted = read(given[0]) if not any(given[1:]) else None
        for value, part in zip(given, PARTS, strict=True):
            if not value and not pasted:
                raise ValidationError(f"{name} must include a {part}")
        day = pasted or _date(*given)
        if day is None:
            raise ValidationError(f"{name} must be a real date, like 27 3 2026")
        if self.past and day > clock.today():
            raise ValidationError(f"{name} must be today or in the past")
        if self.future and day <= clock.today():
            raise ValidationError(f"{name} must be after today")
        return day
