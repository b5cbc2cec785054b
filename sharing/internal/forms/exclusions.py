"""What the pages about exclusions and the yearly declaration ask."""

from enum import StrEnum
from typing import Any

from accounts.forms import PersonField
from accounts.models import User
from core.forms import fields
from core.forms.conditional import PageForm
from sharing.form_fields import ReasonField
from sharing.internal.forms.fields import people_here


class KeepOutForm(PageForm):
    """Who is kept out of all about a child, and why."""

    button = "Keep them out"
    person = PersonField("Who must be kept out?", lambda form: people_here(form.by))
    reason = ReasonField()

    def __init__(self, by: User, **kwargs: Any) -> None:
        self.by = by
        super().__init__(**kwargs)


class Related(StrEnum):
    """Whether there is a relationship to declare."""

    NO = "no"
    YES = "yes"


class DeclareForm(PageForm):
    """The yearly declaration of relationships."""

    button = "Declare"
    related = fields.Radios(
        "Are you related or close to a child, a parent or a colleague at this school?",
        [
            fields.Choice(Related.NO, "No, I have nothing to declare"),
            fields.Choice(
                Related.YES,
                "Yes",
                reveals=["who"],
                required={"who": "Enter who they are and how you are related"},
            ),
        ],
        what="whether you are related or close to anybody",
    )
    who = fields.TextField(
        what="who they are and how",
        max_length=1000,
        label="Who, and how?",
        help_text="For example: Robin Vetch in 4C, my nephew",
    )
