"""What the reviews of current access and the pages that look back ask."""

from typing import Any

from django import forms

from accounts.forms import PersonField
from accounts.models import User
from core.forms.choices import Choice, Radios
from core.forms.conditional import PageForm
from sharing.form_fields import EndField, ReasonField
from sharing.internal.forms.days import DayForm
from sharing.internal.models import AccessReview

REVEALED: dict[str, dict[str, str]] = {
    AccessReview.What.KEEP: {"reason": "Enter why it is still needed"},
    AccessReview.What.SHORTEN: {"until": "Enter the last day"},
}
"""The question under an answer, with what is said where it is left empty."""


def _what(form: "LookForm") -> list[Choice]:
    return [
        Choice(what.value, str(what.label), reveals=list(REVEALED.get(what, {})), required=REVEALED.get(what, {}))
        for what in AccessReview.What
        if form.moved or what != AccessReview.What.PASS_ON
    ]


class LookForm(PageForm):
    """What should happen with access that was given. `moved`: after a change of class, so it can be passed on."""

    button = "Do it"
    what = Radios("What should happen with it?", _what, what="what should happen")
    reason = ReasonField("Why is it still needed?", "why it is still needed")
    until = EndField()

    def __init__(self, moved: bool, **kwargs: Any) -> None:
        self.moved = moved
        super().__init__(**kwargs)


class EnquireForm(PageForm):
    """What the DPO's enquiry is for."""

    button = "Begin the enquiry"
    reason = ReasonField("What is the enquiry for?", "what the enquiry is for")


class BackForm(DayForm):
    """Whose access on a day is shown. `records`: the DPO may ask who could see a record instead."""

    field_order = ["person", "record", "day", "time"]
    person = PersonField("Who?", lambda form: User.objects.order_by("last_name", "first_name"))
    record = forms.CharField(label="Or a record, by its id in the log", required=False, max_length=36)

    def __init__(self, records: bool, **kwargs: Any) -> None:
        self.records = records
        super().__init__(**kwargs)

    def build(self) -> None:
        self.fields["person"].required = not self.records
        if not self.records:
            del self.fields["record"]

    def clean(self) -> dict[str, Any]:
        answers = super().clean()
        if self.records and not self.errors and not answers.get("person") and not answers.get("record"):
            self.add_error("person", "Select who, or enter a record’s id")
        return answers
