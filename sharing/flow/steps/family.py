"""What the family was told and said (R: C1, C3)."""

from datetime import timedelta
from typing import Any

from pupils.models import Person
from school import clock
from school.choices import Radios, Ticks
from school.dates import DateField
from school.text import TextField
from sharing.flow.fields import Step

PARENTS = [
    ("agreed", "They know, and they agree"),
    ("refused", "They know, and they do not agree"),
    ("split", "One agrees and another does not"),
    ("told", "They know, but I did not ask for agreement"),
    ("not_told", "They have not been told"),
]
LOOK_AGAIN_DAYS = 14
EXCEPTIONS = ("harm_child", "harm_adult", "crime", "enquiry")
"""The policy's four reasons for not telling. Any other is recorded as no exception."""


class Family(Step):
    """One set a family, a child's own for each child; the same for a grown-up whom it is about."""

    name = "family"

    @property
    def heading(self) -> str:
        return "What did the family say?" if self.context.children else "What did they say?"

    @property
    def guidance(self) -> str:
        if self.context.answer("why", "purpose") == "adult_concern" or (
            self.context.staff_matter and self.context.at_risk
        ):
            return "Do not tell them before you have the LADO’s advice."
        if self.context.at_risk:
            return "You do not need agreement. Tell the family if that is safe for everyone."
        return (
            "Where it is safe, tell the family what you want to share, with whom and why, and ask what they think. "
            "Their agreement is not the legal reason for sharing; that comes later."
        )

    def build(self) -> None:
        for who, label in self.context.asked_of:
            if who.startswith("parents-"):
                self.fields[who] = Radios(label, PARENTS, what=f"what the {label[0].lower()}{label[1:]} said")
                self.hints[who, "told"] = "Right when we would share anyway"
                continue
            self.fields[who] = Radios(
                label,
                [
                    ("agreed", f"{label} knows, and is happy with it"),
                    ("refused", f"{label} knows, and does not want it shared"),
                    ("told", f"{label} knows, but I did not ask for a view"),
                    ("not_told", f"{label} has not been told"),
                ],
                what=f"what {label} said",
            )

    def answers(self) -> dict[str, Any]:
        return {"said": {who: self.cleaned_data[who] for who, _ in self.context.asked_of}}

    @classmethod
    def initial_from(cls, answers: dict[str, Any]) -> dict[str, Any]:
        return dict(answers.get("said", {}))


class Telling(Step):
    name = "telling"
    heading = "Who did you tell, and what?"

    def build(self) -> None:
        context = self.context
        told = [person for person in context.people if str(person.public_id) in context.told]
        people: list[tuple[str, str]] = []
        if context.parents_told:
            people = [(str(c.adult.public_id), f"{c.adult.full_name}, {c.relationship}") for c in context.contacts]
        people += [(str(person.public_id), self._called(person)) for person in told]
        people.append(("someone_else", "Someone else who looks after the child"))
        self.fields["people"] = Ticks("Who did you tell?", people, what="who you told")
        self.fields["other"] = TextField(what="who it was", label="Who?", max_length=200)
        self.reveals["people", "someone_else"] = "other"
        self.required_when["other"] = "Enter who it was"
        self.fields["when"] = Radios(
            "When?", [("today", "Today"), ("yesterday", "Yesterday"), ("another", "Another day")], what="when"
        )
        self.fields["told_on"] = DateField(what="the date you told them", past=True, label="Date")
        self.reveals["when", "another"] = "told_on"
        self.required_when["told_on"] = "Enter the date you told them"
        self.fields["told"] = Radios(
            "What were they told?",
            [("all", "What would be shared, with whom, how and why"), ("less", "Less than that")],
            what="what they were told",
        )
        self.fields["left_out"] = TextField(
            what="what was left out, and why", label="What was left out, and why?", max_length=500
        )
        self.reveals["told", "less"] = "left_out"
        self.required_when["left_out"] = "Enter what was left out, and why"
        if context.refused:
            self.fields["objection"] = TextField(
                what="what they objected to", reasons=True, label="What did they object to, and why?"
            )
        for child in context.children:
            if child in told:
                self.fields[f"words_{child.public_id}"] = TextField(
                    what="the child’s own words", label=f"{child.first_name}’s own words (optional)", required=False
                )

    def _called(self, person: Person) -> str:
        return person.first_name if person in self.context.children else person.full_name


class NotTold(Step):
    name = "not-told"
    heading = "Why has someone not been told?"

    @property
    def guidance(self) -> str:
        return f"Not told: {'; '.join(self.context.not_told)}."

    def build(self) -> None:
        choices = [
            ("harm_child", "It could put a child at more risk of significant harm"),
            ("harm_adult", "It could put an adult at risk of serious harm"),
            ("crime", "It could get in the way of preventing, finding or prosecuting a serious crime"),
            ("enquiry", "It could interfere with an investigation, or one that may follow"),
            ("no_reach", "We could not reach them in time"),
        ]
        if self.context.child_not_told:
            choices.append(("cannot_yet", "Too young, or not able, to understand this yet"))
        choices += [
            ("nothing", "Nothing will be shared, so there was nothing to tell"),
            ("other", "Another reason"),
        ]
        self.fields["why"] = Ticks("Why?", choices, what="why")
        self.fields["facts"] = TextField(
            what="the facts", reasons=True, label="What makes you think so? Give the facts."
        )
        self.fields["again"] = Radios(
            "When will you look at telling them again?",
            [("date", "On a date"), ("never", "It may never be safe to tell them")],
            what="when you will look at it again",
        )
        self.fields["tell_by"] = DateField(what="the date to look at it again", future=True, label="Date")
        self.reveals["again", "date"] = "tell_by"
        self.required_when["tell_by"] = "Enter the date to look at it again"
        self.initial.setdefault("tell_by", clock.today() + timedelta(days=LOOK_AGAIN_DAYS))

    def clean(self) -> dict[str, Any]:
        answers = super().clean()
        if "harm_child" in (answers.get("why") or []) and self.context.harm == "no":
            self.add_error(
                "why",
                f"You said {self.context.name} is not at risk of harm. Change that answer, or select another reason",
            )
        return answers
