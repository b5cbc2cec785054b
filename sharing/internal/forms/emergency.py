"""What the pages about emergency access ask."""

from collections.abc import Sequence
from typing import Any

from django import forms

from core.forms import fields
from core.forms.conditional import PageForm
from core.forms.layout import Actions, LayoutObject, Question
from core.models import School
from sharing.form_fields import ReasonField
from sharing.internal.forms.fields import kinds


class OpenForm(PageForm):
    """What is needed at once, and why. `dsl`: whom they must have tried to reach first."""

    button = "Open for 60 minutes"
    reason = ReasonField("Why do you need it now?", "why you need it now")
    categories = fields.Ticks("What kind?", lambda form: kinds(), what="what kind of information you need")
    alone = forms.BooleanField(label="I could not reach someone who already has access")

    def __init__(self, dsl: str, **kwargs: Any) -> None:
        self.dsl = dsl
        super().__init__(**kwargs)

    def build(self) -> None:
        phone = School.here().dsl_phone
        self.fields["alone"].error_messages["required"] = f"Tick to confirm, or try {self.dsl} first: {phone}"

    def layout(self) -> Sequence[LayoutObject]:
        return [*(Question(name) for name in self.questions), Actions(self.button, grave=True)]


class AccountForm(PageForm):
    """What emergency access was used for."""

    button = "Send"
    account = ReasonField("What did you use it for?", "what you used it for")
