"""Safety first, and who must not see it (R: C2, C7a)."""

from typing import Any

from django import forms

from accounts.models import User
from school.choices import Radios, Ticks
from sharing.flow.fields import Step


class Safe(Step):
    name = "safe"
    legend_is_heading = True
    guidance = (
        "Significant harm is ill-treatment, abuse or neglect that badly affects, or could badly affect, a child’s "
        "health or development. It includes seeing or hearing others being hurt."
    )

    @property
    def heading(self) -> str:
        return f"Is {self.context.name} suffering, or at risk of, significant harm?"

    def build(self) -> None:
        choices = [("yes", "Yes"), ("no", "No"), ("unsure", "I am not sure")]
        self.fields["harm"] = Radios(self.heading, choices, what="yes, no or not sure")
        dsl = self.context.dsl.short_name if self.context.dsl else "The DSL"
        self.hints["harm", "unsure"] = "This counts as yes until the DSL has looked"
        self.fields["harm"].help_text = f"If you choose yes or not sure, {dsl} will be told after the next page."


class Adult(Step):
    name = "adult"
    heading = "Is the concern about an adult at this school?"
    legend_is_heading = True
    guidance = "This decides who may see the record."

    def build(self) -> None:
        choices = [("no", "No")]
        for key, person, role in (
            ("head", self.context.headteacher, "the Headteacher"),
            ("dsl", self.context.dsl, "the DSL"),
        ):
            if person:
                choices.append((key, f"Yes, {person.short_name}, {role}"))
        choices.append(("other", "Yes, someone else who works or volunteers here"))
        self.fields["adult"] = Radios(
            self.heading, choices, what="whether the concern is about an adult at this school"
        )
        people = User.objects.filter(is_active=True).exclude(pk=self.context.user.pk).order_by("last_name")
        self.fields["who"] = forms.ChoiceField(
            label="Who?",
            choices=[("", "Choose a person"), *((str(p.public_id), p.full_name) for p in people)],
        )
        self.reveals["adult", "other"] = "who"
        self.required_when["who"] = "Enter who"


class KeepFrom(Step):
    name = "keep-from"
    heading = "Who must not see this?"
    inset = (
        "Concern about the Headteacher: speak to the Chair of governors or the LADO today. Do not tell the person "
        "concerned, and do not look into it yourself."
    )

    def build(self) -> None:
        context = self.context
        named = [
            (context.headteacher, "Headteacher"),
            (context.dsl, "DSL"),
            (context.chair, "Chair of governors"),
        ]
        choices = [(str(p.public_id), f"{p.full_name}, {role}") for p, role in named if p]
        other = context.answer("adult", "who")
        person = User.objects.filter(public_id=other).first() if other else None
        if person and str(person.public_id) not in dict(choices):
            choices.append((str(person.public_id), person.full_name))
        self.fields["people"] = Ticks(
            "People who must not see it", choices, what="who must not see this", required=False
        )
        self.fields["people"].help_text = (
            "They will not be told, and will find no trace of it in lists, counts, searches or printouts. "
            "If the Headteacher must not see it, the Chair of governors is told instead."
        )
        if not self.is_bound and "people" not in self.initial:
            self.initial["people"] = self.adult_named()

    def adult_named(self) -> list[str]:
        """The adult whom the concern is about: a fact that the page may fill in."""
        context = self.context
        who = {"head": context.headteacher, "dsl": context.dsl}.get(context.answer("adult", "adult", ""))
        if who:
            return [str(who.public_id)]
        return [context.answer("adult", "who")] if context.answer("adult", "who") else []

    def clean(self) -> dict[str, Any]:
        answers = super().clean()
        chosen = set(answers.get("people") or [])
        hearers = {str(p.public_id) for p in (self.context.headteacher, self.context.chair, self.context.dpo) if p}
        if hearers and hearers <= chosen:
            self.add_error(
                "people", "Someone must be told: at least one of Headteacher, Chair or DPO must stay unticked"
            )
        missing = set(self.adult_named()) - chosen
        if missing and "people" not in self.errors:
            self.add_error("people", "The adult whom the concern is about must not see this: tick them as well")
        return answers
