"""What the pages about staff meetings ask."""

from functools import cached_property
from typing import Any

from django import forms

from access.forms.fields import staff
from access.meetings import Item
from accounts.forms import PersonField
from pupils import roll
from pupils.models import Person
from records import finding
from records.vault import Reader
from school import clock
from school.choices import Radios
from school.dates import DateField
from school.revealing import PageForm
from school.text import TextField

CONNECTIONS = range(1, 7)
"""The numbers of the people with a professional connection who can be named."""


class NotesForm(PageForm):
    """The general notes of a meeting."""

    button = "Record the notes"
    on = DateField(what="the day", past=True, label="Day of the meeting", initial=clock.today)
    notes = TextField(
        what="the general notes",
        reasons=True,
        max_length=20_000,
        label="General notes",
        help_text="For everybody: no child can be known from them. What is said of one person is an item",
    )
    sure = forms.BooleanField(
        label="No child can be known from these notes, also not by description",
        error_messages={"required": "Tick to confirm that no child can be known from these notes"},
    )


class ItemForm(PageForm):
    """An item of a meeting: the child, what was said, and who has a professional connection."""

    button = "Record the item"
    query = TextField(what="a name", max_length=80, label="Which child is it about?")
    child = Radios("Which child?", lambda form: form.children_to_choose(), what="which child")
    text = TextField(what="what was said", reasons=True, max_length=5000, label="What was said?")

    def __init__(self, reader: Reader, **kwargs: Any) -> None:
        self.reader = reader
        super().__init__(**kwargs)

    @cached_property
    def typed(self) -> str:
        return (self.data.get("query") or "")[:80].replace("\0", "") if self.is_bound else ""

    @cached_property
    def matches(self) -> list[Person]:
        """The children who may be meant by the name."""
        return finding.search(self.reader.user, self.typed, self.reader.at)

    @cached_property
    def sure(self) -> Person | None:
        """The child, where the name leaves no doubt."""
        return finding.sure(self.typed, self.matches)

    def children_to_choose(self) -> list[tuple[str, str]]:
        """The children to choose from where several may be meant."""
        if self.sure or not self.matches:
            return []
        lines = roll.lines_of(self.matches)
        return [(str(line.person.public_id), f"{line.person.full_name}, {line.where}") for line in lines]

    def build(self) -> None:
        if self.sure or not self.matches:
            del self.fields["child"]
        people = staff()
        for number in CONNECTIONS:
            self.fields[f"who_{number}"] = PersonField(
                f"Who has a connection? ({number})", people, required=number == 1
            )
            self.fields[f"how_{number}"] = TextField(
                what="the connection",
                max_length=200,
                required=False,
                label=f"What is their professional connection? ({number})",
            )

    def clean(self) -> dict[str, Any]:
        answers = super().clean()
        if answers.get("query") and not self.matches:
            self.add_error("query", "We cannot find that name among the children you work with. Check the spelling")
        for number in CONNECTIONS:
            person = answers.get(f"who_{number}")
            if person and not answers.get(f"how_{number}"):
                self.add_error(f"how_{number}", f"Enter how {person.full_name} is connected")
        return answers

    @property
    def item(self) -> Item:
        """What is to be recorded."""
        answers = self.cleaned_data
        child = self.sure or next(child for child in self.matches if str(child.public_id) == answers["child"])
        pairs = [(answers[f"who_{number}"], answers[f"how_{number}"]) for number in CONNECTIONS]
        return Item(child, answers["text"], [(person, how) for person, how in pairs if person])
