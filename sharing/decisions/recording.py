"""Recording a decision: all of it in one transaction, or nothing (R: C6, C7)."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction

from accounts.models import User
from accounts.notices import notify as notices
from accounts.notices.models import Notice
from accounts.notices.notify import notify
from core import clock
from records.models import Category, Record, RecordSubject
from records.models.exclusions import Because
from records.models.grants import Source
from records.need_to_know import grants, visibility
from records.pupils.models import Person
from records.vault.filing import Words, file_record
from sharing.decisions import audience, authorities, drafts, extracts, later_entries, standing
from sharing.decisions.audience import Listener
from sharing.decisions.facts import FACTS, AccessEnded, Facts, NotComplete, Recipient, as_json
from sharing.decisions.models import Completion, DecisionItem, DecisionRecipient, Draft, Event, ShareDecision, TripWire
from sharing.decisions.notice_kinds import Kind


def record(facts: Facts) -> ShareDecision:
    """Record the decision that the facts describe and return it; one already recorded is returned as it is.

    In one transaction: the decision with its sealed cards and facts, what is shared with whom, who is kept out,
    notices, grants and queued mail; or, for a danger entry, what it was lacking. Raises AccessEnded, GrantRefused,
    KeyUnavailable, RecipientRefused (R: C5, G6c), and NobodyHears where nobody would be told (R: C7).
    """
    before = ShareDecision.objects.filter(draft=facts.draft).first()
    if before and not facts.completes:
        return before
    try:
        return _complete(facts, before) if before else _record(facts)
    except IntegrityError:
        # Pressed twice at the same moment: the other press has recorded it.
        before = ShareDecision.objects.filter(draft=facts.draft).first()
        if before:
            return before
        raise


@transaction.atomic
def _record(facts: Facts) -> ShareDecision:
    _still_seen(facts)
    _may_receive(facts)
    told = told_of(facts)
    audience.somebody_hears(told, facts.author, facts.perhaps_about, facts.withheld)
    cards = [Words(card.name, card.content, for_sharing=False, about=None) for card in facts.cards]
    confidential = file_record(
        "share_decision", list(facts.subjects), [*cards, Words(FACTS, as_json(facts.sealed))], author=facts.author
    )
    decision = ShareDecision.objects.create(
        record=confidential,
        draft=facts.draft,
        reference=facts.draft.reference,
        origin=facts.draft.origin,
        follows=facts.draft.follows,
        outcome=facts.sealed.outcome,
        harm=facts.sealed.harm,
        unsafe=facts.unsafe,
        regretted=facts.sealed.regretted,
        happened_at=facts.sealed.happened_at,
        review_on=facts.sealed.review_on,
        refused=facts.sealed.refused,
        unnamed=facts.unnamed,
        decided_by=facts.author,
        **_codes(facts),
    )
    _contents(facts, decision, _extracts(facts))
    _trip_wires(facts, decision)
    if facts.inside and facts.shares:
        _open_inside(facts, decision)
    _disclosed(facts, decision)
    audience.keep_out(confidential, facts.withheld, facts.author)
    _keep_out_related(facts, confidential)
    notices.see_all(facts.draft.reference, Kind.HARM, Kind.HARM_TYPED, Kind.NEEDED)
    audience.tell(decision, told)
    drafts.end_showing(facts.draft)
    return decision


def _keep_out_related(facts: Facts, record: Record) -> None:
    """Keep out whoever is kept out of a child who may be meant by the name that was typed, also as a stand-in."""
    for user in User.objects.filter(pk__in=visibility.excluded_from(facts.maybe_about)).exclude(pk=facts.author.pk):
        reason = "Related to a child of this name."
        grants.exclude(user, by=facts.author, record=record, reason=reason, because=Because.NAME)


def told_of(facts: Facts) -> list[Listener]:
    """Who is told of what the facts would record."""
    return audience.listeners(
        facts.author,
        facts.perhaps_about,
        facts.withheld,
        facts.at_risk,
        review=facts.to_review,
        dpo=facts.for_the_dpo,
        unnamed=facts.unnamed,
    )


def _still_seen(facts: Facts) -> None:
    for item in facts.items:
        if visibility.access_to(facts.author, item.record) is None:
            raise AccessEnded


def _may_receive(facts: Facts) -> None:
    """Raise RecipientRefused where a recipient may not have what is to be shared. What was shared already is recorded
    as it was (R: C8)."""
    if facts.shares and not facts.sealed.happened_at and not facts.completes:
        standing.check(facts.author, facts.subjects, facts.recipients, agreed=facts.agreed, at_risk=facts.at_risk)


def _codes(facts: Facts) -> dict[str, Any]:
    """The codes kept with the sealed cards, of a decision and of a completion."""
    return {
        "purpose": facts.sealed.purpose,
        "channel": facts.sealed.channel,
        "against_wishes": facts.shares and facts.sealed.refused,
        "family_not_told": facts.not_told,
        "by_exception": facts.by_exception,
        "tell_by": facts.sealed.tell_by,
        "receipt_due": facts.sealed.receipt_due,
        "answer_due": facts.sealed.answer_due,
    }


def _disclosed(facts: Facts, decision: ShareDecision) -> None:
    """Keep what has gone out with the decision itself: extracts, and what had been shared before it was recorded."""
    for recipient in decision.recipients.filter(extract__isnull=False):
        text = extracts.text_of(facts.extract)
        authorities.spoken(decision, recipient, facts.author, words=text, at=clock.now())
    if decision.happened_at:
        for recipient in decision.recipients.all():
            authorities.spoken(decision, recipient, facts.author, words=facts.told_in_words, at=decision.happened_at)


def _extracts(facts: Facts) -> dict[int, Record]:
    """What was copied out for those who are not school staff, by their id."""
    if not facts.extract:
        return {}
    until = _until(facts)
    return {
        recipient.user.pk: extracts.file(
            facts.extract, recipient.user, facts.subjects, by=facts.author, until=until, reason=facts.need
        )
        for recipient in facts.recipients
        if recipient.user and not recipient.on_staff
    }


def _contents(facts: Facts, decision: ShareDecision, given: Mapping[int, Record]) -> None:
    """Add the chosen records and the recipients, except those that a danger entry named already."""
    before = {(recipient.agency_id, recipient.user_id) for recipient in decision.recipients.all()}
    for item in facts.items:
        DecisionItem.objects.create(decision=decision, record=item.record, whole=item.whole)
    for number, recipient in enumerate(facts.recipients, len(before) + 1):
        agency, user = recipient.agency, recipient.user
        if (agency.pk if agency else None, user.pk if user else None) not in before:
            DecisionRecipient.objects.create(
                decision=decision,
                number=number,
                kind=recipient.kind,
                contact=recipient.contact,
                agency=agency,
                adult=recipient.adult,
                user=user,
                extract=given.get(user.pk) if user else None,
            )


def _trip_wires(facts: Facts, decision: ShareDecision) -> None:
    """What would change a decision not to share."""
    for wire in facts.wires:
        category = Category.objects.filter(code=wire.category).first() if wire.category else None
        TripWire.objects.create(decision=decision, kind=wire.kind, category=category, on=wire.on)


def _open_inside(facts: Facts, decision: ShareDecision) -> None:
    """Open the chosen records to colleagues, until the chosen day. Raises GrantRefused."""
    colleagues = [recipient.user for recipient in facts.recipients if recipient.user and recipient.on_staff]
    until = _until(facts)
    for item in facts.items:
        for colleague in colleagues:
            grants.grant(
                item.record,
                colleague,
                by=facts.author,
                extent=item.extent,
                until=until,
                source=Source.INSIDE,
                reason=facts.need,
            )
    for recipient in facts.recipients:
        if recipient.user:
            notify(recipient.user, Kind.OPENED, decision.reference)


def _until(facts: Facts) -> datetime:
    """The end of the last day on which a colleague sees what was opened to them. Raises NotComplete where there is
    none."""
    if facts.sealed.until is None:
        raise NotComplete(["inside"])
    return clock.end_of(facts.sealed.until)


@transaction.atomic
def _complete(facts: Facts, decision: ShareDecision) -> ShareDecision:
    """Add what a danger entry was lacking as a further entry: the first one stays as it was (R: C2)."""
    if Completion.objects.filter(decision=decision).exists():
        return decision
    _still_seen(facts)
    kept_out = visibility.kept_out_of(decision.record)
    withheld = [*facts.withheld, *audience.withheld_from(decision.record)]
    told = audience.listeners(facts.author, facts.subjects, withheld, urgent=True)
    audience.somebody_hears(told, facts.author, facts.subjects, withheld)
    rows = [[f"{number} {key}", value] for number, card in enumerate(facts.cards, start=1) for key, value in card.rows]
    event = later_entries.event(decision, Event.What.COMPLETION, facts.author, rows, facts=as_json(facts.sealed)[FACTS])
    Completion.objects.create(decision=decision, event=event, **_codes(facts))
    known = {row.person_id for row in decision.record.subjects.live()}
    for person in facts.subjects:
        if person.pk not in known:
            RecordSubject.objects.create(record=decision.record, person=person)
    _contents(facts, decision, {})
    notices.see_all(decision.reference, Kind.TO_COMPLETE, Kind.HARM)
    audience.keep_out(decision.record, [user for user in facts.withheld if user.pk not in kept_out], facts.author)
    # A stand-in for a person who is kept out only now has not been told yet.
    heard = set(Notice.objects.filter(reference=decision.reference).values_list("person", flat=True))
    audience.tell(decision, [listener for listener in told if listener.person.pk not in heard])
    return decision


def looks_like(
    draft: Draft, author: User, subjects: Iterable[Person], recipients: Iterable[Recipient]
) -> list[ShareDecision]:
    """What the author recorded in the last hour about the same people for the same agencies: perhaps the same thing
    twice. Never a block."""
    recent = ShareDecision.objects.filter(decided_by=author, recorded_at__gte=clock.now() - timedelta(hours=1)).exclude(
        draft=draft
    )
    agencies = {recipient.agency.pk for recipient in recipients if recipient.agency}
    people = {person.pk for person in subjects}
    alike = []
    for decision in recent.prefetch_related("recipients", "record__subjects"):
        same_people = people & {row.person_id for row in decision.record.subjects.all()}
        if same_people and agencies == {row.agency_id for row in decision.recipients.all() if row.agency_id}:
            alike.append(decision)
    return alike
