"""The forms to start a share decision and to close a draft."""

from collections.abc import Sequence

from core.forms import fields
from core.forms.conditional import PageForm
from core.forms.layout import Actions, LayoutObject, Question
from sharing.decisions.models import Origin
from sharing.kept_forms import KeptForm

HINTS = {
    Origin.DONE: "For example by telephone",
    Origin.DANGER: "The short form; finish the rest later",
}


class StartForm(PageForm):
    """What needs to be recorded: the heading of its page."""

    origin = fields.Radios(
        "What do you need to record?",
        [fields.Choice(origin.value, origin.label, HINTS.get(origin, "")) for origin in Origin],
        what="what you need to record",
    )

    def layout(self) -> Sequence[LayoutObject]:
        return [Question("origin", heading=True), Actions(self.button)]

    def clean_origin(self) -> Origin:
        return Origin(self.cleaned_data["origin"])


class CloseForm(KeptForm):
    """Why a draft is closed without a decision."""

    button = "Close the draft"
    reason = fields.TextField(what="why", reasons=True, label="Why is nothing decided here?")
