"""Ids and numbers as they come from a browser."""

from uuid import UUID

NOWHERE = UUID(int=0)
"""An id that nothing has."""


MOST_FIGURES = 15


def as_number(text: str) -> int | None:
    """The whole number that the text is; None for none, and for one that is longer than any of ours."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_FIGURES else None


def as_uuid(text: str) -> UUID:
    """The id that the text is, or one that nothing has."""
    try:
        return UUID(text)
    except ValueError:
        return NOWHERE
