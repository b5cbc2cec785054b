"""Safety first, and who must not see it (R: C2, C7a)."""

from typing import Any

from accounts.models import User
from core.forms import fields
from core.ids import as_uuid
from sharing.decisions import audience, harm
from sharing.questionnaire.answers import AdultAnswers, KeepFromAnswers, Page, SafeAnswers, of_form
from sharing.questionnaire.page import Step

ADULT = ("adult", "who")
"""The fields of the question whether the concern is about an adult at this school."""


def _adults(form: Step[Any]) -> list[fields.Choice]:
    """Whom a concern can be about."""
    staff = form.context.staff
    leads = (("head", staff.headteacher, "the Headteacher"), ("dsl", staff.dsl, "the DSL"))
    return [
        fields.Choice("no", "No"),
        *(fields.Choice(key, f"Yes, {person.short_name}, {role}") for key, person, role in leads if person),
        fields.Choice(
            "other",
            "Yes, someone else who works or volunteers here",
            reveals=["who"],
            required={"who": "Enter who"},
        ),
    ]


def _colleagues(form: Step[Any]) -> list[tuple[str, str]]:
    return [(str(person.public_id), person.full_name) for person in form.context.staff.colleagues]


class AsksAdult(Step[Any]):
    """A page that asks whether the concern is about an adult at this school, and who."""

    adult = fields.Radios("", _adults, what="whether the concern is about an adult at this school")
    who = fields.Dropdown("Who?", _colleagues, what="who", empty="Choose a person")


class Safe(AsksAdult):
    name = "safe"
    answers_type = SafeAnswers
    legend_is_heading = True
    guidance = (
        "Significant harm is ill-treatment, abuse or neglect that badly affects, or could badly affect, a child’s "
        "health or development. It includes seeing or hearing others being hurt."
    )
    harm = fields.Radios(
        "",
        [
            fields.Choice("yes", "Yes"),
            fields.Choice("no", "No"),
            fields.Choice("unsure", "I am not sure", "This counts as yes until the DSL has looked"),
        ],
        what="yes, no or not sure",
    )
    which = fields.Ticks(
        "If yes or not sure: which?",
        lambda form: [(str(child.public_id), child.first_name) for child in form.context.subjects.children],
        what="which children",
        required=False,
    )
    field_order = ("harm", "which", "adult", "who")

    @property
    def heading(self) -> str:
        children = self.context.subjects.children
        if not children:
            return "Could a child be significantly harmed, or an adult seriously harmed, if nothing is shared?"
        if len(children) > 1:
            return "Is any of these children suffering, or at risk of, significant harm?"
        return f"Is {children[0].first_name} suffering, or at risk of, significant harm?"

    def build(self) -> None:
        dsl = audience.dsl_for(self.context.user)
        told = dsl.short_name if dsl else "the DSL"
        self.fields["harm"].label = self.heading
        self.fields["harm"].help_text = f"If you choose yes or not sure, {told} will be told when you continue."
        if len(self.context.subjects.children) < 2:
            del self.fields["which"]
        # On the same page, so that the person who is told in the same request is never the person it is about.
        self.fields["adult"].label = "If yes or not sure: is the concern about an adult at this school?"
        self.fields["adult"].required = False
        adult = self.context.answers.adult
        self.initial.update(adult=adult.adult, who=adult.who)

    def clean(self) -> dict[str, Any]:
        answers = super().clean()
        at_risk = answers.get("harm") in harm.AT_RISK
        if not at_risk:
            for name in ADULT:
                answers[name] = None
                self.errors.pop(name, None)
        elif not answers.get("adult") and "adult" not in self.errors and not self.context.completes:
            self.add_error("adult", "Select whether the concern is about an adult at this school")
        if "which" in self.fields and at_risk and not answers.get("which"):
            self.add_error("which", "Select which children")
        return answers

    def answers_elsewhere(self) -> dict[str, Page]:
        """What this page answers of another: whether the concern is about an adult."""
        adult = of_form(AdultAnswers, self.cleaned_data)
        return {"adult": adult} if adult.adult else {}


class Adult(AsksAdult):
    name = "adult"
    answers_type = AdultAnswers
    heading = "Is the concern about an adult at this school?"
    legend_is_heading = True
    guidance = "This decides who may see the record."

    def build(self) -> None:
        self.fields["adult"].label = self.heading


class KeepFrom(Step[KeepFromAnswers]):
    name = "keep-from"
    answers_type = KeepFromAnswers
    offers_keep_from = False
    heading = "Who must not see this?"
    people = fields.Ticks(
        "People who must not see it", lambda form: form.offered(), what="who must not see this", required=False
    )
    other = fields.Dropdown("Who?", lambda form: form.rest(), what="who", empty="Choose a person")

    def offered(self) -> list[fields.Choice]:
        """Those in the roles that are told of it, those named already, and a way to name someone else."""
        staff, answers = self.context.staff, self.context.answers
        roles = ((staff.headteacher, "Headteacher"), (staff.dsl, "DSL"), (staff.chair, "Chair of governors"))
        people = [(p, role) for p, role in roles if p and p != self.context.user]
        choices = {str(p.public_id): fields.Choice(str(p.public_id), f"{p.full_name}, {role}") for p, role in people}
        self.colleagues = {str(colleague.public_id): colleague for colleague in staff.colleagues}
        self.before = self.given("people") if self.is_bound else list(answers.keep_from.people)
        for key in (*self.before, answers.adult.who):
            if key in self.colleagues:
                choices.setdefault(key, fields.Choice(key, self.colleagues[key].full_name))
        self.listed_ids = set(choices)
        other = fields.Choice("other", "Someone else at school", reveals=["other"], required={"other": "Enter who"})
        return [*choices.values(), other]

    def rest(self) -> list[tuple[str, str]]:
        """Everybody else who works here."""
        return [(key, person.full_name) for key, person in self.colleagues.items() if key not in self.listed_ids]

    def build(self) -> None:
        self.inset = (
            "Concern about the Headteacher: speak to the Chair of governors or the local authority designated officer "
            f"(LADO) today. LADO: {self.context.staff.school.lado}. Do not tell the person concerned, and do not look "
            "into it yourself."
        )
        if not self.is_bound and "people" not in self.initial:
            self.initial["people"] = self.adult_named()
        chosen = self.before if self.is_bound else self.initial["people"]
        self.fields["people"].help_text = self.says(chosen)

    @classmethod
    def initial_from(cls, answers: KeepFromAnswers) -> dict[str, Any]:
        return {"people": list(answers.people)} if answers.people else {}

    def says(self, chosen: list[str]) -> str:
        """Who will be told, as it is now."""
        staff, safety = self.context.staff, self.context.safety
        withheld = staff.named(as_ids(chosen))
        told = audience.who_hears(
            self.context.user, self.context.subjects.people, [*withheld, *safety.withheld], safety.at_risk
        )
        line = f"The notice will go to {', '.join(person.full_name for person, _ in told) or 'nobody'}. "
        if staff.headteacher in withheld and staff.chair in withheld:
            line += f"Telephone the LADO yourself today: {staff.school.lado}. "
        return line + "Whoever is ticked is not told, and finds no trace of it in lists, counts, searches or prints."

    def adult_named(self) -> list[str]:
        """The adult whom the concern is about: a fact that the page may fill in."""
        adult = self.context.answers.adult
        staff = self.context.staff
        who = {"head": staff.headteacher, "dsl": staff.dsl}.get(adult.adult)
        if who:
            return [str(who.public_id)]
        return [adult.who] if adult.who else []

    def clean(self) -> dict[str, Any]:
        answers = super().clean()
        chosen = {key for key in answers.get("people") or [] if key != "other"}
        chosen |= {answers["other"]} if answers.get("other") else set()
        people, user = self.context.subjects.people, self.context.user
        withheld: list[User] = [*self.context.staff.named(as_ids(chosen)), *self.context.subjects.colleagues]
        if not audience.listeners(user, people, withheld, self.context.safety.at_risk):
            self.add_error("people", audience.nobody_hears(user, people, withheld))
        if str(user.public_id) in chosen:
            self.add_error("people", "Select who must not see this")
        missing = set(self.adult_named()) - chosen
        if missing and "people" not in self.errors:
            self.add_error("people", "The adult whom the concern is about must not see this: tick them as well")
        answers["people"] = sorted(chosen)
        answers["other"] = None
        return answers


def as_ids(texts: Any) -> list[str]:
    """Texts from a browser as ids: a text that is not an id becomes one that nothing has."""
    return [str(as_uuid(text)) for text in texts]
