"""Text as people type it: cleaned of what cannot be seen, refused where it cannot be kept."""

import re
import unicodedata

from django import forms
from django.core.exceptions import ValidationError

UNSEEN = re.compile(
    r"[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]"
)
EMPTY_WORDS = {"n/a", "na", "none", "nil", "no", "yes", "x", "-", "tbc", "ok"}


def clean(text: str) -> str:
    """The text without control characters and marks that turn the direction of writing.

    Raises ValueError for NUL and lone surrogates, which databases keep differently or not at all.
    """
    if "\0" in text or any("\ud800" <= sign <= "\udfff" for sign in text):
        raise ValueError("text that cannot be stored")
    return UNSEEN.sub("", text.replace("\r\n", "\n")).strip()


def says_something(text: str) -> bool:
    """Whether it says something that can be understood in a year: two words at least, not dots or "n/a"."""
    words = [word for word in re.findall(r"\w+", text) if not word.isdigit()]
    return len(words) >= 2 and text.strip().lower() not in EMPTY_WORDS and len(set(words)) > 1


class TextField(forms.CharField):
    """Text that a person types. `what` names it in errors: "Enter {what}".

    `reasons` asks for at least a few words; `max_length` is counted in characters after cleaning.
    """

    def __init__(self, *, what: str, reasons: bool = False, max_length: int = 2000, **kwargs: object) -> None:
        self.what, self.reasons, self.limit = what, reasons, max_length
        kwargs.setdefault("error_messages", {"required": f"Enter {what}"})
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 4}) if max_length > 200 else forms.TextInput())
        super().__init__(**kwargs)  # type: ignore[arg-type]
        self.validators = []

    def to_python(self, value: object) -> str:
        name = self.what[0].upper() + self.what[1:]
        try:
            text = clean(str(value or ""))
        except ValueError:
            raise ValidationError(f"{name} has characters we cannot keep. Type it again without pasting") from None
        if len(text) > self.limit:
            raise ValidationError(
                f"{name} must be {self.limit:,} characters or less. You have {len(text) - self.limit:,} too many"
            )
        return unicodedata.normalize("NFC", text)

    def validate(self, value: str) -> None:
        super().validate(value)
        if value and self.reasons and not says_something(value):
            raise ValidationError(
                "Write at least a few words: someone may read this in a year and need to understand it"
            )
