"""Ids as they come from a browser."""

from uuid import UUID

NOWHERE = UUID(int=0)
"""An id that nothing has."""


def as_uuid(text: str) -> UUID:
    """The id that the text is, or one that nothing has."""
    try:
        return UUID(text)
    except ValueError:
        return NOWHERE
