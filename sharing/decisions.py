"""Recording a decision: all of it in one transaction, or nothing (R: C6, C7)."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction

from accounts.models import User
from notices import telling
from notices.models import Notice
from notices.telling import notify
from records import granting, need_to_know
from records.filing import Words, file_record
from records.models import Category, Extent, Record, RecordSubject
from records.models.grants import Source
from records.vault import Opened, Part, Reader
from school import clock
from sharing import drafts, extracts, hearers, later, release
from sharing.flow import cards, path
from sharing.flow.context import Context
from sharing.flow.steps.family import EXCEPTIONS
from sharing.flow.steps.who import until_of
from sharing.models import (
    Completion,
    DecisionItem,
    DecisionRecipient,
    Draft,
    Event,
    Outcome,
    ShareDecision,
    TripWire,
)
from sharing.notice_kinds import Kind


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
    grants and queued mail; or, for a danger entry, what it was lacking. Raises NotComplete, AccessEnded,
    GrantRefused, KeyUnavailable, and NobodyHears where nobody would be told (R: C7).
    """
    draft = context.loaded.draft
    standing = ShareDecision.objects.filter(draft=draft).first()
    if standing and not context.completes:
        return standing
    context.look_up()
    if missing := path.unanswered(context):
        if "what" in missing and set(context.answer("what", "records", [])) - {c.id for c in context.choosable}:
            raise AccessEnded
        if "keep-from" in missing:
            hearers.somebody_hears(_told(context), context.user, context.people, context.withheld)
        raise NotComplete(missing)
    outsiders = [one.user for one in context.recipients if one.user and not context.on_staff(one.user)]
    copied = extracts.copy(context) if outsiders and context.inside and context.shares and not standing else []
    try:
        return _complete(context, standing) if standing else _record(context, draft, copied)
    except IntegrityError:
        # Pressed twice at the same moment: the other press has recorded it.
        standing = ShareDecision.objects.filter(draft=draft).first()
        if standing:
            return standing
        raise


@transaction.atomic
def _record(context: Context, draft: Draft, copied: extracts.Copied) -> ShareDecision:
    author, shares = draft.author, context.shares
    _still_seen(context)
    told = _told(context)
    hearers.somebody_hears(told, author, context.people, context.withheld)
    sealed = [Words(card.name, card.stored(), for_sharing=False, about=None) for card in cards.cards(context)]
    confidential = file_record("share_decision", context.people, sealed, author=author)
    review = context.answer("why-not", "review_on")
    decision = ShareDecision.objects.create(
        record=confidential,
        draft=draft,
        reference=draft.reference,
        origin=draft.origin,
        follows=draft.follows,
        outcome=Outcome(cards.outcome_of(context)),
        harm=context.harm,
        unsafe=cards.unsafe(context),
        regretted=context.answer("decide", "outcome") == "regret",
        happened_at=cards.happened_at(context),
        review_on=date.fromisoformat(review) if review and not shares else None,
        answer_due=cards.answer_due(context),
        refused=context.refused,
        decided_by=author,
        **_codes(context),
    )
    given = _extracts(context, copied)
    _contents(context, decision, given)
    _trip_wires(context, decision)
    if context.inside and shares:
        _open_inside(context, decision)
    for recipient in decision.recipients.filter(extract__isnull=False):
        said = extracts.text_of(copied)
        release.spoken(decision, recipient, context.reader.user, said=said, at=clock.now())
    if decision.happened_at:
        for recipient in decision.recipients.all():
            release.spoken(decision, recipient, context.reader.user, said=_said(context), at=decision.happened_at)
    hearers.keep_out(confidential, context.withheld, author)
    telling.see_all(draft.reference, Kind.HARM)
    hearers.tell(decision, told)
    drafts.end_showing(draft)
    return decision


def _told(context: Context) -> list[hearers.Hearer]:
    """Who is told of what the draft would record."""
    return hearers.hearers(
        context.user,
        context.people,
        context.withheld,
        context.at_risk,
        review=cards.reviewed(context),
        dpo=cards.not_as_it_should_be(context),
    )


def _still_seen(context: Context) -> None:
    for item, _ in context.chosen:
        if need_to_know.access_to(context.user, item.record) is None:
            raise AccessEnded


def _codes(context: Context) -> dict[str, Any]:
    """What stands as codes beside the sealed cards, of a decision and of a completion."""
    not_told = context.asks_family and bool(context.not_told)
    return {
        "purpose": context.answer("why", "purpose", "") if context.shares else "",
        "channel": context.channel if context.shares and not context.inside else "",
        "against_wishes": context.shares and context.refused,
        "family_not_told": not_told,
        "by_exception": not_told and bool(set(context.answer("not-told", "why", [])) & set(EXCEPTIONS)),
        "tell_by": cards.tell_by(context),
        "receipt_due": cards.receipt_due(context),
    }


def _extracts(context: Context, copied: extracts.Copied) -> dict[int, Record]:
    """What was copied out for those who are not school staff, by their id."""
    if not copied:
        return {}
    until, reason = _until(context), context.answer("why", "essential", "")
    words = {"by": context.user, "until": until, "reason": reason}
    return {
        one.user.pk: extracts.file(copied, one.user, context.people, **words)
        for one in context.recipients
        if one.user and not context.on_staff(one.user)
    }


def _contents(context: Context, decision: ShareDecision, given: dict[int, Record] | None = None) -> None:
    """The records chosen, and to whom: those whom a danger entry named already are not named twice."""
    before = {(one.agency_id, one.user_id) for one in decision.recipients.all()}
    for item, whole in context.chosen:
        DecisionItem.objects.create(decision=decision, record=item.record, whole=whole)
    for number, one in enumerate(context.recipients, len(before) + 1):
        if (one.agency.pk if one.agency else None, one.user.pk if one.user else None) not in before:
            DecisionRecipient.objects.create(
                decision=decision,
                number=number,
                kind=one.kind,
                contact=one.contact,
                agency=one.agency,
                adult=one.adult,
                user=one.user,
                extract=(given or {}).get(one.user.pk) if one.user else None,
            )


def _said(context: Context) -> str:
    """What was shared, in words: kept as what was told."""
    lines = [f"{item.label}: {'all of it' if whole else 'the part for sharing'}" for item, whole in context.chosen]
    return "\n".join([*lines, context.answer("what", "unwritten") or ""]).strip()


def _trip_wires(context: Context, decision: ShareDecision) -> None:
    """What would change a decision not to share."""
    if context.shares:
        return
    for kind in context.answer("why-not", "change", []):
        if kind == "nothing":
            continue
        category = Category.objects.filter(code=context.answer("why-not", "category") or "").first()
        by = context.answer("why-not", "reply_by")
        TripWire.objects.create(
            decision=decision,
            kind=kind,
            category=category if kind == TripWire.Kind.CATEGORY else None,
            on=date.fromisoformat(by) if kind == TripWire.Kind.NO_REPLY and by else None,
        )


def _open_inside(context: Context, decision: ShareDecision) -> None:
    """Open the chosen records to colleagues, until the day that was said. Raises GrantRefused."""
    until = _until(context)
    for item, whole in context.chosen:
        marked = [section.needs for section in item.record.sections.all() if section.for_sharing]
        extent = item.access.extent if whole else min(max(marked, default=Extent.SUMMARY), item.access.extent)
        for one in context.recipients:
            if one.user and context.on_staff(one.user):
                granting.grant(
                    item.record,
                    one.user,
                    by=context.user,
                    extent=extent,
                    until=until,
                    source=Source.INSIDE,
                    reason=context.answer("why", "essential", ""),
                )
    for one in context.recipients:
        if one.user:
            notify(one.user, Kind.OPENED, decision.reference)


def _until(context: Context) -> datetime:
    """The end of the last day on which a colleague sees what was opened to them."""
    return clock.london_day(until_of(context.answers["inside"]) + timedelta(days=1))


@transaction.atomic
def _complete(context: Context, decision: ShareDecision) -> ShareDecision:
    """What a danger entry was lacking, as a further entry: the first one stays as it was (R: C2)."""
    if Completion.objects.filter(decision=decision).exists():
        return decision
    _still_seen(context)
    kept_out = need_to_know.kept_out_of(decision.record)
    withheld = [*context.withheld, *User.objects.filter(pk__in=kept_out)]
    told = hearers.hearers(context.user, context.people, withheld, urgent=True)
    hearers.somebody_hears(told, context.user, context.people, withheld)
    rows = []
    for card in cards.cards(context):
        rows += [[f"{card.heading[0]} {line.key}", line.value] for line in card.lines]
    event = later.event(decision, Event.What.COMPLETION, context.user, rows)
    Completion.objects.create(decision=decision, event=event, **_codes(context))
    known = {row.person_id for row in decision.record.subjects.live()}
    for person in context.people:
        if person.pk not in known:
            RecordSubject.objects.create(record=decision.record, person=person)
    _contents(context, decision)
    telling.see_all(decision.reference, Kind.TO_COMPLETE)
    hearers.keep_out(decision.record, [one for one in context.withheld if one.pk not in kept_out], context.user)
    # Whoever takes the place of somebody who is kept out only now has not heard of it yet.
    heard = set(Notice.objects.filter(reference=decision.reference).values_list("person", flat=True))
    hearers.tell(decision, [one for one in told if one.person.pk not in heard])
    return decision


def looks_like(context: Context) -> list[ShareDecision]:
    """What the author recorded in the last hour about the same people for the same agencies: perhaps the same thing
    twice. Never a block."""
    recent = ShareDecision.objects.filter(
        decided_by=context.user, recorded_at__gte=clock.now() - timedelta(hours=1)
    ).exclude(draft=context.loaded.draft)
    agencies = {one.agency.pk for one in context.recipients if one.agency}
    people = {person.pk for person in context.people}
    found = []
    for one in recent.prefetch_related("recipients", "record__subjects"):
        same_people = people & {row.person_id for row in one.record.subjects.all()}
        if same_people and agencies == {row.agency_id for row in one.recipients.all() if row.agency_id}:
            found.append(one)
    return found


def place_of(part: Part, number: int) -> str:
    """What names one answer of a recorded decision, whatever it is called: its card, and the number of its row."""
    return f"{part.section.name}:{number}"


def correct(
    opened: Opened,
    decision: ShareDecision,
    reader: Reader,
    *,
    which: str,
    right: str,
    why: str,
    place: str = "",
    sent_wrong: Sequence[DecisionRecipient] = (),
) -> Event:
    """Add a correction: the old answer stays, and both are shown (R: C6).

    `which`: the answer that is wrong, in words; `place`: where it stands (`place_of`), "" for something else.
    `sent_wrong`: the recipients who were given the wrong information: each is listed until they have been told (C9).
    """
    rows = [["Answer", which], ["What is right", right], ["Why", why]]
    if sent_wrong:
        rows.append(["To be told", f"{len(sent_wrong)} recipient{'s' if len(sent_wrong) > 1 else ''}"])
    made = later.event(decision, Event.What.CORRECTION, reader.user, rows, facts={"place": place})
    for recipient in sent_wrong:
        later.event(
            decision,
            Event.What.TO_TELL,
            reader.user,
            [["Answer", which]],
            recipient=recipient,
            about=made,
            due=clock.today(),
        )
    return made
