"""Safety first, and who must not see it (R: C2, C7a)."""

from typing import Any

from django import forms

from accounts.models import User
from school.choices import Radios, Ticks
from school.ids import as_uuid
from sharing import hearers
from sharing.flow.fields import Step

ADULT = ("adult", "who")
"""The fields of the question whether the concern is about an adult at this school."""


class Safe(Step):
    name = "safe"
    legend_is_heading = True
    guidance = (
        "Significant harm is ill-treatment, abuse or neglect that badly affects, or could badly affect, a child’s "
        "health or development. It includes seeing or hearing others being hurt."
    )

    @property
    def heading(self) -> str:
        children = self.context.children
        if not children:
            return "Could a child be significantly harmed, or an adult seriously harmed, if nothing is shared?"
        if len(children) > 1:
            return "Is any of these children suffering, or at risk of, significant harm?"
        return f"Is {children[0].first_name} suffering, or at risk of, significant harm?"

    def build(self) -> None:
        choices = [("yes", "Yes"), ("no", "No"), ("unsure", "I am not sure")]
        self.fields["harm"] = Radios(self.heading, choices, what="yes, no or not sure")
        dsl = hearers.dsl_for(self.context.user)
        self.hints["harm", "unsure"] = "This counts as yes until the DSL has looked"
        told = dsl.short_name if dsl else "the DSL"
        self.fields["harm"].help_text = f"If you choose yes or not sure, {told} will be told when you continue."
        if len(self.context.children) > 1:
            which = [(str(child.public_id), child.first_name) for child in self.context.children]
            self.fields["which"] = Ticks("If yes or not sure: which?", which, what="which children", required=False)
        # On the same page, so that whoever is told in the same request is never the person it is about.
        ask_adult(self, "If yes or not sure: is the concern about an adult at this school?")
        self.fields["adult"].required = False
        for name in ADULT:
            self.initial[name] = self.context.answer("adult", name)

    def clean(self) -> dict[str, Any]:
        answers = super().clean()
        if answers.get("harm") not in ("yes", "unsure"):
            for name in ADULT:
                answers[name] = None
                self.errors.pop(name, None)
        elif not answers.get("adult") and "adult" not in self.errors and not self.context.completes:
            self.add_error("adult", "Select whether the concern is about an adult at this school")
        if "which" in self.fields and answers.get("harm") in ("yes", "unsure") and not answers.get("which"):
            self.add_error("which", "Select which children")
        return answers

    def answers(self) -> dict[str, Any]:
        return {name: value for name, value in super().answers().items() if name not in ADULT}

    def answers_elsewhere(self) -> dict[str, dict[str, Any]]:
        """What this page answers of another: whether the concern is about an adult."""
        adult = {name: self.cleaned_data.get(name) for name in ADULT}
        return {"adult": adult} if adult["adult"] else {}


def ask_adult(form: Step, question: str) -> None:
    """Ask whether the concern is about an adult at this school, and who."""
    choices = [("no", "No")]
    for key, person, role in (
        ("head", form.context.headteacher, "the Headteacher"),
        ("dsl", form.context.dsl, "the DSL"),
    ):
        if person:
            choices.append((key, f"Yes, {person.short_name}, {role}"))
    choices.append(("other", "Yes, someone else who works or volunteers here"))
    form.fields["adult"] = Radios(question, choices, what="whether the concern is about an adult at this school")
    people = [(str(person.public_id), person.full_name) for person in form.context.colleagues]
    form.fields["who"] = forms.ChoiceField(label="Who?", choices=[("", "Choose a person"), *people])
    form.reveals["adult", "other"] = "who"
    form.required_when["who"] = "Enter who"


class Adult(Step):
    name = "adult"
    heading = "Is the concern about an adult at this school?"
    legend_is_heading = True
    guidance = "This decides who may see the record."

    def build(self) -> None:
        ask_adult(self, self.heading)


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
        choices = [(str(p.public_id), f"{p.full_name}, {role}") for p, role in named if p and p != context.user]
        before = self.given("people") if self.is_bound else context.answer("keep-from", "people", [])
        ids = [*before, context.answer("adult", "who") or ""]
        listed = {str(one.public_id): one for one in context.colleagues}
        choices += [(i, listed[i].full_name) for i in dict.fromkeys(ids) if i in listed and i not in dict(choices)]
        choices.append(("other", "Someone else at school"))
        self.fields["people"] = Ticks(
            "People who must not see it", choices, what="who must not see this", required=False
        )
        others = [(i, person.full_name) for i, person in listed.items() if i not in dict(choices)]
        self.fields["other"] = forms.ChoiceField(label="Who?", choices=[("", "Choose a person"), *others])
        self.reveals["people", "other"] = "other"
        self.required_when["other"] = "Enter who"
        if not self.is_bound and "people" not in self.initial:
            self.initial["people"] = self.adult_named()
        chosen = before if self.is_bound else self.initial["people"]
        self.fields["people"].help_text = self.says(chosen)

    def says(self, chosen: list[str]) -> str:
        """Who will be told, as it stands."""
        context = self.context
        withheld = list(User.objects.filter(public_id__in=[as_uuid(one) for one in chosen]))
        told = hearers.who_hears(context.user, context.people, [*withheld, *context.withheld], context.at_risk)
        line = f"The notice will go to {', '.join(person.full_name for person, _ in told) or 'nobody'}. "
        if context.headteacher in withheld and context.chair in withheld:
            line += f"Telephone the LADO yourself today: {context.school.lado_phone}. "
        return line + "Whoever is ticked is not told, and finds no trace of it in lists, counts, searches or prints."

    def adult_named(self) -> list[str]:
        """The adult whom the concern is about: a fact that the page may fill in."""
        context = self.context
        who = {"head": context.headteacher, "dsl": context.dsl}.get(context.answer("adult", "adult", ""))
        if who:
            return [str(who.public_id)]
        return [context.answer("adult", "who")] if context.answer("adult", "who") else []

    def clean(self) -> dict[str, Any]:
        answers = super().clean()
        chosen = {one for one in answers.get("people") or [] if one != "other"}
        chosen |= {answers["other"]} if answers.get("other") else set()
        context = self.context
        subjects = [person.user for person in context.people if person.user]
        withheld = [*User.objects.filter(public_id__in=[as_uuid(one) for one in chosen]), *subjects]
        if not hearers.hearers(context.user, context.people, withheld, context.at_risk):
            self.add_error("people", hearers.nobody_hears(context.user, context.people, withheld))
        if str(self.context.user.public_id) in chosen:
            self.add_error("people", "Select who must not see this")
        missing = set(self.adult_named()) - chosen
        if missing and "people" not in self.errors:
            self.add_error("people", "The adult whom the concern is about must not see this: tick them as well")
        answers["people"] = sorted(chosen)
        answers["other"] = None
        return answers
