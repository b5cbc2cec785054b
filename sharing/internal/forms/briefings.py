"""What the pages about briefings ask."""

from typing import Any

from django import forms

from accounts.models import User
from core.forms import fields
from core.forms.conditional import PageForm
from records.namecheck.finding import Own
from records.namecheck.forms import ChecksNames
from records.namecheck.known import Known, of_school
from records.pupils.models import ClassStaff, Person
from records.vault.vault import Opened
from sharing.form_fields import EndField
from sharing.internal.briefings import own_names
from sharing.internal.forms.fields import staff


def _with_classes_of(children: list[Person]) -> set[int]:
    rows = ClassStaff.objects.live().filter(school_class__members__person__in=children)
    return set(rows.values_list("user", flat=True))


class BriefForm(ChecksNames):
    """What some staff need to know of a child, until when. The child is asked for where the record is about several."""

    button = "Give the briefing"
    checked = "text"
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
        self.by = by
        super().__init__(**kwargs)

    def checks(self) -> bool:
        return self.is_bound and self._child is not None

    def reader(self) -> User:
        return self.by

    def known(self) -> Known:
        return of_school([self._child] if self._child else [])

    def own(self) -> Own:
        return own_names(self._child) if self._child else Own()

    @property
    def _child(self) -> Person | None:
        """The child whom it is about, as far as that is said."""
        only = next(iter(self.children)) if len(self.children) == 1 else self.data.get("child", "")
        return self.children.get(only)

    def build(self) -> None:
        super().build()
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
