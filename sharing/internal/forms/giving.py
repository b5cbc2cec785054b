"""What the page that gives access to a record asks."""

from enum import StrEnum
from typing import Any

from accounts import roles
from accounts.forms import PersonField
from accounts.models import User
from accounts.roles import READERS, Role
from core import clock
from core.forms import fields
from core.forms.conditional import PageForm
from records.models import Extent
from records.need_to_know import visibility
from records.need_to_know.explain import EXTENTS
from records.pupils.models import Person
from records.vault.vault import Opened, Reader
from sharing.form_fields import EndField, ReasonField
from sharing.internal.forms.fields import staff


class To(StrEnum):
    """To whom access is given."""

    PERSON = "person"
    ROLE = "role"


class What(StrEnum):
    """Of what access is given."""

    THIS = "this"
    KIND = "kind"


def _what(form: "GiveForm") -> list[fields.Choice]:
    name = form.opened.record.category.name
    return [
        fields.Choice(What.THIS, "This record"),
        fields.Choice(
            What.KIND,
            f"All of this kind about the same person: {name}",
            hint="Also what is recorded later, until the day it ends",
        ),
    ]


class GiveForm(PageForm):
    """To whom, how much, from when until when and why. Where a record is about one person, also all of its kind."""

    button = "Give access"
    to = fields.Radios(
        "To whom?",
        [
            fields.Choice(To.PERSON, "A person", reveals=["person"], required={"person": "Select who"}),
            fields.Choice(To.ROLE, "Whoever holds a role", reveals=["role"], required={"role": "Select which role"}),
        ],
        what="to whom",
    )
    person = PersonField("Who?", lambda form: staff(form.reader.user))
    role = fields.Dropdown(
        "Which role?",
        [(role.value, role.label) for role in Role if role in READERS],
        what="which role",
        empty="Choose a role",
    )
    what = fields.Radios("What?", _what, what="what", initial=What.THIS)
    extent = fields.Radios(
        "How much of it?",
        [
            (extent.value, EXTENTS[extent].offer)
            for extent in (Extent.ALL, Extent.TEACHERS, Extent.STAFF, Extent.SUMMARY)
        ],
        what="how much",
    )
    start = fields.DateField(
        what="the first day", label="From which day?", required=False, future=True, help_text="Leave empty for now"
    )
    until = EndField()
    reason = ReasonField("Why do they need it?", "why they need it")

    def __init__(self, opened: Opened, reader: Reader, **kwargs: Any) -> None:
        self.opened, self.reader = opened, reader
        super().__init__(**kwargs)

    def build(self) -> None:
        if len(self.opened.subject_rows) != 1:
            del self.fields["what"]

    def clean(self) -> dict[str, Any]:
        answers = super().clean()
        start, until, role = (answers.get(name) for name in ("start", "until", "role"))
        if start and until and until < start:
            self.add_error("until", "The last day must be the first day or later")
        holders = roles.holders(Role(role)) if role else []
        if holders and {holder.pk for holder in holders} <= visibility.kept_out_of(self.opened.record):
            self.add_error("role", "No one who holds this role would see it. Choose a person instead")
        return answers

    @property
    def receiver(self) -> User | str:
        """The person, or the role."""
        answers = self.cleaned_data
        receiver: User | str = answers["role"] if answers["to"] == To.ROLE else answers["person"]
        return receiver

    @property
    def all_about(self) -> Person | None:
        """The person about whom all of the record's kind is given; None for the record alone."""
        return self.opened.subject_rows[0].person if self.cleaned_data.get("what") == What.KIND else None

    @property
    def terms(self) -> dict[str, Any]:
        """How much is given, why, and from when until when."""
        answers = self.cleaned_data
        return {
            "extent": int(answers["extent"]),
            "reason": answers["reason"],
            "start": clock.london_day(answers["start"]) if answers["start"] else None,
            "until": clock.end_of(answers["until"]),
        }
