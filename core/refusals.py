"""What the domain answers when it does not do what was asked, in words for the person who asked."""

from collections.abc import Iterator
from contextlib import contextmanager


class OtherForm(Exception):
    """Something was sealed in a form that this version of the product does not read: it is not shown in part. `heading`
    and `words` say so to the reader; `page` is the path of a page where something can be done about it."""

    heading = "This cannot be opened"
    words = "It was written by another version of Shawlands. Ask the people who run the service."
    page = ""
    link = ""


class Refused(ValueError):
    """Not done, and nothing of it was done. The message says why; `field` names the question that it is about."""

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


@contextmanager
def shown_at(field: str) -> Iterator[None]:
    """Show what is refused inside at this question of the page, where it names none itself."""
    try:
        yield
    except Refused as refusal:
        refusal.field = refusal.field or field
        raise
