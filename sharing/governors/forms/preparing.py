"""The forms that set up a meeting: the meeting and its items."""

from typing import Any

from django import forms

from core import times
from core.forms import fields
from core.forms.conditional import PageForm
from sharing.governors.models import Item


class MeetingForm(PageForm):
    """A new meeting. Cleans to the moments at which it begins and its papers close."""

    button = "Make the meeting"
    committee = fields.TextField(what="which committee meets", max_length=80, label="Which committee?")
    on = fields.DateField(what="the day", future=True, label="Day of the meeting")
    begins = fields.TimeField(what="when it begins", label="When does it begin?", help_text="Like 6pm")
    closes = fields.TimeField(
        what="when the papers close",
        label="When do the papers close?",
        initial="9pm",
        help_text="On the same day. From then on nobody can open them",
    )

    def clean(self) -> dict[str, Any]:
        answers = super().clean()
        for name in ("begins", "closes"):
            if answers.get("on") and answers.get(name):
                try:
                    answers[name] = times.moment(answers["on"], answers[name])
                except ValueError:
                    self.add_error(name, "There is no such time on that day: the clocks change")
        return answers


OPEN = "open"
"""The answer for an item that is not in part two; the others are the reasons why one is."""


class ItemForm(PageForm):
    """An item of the agenda, open or in part two."""

    button = "Add the item"
    title = fields.TextField(what="the item", max_length=200, label="What is the item?")
    restricted = fields.Radios(
        "Is it open, or in part two?",
        [(OPEN, "Open"), *Item.Reason.choices],
        what="open, or why it is in part two",
    )
    complete = forms.BooleanField(label="The board put the whole matter under complete confidentiality", required=False)

    def clean_restricted(self) -> str:
        """The reason why it is in part two; "" for an open item."""
        restricted: str = self.cleaned_data["restricted"]
        return "" if restricted == OPEN else restricted
