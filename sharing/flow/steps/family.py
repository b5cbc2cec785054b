"""What the family was told and said (R: C1, C3)."""

from typing import Any

from school.choices import Radios, Ticks
from school.dates import DateField
from school.text import TextField
from sharing.flow.fields import Step


class Family(Step):
    name = "family"
    heading = "What did the family say?"

    @property
    def guidance(self) -> str:
        if self.context.at_risk:
            return "You do not need agreement. Tell the family if that is safe for everyone."
        return (
            "Where it is safe, tell the family what you want to share, with whom and why, and ask what they think. "
            "Their agreement is not the legal reason for sharing; that comes later."
        )

    def build(self) -> None:
        name = self.context.name
        self.fields["parents"] = Radios(
            "Parents or carers",
            [
                ("agreed", "They know, and they agree"),
                ("refused", "They know, and they do not agree"),
                ("split", "One agrees and another does not"),
                ("told", "They know, but I did not ask for agreement"),
                ("not_told", "They have not been told"),
            ],
            what="what the parents or carers said",
        )
        self.hints["parents", "told"] = "Right when we would share anyway"
        self.fields["child"] = Radios(
            name,
            [
                ("agreed", f"{name} knows, and is happy with it"),
                ("refused", f"{name} knows, and does not want it shared"),
                ("told", f"{name} knows, but I did not ask for a view"),
                ("not_told", f"{name} has not been told"),
            ],
            what=f"what {name} said",
        )


class Telling(Step):
    name = "telling"
    heading = "Who did you tell, and what?"

    def build(self) -> None:
        context = self.context
        people = [(str(c.adult.public_id), f"{c.adult.full_name}, {c.relationship}") for c in context.contacts]
        child_told = context.answer("family", "child") in ("agreed", "refused", "told")
        if child_told and context.child:
            people.append((str(context.child.public_id), context.name))
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
        if child_told:
            self.fields["own_words"] = TextField(
                what="the child’s own words",
                label=f"{context.name}’s own words (optional)",
                required=False,
            )


class NotTold(Step):
    name = "not-told"
    heading = "Why has someone not been told?"

    @property
    def guidance(self) -> str:
        return f"Not told: {' and '.join(self.context.not_told)}."

    def build(self) -> None:
        choices = [
            ("harm_child", "It could put a child at more risk of significant harm"),
            ("harm_adult", "It could put an adult at risk of serious harm"),
            ("crime", "It could get in the way of preventing, finding or prosecuting a serious crime"),
            ("enquiry", "It could interfere with an investigation, or one that may follow"),
            ("no_reach", "We could not reach them in time"),
        ]
        if self.context.answer("family", "child") == "not_told":
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

    def clean(self) -> dict[str, Any]:
        answers = super().clean()
        if "harm_child" in (answers.get("why") or []) and self.context.harm == "no":
            self.add_error(
                "why",
                f"You said {self.context.name} is not at risk of harm. Change that answer, or select another reason",
            )
        return answers
