"""More about the recipient: a person outside, a parent or carer, another school, a colleague (R: C5, G6c)."""

from datetime import date
from typing import Any

from core import calendar, clock, terms, words
from core.forms import fields
from core.ids import as_uuid
from records.need_to_know import search, visibility
from records.pupils.models import Contact
from sharing.decisions import extracts
from sharing.questionnaire.answers import InsideAnswers, MovingAnswers, OutsideAnswers, ParentAnswers
from sharing.questionnaire.context import Context
from sharing.questionnaire.page import Step


class Outside(Step[OutsideAnswers]):
    name = "outside"
    answers_type = OutsideAnswers
    heading = "Who is it, outside the school?"
    guidance = "Somebody who is not in the directory. Name the person who will read it."
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

    def clean(self) -> dict[str, Any]:
        answers = super().clean()
        name = answers.get("who") or ""
        if name and not answers.get("body") and (wrong := whom_it_cannot_go_to(self.context, name)):
            self.add_error("who", wrong)
        return answers


def whom_it_cannot_go_to(context: Context, name: str) -> str:
    """Why information cannot go to a private person of this name: a pupil, or another child's parent, as far as the
    author may know of them. "" where it can."""
    plain = " ".join(name.casefold().split())
    for pupil in search.find(context.user, name, context.reader.at):
        if pupil.full_name.casefold() == plain:
            search.searched(context.user, 1)
            return f"{name} is a pupil: information about another child cannot go to a pupil"
    own = {contact.adult_id for contact in context.subjects.contacts}
    last = plain.split()[-1]
    rows = Contact.objects.live(context.reader.at).filter(adult__family_name__iexact=last).select_related("adult")
    for row in rows:
        adult = row.adult
        called = {adult.full_name.casefold(), f"{adult.first_name} {adult.last_name}".casefold()}
        if adult.pk not in own and plain in called and context.subjects.knows_adult(adult):
            child = context.subjects.name
            return (
                f"{name} is another child’s parent. Information about {child} can go only to {child}’s own parents "
                "or carers"
            )
    return ""


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
        hint = "" if self.context.subjects.limited(contact.adult) else f"{responsible}{evidence}"
        return fields.Choice(str(contact.adult.public_id), f"{contact.adult.full_name}, {contact.relationship}", hint)

    def clean(self) -> dict[str, Any]:
        answers = super().clean()
        self._check_strangers()
        staff, subjects = self.context.staff, self.context.subjects
        for contact in subjects.contacts:
            if str(contact.adult.public_id) in (answers.get("adults") or []) and subjects.limited(contact.adult):
                leads = [lead for lead in (staff.headteacher, staff.dsl) if lead and lead != self.context.user]
                names = " or ".join(lead.short_name for lead in leads)
                self.add_error(
                    "adults", f"There is a limit on what {contact.adult.full_name} may be given. Speak to {names} first"
                )
        return answers

    def _check_strangers(self) -> None:
        """Refuse another child's parent whose id was sent all the same."""
        subjects = self.context.subjects
        given = [as_uuid(public_id) for public_id in self.given("adults")]
        strangers = Contact.objects.live(self.context.reader.at).filter(adult__public_id__in=given)
        own = {contact.adult_id for contact in subjects.contacts}
        for row in strangers.exclude(child__in=subjects.children).select_related("adult")[:1]:
            if row.adult_id not in own and subjects.knows_adult(row.adult):
                self.errors.pop("adults", None)
                self.add_error(
                    "adults",
                    f"{row.adult.full_name} is another child’s parent. Information about {subjects.name} can go only "
                    f"to {subjects.name}’s own parents or carers",
                )


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
    return term.last_day if term else last_day()


def last_day() -> date:
    """31 August: nothing inside is opened beyond the school year."""
    return clock.today().replace(year=terms.school_year(clock.today()) + 1, month=8, day=31)


def until_of(answers: InsideAnswers) -> date | None:
    """The last day on which a colleague may see what they were given; None while that is not answered."""
    if answers.how_long == "once":
        return calendar.school_days_after(clock.today(), 1)
    return term_ends() if answers.how_long == "term" else answers.on
