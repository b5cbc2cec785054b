"""What the pages for imports and concerns ask."""

from typing import Any
from uuid import uuid4

from django import forms

from accounts import roles
from accounts.models import User
from accounts.roles import Role
from intake import concerns
from pupils import roll
from pupils.importing import csv_file
from pupils.importing.plan import NEW, SKIP, Proposal
from school import words
from school.choices import Radios
from school.dates import DateField
from school.text import TextField
from school.uploads import UploadField

TOGETHER, MOST_ASKED = 6, 100
"""From how many lines that agree they are asked about together; how many questions one page asks."""


class FileForm(forms.Form):
    file = UploadField(
        what="a file",
        label="The file",
        help_text="A Common Transfer File (XML) or a CSV (UTF-8) from your management information system, up to 20 MB",
    )


class ColumnsForm(forms.Form):
    """Which column is which. One question a column of ours, with the file's headings to choose from."""

    def __init__(self, header: list[str], sample: list[str], data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["made_on"] = DateField(
            what="the date",
            past=True,
            label="When was this file exported?",
            help_text="What a newer file said is never overwritten by an older one",
        )
        shown = [(str(place), _column(place, heading, sample)) for place, heading in enumerate(header)]
        for name, label in csv_file.FIELDS.items():
            self.fields[name] = forms.ChoiceField(
                label=label,
                choices=[("", "Not in this file"), *shown],
                required=False,
                error_messages={"invalid_choice": "Select one of the columns"},
            )

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or {}
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
    """A column as it is chosen by eye: its heading, and what stands under it first."""
    below = sample[place][:30] if place < len(sample) else ""
    return (heading[:40] or f"Column {place + 1}") + (f" (like: {below})" if below else "")


def _candidates(proposal: Proposal) -> list[tuple[str, str]]:
    """The children who may be meant, each with year and class."""
    return [
        (
            str(line.person.public_id),
            f"The same child as {line.person.full_name}, {line.where or 'not on the roll now'}",
        )
        for line in roll.lines_of(proposal.candidates)
    ]


class AgreeForm(forms.Form):
    """The questions that a file leaves open: the same child or another; and what has to be confirmed.

    Many lines that agree with one child in names and birth date are asked about together; on "no", one by one.
    Beyond MOST_ASKED questions the lines are left out, and the page says so.
    """

    def __init__(self, asked: list[Proposal], to_confirm: list[str], data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.hints: dict[tuple[str, str], str] = {}
        self.together = [proposal for proposal in asked if proposal.exact]
        if len(self.together) >= TOGETHER:
            self.fields["exact"] = Radios(
                f"{len(self.together)} lines have no UPN that we know, and each has the names and the date of birth "
                "of one child. Are they those children?",
                [("yes", "Yes, all of them"), ("no", "I want to say it one by one")],
                what="whether they are those children",
            )
        one_by_one = "exact" not in self.fields or self.data.get("exact") == "no"
        single = [proposal for proposal in asked if one_by_one or not proposal.exact]
        self.beyond = single[MOST_ASKED:]
        for proposal in single[:MOST_ASKED]:
            name = f"line_{proposal.line.number}"
            choices = [*_candidates(proposal), (NEW, "Another child: add them"), (SKIP, "Leave this line out")]
            born = f", born {words.day(proposal.line.birth_date)}" if proposal.line.birth_date else ""
            self.fields[name] = Radios(
                f"Line {proposal.line.number}: who is {proposal.line.name}{born}?",
                choices,
                what=f"who {proposal.line.name} is",
            )
        for number, said in enumerate(to_confirm):
            self.fields[f"confirm_{number}"] = forms.BooleanField(
                label="I have checked this, and it should be imported here",
                help_text=said,
                error_messages={"required": "Tick to confirm, or put the file aside"},
            )

    def answers(self) -> dict[str, str]:
        """Line number to what was said of it."""
        said = {
            name.removeprefix("line_"): value for name, value in self.cleaned_data.items() if name.startswith("line_")
        }
        if self.cleaned_data.get("exact") == "yes":
            said |= {str(one.line.number): str(one.candidates[0].public_id) for one in self.together}
        return said | {str(proposal.line.number): SKIP for proposal in self.beyond}


class HeldForm(forms.Form):
    """What to do with something held."""

    def __init__(self, proposal: Proposal | None, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        if proposal is not None and proposal.candidates:
            choices = _candidates(proposal)
            self.fields["same"] = Radios("Who is it?", [*choices, (NEW, "Another child")], what="who it is")
            self.fields["same"].required = False
        self.fields["do"] = Radios(
            "What should happen?",
            [("apply", "Put it where it belongs"), ("aside", "Set it aside: it is wrong, or known already")],
            what="what should happen",
        )


class ConcernForm(forms.Form):
    """Raising a concern: three questions, and to whom it goes."""

    once = forms.UUIDField(widget=forms.HiddenInput(), initial=uuid4)
    about = TextField(what="who it is about", max_length=200, label="Who is it about?")
    what = TextField(what="what you saw or heard", label="What did you see or hear?", reasons=True)
    when = TextField(what="when it was", max_length=200, label="When?")

    def __init__(self, user: User, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["about"].help_text = "A first name and a class are enough. Or say how we can tell who it is"
        self.fields["what"].help_text = "In your own words, and in theirs. Do not question the child further"
        self.fields["when"].help_text = "For example: today at lunch"
        places = {role: roles.holders(role, besides=user) for role in (Role.DSL, Role.HEADTEACHER, Role.CHAIR)}
        one_person = any(head in places[Role.DSL] for head in places[Role.HEADTEACHER])

        def named(role: Role, words: str) -> str:
            found = next(iter(places[role]), None)
            return f"{found.short_name}, {words}" if found else f"The {words}"

        options = [
            (concerns.DSL, named(Role.DSL, "designated safeguarding lead")),
            (concerns.TEACHER, "A class teacher"),
            (concerns.HEAD, named(Role.HEADTEACHER, "Headteacher")),
            (concerns.CHAIR, named(Role.CHAIR, "Chair of governors")),
        ]
        self.fields["to"] = Radios("Who should have it?", options, what="who should have it", initial=concerns.DSL)
        self.fields["teacher"] = forms.ChoiceField(
            label="Which teacher?",
            required=False,
            choices=[("", "Choose a teacher"), *((str(t.public_id), t.full_name) for t in roles.holders(Role.TEACHER))],
        )
        self.hints = {
            ("to", concerns.TEACHER): "The DSL is told as well",
            ("to", concerns.HEAD): "" if one_person else "Also when it is about the DSL",
            ("to", concerns.CHAIR): f"When it is about the Headteacher{', who is the DSL' if one_person else ''}: "
            "nobody else at the school is told",
        }
        self.reveals = {("to", concerns.TEACHER): "teacher"}

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or {}
        answers["teacher_user"] = None
        if answers.get("to") == concerns.TEACHER:
            if not answers.get("teacher"):
                self.add_error("teacher", "Select which teacher")
            else:
                answers["teacher_user"] = User.objects.get(public_id=answers["teacher"])
        return answers
