"""What the pages that set up a meeting ask: the meeting, its items, papers, readers, and who takes no part."""

from typing import Any, cast

from django import forms

from accounts import roles
from accounts.forms import PersonField
from accounts.models import User
from core.forms import times
from core.forms.choices import Radios
from core.forms.conditional import PageForm
from core.forms.dates import DateField
from core.forms.text import TextField
from core.forms.times import TimeField
from core.forms.uploads import UploadField
from sharing.form_fields import PeopleField, ReasonField
from sharing.governors import reading_rules
from sharing.governors.models import Item, KeptFrom


class MeetingForm(PageForm):
    """A new meeting. Cleans to the moments at which it begins and its papers close."""

    button = "Make the meeting"
    committee = TextField(what="which committee meets", max_length=80, label="Which committee?")
    on = DateField(what="the day", future=True, label="Day of the meeting")
    begins = TimeField(what="when it begins", label="When does it begin?", help_text="Like 6pm")
    closes = TimeField(
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
    title = TextField(what="the item", max_length=200, label="What is the item?")
    restricted = Radios(
        "Is it open, or in part two?",
        [(OPEN, "Open"), *Item.Reason.choices],
        what="open, or why it is in part two",
    )
    complete = forms.BooleanField(label="The board put the whole matter under complete confidentiality", required=False)

    def clean_restricted(self) -> str:
        """The reason why it is in part two; "" for an open item."""
        restricted: str = self.cleaned_data["restricted"]
        return "" if restricted == OPEN else restricted


class PaperForm(PageForm):
    """A paper for an item. Of a matter under complete confidentiality no copy can be taken away."""

    button = "Add the paper"
    title = TextField(what="the paper’s title", max_length=200, label="Title of the paper")
    file = UploadField(what="a PDF", label="The paper, as a PDF", help_text="Up to 300 pages and 20 MB")
    download = forms.BooleanField(label="Readers may take a marked copy away as a file", required=False)

    def __init__(self, item: Item, **kwargs: Any) -> None:
        self.item = item
        super().__init__(**kwargs)

    def build(self) -> None:
        if self.item.complete:
            del self.fields["download"]


class NamedForm(PageForm):
    """Who reads the papers."""

    button = "Save"
    people = PeopleField(
        "Who reads the papers?", lambda form: roles.holders_of_any(reading_rules.ATTEND), what="who reads the papers"
    )

    @property
    def offered(self) -> list[User]:
        """Those who can be named."""
        return list(cast(PeopleField, self.fields["people"]).people.values())


class KeepOutForm(PageForm):
    """Who takes no part in an item, and why."""

    button = "Keep them from it"
    who = PersonField("Who takes no part?", lambda form: roles.holders_of_any(reading_rules.ATTEND))
    how = Radios("Why do they take no part?", list(KeptFrom.How.choices), what="why")
    reason = ReasonField("What is the reason?", what="the reason", help_text="Other readers do not see it")
