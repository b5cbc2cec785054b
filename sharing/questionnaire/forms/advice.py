"""What the pages about advice ask (R: C4)."""

from typing import Any

from django import forms
from django.db import models

from accounts.models import User
from core import clock
from core.forms.choices import Choice, Radios
from core.forms.dates import DateField
from core.forms.text import TextField
from records.need_to_know import visibility
from sharing.decisions.models import Advice
from sharing.kept_forms import KeptForm, Word
from sharing.questionnaire.answers import AdviceHad
from sharing.questionnaire.context import Context


class AskForm(KeptForm):
    """A question to a colleague who can advise, and what they may see with it."""

    button = "Send question"
    whom = Radios("Who?", lambda form: form.offered(), what="whom you ask")
    question = TextField(what="your question", reasons=True, label="Your question")
    shows = Radios("What may they see?", Advice.Shows.choices, what="what they may see")
    unnamed = forms.BooleanField(label="Do not show who it is about", required=False)
    urgent = Radios("Is it urgent?", [(Word.NO, "No"), (Word.YES, "Yes, today")], what="whether it is urgent")

    def __init__(self, context: Context, **kwargs: Any) -> None:
        self.context = context
        super().__init__(**kwargs)

    def offered(self) -> list[Choice]:
        """Those who can advise: neither the author, nor anybody who must not know of it."""
        staff = self.context.staff
        unable = visibility.excluded_from(self.context.subjects.people)
        self.people: dict[str, User] = {
            str(person.public_id): person
            for person in (staff.dsl, staff.deputy_dsl, staff.headteacher, staff.dpo)
            if person
            and person not in self.context.safety.withheld
            and person != self.context.user
            and person.pk not in unable
        }
        roles = {staff.dsl: "DSL", staff.deputy_dsl: "deputy DSL", staff.headteacher: "Headteacher"}
        return [Choice(key, f"{person.full_name}, {roles.get(person, 'DPO')}") for key, person in self.people.items()]

    def clean_whom(self) -> User:
        return self.people[self.cleaned_data["whom"]]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("unnamed") and data.get("shows") == Advice.Shows.DRAFT:
            self.add_error("unnamed", "The draft says who it is about: show only your question, or show the name")
        return data

    @property
    def is_urgent(self) -> bool:
        return self.cleaned_data["urgent"] == Word.YES


class Adviser(models.TextChoices):
    """Who can have given advice outside of the product."""

    DSL = "dsl", "The DSL"
    HEADTEACHER = "head", "The Headteacher"
    DPO = "dpo", "The DPO"
    SOCIAL_CARE = "social_care", "Children’s social care or MASH"
    LADO = "lado", "The LADO"
    LEGAL = "legal", "A legal adviser"
    POLICE = "police", "The police"
    HEALTH = "health", "Health"
    OTHER = "other", "Someone else"


class HadForm(KeptForm):
    """Advice that was taken outside of the product."""

    button = "Keep this advice"
    whom = Radios("From whom?", Adviser.choices, what="who gave the advice")
    name = TextField(what="their name", max_length=120, label="Name")
    on = DateField(what="the date", past=True, label="When?", initial=clock.today)
    asked = TextField(what="what you asked", reasons=True, label="What did you ask?")
    said = TextField(what="what they said", reasons=True, label="What did they say?")
    followed = Radios(
        "Did you follow it?",
        [
            Choice(Word.YES, "Yes"),
            Choice(Word.NO, "Partly or no", reveals=["why"], required={"why": "Enter why you did not follow it"}),
        ],
        what="whether you followed it",
    )
    why = TextField(what="why not", max_length=500, label="Why not?")

    def clean_whom(self) -> Adviser:
        return Adviser(self.cleaned_data["whom"])

    @property
    def entry(self) -> AdviceHad:
        """The advice, as the draft keeps it."""
        data = self.cleaned_data
        return AdviceHad(
            whom=f"{data['name']} ({data['whom'].label})",
            on=data["on"],
            asked=data["asked"],
            said=data["said"],
            followed=data["followed"],
            why=data["why"] or "",
        )


class AnswerForm(KeptForm):
    """The answer to a question for advice."""

    button = "Answer"
    answer = TextField(what="your answer", reasons=True, label="Your answer")
