"""The decision and its reasons, whatever it is (R: C3, C6)."""

from typing import Any

from school.choices import Radios, Ticks
from school.dates import DateField
from school.text import TextField
from sharing.flow.fields import Step
from sharing.flow.steps.contents import said_of_items
from sharing.purposes import BASES, PURPOSES


class Decide(Step):
    name = "decide"
    heading = "What have you decided?"
    legend_is_heading = True

    @property
    def guidance(self) -> str:
        return (
            f"What matters most is the care and safety of {self.context.name}. "
            "You will give your reasons next, whatever you decide."
        )

    def build(self) -> None:
        choices = [("share", f"Share: {said_of_items(self.context)}"), ("no_share", "Do not share")]
        self.fields["outcome"] = Radios(self.heading, choices, what="what you have decided")

    def clean(self) -> dict[str, Any]:
        answers = super().clean()
        if answers.get("outcome") == "share" and "nothing" in self.context.answer("not-told", "why", []):
            self.add_error(
                "outcome",
                "You selected that nothing will be shared, but you have decided to share: change one of them",
            )
        return answers


class Override(Step):
    name = "override"
    heading = "Why share against their wishes?"
    guidance = (
        "Respect a refusal where you can. You may share all the same if the need is great enough on the facts of "
        "this case."
    )

    def build(self) -> None:
        context = self.context
        objection = context.answer("telling", "objection")
        self.inset = f"They objected: {objection}" if objection else ""
        harm = {"yes": " (your answer: yes)", "unsure": " (your answer: not sure)"}.get(context.harm, "")
        self.fields["ground"] = Radios(
            "What outweighs it?",
            [
                ("harm", f"A child’s safety{harm}"),
                ("adult", "Serious harm to an adult"),
                ("crime", "A serious crime"),
                ("law", "A law or court order says we must"),
                ("other", "Something else"),
            ],
            what="what outweighs their wishes",
        )
        self.fields["facts"] = TextField(what="the facts", reasons=True, label="The facts that decided it")
        people = [
            (role, person.short_name)
            for role, person in (("dsl", context.dsl), ("head", context.headteacher), ("dpo", context.dpo))
            if person and person not in context.withheld and person != context.user
        ]
        self.fields["consulted"] = Ticks(
            "Did you talk to anyone about it?",
            [*people, ("nobody", "Nobody")],
            what="who you talked to, or nobody",
        )
        self.fields["knows"] = Radios(
            "Do they know you will share?",
            [("yes", "Yes"), ("not_yet", "Not yet"), ("unsafe", "No, it is not safe")],
            what="whether they know you will share",
        )

    def clean(self) -> dict[str, Any]:
        answers = super().clean()
        if answers.get("ground") == "harm" and self.context.harm == "no":
            self.add_error(
                "ground", "You answered that no child is at risk. Change that answer or select something else"
            )
        consulted = answers.get("consulted") or []
        if "nobody" in consulted and len(consulted) > 1:
            self.add_error("consulted", "Select who you talked to, or nobody, not both")
        return answers


class Why(Step):
    name = "why"
    heading = "Why is it right to share this?"

    def build(self) -> None:
        self.fields["purpose"] = Radios(
            "What is it for?", [(key, p.label) for key, p in PURPOSES.items()], what="what it is for"
        )
        for key, purpose in PURPOSES.items():
            words = f"Legal reason: {BASES[purpose.basis][0].lower()}{BASES[purpose.basis][1:]}"
            self.hints["purpose", key] = words
        self.fields["essential"] = TextField(
            what="why it is essential",
            reasons=True,
            label="Why is it essential to share this?",
            help_text=f"What could not happen without it, and how does it help {self.context.name}?",
        )
        self.fields["appropriate"] = TextField(
            what="why it is appropriate",
            reasons=True,
            label="Why is it appropriate?",
            help_text="Why these people, and why this much and no more?",
        )

    def clean(self) -> dict[str, Any]:
        answers = super().clean()
        essential, appropriate = answers.get("essential"), answers.get("appropriate")
        if essential and appropriate and essential.casefold() == appropriate.casefold():
            self.add_error(
                "appropriate",
                "The two reasons are the same: say something different about these people and this amount",
            )
        return answers

    def answers(self) -> dict[str, Any]:
        kept = super().answers()
        purpose = PURPOSES[kept["purpose"]]
        special = any(item.record.category.special for item, _ in self.context.chosen)
        return {
            **kept,
            "basis": purpose.basis,
            "condition": purpose.condition if special or self.context.answer("what", "unwritten") else "",
        }


class WhyNot(Step):
    name = "why-not"
    heading = "Why is it right not to share this?"

    def build(self) -> None:
        name = self.context.name
        self.fields["why"] = Ticks(
            "Why?",
            [
                ("not_needed", "They do not need it for what they want to do"),
                ("too_much", "It would reveal more than is fair"),
                ("no_basis", "We have no legal reason to share it"),
                ("wishes", f"The family or {name} asked us not to, and nothing outweighs that"),
                ("more_harm", f"Sharing would harm {name} more than it helps"),
                ("unsound", "It is out of date, or we cannot tell if it is right"),
                ("not_ours", "It is not ours to give; they should ask someone else"),
                ("other", "Another reason"),
            ],
            what="at least one reason",
        )
        self.fields["reasons"] = TextField(what="your reasons", reasons=True, label="Your reasons")
        self.fields["review"] = Radios(
            "Look at this again?", [("no", "No"), ("yes", "Yes")], what="whether to look at it again"
        )
        self.fields["review_on"] = DateField(what="the date to look at it again", future=True, label="Date")
        self.reveals["review", "yes"] = "review_on"
        self.required_when["review_on"] = "Enter the date to look at it again"
        if self.context.at_risk:
            dsl = self.context.dsl.short_name if self.context.dsl else "The DSL"
            answer = "yes" if self.context.harm == "yes" else "not sure"
            self.inset = f"Harm was answered {answer}. {dsl} will look at this decision as well."

    def clean(self) -> dict[str, Any]:
        answers = super().clean()
        if self.context.at_risk and answers.get("why") == ["wishes"]:
            self.add_error(
                "why",
                "You answered that a child may be at risk, and gave the family’s wishes as the only reason. "
                "Say why their wishes outweigh the risk, and select a further reason",
            )
        if "wishes" in (answers.get("why") or []) and not self.context.refused:
            self.add_error(
                "why",
                "Nobody is recorded as not agreeing. Change what the family said, or select another reason",
            )
        return answers
