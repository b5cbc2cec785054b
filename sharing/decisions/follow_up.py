"""What follows a decision: what is still to do, who has to look again, what reopens it (R: C1, C2, C6, C9).

Every "still to do" is a condition on decisions, written once: the decider's home page and the Headteacher's lists ask
the same one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Value, When

from accounts import roles, succession
from accounts.models import User
from accounts.notices import notify
from accounts.notices.models import Notice
from accounts.roles import Role
from core import clock
from core.compiled_queries import Prepared
from records.models import Exclusion, RecordSubject
from records.models.grants import Source
from records.need_to_know import grants, visibility
from sharing.decisions import drafts, later_entries
from sharing.decisions.models import Completion, DecisionRecipient, Event, Outcome, Question, ShareDecision, TripWire
from sharing.decisions.notice_kinds import Kind
from sharing.disclosures.models import Disclosure

What = Event.What
SHARED = ~Q(outcome=Outcome.NO_SHARE)
HANDED = Exists(Disclosure.objects.filter(decision=OuterRef("pk")))
PASSED = (Kind.REVIEW, Kind.DECISION_PASSED, Kind.DECISION_PASSED_URGENT)


def _event(*kinds: str, **more: Any) -> Exists:
    return Exists(Event.objects.filter(decision=OuterRef("pk"), what__in=kinds, **more))


def _due(field: str, done: str, again: str, today: date) -> Q:
    """The day of `field` has come, it is not `done`, and it has not been put off to a day after `today`."""
    late = Q(**{f"{field}__lte": today})
    if field in ("tell_by", "receipt_due", "answer_due"):
        late |= Q(**{f"completion__{field}__lte": today})
    return late & ~Q(_event(done)) & ~Q(_event(again, due__gt=today))


def still_to_do(today: date | None = None) -> dict[str, tuple[str, Q]]:
    """Each thing that can be still to do: its label, and the condition on decisions."""
    day = today or clock.today()
    told = Event.objects.filter(about=OuterRef("pk"), what=What.RECIPIENT_TOLD)
    to_tell = Event.objects.filter(decision=OuterRef("pk"), what=What.TO_TELL).filter(~Q(Exists(told)))
    completed = Exists(Completion.objects.filter(decision=OuterRef("pk")))
    return {
        "complete": ("To be completed", Q(complete_by__isnull=False) & ~Q(completed)),
        "send": ("Decided, not handed over yet", SHARED & ~Q(channel="") & ~Q(HANDED)),
        "arrival": ("Arrival not confirmed", _due("receipt_due", What.ARRIVED, What.NOT_ARRIVED, day) & Q(HANDED)),
        "answer": ("No answer yet", _due("answer_due", What.ANSWERED, What.NO_ANSWER, day) & Q(HANDED)),
        "tell": ("Telling put off, due", _due("tell_by", What.TOLD, What.PUT_OFF, day)),
        "review": (
            "To be looked at again",
            Q(review_on__lte=day) & ~Q(_event(What.LOOKED_AGAIN)) & Q(followed_by=None),
        ),
        "correction": ("Recipients to tell of a correction", Q(Exists(to_tell))),
        "question": ("Questions to answer", Q(Exists(Question.objects.filter(decision=OuterRef("pk"), answer=None)))),
    }


def marks_of(conditions: Iterable[Q]) -> Any:
    """A bit mask for each row, in one statement: bit n is set where condition n is true. An empty one sets none."""
    marks: Any = Value(0)
    for place, condition in enumerate(conditions):
        if condition:
            marks = marks + Case(When(condition, then=Value(1 << place)), default=Value(0))
    return marks


@dataclass(frozen=True)
class Task:
    """Something still to do about a decision: what, by when, and the page for it."""

    name: str
    words: str
    due: date


def tasks(decision: ShareDecision, user: User) -> list[Task]:
    """What the decider still has to do about it, now or later."""
    if decision.decided_by_id != user.pk:
        return []
    events = list(decision.events.all())
    kinds = {event.what for event in events}
    again = {event.what: event.due for event in events if event.due}
    completion = Completion.objects.filter(decision=decision).first()
    codes = completion or decision
    pending = []
    if decision.complete_by and completion is None:
        pending.append(Task("complete", "Finish the record", clock.local(decision.complete_by).date()))
    for name, words, first, done, later_kind in (
        ("arrival", "Did it arrive?", codes.receipt_due, What.ARRIVED, What.NOT_ARRIVED),
        ("answer", "What did they answer?", codes.answer_due, What.ANSWERED, What.NO_ANSWER),
        ("tell", "Tell whoever was not told", codes.tell_by, What.TOLD, What.PUT_OFF),
        ("review", "Look at this again", decision.review_on, What.LOOKED_AGAIN, What.LOOKED_AGAIN),
    ):
        if first and done not in kinds:
            pending.append(Task(name, words, again.get(later_kind) or first))
    if What.TO_TELL in kinds and to_tell(decision):
        pending.append(Task("correction", "Tell recipients of a correction", clock.today()))
    return pending


def to_tell(decision: ShareDecision) -> list[Event]:
    """The recipients who have not been told yet that what they were given was wrong."""
    told = Event.objects.filter(decision=decision, what=What.RECIPIENT_TOLD).values("about")
    waiting = Event.objects.filter(decision=decision, what=What.TO_TELL).exclude(pk__in=told)
    return list(waiting.select_related("recipient__contact__agency", "recipient__adult", "recipient__agency"))


def _marked(decider: int, today: date) -> QuerySet[ShareDecision]:
    things = still_to_do(today)
    marks = marks_of(things[name][1] for name in MINE)
    mine = ShareDecision.objects.filter(decided_by=decider).annotate(marks=marks)
    return mine.exclude(marks=0).select_related("record").order_by("pk")


_WAITING = Prepared(lambda reader, today, **_: _marked(reader, today))


def waiting_of(user: User) -> list[tuple[str, list[ShareDecision]]]:
    """What the user has to do about their own decisions now: the key of MINE, and which, oldest first."""
    return _grouped(_WAITING.objects(reader=user.pk, today=clock.today()), MINE)


def _grouped(rows: Sequence[Any], names: Iterable[str]) -> list[tuple[str, list[ShareDecision]]]:
    groups = []
    for place, name in enumerate(names):
        if waiting := [row for row in rows if row.marks & (1 << place)]:
            groups.append((name, waiting))
    return groups


MINE = {
    "complete": "Finish your danger record",
    "question": "Answer a question about your decision",
    "send": "Send what you decided to share",
    "arrival": "Did it arrive?",
    "answer": "Did they answer?",
    "tell": "Tell a parent or carer",
    "review": "Look again at a decision not to share",
    "correction": "Tell recipients of a correction",
}


def tags(decision: ShareDecision, user: User) -> list[tuple[str, str]]:
    """The marks of a decision: a colour and a word."""
    codes = Completion.objects.filter(decision=decision).first()
    of_head = roles.held_by(decision.decided_by, decision.recorded_at) & {Role.HEADTEACHER}
    marks = [
        (decision.harm != "no", "red", "Urgent"),
        (decision.against_wishes or bool(codes and codes.against_wishes), "orange", "Against wishes"),
        (decision.family_not_told or bool(codes and codes.family_not_told), "yellow", "Family not told"),
        (decision.complete_by is not None and codes is None, "red", "To be completed"),
        (decision.unsafe, "red", "Sent by an unsafe way"),
        (decision.regretted, "orange", "Should not have been shared"),
        (_later(decision), "grey", "Recorded later"),
        (bool(of_head) and decision.decided_by != user, "purple", "Headteacher’s own"),
        (stands_open(decision, user), "purple", "Open again"),
    ]
    return [(colour, words) for true, colour, words in marks if true]


def _later(decision: ShareDecision) -> bool:
    """Whether it had been shared a good while before it was recorded."""
    return decision.happened_at is not None and decision.recorded_at - decision.happened_at > timedelta(hours=1)


def stands_open(decision: ShareDecision, user: User) -> bool:
    """Whether `user` was asked to look at it again, and nobody has yet."""
    asked = Notice.objects.filter(person=user, kind=Kind.REOPENED, reference=decision.reference)
    done = decision.events.filter(what=What.LOOKED_AGAIN).exists() or decision.followed_by.exists()
    return asked.exists() and not done


def may_decide_anew(decision: ShareDecision, user: User) -> bool:
    """The decider, anyone who has overruled it, and anyone who was asked to look again."""
    overruled = decision.events.filter(what=What.OVERRULED, by=user).exists()
    return decision.decided_by_id == user.pk or overruled or stands_open(decision, user)


# A second person looks (R: C2)


def reviews(decision: ShareDecision, user: User) -> bool:
    """Whether `user` has to review a decision not to share although a child may be at risk: asked, not done yet."""
    if decision.shares or decision.harm == "no" or decision.decided_by_id == user.pk:
        return False
    asked = Notice.objects.filter(person=user, reference=decision.reference, kind__in=PASSED)
    return asked.exists() and not decision.events.filter(what__in=(What.AGREED, What.OVERRULED)).exists()


ASKED = {
    "review": ("not shared, to review", "not shared, to review"),
    "stand-in": ("decision for you alone to look at", "decisions for you alone to look at"),
}
"""What can be asked of a person about another's decision: one, several."""


def _asked_of(reader: int) -> QuerySet[ShareDecision]:
    mine = Notice.objects.filter(person=reader, reference=OuterRef("reference"))
    conditions = (
        Q(Exists(mine.filter(kind__in=PASSED)), outcome=Outcome.NO_SHARE)
        & ~Q(harm="no")
        & ~Q(_event(What.AGREED, What.OVERRULED)),
        Q(Exists(mine.filter(kind=Kind.DECISION_STAND_IN))) & ~Q(_event(What.KEPT, What.HEAD_TOLD)),
    )
    told = Notice.objects.filter(person=reader, kind__in=(*PASSED, Kind.DECISION_STAND_IN)).values("reference")
    rows = ShareDecision.objects.filter(reference__in=told).exclude(decided_by=reader)
    return rows.annotate(marks=marks_of(conditions)).exclude(marks=0).order_by("pk")


_ASKED = Prepared(lambda reader, **_: _asked_of(reader))


def asked_of(user: User) -> list[tuple[str, tuple[str, str], list[ShareDecision]]]:
    """What other people's decisions ask of the user, who may still see them: the key and the words of ASKED, and
    which, oldest first. The same statements for none."""
    rows = _ASKED.objects(reader=user.pk)
    seen = visibility.access_of_many(user, [row.record_id for row in rows] or [0])
    groups = _grouped([row for row in rows if row.record_id in seen], ASKED)
    return [(name, ASKED[name], waiting) for name, waiting in groups]


@transaction.atomic
def review(decision: ShareDecision, by: User, *, agrees: bool, why: str) -> Event:
    """The second person's review. The person who overrules it decides again; the decider is told."""
    what = What.AGREED if agrees else What.OVERRULED
    standing = decision.events.filter(what__in=(What.AGREED, What.OVERRULED)).first()
    if standing:
        return standing
    made = later_entries.event(decision, what, by, [["Why", why]])
    notify.see_all(decision.reference, *PASSED, by=by)
    notify.see_all(decision.reference, Kind.REVIEW)
    notify.notify(decision.decided_by, Kind.REVIEWED, decision.reference)
    return made


def looked_at(notice: Notice) -> None:
    """Who has looked at a decision that was passed to them needs no more access to it, as soon as they have nothing
    more to do about it: no review, no question without an answer, no other notice."""
    decision = ShareDecision.objects.filter(reference=notice.reference).select_related("record").first()
    if decision is None:
        return
    user = notice.person
    unseen = Notice.objects.filter(person=user, reference=notice.reference, seen=None)
    asked = Question.objects.filter(decision=decision, asked_by=user, answer=None)
    if not (unseen.exists() or asked.exists() or reviews(decision, user)):
        grants.end_passed(decision.record, user)


# The Headteacher's stand-in (R: C7a)


def stands_in(decision: ShareDecision, user: User) -> bool:
    """Whether `user` was told instead of the Headteacher and has not yet said whether it stays so."""
    told = Notice.objects.filter(person=user, reference=decision.reference, kind=Kind.DECISION_STAND_IN)
    return told.exists() and not decision.events.filter(what__in=(What.KEPT, What.HEAD_TOLD)).exists()


@transaction.atomic
def keep_or_tell(decision: ShareDecision, by: User, *, keep: bool, why: str) -> Event:
    """Keep it from the Headteacher, or tell them now."""
    standing = decision.events.filter(what__in=(What.KEPT, What.HEAD_TOLD)).first()
    if standing:
        return standing
    if not keep:
        heads = roles.holders(Role.HEADTEACHER)
        for exclusion in Exclusion.objects.live().filter(record=decision.record, user__in=heads):
            exclusion.end()
        for head in heads:
            notify.notify(head, Kind.DECISION_URGENT if decision.harm != "no" else Kind.DECISION, decision.reference)
    notify.see_all(decision.reference, Kind.DECISION_STAND_IN, by=by)
    return later_entries.event(decision, What.KEPT if keep else What.HEAD_TOLD, by, [["Why", why]])


# What reopens a decision not to share


def _came(wire: TripWire) -> bool:
    """Whether what the wire names has come since the decision."""
    if wire.kind == TripWire.Kind.NO_REPLY:
        return wire.on is not None and wire.on <= clock.today()
    people = wire.decision.record.subjects.live().values("person")
    since = RecordSubject.objects.filter(person__in=people, start__gt=wire.decision.recorded_at)
    if wire.kind == TripWire.Kind.CONCERN:
        return since.filter(record__category__code__in=("concern", "safeguarding")).exists()
    return since.filter(record__category=wire.category).exists()


def _waiting_wires() -> QuerySet[TripWire]:
    reopened = Event.objects.filter(decision=OuterRef("decision"), what__in=(What.REOPENED, What.LOOKED_AGAIN))
    wires = TripWire.objects.filter(~Exists(reopened), decision__followed_by=None)
    return wires.select_related("decision__record__category", "decision__decided_by", "category").order_by("pk")


def reopen() -> int:
    """Reopen decisions not to share, on the DSL's page, when what would change them has come; returns how many. Each
    once: a decision that has been reopened or looked at again waits for nothing more."""
    count = 0
    for wire in _waiting_wires():
        if not _came(wire):
            continue
        with transaction.atomic():
            decision = wire.decision
            if decision.events.filter(what=What.REOPENED).exists():
                continue
            Event.objects.create(decision=decision, what=What.REOPENED, by=decision.decided_by)
            _show_again(decision)
            count += 1
    return count


def _show_again(decision: ShareDecision) -> None:
    """Tell the DSL, or the next in line; never a person who is excluded. Nobody else: others who know of the decision
    need not know what has come."""
    kept_out = visibility.kept_out_of(decision.record)
    for _, person in succession.first_place(succession.SCHOOL, kept_out):
        if visibility.access_to(person, decision.record) is None:
            grants.grant(decision.record, person, by=decision.decided_by, source=Source.REOPENED)
        notify.notify(person, Kind.REOPENED, decision.reference)


def chase() -> int:
    """Remind people of overdue danger records: the author once a day, from one day later the DSL too; returns how many
    people were told."""
    now, count = clock.now(), 0
    late = ShareDecision.objects.filter(complete_by__lt=now, completion=None).select_related("decided_by", "record")
    for decision in late:
        told = Notice.objects.filter(reference=decision.reference, kind=Kind.TO_COMPLETE)
        people = [decision.decided_by] if decision.decided_by.is_active else []
        if decision.complete_by and decision.complete_by + timedelta(days=1) < now:
            kept_out = visibility.kept_out_of(decision.record)
            people += [person for person in roles.holders(Role.DSL) if person.pk not in kept_out]
        for person in dict.fromkeys(people):
            if not told.filter(person=person, made_at__gt=now - timedelta(days=1)).exists():
                notify.notify(person, Kind.TO_COMPLETE, decision.reference)
                count += 1
    return count


def chase_drafts() -> int:
    """Remind authors, once, of drafts that are to be decided by today; returns how many."""
    count = 0
    for needed in drafts.needed_now():
        draft = needed.draft
        told = Notice.objects.filter(reference=draft.reference, kind=Kind.NEEDED, made_at__gte=needed.at)
        if draft.author.is_active and not told.exists():
            notify.notify(draft.author, Kind.NEEDED, draft.reference)
            count += 1
    return count


def corrected_recipients(decision: ShareDecision) -> list[DecisionRecipient]:
    """The recipients to whom something has gone out: they are told of what was wrong in it (R: C9)."""
    return list(decision.recipients.filter(disclosures__isnull=False).distinct())
