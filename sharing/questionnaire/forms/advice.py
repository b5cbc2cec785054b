"""What the pages about advice ask (R: C4)."""

from typing import Any

from django import forms

from accounts.models import User
from core.forms import fields
from records.namecheck.forms import ChecksNames
from records.namecheck.known import Known, of_school
from records.need_to_know import visibility
from sharing.decisions.models import Advice
from sharing.kept_forms import KeptForm, Word
from sharing.questionnaire.advice import near
from sharing.questionnaire.context import Context


class AskForm(KeptForm, ChecksNames):
    """A question to a colleague who can advise, and what they may see with it. If it is not to say whom it is about, no
    name stays in it."""

    button = "Send question"
    checked = "question"
    may_keep = False
    whom = fields.Radios("Who?", lambda form: form.offered(), what="whom you ask")
    question = fields.TextField(what="your question", reasons=True, label="Your question")
    shows = fields.Radios("What may they see?", Advice.Shows.choices, what="what they may see")
    unnamed = forms.BooleanField(label="Do not show who it is about", required=False)
    urgent = fields.Radios("Is it urgent?", [(Word.NO, "No"), (Word.YES, "Yes, today")], what="whether it is urgent")

    def __init__(self, context: Context, **kwargs: Any) -> None:
        self.context = context
        super().__init__(**kwargs)

    def offered(self) -> list[fields.Choice]:
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
        return [
            fields.Choice(key, f"{person.full_name}, {roles.get(person, 'DPO')}") for key, person in self.people.items()
        ]

    def checks(self) -> bool:
        return self.is_bound and "unnamed" in self.data

    def reader(self) -> User:
        return self.context.user

    def known(self) -> Known:
        return of_school(near(self.context.subjects.people))

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


class AnswerForm(KeptForm):
    """The answer to a question for advice."""

    button = "Answer"
    answer = fields.TextField(what="your answer", reasons=True, label="Your answer")
