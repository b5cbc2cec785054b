"""The decision: after the advice, and against their wishes (R: C3, C4, C6)."""

from dataclasses import replace
from typing import Any

from core import clock, words
from core.forms import fields
from records.pupils.codes import Responsibility
from sharing.questionnaire.answers import AgreementAnswers, DecideAnswers, FollowedAnswers, OverrideAnswers
from sharing.questionnaire.answers import Followed as Said
from sharing.questionnaire.page import Step
from sharing.questionnaire.recipients import ASKER, NOT_YET

ADVICE = "advice"
SOMEONE, NOBODY = "someone", "none"
SHARED = ("share", "cannot_wait")


class Followed(Step[FollowedAnswers]):
    """What became of the advice that was given (R: C4)."""

    name = "followed"
    answers_type = FollowedAnswers
    heading = "Did you follow the advice?"

    def build(self) -> None:
        for question in self.context.advice_answered:
            field, why = f"followed_{question.public_id}", f"why_{question.public_id}"
            advice = self.context.advice_words[str(question.public_id)]
            reason = "Enter why you did not follow it"
            self.fields[field] = fields.Radios(
                f"The advice of {question.asked.full_name}",
                [
                    fields.Choice("yes", "Yes"),
                    fields.Choice("no", "Partly or no", reveals=[why], required={why: reason}),
                ],
                what=f"whether you followed the advice of {question.asked.short_name}",
                help_text=" ".join(answer.text for answer in advice.answers),
            )
            self.fields[why] = fields.TextField(what="why not", label="Why not?", max_length=500)

    def answers(self) -> FollowedAnswers:
        data, ids = self.cleaned_data, [str(question.public_id) for question in self.context.advice_answered]
        return FollowedAnswers({key: Said(data[f"followed_{key}"], data.get(f"why_{key}") or "") for key in ids})

    @classmethod
    def initial_from(cls, answers: FollowedAnswers) -> dict[str, Any]:
        followed = {f"followed_{key}": answer.followed for key, answer in answers.said.items()}
        return followed | {f"why_{key}": answer.why for key, answer in answers.said.items()}


class Decide(Step[DecideAnswers]):
    name = "decide"
    answers_type = DecideAnswers
    legend_is_heading = True
    outcome = fields.Radios("", lambda form: form.offered(), what="what you have decided")
    cannot_wait = fields.TextField(what="why it cannot wait", label="Why can it not wait?", max_length=500)
    checked = fields.Radios(
        "Have you checked since who asked?",
        [
            ("callback", "I rang back on a number we already held"),
            ("known_address", "It came from an address we already held"),
            ("seen_id", "I saw their identification"),
            (NOT_YET, "Not yet"),
        ],
        what="how you checked who asked",
        required=False,
        help_text="Nothing is shared with a person who has not been checked, even where a child may be at risk. You "
        "can always share with a contact in the directory.",
    )
    checked_how = fields.TextField(
        what="the number or address, or what you saw",
        max_length=200,
        required=False,
        label="Which number or address, or what did you see?",
    )

    @property
    def heading(self) -> str:
        return "What was decided?" if self.context.happened else "What have you decided?"

    @property
    def guidance(self) -> str:
        return (
            f"What matters most is the care and safety of {self.context.subjects.name}. "
            "You will give your reasons next, whatever you decide."
        )

    @property
    def can_be_urgent(self) -> bool:
        """Whether it can be shared in doubt because it cannot wait (R: C4)."""
        return self.context.safety.at_risk and not self.context.happened and not self.context.completes

    @property
    def asks_check(self) -> bool:
        """Whether it would go to the person who asked, whom nobody had checked."""
        context = self.context
        unchecked = context.recipients.choice == ASKER and context.answers.asked.identity == NOT_YET
        return unchecked and not context.happened and bool(context.answers.asked.who)

    def offered(self) -> list[fields.Choice]:
        what = self.context.contents.in_words()
        if self.context.happened:
            regret = "It is recorded as it was, and the DPO is told"
            return [
                fields.Choice("share", f"Shared: {what}"),
                fields.Choice("regret", "I should not have shared it", regret),
            ]
        if self.context.completes:
            return [fields.Choice("share", f"Shared: {what}")]
        choices = [fields.Choice("share", f"Share: {what}"), fields.Choice("no_share", "Do not share")]
        choices.append(fields.Choice(ADVICE, "I am not sure: get advice first"))
        if self.can_be_urgent:
            why = {"cannot_wait": "Enter why it cannot wait"}
            label = "I am not sure, but it cannot wait: share now"
            choices.append(fields.Choice("cannot_wait", label, reveals=["cannot_wait"], required=why))
        return choices

    def build(self) -> None:
        self.fields["outcome"].label = self.heading
        if not self.can_be_urgent:
            del self.fields["cannot_wait"]
        if not self.asks_check:
            del self.fields["checked"], self.fields["checked_how"]
        if waiting := self.context.advice_open:
            names = ", ".join(question.asked.short_name for question in waiting)
            self.fields["without_advice"] = fields.TextField(
                what="why you decide without it",
                required=False,
                max_length=500,
                label=f"{names} has not answered yet. Why do you decide without it?",
            )

    def clean(self) -> dict[str, Any]:
        answers = super().clean()
        outcome, context = answers.get("outcome"), self.context
        if outcome == "share" and "nothing" in context.answers.not_told.why and context.family.not_told:
            self.add_error(
                "outcome",
                "You selected that nothing will be shared, but you have decided to share: change one of them",
            )
        if outcome in SHARED and not context.happened:
            self._check_recipients(answers)
        if answers.get("checked") not in (None, "", NOT_YET) and not answers.get("checked_how"):
            self.add_error("checked_how", "Enter the number or address, or what you saw")
        if "without_advice" in self.fields and outcome not in (None, ADVICE) and not answers.get("without_advice"):
            self.add_error("without_advice", "Enter why you decide without the advice, or wait for it")
        return answers

    def _check_recipients(self, answers: dict[str, Any]) -> None:
        """Nothing is shared with a person who may not have it, or who has not been checked, a child's safety or not
        (R: C5, G6c)."""
        for recipient in self.context.to:
            if "checked" in self.fields:
                recipient = replace(recipient, checked=answers.get("checked") not in (None, "", NOT_YET))
            why = self.context.standings.problem(recipient, agreed=True, at_risk=True)
            if why:
                self.add_error("outcome", why)
                return


class Agreement(Step[AgreementAnswers]):
    """Who agreed that a person without parental responsibility gets this (R: G9)."""

    name = "agreement"
    answers_type = AgreementAnswers
    by = fields.Radios("", lambda form: form.offered(), what="who agreed")
    on = fields.DateField(
        what="the date they agreed", past=True, required=False, label="When did they agree?", initial=clock.today
    )
    seen = fields.TextField(
        what="who it was, or what you have seen",
        max_length=300,
        required=False,
        label="If you did not select a name: who was it, or what have you seen of it?",
    )
    legend_is_heading = True

    @property
    def heading(self) -> str:
        getting = [to for to in self.context.to if self.context.standings.needs_agreement(to)]
        return f"Which parent agreed that {words.joined([to.name for to in getting]) or 'they'} can have this?"

    @property
    def guidance(self) -> str:
        return (
            "They are not known here as having parental responsibility. Someone who has it must agree, unless a child "
            "may be at risk of harm."
        )

    def offered(self) -> list[fields.Choice]:
        """The parents and carers who are responsible, as far as the author may see them; the other ways."""
        context = self.context
        named = [
            fields.Choice(str(contact.adult.public_id), contact.adult.full_name)
            for contact in context.subjects.contacts
            if contact.responsibility == Responsibility.YES and not context.standings.limited(contact.adult)
        ]
        choices = [
            *named,
            fields.Choice(SOMEONE, "Someone else with parental responsibility"),
            fields.Choice("self", "They have parental responsibility themselves"),
            fields.Choice("order", "A court order, or the local authority, allows it"),
        ]
        if context.safety.at_risk or context.happened or context.completes:
            choices.append(fields.Choice(NOBODY, "No one has agreed"))
        return choices

    def build(self) -> None:
        self.fields["by"].label = self.heading

    def clean(self) -> dict[str, Any]:
        answers = super().clean()
        by, seen = answers.get("by"), answers.get("seen")
        named = by in {str(contact.adult.public_id) for contact in self.context.subjects.contacts}
        if (named or by == SOMEONE) and not answers.get("on") and "on" not in self.errors:
            self.add_error("on", "Enter the date they agreed")
        if by in (SOMEONE, "self", "order") and not seen and "seen" not in self.errors:
            self.add_error("seen", "Enter who agreed" if by == SOMEONE else "Enter what you have seen of it")
        return answers


IN_ANSWER = {"yes": " (your answer: yes)", "unsure": " (your answer: not sure)"}


class Override(Step[OverrideAnswers]):
    name = "override"
    answers_type = OverrideAnswers
    heading = "Why share against their wishes?"
    guidance = (
        "Respect a refusal where you can. You may share all the same if the need is great enough on the facts of "
        "this case."
    )
    ground = fields.Radios(
        "What outweighs it?",
        lambda form: [
            ("harm", f"A child’s safety{IN_ANSWER.get(form.context.safety.harm, '')}"),
            ("adult", "Serious harm to an adult"),
            ("crime", "A serious crime"),
            ("law", "A law or court order says we must"),
            ("other", "Something else"),
        ],
        what="what outweighs their wishes",
    )
    facts = fields.TextField(what="the facts", reasons=True, label="The facts that decided it")
    consulted = fields.Ticks(
        "Did you talk to anyone about it?",
        lambda form: form.offered(),
        what="who you talked to, or nobody",
    )
    knows = fields.Radios(
        "Do they know you will share?",
        [
            fields.Choice("yes", "Yes"),
            fields.Choice(
                "not_yet",
                "Not yet",
                reveals=["tell_by"],
                required={"tell_by": "Enter the date by which they will know"},
            ),
            fields.Choice("unsafe", "No, it is not safe"),
        ],
        what="whether they know you will share",
    )
    tell_by = fields.DateField(what="the date by which they will know", future=True, label="By when?")

    def offered(self) -> list[tuple[str, str]]:
        """Whom the author can have talked to."""
        staff, withheld = self.context.staff, self.context.safety.withheld
        people = (("dsl", staff.dsl), ("head", staff.headteacher), ("dpo", staff.dpo))
        unable = [*withheld, self.context.user]
        able = [(role, person) for role, person in people if person and person not in unable]
        return [*((role, person.short_name) for role, person in able), ("nobody", "Nobody")]

    def build(self) -> None:
        objection = self.context.answers.telling.objection
        self.inset = f"They objected: {objection}" if objection else ""

    def clean(self) -> dict[str, Any]:
        answers = super().clean()
        if answers.get("ground") == "harm" and self.context.safety.harm == "no":
            self.add_error(
                "ground", "You answered that no child is at risk. Change that answer or select something else"
            )
        consulted = answers.get("consulted") or []
        if "nobody" in consulted and len(consulted) > 1:
            self.add_error("consulted", "Select who you talked to, or nobody, not both")
        return answers
