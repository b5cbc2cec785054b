"""What the pages for imports and concerns ask."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import uuid4

from django import forms
from django.contrib.humanize.templatetags.humanize import intcomma
from django.db import models
from django.template import Context
from django.template.defaultfilters import pluralize
from django.template.loader import get_template

from accounts import roles
from accounts.forms import PersonField
from accounts.models import User
from accounts.roles import Role
from core import words
from core.forms import fields
from core.forms.conditional import PageForm
from core.forms.layout import PACK, Actions, Button, Include, LayoutObject, PageHelper, Question
from records.intake import concerns
from records.pupils import roll
from records.pupils.importing import csv_file
from records.pupils.importing.plan import NEW, SKIP, Proposal

TOGETHER, MOST_ASKED = 6, 100
"""How many lines that agree are asked about together; how many questions a page asks at most."""


class FileForm(PageForm):
    """A file to import."""

    button = "Look at the file"
    file = fields.UploadField(
        what="a file",
        label="The file",
        help_text="A Common Transfer File (XML) or a CSV (UTF-8) from your management information system, up to 20 MB",
    )


@dataclass(frozen=True)
class Group:
    """Questions side by side under a heading."""

    heading: str
    names: Sequence[str]

    def render(self, form: Any, context: Context, template_pack: str = PACK, **kwargs: Any) -> str:
        questions = [Question(name).render(form, context) for name in self.names]
        return get_template("records/intake/group.html").render({"heading": self.heading, "questions": questions})


class ColumnsForm(PageForm):
    """Which column is which. One question a column of ours, with the file's headings to choose from."""

    button = "Look at the lines"
    made_on = fields.DateField(
        what="the date",
        past=True,
        label="When was this file exported?",
        help_text="What a newer file said is never overwritten by an older one",
    )

    def __init__(self, header: list[str], sample: list[str], data: Any = None, files: Any = None, **more: Any) -> None:
        self.header, self.sample = header, sample
        super().__init__(data, files, **more)

    def build(self) -> None:
        columns = [(str(place), _column(place, heading, self.sample)) for place, heading in enumerate(self.header)]
        for name, label in csv_file.FIELDS.items():
            self.fields[name] = fields.Dropdown(
                label, columns, what="one of the columns", empty="Not in this file", required=False
            )

    def layout(self) -> list[LayoutObject]:
        child = [name for name in csv_file.FIELDS if not name.startswith("contact")]
        contacts = [
            Group(f"Contact {number}", [name for name in csv_file.FIELDS if name.startswith(f"contact{number}_")])
            for number in range(1, csv_file.CONTACTS + 1)
        ]
        return [Question("made_on"), Group("The child", child), *contacts, Actions(self.button)]

    def clean(self) -> dict[str, Any]:
        answers = super().clean()
        columns = self.columns()
        if len(set(columns.values())) < len(columns):
            taken: dict[int, str] = {}
            for name, place in columns.items():
                if place in taken:
                    self.add_error(name, f"This column is {csv_file.FIELDS[taken[place]]} already")
                taken[place] = name
        if "upn" not in columns and not {"given_name", "family_name"} <= set(columns):
            self.add_error("upn", "Select the column of the UPN, or those of the first name and the family name")
        return answers

    def columns(self) -> dict[str, int]:
        """Each field of ours to the column chosen for it."""
        return {name: int(self.cleaned_data[name]) for name in csv_file.FIELDS if self.cleaned_data.get(name)}


def _column(place: int, heading: str, sample: list[str]) -> str:
    """A column as it is chosen by eye: its heading, and the first value under it."""
    below = sample[place][:30] if place < len(sample) else ""
    return (heading[:40] or f"Column {place + 1}") + (f" (like: {below})" if below else "")


def _candidates(proposal: Proposal) -> list[fields.Choice]:
    """The children who may be meant, each with year and class."""
    return [
        fields.Choice(
            str(line.person.public_id),
            f"The same child as {line.person.full_name}, {line.where or 'not on the roll now'}",
        )
        for line in roll.lines_of(proposal.candidates)
    ]


class Together(models.TextChoices):
    """Whether lines that agree with one child each are those children."""

    YES = "yes", "Yes, all of them"
    NO = "no", "I want to say it one by one"


class AgreeForm(PageForm):
    """The questions that a file leaves open: the same child or another; and what has to be confirmed.

    Many lines that agree with one child in names and birth date are asked about together; on "no", one by one.
    Beyond MOST_ASKED questions the lines are left out, and the page says so. `lines`: how many can be imported;
    `aside`: the address that puts the file aside.
    """

    def __init__(
        self,
        asked: list[Proposal],
        to_confirm: list[str],
        data: Any = None,
        files: Any = None,
        *,
        lines: int = 0,
        aside: str = "",
    ) -> None:
        self.asked, self.to_confirm, self.lines, self.aside = asked, to_confirm, lines, aside
        self.together = [proposal for proposal in asked if proposal.exact]
        super().__init__(data, files)

    def build(self) -> None:
        if len(self.together) >= TOGETHER:
            self.fields["exact"] = fields.Radios(
                f"{len(self.together)} lines have no UPN that we know, and each has the names and the date of birth "
                "of one child. Are they those children?",
                Together.choices,
                what="whether they are those children",
            )
        one_by_one = "exact" not in self.fields or self.data.get("exact") == Together.NO
        single = [proposal for proposal in self.asked if one_by_one or not proposal.exact]
        self.beyond = single[MOST_ASKED:]
        for proposal in single[:MOST_ASKED]:
            born = f", born {words.day(proposal.line.birth_date)}" if proposal.line.birth_date else ""
            self.fields[f"line_{proposal.line.number}"] = fields.Radios(
                f"Line {proposal.line.number}: who is {proposal.line.name}{born}?",
                [*_candidates(proposal), (NEW, "Another child: add them"), (SKIP, "Leave this line out")],
                what=f"who {proposal.line.name} is",
            )
        for number, warning in enumerate(self.to_confirm):
            self.fields[f"confirm_{number}"] = forms.BooleanField(
                label="I have checked this, and it should be imported here",
                help_text=warning,
                error_messages={"required": "Tick to confirm, or put the file aside"},
            )

    def layout(self) -> list[LayoutObject]:
        rows: list[LayoutObject] = []
        if self.fields:
            open_questions = [Question(name) for name in self.questions]
            rows = [
                Include("records/intake/open_questions.html"),
                *open_questions,
                Include("records/intake/beyond.html"),
            ]
        if not self.lines:
            return [*rows, Include("records/intake/nothing_to_import.html")]
        go = f"Import {intcomma(self.lines)} line{pluralize(self.lines)}"
        return [
            *rows,
            Actions(go, extra=[Button("Put the file aside", action=self.aside)]),
            Include("records/intake/what_is_imported.html"),
        ]

    def answers(self) -> dict[str, str]:
        """Line number to what was answered for it."""
        answers = {
            name.removeprefix("line_"): value for name, value in self.cleaned_data.items() if name.startswith("line_")
        }
        if self.cleaned_data.get("exact") == Together.YES:
            answers |= {str(proposal.line.number): str(proposal.candidates[0].public_id) for proposal in self.together}
        return answers | {str(proposal.line.number): SKIP for proposal in self.beyond}


class Settling(models.TextChoices):
    """What can be done with something held."""

    APPLY = "apply", "Put it where it belongs"
    ASIDE = "aside", "Set it aside: it is wrong, or known already"


class HeldForm(PageForm):
    """What to do with something held."""

    button = "Settle it"
    same = fields.Radios(
        "Who is it?",
        lambda form: [*form.candidates, (NEW, "Another child")],
        what="who it is",
        required=False,
    )
    do = fields.Radios("What should happen?", Settling.choices, what="what should happen")

    def __init__(self, proposal: Proposal | None, data: Any = None, files: Any = None) -> None:
        self.candidates = _candidates(proposal) if proposal and proposal.candidates else []
        super().__init__(data, files)

    def build(self) -> None:
        if not self.candidates:
            del self.fields["same"]


class ConcernForm(PageForm):
    """Raising a concern: three questions, and to whom it goes."""

    button = "Pass it on"
    once = forms.UUIDField(widget=forms.HiddenInput(), initial=uuid4)
    about = fields.TextField(
        what="who it is about",
        max_length=200,
        label="Who is it about?",
        help_text="A first name and a class are enough. Or say how we can tell who it is",
    )
    what = fields.TextField(
        what="what you saw or heard",
        label="What did you see or hear?",
        reasons=True,
        help_text="In your own words, and in theirs. Do not question the child further",
    )
    when = fields.TextField(what="when it was", max_length=200, label="When?", help_text="For example: today at lunch")
    to = fields.Radios(
        "Who should have it?", lambda form: form.recipients(), what="who should have it", initial=concerns.DSL
    )
    teacher = PersonField(
        "Which teacher?", lambda form: roles.holders(Role.TEACHER), what="which teacher", empty="Choose a teacher"
    )

    def __init__(self, user: User, data: Any = None, files: Any = None) -> None:
        self.user = user
        super().__init__(data, files)

    def recipients(self) -> list[fields.Choice]:
        """Who can have it, each by name where the place is held. Nobody passes it on to themselves."""
        held = {role: roles.holders(role, besides=self.user) for role in (Role.DSL, Role.HEADTEACHER, Role.CHAIR)}
        one_person = any(head in held[Role.DSL] for head in held[Role.HEADTEACHER])

        def named(role: Role, place: str) -> str:
            holder = next(iter(held[role]), None)
            return f"{holder.short_name}, {place}" if holder else f"The {place}"

        chair_hint = f"When it is about the Headteacher{', who is the DSL' if one_person else ''}: "
        return [
            fields.Choice(concerns.DSL, named(Role.DSL, "designated safeguarding lead")),
            fields.Choice(
                concerns.TEACHER,
                "A class teacher",
                hint="The DSL is told as well",
                reveals=["teacher"],
                required={"teacher": "Select which teacher"},
            ),
            fields.Choice(
                concerns.HEAD,
                named(Role.HEADTEACHER, "Headteacher"),
                hint="" if one_person else "Also when it is about the DSL",
            ),
            fields.Choice(
                concerns.CHAIR,
                named(Role.CHAIR, "Chair of governors"),
                hint=f"{chair_hint}nobody else at the school is told",
            ),
        ]

    def layout(self) -> list[LayoutObject]:
        return [*super().layout(), Include("core/components/kept_status.html")]

    @cached_property
    def helper(self) -> PageHelper:
        return PageHelper(*self.layout(), data_keep=True, data_no_code=True)


class WhoForm(PageForm):
    """Whom a concern is about, by name."""

    query = fields.TextField(what="a name", max_length=80, label="Who is it about?")

    def layout(self) -> list[LayoutObject]:
        return [Question("query"), Actions("Find", secondary=True)]
