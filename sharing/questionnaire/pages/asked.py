"""What came before: who asked and for what, or when it was shared already (R: C6, C8)."""

from typing import Any

from django import forms

from core import clock, times
from core.forms import fields
from sharing.directory.models import Agency
from sharing.disclosures.channels import SAFE
from sharing.disclosures.models import Channel
from sharing.questionnaire.answers import AskedAnswers, WhenAnswers
from sharing.questionnaire.page import Step

LATE_DAYS = 2


class Asked(Step[AskedAnswers]):
    name = "asked"
    answers_type = AskedAnswers
    offers_keep_from = False
    heading = "Who asked, and for what?"
    guidance = (
        "You do not have to answer on the telephone. Take the details, then call back on a number the school already "
        "holds."
    )
    inset = (
        "If a parent asks for a copy of what is held about their child, this may be a formal request with a legal time "
        "limit. Tell the DPO today."
    )
    who = fields.TextField(what="who asked", max_length=120, label="Name", required=False)
    unnamed = forms.BooleanField(label="They would not say", required=False)
    body = fields.TextField(what="the organisation", max_length=120, label="Organisation", required=False)
    role = fields.TextField(
        what="the job or role",
        max_length=120,
        label="Job or role",
        required=False,
        help_text="Or how they belong to the child, for example grandmother",
    )
    how = fields.Radios(
        "How did they ask?",
        [("telephone", "Telephone"), ("email", "E-mail"), ("letter", "Letter or form"), ("person", "In person")],
        what="how they asked",
    )
    on = fields.DateField(what="the day they asked", past=True, label="When?", initial=clock.today)
    what = fields.TextField(what="what they asked for", label="What did they ask for, and why?")
    deadline = fields.Radios(
        "Do they need it by a certain time?",
        [
            fields.Choice("no", "No"),
            fields.Choice(
                "yes",
                "Yes",
                reveals=["deadline_on"],
                required={"deadline_on": "Enter the date they need it by"},
            ),
        ],
        what="whether they need it by a date",
    )
    deadline_on = fields.DateField(what="the date they need it by", label="Date")
    law = fields.Radios(
        "Did they name a law or a court order that says the school must share?",
        [
            fields.Choice("no", "No"),
            fields.Choice(
                "yes",
                "Yes",
                "A request from the police is not in itself an order. If there is a court order, get advice from the "
                "DPO today",
                reveals=["order"],
                required={"order": "Enter which law or order, and what you have seen of it"},
            ),
            fields.Choice("unsure", "I am not sure"),
        ],
        what="whether they named a law or an order",
    )
    order = fields.TextField(
        what="which, and what you have seen", label="Which, and what have you seen?", max_length=500
    )
    identity = fields.Radios(
        "How do you know they are who they say?",
        [
            ("callback", "I called back on a number we already held"),
            ("known_address", "It came from an address we already held"),
            ("known", "I know them in this role"),
            ("seen_id", "I saw their identification"),
            ("not_yet", "I have not checked yet"),
        ],
        what="how you know who they are",
    )

    def build(self) -> None:
        names = ", ".join(Agency.objects.filter(active=True).values_list("name", flat=True)[:6])
        self.fields["body"].help_text = f"If they have one. In our directory, for example: {names}"

    def clean(self) -> dict[str, Any]:
        answers = super().clean()
        if not answers.get("who") and not answers.get("unnamed") and "who" not in self.errors:
            self.add_error("who", "Enter who asked, or tick that they would not say")
        elif answers.get("who") and answers.get("unnamed"):
            self.add_error("unnamed", "Enter who asked, or tick that they would not say, not both")
        return answers


NOT_SAFE = "Not a safe way. Record it as it was. The DPO will be told"


class When(Step[WhenAnswers]):
    name = "when"
    answers_type = WhenAnswers
    offers_keep_from = False
    heading = "When did you share it?"
    on = fields.DateField(what="the date you shared it", past=True, label="Date", initial=clock.today)
    at = fields.TimeField(what="the time", label="Time", help_text="For example, 2:30pm or 14:30")
    channel = fields.Radios(
        "How?",
        [fields.Choice(channel.value, channel.label, "" if channel in SAFE else NOT_SAFE) for channel in Channel],
        what="how you shared it",
    )
    late = fields.TextField(
        what="why it is recorded later",
        max_length=200,
        label="Why is it recorded later?",
        required=False,
        help_text=f"If it was more than {LATE_DAYS} days ago",
    )

    def clean(self) -> dict[str, Any]:
        answers = super().clean()
        day, at = answers.get("on"), answers.get("at")
        if day and at:
            try:
                moment = times.moment(day, at)
            except ValueError:
                self.add_error("at", "There was no such time that night: the clocks went forward")
                return answers
            if moment > clock.now():
                self.add_error("at", "The time must be in the past")
        if day and (clock.today() - day).days > LATE_DAYS and not answers.get("late") and "late" not in self.errors:
            self.add_error("late", "Enter why it is recorded later")
        return answers

    @classmethod
    def initial_from(cls, answers: WhenAnswers) -> dict[str, Any]:
        shown = super().initial_from(answers)
        return shown | {"at": f"{answers.at:%H:%M}" if answers.at else ""}
