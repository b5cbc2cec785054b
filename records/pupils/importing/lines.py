"""What a file says of one child, whatever the file's form."""

from dataclasses import dataclass, field, fields
from datetime import date, datetime

from core.refusals import Refused


class FileRefused(Refused):
    """The file as a whole cannot be read; the message says why and what to do. Nothing was changed."""


@dataclass(frozen=True)
class Address:
    """As written. `lines` without the postcode, from the house to the town."""

    lines: tuple[str, ...]
    postcode: str = ""


@dataclass(frozen=True)
class Adult:
    """A contact as the file gives it."""

    title: str
    given_name: str
    family_name: str
    relationship: str | None = None
    responsibility: str | None = None
    priority: int = 99
    telephone: str = ""
    email: str = ""
    address: Address | None = None
    with_child: bool = False


@dataclass
class Line:
    """A child of a file. None: the file says nothing of it, and nothing is changed.

    `number`: its line in the file, counted from 1. `problems`: what is wrong, each with what to do;
    a line with problems is refused. `notes`: what is worth saying of a line that can be imported.
    """

    number: int
    upn: str | None = None
    former_upns: tuple[str, ...] = ()
    uln: str | None = None
    given_name: str | None = None
    middle_names: str | None = None
    family_name: str | None = None
    preferred_name: str | None = None
    preferred_family_name: str | None = None
    birth_date: date | None = None
    sex: str | None = None
    year: int | None = None
    class_name: str | None = None
    ethnicity: str | None = None
    religion: str | None = None
    first_language: str | None = None
    sen: str | None = None
    free_meals: bool | None = None
    address: Address | None = None
    contacts: tuple[Adult, ...] | None = None
    in_care: str | None = None
    left_on: date | None = None
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The child as the file names it."""
        first, last = self.preferred_name or self.given_name, self.preferred_family_name or self.family_name
        return " ".join(filter(None, (first, last))) or "(no name)"


OF_PERSON = ("given_name", "middle_names", "family_name", "preferred_name", "preferred_family_name")
OF_PUPIL = (
    "upn",
    "uln",
    "birth_date",
    "sex",
    "year",
    "ethnicity",
    "religion",
    "first_language",
    "sen",
    "free_meals",
)
LABELS = {
    "given_name": "First name",
    "middle_names": "Middle names",
    "family_name": "Family name",
    "preferred_name": "Preferred first name",
    "preferred_family_name": "Preferred family name",
    "upn": "UPN",
    "former_upns": "Former UPN",
    "uln": "ULN",
    "birth_date": "Date of birth",
    "sex": "Sex",
    "year": "Year",
    "class_name": "Class",
    "ethnicity": "Ethnicity",
    "religion": "Religion",
    "first_language": "First language",
    "sen": "SEN",
    "free_meals": "Free school meals",
    "address": "Address",
    "contacts": "Contacts",
    "in_care": "Looked after",
    "left_on": "Left on",
}
assert set(LABELS) == {known.name for known in fields(Line)} - {"number", "problems", "notes"}


@dataclass
class Read:
    """A file that could be read: its lines and what it says of itself. `warnings` are for the whole file."""

    lines: list[Line]
    made_at: datetime | None = None
    all_contacts: bool = False  # whether contacts that are not named any more have ended
    warnings: list[str] = field(default_factory=list)
    to_confirm: list[str] = field(default_factory=list)
