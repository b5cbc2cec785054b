"""What is asked of the person who answers a request for access to information about a child."""

from collections.abc import Sequence
from enum import StrEnum

from django import forms

from core.forms import fields
from core.forms.conditional import PageForm
from core.forms.layout import Include, LayoutObject
from records.models import Extent
from sharing.form_fields import EndField, ReasonField


class Answer(StrEnum):
    """How much is given to the person who asked."""

    ALL = "all"
    PART = "part"
    NO = "no"


class AnswerForm(PageForm):
    """The answer to a request for access."""

    button = "Answer"
    word = fields.Radios(
        "Your answer",
        [
            (Answer.ALL, "Give access to all of it"),
            (Answer.PART, "Give access to the part for those who teach or support"),
            (Answer.NO, "Do not give access"),
        ],
        what="your answer",
    )
    until = EndField("Until which day? Leave empty for as long as was asked", required=False)
    reason = ReasonField()
    shown = forms.BooleanField(label="Show this reason to whoever asked", required=False)

    def layout(self) -> Sequence[LayoutObject]:
        return [Include("sharing/internal/place.html"), *super().layout()]

    @property
    def granted(self) -> bool:
        return self.cleaned_data["word"] != Answer.NO

    @property
    def extent(self) -> Extent:
        return Extent.ALL if self.cleaned_data["word"] == Answer.ALL else Extent.TEACHERS
