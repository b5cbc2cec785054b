"""The decision and its reasons, whatever it is (R: C3, C4, C6)."""

from typing import Any

from django import forms

from records import shipped
from records.models import Category
from school.choices import Radios, Ticks
from school.dates import DateField
from school.text import TextField
from sharing.flow.fields import Step
from sharing.flow.steps.contents import said_of_items
from sharing.models import Basis, Condition, Origin, Purpose
from sharing.purposes import PARENT, STAFF_MATTER

ADVICE = "advice"
ASK_THE_DPO = "ask"


class Followed(Step):
    """What became of the advice that was given (R: C4)."""

    name = "followed"
    heading = "Did you follow the advice?"

    def build(self) -> None:
        for one in self.context.advice_answered:
            field, why = f"followed_{one.public_id}", f"why_{one.public_id}"
            said = self.context.advice_words[str(one.public_id)]
            self.fields[field] = Radios(
                f"The advice of {one.asked.full_name}",
                [("yes", "Yes"), ("no", "Partly or no")],
                what=f"whether you followed the advice of {one.asked.short_name}",
            )
            self.fields[field].help_text = " ".join(answer for _, answer in said["answers"])
            self.fields[why] = TextField(what="why not", label="Why not?", max_length=500)
            self.reveals[field, "no"] = why
            self.required_when[why] = "Enter why you did not follow it"


class Decide(Step):
    name = "decide"
    legend_is_heading = True

    @property
    def heading(self) -> str:
        return "What was decided?" if self.context.happened else "What have you decided?"

    @property
    def guidance(self) -> str:
        return (
            f"What matters most is the care and safety of {self.context.name}. "
            "You will give your reasons next, whatever you decide."
        )

    def build(self) -> None:
        said = said_of_items(self.context)
        if self.context.happened:
            choices = [("share", f"Shared: {said}"), ("regret", "I should not have shared it")]
            self.hints["outcome", "regret"] = "It is recorded as it was, and the DPO is told"
        elif self.context.completes:
            choices = [("share", f"Shared: {said}")]
        else:
            choices = [("share", f"Share: {said}"), ("no_share", "Do not share")]
            choices.append((ADVICE, "I am not sure: get advice first"))
        cannot_wait = self.context.at_risk and not self.context.happened and not self.context.completes
        if cannot_wait:
            choices.append(("cannot_wait", "I am not sure, but it cannot wait: share now"))
        self.fields["outcome"] = Radios(self.heading, choices, what="what you have decided")
        self.fields["cannot_wait"] = TextField(what="why it cannot wait", label="Why can it not wait?", max_length=500)
        if cannot_wait:
            self.reveals["outcome", "cannot_wait"] = "cannot_wait"
            self.required_when["cannot_wait"] = "Enter why it cannot wait"
        else:
            del self.fields["cannot_wait"]
        if waiting := self.context.advice_open:
            names = ", ".join(one.asked.short_name for one in waiting)
            self.fields["without_advice"] = TextField(
                what="why you decide without it",
                required=False,
                max_length=500,
                label=f"{names} has not answered yet. Why do you decide without it?",
            )

    def clean(self) -> dict[str, Any]:
        answers = super().clean()
        outcome, context = answers.get("outcome"), self.context
        if outcome == "share" and "nothing" in context.answer("not-told", "why", []) and context.not_told:
            self.add_error(
                "outcome",
                "You selected that nothing will be shared, but you have decided to share: change one of them",
            )
        unchecked = context.answer("asked", "identity") == "not_yet" and context.to == "asker"
        if outcome == "share" and not context.at_risk and context.origin == Origin.ASKED and unchecked:
            self.add_error(
                "outcome", "You have not checked who asked. Check first, or choose not to share, or get advice"
            )
        stranger = context.to_parent and context.answer("parent", "identity") == "not_yet"
        if outcome in ("share", "cannot_wait") and stranger and not context.happened:
            self.add_error("outcome", "Check who they are before you share: you can save and come back")
        if "without_advice" in self.fields and outcome not in (None, ADVICE) and not answers.get("without_advice"):
            self.add_error("without_advice", "Enter why you decide without the advice, or wait for it")
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
        self.fields["tell_by"] = DateField(what="the date by which they will know", future=True, label="By when?")
        self.reveals["knows", "not_yet"] = "tell_by"
        self.required_when["tell_by"] = "Enter the date by which they will know"

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
    """Outside: what for, why essential, why appropriate. Inside: what for, and why they need to know."""

    name = "why"

    @property
    def heading(self) -> str:
        return "Why was it right to share this?" if self.context.happened else "Why is it right to share this?"

    def build(self) -> None:
        kinds = {one.agency.kind for one in self.context.recipients if one.agency}
        kinds |= {PARENT} if self.context.to_parent else set()
        kinds |= {STAFF_MATTER} if self.context.staff_matter else set()
        purposes = sorted(
            Purpose.objects.filter(active=True), key=lambda one: (not kinds & set(one.first_for), one.order)
        )
        self.fields["purpose"] = Radios(
            "What is it for?", [(one.code, one.label) for one in purposes], what="what it is for"
        )
        for one in purposes:
            label = Basis(one.basis).label
            self.hints["purpose", one.code] = f"Legal reason: {label[0].lower()}{label[1:]}"
        self.fields["other"] = TextField(what="what it is for", label="What?", max_length=200)
        self.reveals["purpose", "other"] = "other"
        self.required_when["other"] = "Enter what it is for"
        if self.context.inside:
            self.fields["essential"] = TextField(
                what="why they need to know", reasons=True, label="Why do they need to know?"
            )
            return
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


class LegalReason(Step):
    """Only where the usual legal reason of the purpose is changed."""

    name = "basis"
    heading = "What is the legal reason?"
    legend_is_heading = True
    guidance = "The legal reason is the lawful basis of data protection law. Each purpose has a usual one."

    def build(self) -> None:
        purpose = self.context.purpose
        choices = [
            (basis.value, basis.label)
            for basis in Basis
            if basis not in (Basis.LEGITIMATE, Basis.AGREEMENT) or (purpose and purpose.agreement)
        ]
        if not any(value == Basis.AGREEMENT for value, _ in choices):
            choices.append((Basis.AGREEMENT, Basis.AGREEMENT.label))
        choices.append((ASK_THE_DPO, "I do not know: ask the DPO"))
        self.fields["basis"] = Radios(self.heading, choices, what="the legal reason")
        self.hints["basis", Basis.AGREEMENT] = "Rarely right here; never for safeguarding"
        self.hints["basis", Basis.RECOGNISED] = "Ask the DPO"
        self.hints["basis", Basis.LEGITIMATE] = "The DPO decides"
        if purpose:
            self.hints["basis", purpose.basis] = "Usual for this purpose"
        self.fields["because"] = TextField(
            what="why it is this reason",
            max_length=500,
            required=False,
            label="Why this one? (if it is not the usual one)",
        )

    def clean(self) -> dict[str, Any]:
        answers = super().clean()
        basis, purpose = answers.get("basis"), self.context.purpose
        if basis == Basis.AGREEMENT and purpose and not purpose.agreement:
            self.add_error(
                "basis",
                "Agreement is not the legal reason for this purpose. Sharing to keep a child safe does not rest on "
                "agreement: choose another, or ask the DPO",
            )
        elif basis == Basis.AGREEMENT and not self.context.agreed:
            self.add_error("basis", "You chose agreement, but nobody has agreed.")
        elif basis and basis != ASK_THE_DPO and purpose and basis != purpose.basis and not answers.get("because"):
            self.add_error("because", "Enter why it is this reason and not the usual one")
        return answers


def condition_of(context: Any) -> str:
    """The condition for special category data in words; what is said where none is shared."""
    if not context.special:
        return "Not needed: none is shared"
    purpose = context.purpose
    return Condition(purpose.condition or Condition.ASK).label if purpose else ""


class WhyNot(Step):
    name = "why-not"
    heading = "Why is it right not to share this?"

    def build(self) -> None:
        name = self.context.name
        asked = self.context.origin == Origin.ASKED
        choices = [
            ("not_needed", "They do not need it for what they want to do"),
            ("too_much", "It would reveal more than is fair"),
            ("no_basis", "We have no legal reason to share it"),
            ("wishes", f"The family or {name} asked us not to, and nothing outweighs that"),
            ("more_harm", f"Sharing would harm {name} more than it helps"),
            ("unsound", "It is out of date, or we cannot tell if it is right"),
            *([("unknown_asker", "We could not check who asked")] if asked else []),
            ("not_ours", "It is not ours to give; they should ask someone else"),
            ("other", "Another reason"),
        ]
        self.fields["why"] = Ticks("Why?", choices, what="at least one reason")
        self.fields["reasons"] = TextField(what="your reasons", reasons=True, label="Your reasons")
        self.fields["change"] = Ticks(
            "What would change this?",
            [
                ("concern", f"Another concern about {name}"),
                ("category", "A new record of a certain kind"),
                ("no_reply", "No reply by a date"),
                ("nothing", "Nothing that I can think of now"),
            ],
            what="what would change this",
        )
        self.fields["change"].help_text = "When it comes, we show this decision to the DSL again"
        kinds = Category.objects.filter(code__in=shipped.TO_WRITE).values_list("code", "name")
        self.fields["category"] = forms.ChoiceField(label="Which kind?", choices=[("", "Choose"), *kinds])
        self.fields["reply_by"] = DateField(what="the date of the reply", future=True, label="By which date?")
        self.fields["review"] = Radios(
            "Look at this again?", [("no", "No"), ("yes", "Yes")], what="whether to look at it again"
        )
        self.fields["review_on"] = DateField(what="the date to look at it again", future=True, label="Date")
        self.reveals |= {
            ("change", "category"): "category",
            ("change", "no_reply"): "reply_by",
            ("review", "yes"): "review_on",
        }
        self.required_when |= {
            "category": "Select which kind",
            "reply_by": "Enter the date of the reply",
            "review_on": "Enter the date to look at it again",
        }
        if asked:
            self.fields["answer"] = Radios(
                "What will you tell them?",
                [
                    ("reasons", "No, with the reasons"),
                    ("no", "No, without the reasons"),
                    ("nothing", "Nothing: telling them could put someone at risk"),
                ],
                what="what you will tell them",
            )
        if self.context.at_risk:
            dsl = self.context.dsl.short_name if self.context.dsl else "The DSL"
            answer = "yes" if self.context.harm == "yes" else "not sure"
            self.warning = (
                f"Harm was answered {answer}. {dsl} must look at this decision as well. It is recorded now, and "
                f"{dsl} is asked to review it today."
                if self.context.user != self.context.dsl
                else f"Harm was answered {answer}. Somebody else must look at this decision as well, today."
            )

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
        change = answers.get("change") or []
        if "nothing" in change and len(change) > 1:
            self.add_error("change", "Select what would change this, or nothing, not both")
        return answers
