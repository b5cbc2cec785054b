"""What the family was told and said (R: C1, C3)."""

from datetime import timedelta
from typing import Any

from core import calendar, clock
from core.forms import fields
from records.pupils.models import Person
from sharing.questionnaire.answers import FamilyAnswers, NotToldAnswers, TellingAnswers, of_form
from sharing.questionnaire.family import Asked
from sharing.questionnaire.page import Step
from sharing.questionnaire.safety import ADULT_CONCERN

PARENTS = [
    fields.Choice("agreed", "They know, and they agree"),
    fields.Choice("refused", "They know, and they do not agree"),
    fields.Choice("split", "One agrees and another does not"),
    fields.Choice("told", "They know, but I did not ask for agreement", "Right when we would share anyway"),
    fields.Choice("not_told", "They have not been told"),
]
LOOK_AGAIN_DAYS = 14
EXCEPTIONS = ("harm_child", "harm_adult", "crime", "enquiry")
"""The policy's four reasons for not telling. Any other is recorded as no exception."""
SOMEONE_ELSE = "someone_else"


class Family(Step[FamilyAnswers]):
    """One question for each household and one for each child; the same for a grown-up whom it is about."""

    name = "family"
    answers_type = FamilyAnswers

    @property
    def heading(self) -> str:
        return "What did the family say?" if self.context.subjects.children else "What did they say?"

    @property
    def guidance(self) -> str:
        safety = self.context.safety
        if self.context.answers.why.purpose == ADULT_CONCERN or (self.context.subjects.colleagues and safety.at_risk):
            return "Do not tell them before you have the LADO’s advice."
        if safety.at_risk:
            return "You do not need agreement. Tell the family if that is safe for everyone."
        return (
            "Where it is safe, tell the family what you want to share, with whom and why, and ask what they think. "
            "Their agreement is not the legal reason for sharing; that comes later."
        )

    def build(self) -> None:
        for member in self.context.family.asked:
            choices = PARENTS if member.parents else _of_person(member)
            self.fields[member.key] = fields.Radios(
                member.called, choices, what=f"what {'the ' * member.parents}{member.in_sentence} said"
            )

    def answers(self) -> FamilyAnswers:
        return FamilyAnswers({member.key: self.cleaned_data[member.key] for member in self.context.family.asked})

    @classmethod
    def initial_from(cls, answers: FamilyAnswers) -> dict[str, Any]:
        return dict(answers.said)


def _of_person(member: Asked) -> list[fields.Choice]:
    """What a person whom it is about can say."""
    return [
        fields.Choice("agreed", f"{member.called} knows, and is happy with it"),
        fields.Choice("refused", f"{member.called} knows, and does not want it shared"),
        fields.Choice("told", f"{member.called} knows, but I did not ask for a view"),
        fields.Choice("not_told", f"{member.called} has not been told"),
    ]


class Telling(Step[TellingAnswers]):
    name = "telling"
    answers_type = TellingAnswers
    heading = "Who did you tell, and what?"
    people = fields.Ticks("Who did you tell?", lambda form: form.offered(), what="who you told")
    other = fields.TextField(what="who it was", label="Who?", max_length=200)
    when = fields.Radios(
        "When?",
        [
            fields.Choice("today", "Today"),
            fields.Choice("yesterday", "Yesterday"),
            fields.Choice(
                "another",
                "Another day",
                reveals=["told_on"],
                required={"told_on": "Enter the date you told them"},
            ),
        ],
        what="when",
    )
    told_on = fields.DateField(what="the date you told them", past=True, label="Date")
    told = fields.Radios(
        "What were they told?",
        [
            fields.Choice("all", "What would be shared, with whom, how and why"),
            fields.Choice(
                "less",
                "Less than that",
                reveals=["left_out"],
                required={"left_out": "Enter what was left out, and why"},
            ),
        ],
        what="what they were told",
    )
    left_out = fields.TextField(what="what was left out, and why", label="What was left out, and why?", max_length=500)
    objection = fields.TextField(what="what they objected to", reasons=True, label="What did they object to, and why?")

    def offered(self) -> list[fields.Choice]:
        """The contacts, where parents or carers were told; those it is about who were told; and someone else."""
        subjects, family = self.context.subjects, self.context.family
        self.told_here = [
            person for person in subjects.people if str(person.public_id) in {member.key for member in family.told}
        ]
        contacts = subjects.contacts if family.parents_told else []
        choices = [
            fields.Choice(str(contact.adult.public_id), f"{contact.adult.full_name}, {contact.relationship}")
            for contact in contacts
        ]
        choices += [fields.Choice(str(person.public_id), self._called(person)) for person in self.told_here]
        someone = "Someone else who looks after the child"
        return [
            *choices,
            fields.Choice(SOMEONE_ELSE, someone, reveals=["other"], required={"other": "Enter who it was"}),
        ]

    def build(self) -> None:
        if not self.context.family.refused:
            del self.fields["objection"]
        for child in self.context.subjects.children:
            if child in self.told_here:
                self.fields[f"words_{child.public_id}"] = fields.TextField(
                    what="the child’s own words", label=f"{child.first_name}’s own words (optional)", required=False
                )

    def _called(self, person: Person) -> str:
        return person.first_name if person in self.context.subjects.children else person.full_name

    def answers(self) -> TellingAnswers:
        data, keys = self.cleaned_data, [str(child.public_id) for child in self.told_here]
        own_words = {key: data[f"words_{key}"] for key in keys if data.get(f"words_{key}")}
        return of_form(TellingAnswers, data, own_words=own_words)

    @classmethod
    def initial_from(cls, answers: TellingAnswers) -> dict[str, Any]:
        own = {f"words_{key}": words for key, words in answers.own_words.items()}
        return {**super().initial_from(answers), **own}


class NotTold(Step[NotToldAnswers]):
    name = "not-told"
    answers_type = NotToldAnswers
    heading = "Why has someone not been told?"
    why = fields.Ticks("Why?", lambda form: form.offered(), what="why")
    facts = fields.TextField(what="the facts", reasons=True, label="What makes you think so? Give the facts.")
    again = fields.Radios(
        "When will you look at telling them again?",
        [
            fields.Choice(
                "date",
                "On a date",
                reveals=["tell_by"],
                required={"tell_by": "Enter the date to look at it again"},
            ),
            fields.Choice("never", "It may never be safe to tell them"),
        ],
        what="when you will look at it again",
    )
    tell_by = fields.DateField(
        what="the date to look at it again",
        future=True,
        label="Date",
        initial=lambda: calendar.school_day_from(clock.today() + timedelta(days=LOOK_AGAIN_DAYS)),
    )

    @property
    def guidance(self) -> str:
        return f"Not told: {'; '.join(self.context.family.not_told_in_words)}."

    def offered(self) -> list[tuple[str, str]]:
        """The reasons; one of them only where a child was not told."""
        child = [("cannot_yet", "Too young, or not able, to understand this yet")]
        return [
            ("harm_child", "It could put a child at more risk of significant harm"),
            ("harm_adult", "It could put an adult at risk of serious harm"),
            ("crime", "It could get in the way of preventing, finding or prosecuting a serious crime"),
            ("enquiry", "It could interfere with an investigation, or one that may follow"),
            ("no_reach", "We could not reach them in time"),
            *(child if self.context.family.child_not_told else []),
            ("nothing", "Nothing will be shared, so there was nothing to tell"),
            ("other", "Another reason"),
        ]

    def clean(self) -> dict[str, Any]:
        answers = super().clean()
        if "harm_child" in (answers.get("why") or []) and self.context.safety.harm == "no":
            self.add_error(
                "why",
                f"You said {self.context.subjects.name} is not at risk of harm. Change that answer, or select another "
                "reason",
            )
        return answers
