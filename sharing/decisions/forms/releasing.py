"""The form to print a record (R: C8)."""

from typing import Any

from accounts.models import User
from core.forms import fields
from core.forms.conditional import PageForm
from records.need_to_know import visibility
from records.pupils.models import Person
from records.vault.vault import Opened


class PrintForm(PageForm):
    """Which colleague a print is for, and about which child. For anyone outside the school a decision is needed."""

    button = "Make the PDF"
    whom = fields.Dropdown(
        "Who is it for?",
        lambda form: [(key, person.full_name) for key, person in form.readers.items()],
        what="who it is for",
        empty="Choose a colleague who may see it",
    )
    only = fields.Dropdown(
        "About whom?",
        lambda form: [
            fields.Choice(key, f"Only {person.first_name}: the others without a name")
            for key, person in form.subjects.items()
        ],
        what="about whom",
        empty="Everybody it is about",
        required=False,
    )

    def __init__(self, opened: Opened, **kwargs: Any) -> None:
        self.readers = {str(person.public_id): person for person, _ in visibility.named(opened.sight)}
        self.subjects = {str(person.public_id): person for person in opened.subjects}
        super().__init__(**kwargs)

    def build(self) -> None:
        if len(self.subjects) < 2:
            del self.fields["only"]

    def clean_whom(self) -> User:
        return self.readers[self.cleaned_data["whom"]]

    def clean_only(self) -> Person | None:
        """The one child it is printed about; None for all of them."""
        return self.subjects.get(self.cleaned_data["only"])
