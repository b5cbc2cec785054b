"""A telephone number as people write it."""

import re

from django.core.exceptions import ValidationError

ALLOWED = re.compile(r"\+?[0-9 ()./-]+( ?(ext|extension|x)\.? ?[0-9]+)?", re.IGNORECASE)
FEWEST = 3
"""999 and 111 are numbers; so are extensions of the school's own."""


def check(number: str) -> None:
    """Raise ValidationError unless it is a telephone number."""
    if not ALLOWED.fullmatch(number.strip()) or sum(sign.isdigit() for sign in number) < FEWEST:
        raise ValidationError("Enter a telephone number, like 01632 960 204")
