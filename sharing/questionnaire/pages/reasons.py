"""The reasons, whatever was decided (R: C6)."""

from typing import Any

from core.compiled_queries import Prepared
from core.forms import fields
from records.models import Category
from records.need_to_know import shipped
from sharing.decisions.models import Origin
from sharing.directory.models import Basis, Condition, Purpose
from sharing.directory.purposes import PARENT, STAFF_MATTER
from sharing.questionnaire.answers import BasisAnswers, WhyAnswers, WhyNotAnswers
from sharing.questionnaire.context import Context
from sharing.questionnaire.page import Step

ASK_THE_DPO = "ask"
OTHER_PURPOSE = "other"

_PURPOSES = Prepared(lambda **_: Purpose.objects.filter(active=True))


class Why(Step[WhyAnswers]):
    """Outside: what for, why essential, why appropriate. Inside: what for, and why they need to know."""

    name = "why"
    answers_type = WhyAnswers
    below = "sharing/questionnaire/step_basis.html"
    purpose = fields.Radios("What is it for?", lambda form: form.offered(), what="what it is for")
    other = fields.TextField(what="what it is for", label="What?", max_length=200)
    essential = fields.TextField(what="why it is essential", reasons=True, label="Why is it essential to share this?")
    appropriate = fields.TextField(
        what="why it is appropriate",
        reasons=True,
        label="Why is it appropriate?",
        help_text="Why these people, and why this much and no more?",
    )

    @property
    def heading(self) -> str:
        return "Why was it right to share this?" if self.context.happened else "Why is it right to share this?"

    def offered(self) -> list[fields.Choice]:
        """The purposes, each with its usual legal reason; first those that are usual for the recipients."""
        kinds = {recipient.agency.kind for recipient in self.context.to if recipient.agency}
        kinds |= {PARENT} if self.context.recipients.to_parent else set()
        kinds |= {STAFF_MATTER} if self.context.subjects.colleagues else set()
        purposes = sorted(_PURPOSES.objects(), key=lambda purpose: (not kinds & set(purpose.first_for), purpose.order))
        return [_of_purpose(purpose) for purpose in purposes]

    def build(self) -> None:
        if self.context.recipients.inside:
            del self.fields["appropriate"]
            self.fields["essential"] = fields.TextField(
                what="why they need to know", reasons=True, label="Why do they need to know?"
            )
        else:
            name = self.context.subjects.name
            self.fields["essential"].help_text = f"What could not happen without it, and how does it help {name}?"

    def clean(self) -> dict[str, Any]:
        answers = super().clean()
        essential, appropriate = answers.get("essential"), answers.get("appropriate")
        if essential and appropriate and essential.casefold() == appropriate.casefold():
            self.add_error(
                "appropriate",
                "The two reasons are the same: say something different about these people and this amount",
            )
        return answers


def _of_purpose(purpose: Purpose) -> fields.Choice:
    label = Basis(purpose.basis).label
    hint = f"Legal reason: {label[0].lower()}{label[1:]}"
    if purpose.code == OTHER_PURPOSE:
        return fields.Choice(
            purpose.code, purpose.label, hint, reveals=["other"], required={"other": "Enter what it is for"}
        )
    return fields.Choice(purpose.code, purpose.label, hint)


HINTS = {
    Basis.AGREEMENT: "Rarely right here; never for safeguarding",
    Basis.RECOGNISED: "Ask the DPO",
    Basis.LEGITIMATE: "The DPO decides",
}


class LegalReason(Step[BasisAnswers]):
    """Only where the usual legal reason of the purpose is changed."""

    name = "basis"
    answers_type = BasisAnswers
    heading = "What is the legal reason?"
    legend_is_heading = True
    guidance = "The legal reason is the lawful basis of data protection law. Each purpose has a usual one."
    basis = fields.Radios(heading, lambda form: form.offered(), what="the legal reason")
    because = fields.TextField(
        what="why it is this reason",
        max_length=500,
        required=False,
        label="Why this one? (if it is not the usual one)",
    )

    def offered(self) -> list[fields.Choice]:
        purpose = self.context.purpose
        by_agreement = bool(purpose and purpose.agreement)
        bases = [basis for basis in Basis if by_agreement or basis not in (Basis.LEGITIMATE, Basis.AGREEMENT)]
        if Basis.AGREEMENT not in bases:
            bases.append(Basis.AGREEMENT)
        hints: dict[str, str] = {basis.value: hint for basis, hint in HINTS.items()}
        if purpose:
            hints[purpose.basis] = "Usual for this purpose"
        return [
            *(fields.Choice(basis.value, basis.label, hints.get(basis.value, "")) for basis in bases),
            fields.Choice(ASK_THE_DPO, "I do not know: ask the DPO"),
        ]

    def clean(self) -> dict[str, Any]:
        answers = super().clean()
        basis, purpose = answers.get("basis"), self.context.purpose
        if basis == Basis.AGREEMENT and purpose and not purpose.agreement:
            self.add_error(
                "basis",
                "Agreement is not the legal reason for this purpose. Sharing to keep a child safe does not rest on "
                "agreement: choose another, or ask the DPO",
            )
        elif basis == Basis.AGREEMENT and not self.context.family.agreed:
            self.add_error("basis", "You chose agreement, but nobody has agreed.")
        elif basis and basis != ASK_THE_DPO and purpose and basis != purpose.basis and not answers.get("because"):
            self.add_error("because", "Enter why it is this reason and not the usual one")
        return answers


def condition_of(context: Context) -> str:
    """The condition for special category data in words, or that none is shared."""
    if not context.contents.special:
        return "Not needed: none is shared"
    purpose = context.purpose
    return Condition(purpose.condition or Condition.ASK).label if purpose else ""


class WhyNot(Step[WhyNotAnswers]):
    name = "why-not"
    answers_type = WhyNotAnswers
    heading = "Why is it right not to share this?"
    why = fields.Ticks("Why?", lambda form: form.reasons_offered(), what="at least one reason")
    reasons = fields.TextField(what="your reasons", reasons=True, label="Your reasons")
    change = fields.Ticks(
        "What would change this?",
        lambda form: form.changes_offered(),
        what="what would change this",
        help_text="When it comes, we show this decision to the DSL again",
    )
    category = fields.Dropdown(
        "Which kind?",
        lambda form: Category.objects.filter(code__in=shipped.to_write()).values_list("code", "name"),
        what="which kind",
    )
    reply_by = fields.DateField(what="the date of the reply", future=True, label="By which date?")
    review = fields.Radios(
        "Look at this again?",
        [
            fields.Choice("no", "No"),
            fields.Choice(
                "yes",
                "Yes",
                reveals=["review_on"],
                required={"review_on": "Enter the date to look at it again"},
            ),
        ],
        what="whether to look at it again",
    )
    review_on = fields.DateField(what="the date to look at it again", future=True, label="Date")
    answer = fields.Radios(
        "What will you tell them?",
        [
            ("reasons", "No, with the reasons"),
            ("no", "No, without the reasons"),
            ("nothing", "Nothing: telling them could put someone at risk"),
        ],
        what="what you will tell them",
    )

    def reasons_offered(self) -> list[tuple[str, str]]:
        name = self.context.subjects.name
        unknown = [("unknown_asker", "We could not check who asked")]
        return [
            ("not_needed", "They do not need it for what they want to do"),
            ("too_much", "It would reveal more than is fair"),
            ("no_basis", "We have no legal reason to share it"),
            ("wishes", f"The family or {name} asked us not to, and nothing outweighs that"),
            ("more_harm", f"Sharing would harm {name} more than it helps"),
            ("unsound", "It is out of date, or we cannot tell if it is right"),
            *(unknown if self.context.origin == Origin.ASKED else []),
            ("not_ours", "It is not ours to give; they should ask someone else"),
            ("other", "Another reason"),
        ]

    def changes_offered(self) -> list[fields.Choice]:
        return [
            fields.Choice("concern", f"Another concern about {self.context.subjects.name}"),
            fields.Choice(
                "category",
                "A new record of a certain kind",
                reveals=["category"],
                required={"category": "Select which kind"},
            ),
            fields.Choice(
                "no_reply",
                "No reply by a date",
                reveals=["reply_by"],
                required={"reply_by": "Enter the date of the reply"},
            ),
            fields.Choice("nothing", "Nothing that I can think of now"),
        ]

    def build(self) -> None:
        if self.context.origin != Origin.ASKED:
            del self.fields["answer"]
        if self.context.safety.at_risk:
            self.warning = self._second_person()

    def _second_person(self) -> str:
        """Who has to look as well where a child may be at risk (R: C2)."""
        dsl = self.context.staff.dsl
        answer = "yes" if self.context.safety.harm == "yes" else "not sure"
        if self.context.user == dsl:
            return f"Harm was answered {answer}. Somebody else must look at this decision as well, today."
        name = dsl.short_name if dsl else "The DSL"
        return (
            f"Harm was answered {answer}. {name} must look at this decision as well. It is recorded now, and "
            f"{name} is asked to review it today."
        )

    def clean(self) -> dict[str, Any]:
        answers = super().clean()
        why = answers.get("why") or []
        if self.context.safety.at_risk and why == ["wishes"]:
            self.add_error(
                "why",
                "You answered that a child may be at risk, and gave the family’s wishes as the only reason. "
                "Say why their wishes outweigh the risk, and select a further reason",
            )
        if "wishes" in why and not self.context.family.refused:
            self.add_error(
                "why",
                "Nobody is recorded as not agreeing. Change what the family said, or select another reason",
            )
        change = answers.get("change") or []
        if "nothing" in change and len(change) > 1:
            self.add_error("change", "Select what would change this, or nothing, not both")
        return answers
