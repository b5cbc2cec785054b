"""A time of day, typed."""

from datetime import time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from core import words
from core.times import Unclear, read


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
            time_of_day = read(text)
        except Unclear:
            raise ValidationError(f"{name} must say am or pm, like {text.strip()}pm") from None
        if time_of_day is None:
            raise ValidationError(f"{name} must be a time, like 2:30pm")
        return time_of_day

    def prepare_value(self, value: Any) -> Any:
        return words.time_of_day(value) if isinstance(value, time) else value
