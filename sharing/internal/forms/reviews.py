"""What the reviews of current access ask."""

from typing import Any

from core.forms import fields
from core.forms.conditional import PageForm
from sharing.form_fields import EndField, ReasonField
from sharing.internal.models import AccessReview

REVEALED: dict[str, dict[str, str]] = {
    AccessReview.What.KEEP: {"reason": "Enter why it is still needed"},
    AccessReview.What.SHORTEN: {"until": "Enter the last day"},
}
"""The question under an answer, with what is said where it is left empty."""


def _what(form: "LookForm") -> list[fields.Choice]:
    return [
        fields.Choice(
            what.value, str(what.label), reveals=list(REVEALED.get(what, {})), required=REVEALED.get(what, {})
        )
        for what in AccessReview.What
        if form.moved or what != AccessReview.What.PASS_ON
    ]


class LookForm(PageForm):
    """What should happen with access that was given. `moved`: after a change of class, so it can be passed on."""

    button = "Do it"
    what = fields.Radios("What should happen with it?", _what, what="what should happen")
    reason = ReasonField("Why is it still needed?", "why it is still needed")
    until = EndField()

    def __init__(self, moved: bool, **kwargs: Any) -> None:
        self.moved = moved
        super().__init__(**kwargs)
