"""More about the recipient: a person outside, a parent or carer, another school, a colleague (R: C5, G6c)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from core import calendar, clock, terms, words
from core.forms import fields
from core.ids import as_uuid
from records.need_to_know import visibility
from records.need_to_know.contacts import knows_adult
from records.pupils.models import Contact, Person
from sharing.decisions import extracts
from sharing.decisions.facts import Recipient
from sharing.decisions.models import DecisionRecipient
from sharing.decisions.standing import Standing
from sharing.questionnaire import recipients
from sharing.questionnaire.answers import InsideAnswers, MovingAnswers, OutsideAnswers, ParentAnswers
from sharing.questionnaire.page import Step


class Outside(Step[OutsideAnswers]):
    name = "outside"
    answers_type = OutsideAnswers
    heading = "Who is it, outside the school?"
    guidance = "Someone who is not in the directory. Name the person who will read it."
    who = fields.TextField(what="the person’s name", max_length=120, label="Name")
    role = fields.TextField(
        what="their job or role",
        max_length=120,
        label="Job or role",
        help_text="Or how they belong to the child, for example grandmother",
    )
    body = fields.TextField(
        what="the organisation", max_length=120, label="Organisation (if they have one)", required=False
    )
    not_same = fields.TextField(
        what="how you know that it is someone else",
        max_length=300,
        required=False,
        label="Someone known here has this name. How do you know that this is someone else, or for their job?",
    )

    def build(self) -> None:
        if not self._namesake():
            del self.fields["not_same"]

    def _recipient(self) -> Recipient:
        """Who was typed, as far as it is: without an explanation."""
        typed = [next(iter(self.given(name)), "") if self.is_bound else "" for name in ("who", "role", "body")]
        answers = OutsideAnswers(*typed) if self.is_bound else self.context.answers.outside
        return recipients.typed(replace(answers, not_same=""))

    def _namesake(self) -> bool:
        recipient = self._recipient()
        return bool(recipient.name.strip()) and self.context.standings.of(recipient).standing is Standing.NAMESAKE

    def clean(self) -> dict[str, Any]:
        answers = super().clean()
        if answers.get("who") and not self.context.happened:
            recipient = replace(self._recipient(), not_same=answers.get("not_same") or "")
            why = self.context.standings.refusal(recipient)
            if why:
                self.add_error("not_same" if "not_same" in self.fields else "who", why)
        return answers


RESPONSIBLE = {
    "yes": "Has parental responsibility",
    "no": "Does not have parental responsibility",
    "unknown": "Parental responsibility not known",
}


class Parent(Step[ParentAnswers]):
    name = "parent"
    answers_type = ParentAnswers
    heading = "Which parent or carer?"
    adults = fields.Ticks(
        "Who?",
        lambda form: [form.offered(contact) for contact in form.context.subjects.contacts],
        what="which parent or carer",
    )
    identity = fields.Radios(
        "How did you check who they are?",
        [
            ("sight", "I know them by sight"),
            ("seen_id", "I saw identification"),
            ("called", "I called a number we hold"),
            ("not_yet", "Not yet"),
        ],
        what="how you checked who they are",
        help_text="Check who they are before you share: you can save and come back",
    )

    def offered(self, contact: Contact) -> fields.Choice:
        """A contact, with what is known of their responsibility; nothing of it where there is a limit."""
        evidence = f": {contact.evidence}" if contact.evidence else ""
        responsible = RESPONSIBLE.get(contact.responsibility, RESPONSIBLE["unknown"])
        hint = "" if self.context.standings.limited(contact.adult) else f"{responsible}{evidence}"
        return fields.Choice(str(contact.adult.public_id), f"{contact.adult.full_name}, {contact.relationship}", hint)

    def clean(self) -> dict[str, Any]:
        answers = super().clean()
        if self.context.happened:
            return answers
        ticked = self.given("adults")
        for adult in self._adults(ticked):
            recipient = Recipient(DecisionRecipient.Kind.PARENT, adult.full_name, adult=adult)
            if why := self.context.standings.refusal(recipient):
                self.errors.pop("adults", None)
                self.add_error("adults", why)
        return answers

    def _adults(self, ids: Sequence[str]) -> list[Person]:
        """The parents and carers who were ticked: also another child's, whose id was sent all the same, if the author
        may know of them."""
        own = [contact.adult for contact in self.context.subjects.contacts]
        offered = {str(adult.public_id) for adult in own}
        rest = Person.objects.filter(public_id__in=[as_uuid(key) for key in ids if key not in offered])
        reader = self.context.reader
        others = [adult for adult in rest if knows_adult(reader.user, adult, reader.at)]
        return [*(adult for adult in own if str(adult.public_id) in ids), *others]


class Moving(Step[MovingAnswers]):
    name = "moving"
    answers_type = MovingAnswers
    legend_is_heading = True
    moving = fields.Radios(
        "",
        [
            fields.Choice("no", "No, this is about something else"),
            fields.Choice(
                "yes",
                "Yes",
                "The main file and the transfer file each go their own way, from the office. Go on here only with "
                "what you share besides",
                reveals=["besides"],
                required={"besides": "Enter what you share besides the files"},
            ),
        ],
        what="whether this is a move",
    )
    besides = fields.TextField(
        what="what you share besides the files",
        label="What do you share besides the files, and why?",
        max_length=500,
    )

    @property
    def heading(self) -> str:
        return f"Is {self.context.subjects.name} moving to this school?"

    def build(self) -> None:
        self.fields["moving"].label = self.heading


class Inside(Step[InsideAnswers]):
    """A colleague sees records for a while: a grant, not a copy."""

    name = "inside"
    answers_type = InsideAnswers
    heading = "How long do they need it?"
    legend_is_heading = True
    how_long = fields.Radios(heading, lambda form: form.offered(), what="how long")
    on = fields.DateField(what="the date", future=True, label="Date")

    def offered(self) -> list[fields.Choice]:
        end = term_ends()
        next_day = calendar.school_days_after(clock.today(), 1)
        term = [fields.Choice("term", f"Until the end of this term, {words.day(end)}")] if end > clock.today() else []
        return [
            *term,
            fields.Choice("date", "Until a date", reveals=["on"], required={"on": "Enter the date"}),
            fields.Choice("once", f"To read it once, until {words.day(next_day)}"),
        ]

    def clean(self) -> dict[str, Any]:
        answers = super().clean()
        last = last_day()
        if answers.get("on") and answers["on"] > last and "on" not in self.errors:
            self.add_error("on", f"The date must be after today and no later than {words.day(last)}")
        excluded = visibility.excluded_from(self.context.subjects.people)
        for recipient in self.context.to:
            name, user = recipient.name, recipient.user
            if user in self.context.safety.withheld:
                self.add_error(None, f"{name} must not see this: change who it would go to")
            if user and user.pk in excluded:
                dsl = self.context.staff.dsl
                self.add_error(None, f"This cannot be opened to {name}. Ask {dsl.short_name if dsl else 'the DSL'}")
            if user and not recipient.on_staff and not extracts.may_have(user):
                self.add_error(None, f"{name} is not school staff, so this kind of record cannot be opened to them")
        return answers


def term_ends() -> date:
    """The last day of the term that it is, or of the next one."""
    term = terms.term_on(clock.today())
    return min(term.last_day, last_day()) if term else last_day()


def last_day() -> date:
    """31 August, or the day that the school has set: nothing inside is opened for longer."""
    return terms.last_day_of_access()


def until_of(answers: InsideAnswers) -> date | None:
    """The last day on which a colleague may see what they were given; None while that is not answered."""
    if answers.how_long == "once":
        return calendar.school_days_after(clock.today(), 1)
    return term_ends() if answers.how_long == "term" else answers.on
