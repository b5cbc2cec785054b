"""What the pages about briefings ask."""

from typing import Any

from django import forms

from accounts.models import User
from core.forms import fields
from core.forms.conditional import PageForm
from records.pupils.models import ClassStaff, Person
from records.vault.vault import Opened
from sharing.form_fields import EndField
from sharing.internal.forms.fields import staff


def _with_classes_of(children: list[Person]) -> set[int]:
    rows = ClassStaff.objects.live().filter(school_class__members__person__in=children)
    return set(rows.values_list("user", flat=True))


class BriefForm(PageForm):
    """What some staff need to know of a child, until when. The child is asked for where the record is about several."""

    button = "Give the briefing"
    child = fields.Radios(
        "About whom?",
        lambda form: [(key, child.full_name) for key, child in form.children.items()],
        what="about whom",
    )
    text = fields.TextField(
        what="what they need to know",
        reasons=True,
        max_length=2000,
        label="What do they need to know?",
        help_text="Only what they need to teach and support the child. Not why",
    )
    readers = fields.Ticks("Who needs it?", lambda form: form.readers_to_choose(), what="who needs it")
    until = EndField()

    def __init__(self, opened: Opened, by: User, **kwargs: Any) -> None:
        self.children = {str(child.public_id): child for child in opened.subjects}
        self.people = {str(person.public_id): person for person in staff(by)}
        super().__init__(**kwargs)

    def build(self) -> None:
        if len(self.children) < 2:
            del self.fields["child"]

    def readers_to_choose(self) -> list[tuple[str, str]]:
        """The staff by name, those with the child's class first."""
        near = _with_classes_of(list(self.children.values()))
        people = sorted(self.people.items(), key=lambda pair: pair[1].pk not in near)
        return [
            (key, f"{person.full_name}, with the class" if person.pk in near else person.full_name)
            for key, person in people
        ]

    def clean_readers(self) -> list[User]:
        return [self.people[key] for key in self.cleaned_data["readers"]]

    @property
    def about(self) -> Person:
        """The child whom the briefing is about."""
        return self.children[self.cleaned_data.get("child") or next(iter(self.children))]


class AcceptForm(PageForm):
    """The undertaking before a briefing."""

    button = "Accept and read"
    accept = forms.BooleanField(
        label="I accept this", error_messages={"required": "Tick to accept, or close this page"}
    )
