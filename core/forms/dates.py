"""A date in three fields, as the design system asks for it."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from core import clock
from core.dates import from_parts, read

PARTS = ("day", "month", "year")


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
        day = pasted or from_parts(*given)
        if day is None:
            raise ValidationError(f"{name} must be a real date, like 27 3 2026")
        if self.past and day > clock.today():
            raise ValidationError(f"{name} must be today or in the past")
        if self.future and day <= clock.today():
            raise ValidationError(f"{name} must be after today")
        return day
