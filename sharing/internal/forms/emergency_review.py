"""The form to review emergency access."""

from enum import StrEnum

from core.forms import fields
from core.forms.conditional import PageForm


class Review(StrEnum):
    """Whether emergency access was right."""

    JUSTIFIED = "yes"
    NOT_JUSTIFIED = "no"


class ReviewForm(PageForm):
    """The review of emergency access by another person."""

    button = "Record the review"
    word = fields.Radios(
        "Your review",
        [(Review.JUSTIFIED, "Justified"), (Review.NOT_JUSTIFIED, "Not justified")],
        what="your review",
    )
    note = fields.TextField(what="a note", max_length=1000, required=False, label="Note (optional)")
