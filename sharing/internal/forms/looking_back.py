"""The forms on the pages about past access."""

from typing import Any

from django import forms

from accounts.forms import PersonField
from accounts.models import User
from core.forms.conditional import PageForm
from sharing.form_fields import ReasonField
from sharing.internal.forms.days import DayForm


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
