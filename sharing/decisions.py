"""Recording a decision: all of it in one transaction, or nothing (R: C6, C7)."""

from datetime import date

from django.db import IntegrityError, transaction

from notices.kinds import Kind
from notices.telling import notify
from records import need_to_know
from records.filing import Words, file_record
from records.vault import Opened, Reader
from sharing import hearers, later
from sharing.flow import cards, path
from sharing.flow.context import Context
from sharing.models import (
    DecisionItem,
    DecisionRecipient,
    Draft,
    HarmTold,
    Outcome,
    ShareDecision,
)


class NotComplete(Exception):
    """Answers are missing or contradict each other; `steps` names the pages."""

    def __init__(self, steps: list[str]) -> None:
        self.steps = steps
        super().__init__(", ".join(steps))


class AccessEnded(Exception):
    """A chosen record can no longer be seen by the decider. It has to be taken out of the draft."""


def record(context: Context) -> ShareDecision:
    """Record the decision that the draft holds; returns it. Recorded already: the same decision again.

    In one transaction: the decision with its sealed cards, what is shared with whom, who is kept out, notices,
    grants and queued mail. Raises NotComplete, AccessEnded, KeyUnavailable.
    """
    draft = context.loaded.draft
    standing = ShareDecision.objects.filter(draft=draft).first()
    if standing:
        return standing
    if missing := path.unanswered(context):
        if "what" in missing and set(context.answer("what", "records", [])) - {c.id for c in context.choosable}:
            raise AccessEnded
        raise NotComplete(missing)
    try:
        return _record(context, draft)
    except IntegrityError:
        # Pressed twice at the same moment: the other press has recorded it.
        standing = ShareDecision.objects.filter(draft=draft).first()
        if standing:
            return standing
        raise


@transaction.atomic
def _record(context: Context, draft: Draft) -> ShareDecision:
    author, child = draft.author, context.child
    for item, _ in context.chosen:
        if need_to_know.access_to(author, item.record) is None:
            raise AccessEnded
    told = hearers.hearers(author, child, context.withheld, context.at_risk)
    sealed = [Words(card.name, card.stored(), for_sharing=False, about=None) for card in cards.cards(context)]
    confidential = file_record("share_decision", [child] if child else [], sealed, author=author)
    outcome = Outcome(cards.outcome_of(context))
    review = context.answer("why-not", "review_on")
    decision = ShareDecision.objects.create(
        record=confidential,
        draft=draft,
        reference=draft.reference,
        outcome=outcome,
        harm=context.harm,
        purpose=context.answer("why", "purpose", "") if context.shares else "",
        channel=context.answer("send", "channel", "") if context.shares else "",
        against_wishes=context.shares and context.refused,
        family_not_told=bool(context.not_told),
        review_on=date.fromisoformat(review) if review and not context.shares else None,
        receipt_due=cards.receipt_due() if context.shares else None,
        decided_by=author,
    )
    for item, whole in context.chosen:
        DecisionItem.objects.create(decision=decision, record=item.record, whole=whole)
    if context.recipient:
        DecisionRecipient.objects.create(decision=decision, contact=context.recipient)
    hearers.keep_out(confidential, context.withheld, author)
    hearers.tell(decision, told)
    return decision


def tell_of_harm(context: Context) -> None:
    """As soon as it is known who may know: the DSL, else the deputy, is told that harm is being recorded (R: C2)."""
    if not context.at_risk:
        return
    draft = context.loaded.draft
    named = {"dsl": context.dsl, "head": context.headteacher}.get(context.answer("adult", "adult", ""))
    kept_out = {person.pk for person in [*context.withheld, *([named] if named else [])]}
    if context.child:
        kept_out |= need_to_know.excluded_from([context.child])
    other = context.answer("adult", "who")
    for person in (context.dsl, context.deputy_dsl):
        if person is None or person.pk in kept_out or str(person.public_id) == other or person == draft.author:
            continue
        with transaction.atomic():
            if not HarmTold.objects.filter(draft=draft, person=person).exists():
                HarmTold.objects.create(draft=draft, person=person)
                notify(person, Kind.HARM, draft.reference)
        return


def correct(opened: Opened, reader: Reader, *, which: str, right: str, why: str) -> None:
    """Add a correction: the old answer stays, and both are shown (R: C6)."""
    rows = [["Answer", which], ["What is right", right], ["Why", why]]
    later.add(opened, reader, "correction", rows)
