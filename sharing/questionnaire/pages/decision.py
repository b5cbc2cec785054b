"""The decision: after the advice, and against their wishes (R: C3, C4, C6)."""

from typing import Any

from core.forms import fields
from sharing.decisions.models import Origin
from sharing.questionnaire.answers import DecideAnswers, FollowedAnswers, OverrideAnswers
from sharing.questionnaire.answers import Followed as Said
from sharing.questionnaire.page import Step

ADVICE = "advice"
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
        unchecked = context.answers.asked.identity == "not_yet" and context.recipients.choice == "asker"
        if outcome == "share" and not context.safety.at_risk and context.origin == Origin.ASKED and unchecked:
            self.add_error(
                "outcome", "You have not checked who asked. Check first, or choose not to share, or get advice"
            )
        stranger = context.recipients.to_parent and context.answers.parent.identity == "not_yet"
        if outcome in SHARED and stranger and not context.happened:
            self.add_error("outcome", "Check who they are before you share: you can save and come back")
        if "without_advice" in self.fields and outcome not in (None, ADVICE) and not answers.get("without_advice"):
            self.add_error("without_advice", "Enter why you decide without the advice, or wait for it")
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
