"""The form for advice that was taken outside of the product (R: C4)."""

from django.db import models

from core import clock
from core.forms import fields
from sharing.kept_forms import KeptForm, Word
from sharing.questionnaire.answers import AdviceHad


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
    whom = fields.Radios("From whom?", Adviser.choices, what="who gave the advice")
    name = fields.TextField(what="their name", max_length=120, label="Name")
    on = fields.DateField(what="the date", past=True, label="When?", initial=clock.today)
    asked = fields.TextField(what="what you asked", reasons=True, label="What did you ask?")
    said = fields.TextField(what="what they said", reasons=True, label="What did they say?")
    followed = fields.Radios(
        "Did you follow it?",
        [
            fields.Choice(Word.YES, "Yes"),
            fields.Choice(
                Word.NO, "Partly or no", reveals=["why"], required={"why": "Enter why you did not follow it"}
            ),
        ],
        what="whether you followed it",
    )
    why = fields.TextField(what="why not", max_length=500, label="Why not?")

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
