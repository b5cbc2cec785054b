"""Reviews of current access: after a change of class, and every half term (R: G6h, T3)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import DateTimeField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from accounts.models import RoleMembership, User
from accounts.roles import Role
from core import clock, terms
from core.audit.models import Entry
from core.compiled_queries import Prepared
from core.models import live
from core.refusals import Refused
from records import sealing
from records.models import Exclusion, RecordSubject, Relation, Rule, UserFolderGrant, UserGrant
from records.models.grants import Source
from records.need_to_know import grants, visibility
from records.need_to_know.responsible import Responsibility
from records.pupils.models import ClassMembership, ClassStaff, Person
from sharing.internal import briefings
from sharing.internal.models import AccessReview

Standing = UserGrant | UserFolderGrant
GIVEN = (Source.GRANT, Source.ASKED, Source.INSIDE, Source.NAMED, Source.BRIEFING, Source.MEETING)
"""What people gave, which may have become too much; what the product itself gives ends by itself."""
REVIEW = (Role.HEADTEACHER, Role.DSL, Role.DEPUTY_DSL)
"""Who reviews what no other owner of the record does, in order."""
HALF_TERM = timedelta(days=42)


@dataclass(frozen=True)
class Row:
    """A grant to look at, about whom, and when it was last used."""

    grant: Standing
    people: tuple[Person, ...]
    what: str
    used: datetime | None

    @property
    def id(self) -> str:
        return str(self.grant.public_id)


def _together(at: str) -> QuerySet:
    """That the reader of a grant had its child in a class at the moment in the column `at`."""
    moment, staff = OuterRef(at), "school_class__staff"
    return ClassMembership.objects.filter(
        person=OuterRef("child"),
        start__lte=moment,
        until__gt=moment,
        **{f"{staff}__user": OuterRef("user"), f"{staff}__start__lte": moment, f"{staff}__until__gt": moment},
    )


def _given(now: datetime) -> list[QuerySet]:
    """Grants in force, a row for each child that they are about; `since`: when given, or last reviewed."""
    looked = AccessReview.objects.filter(grant=OuterRef("public_id")).order_by("-at").values("at")[:1]
    words = {"since": Coalesce(Subquery(looked), F("start")), "now": Value(now, DateTimeField())}
    of_records = UserGrant.objects.live(now).filter(live("content_object__subjects", now), source__in=GIVEN)
    of_kinds = UserFolderGrant.objects.live(now).filter(source__in=GIVEN)
    return [
        of_records.annotate(child=F("content_object__subjects__person"), **words),
        of_kinds.annotate(child=F("content_object__person"), **words),
    ]


def _prepared(build: Callable[..., list[QuerySet]]) -> list[Prepared]:
    """The two queries that `build(**PLACES)` gives, of records and of kinds of record."""

    def query(number: int) -> Prepared:
        return Prepared(
            lambda **places: (
                build(**places)[number].select_related("user", "granter", "content_object__category").order_by("pk")
            )
        )

    return [query(0), query(1)]


def _gathered(both: list[Prepared], **values: Any) -> list[tuple[Standing, list[int]]]:
    """Each grant once, with all the children that it is about."""
    by_grant: dict[object, tuple[Standing, list[int]]] = {}
    for prepared in both:
        for grant in prepared.objects(**values):
            by_grant.setdefault(grant.public_id, (grant, []))[1].append(grant.child)
    return list(by_grant.values())


def _rows(gathered: list[tuple[Standing, list[int]]]) -> list[Row]:
    people = Person.objects.in_bulk({pk for _, children in gathered for pk in children})
    return [_row(grant, tuple(people[pk] for pk in children)) for grant, children in gathered]


_MOVED = _prepared(
    lambda at, **_: [
        rows.exclude(source=Source.MEETING).filter(Exists(_together("since")), ~Exists(_together("now")))
        for rows in _given(at)
    ]
)


def _moved(user: User) -> list[tuple[Standing, list[int]]]:
    gathered = _gathered(_MOVED, at=clock.now())
    answering = Responsibility([pk for _, children in gathered for pk in children])
    return [pair for pair in gathered if all(user.pk in answering.who(Role.DSL, pk) for pk in pair[1])]


def after_a_move(user: User) -> list[Row]:
    """What was given to a class's staff about a child who has since changed class, for the DSL or the next in line."""
    return _rows(_moved(user))


def _able(at: datetime, role: str, of_record: bool) -> QuerySet:
    """The holders of a role who can review a grant (the outer row): not its giver or its reader, not kept out, and they
    see such records by a rule."""
    about = OuterRef(OuterRef("content_object" if of_record else "content_object__person"))
    out = Q(record=about) | Q(person__records__record=about) if of_record else Q(person=about)
    sees = Rule.objects.live(at).filter(
        group=OuterRef("group"), relation=Relation.ANY, category=OuterRef(OuterRef("content_object__category"))
    )
    held = RoleMembership.objects.live(at).filter(group__name=role, user__is_active=True)
    held = held.exclude(user=OuterRef("granter")).exclude(user=OuterRef("user"))
    kept_out = Exclusion.objects.live(at).filter(out, user=OuterRef("user"))
    return held.filter(Exists(sees), ~Exists(kept_out))


def _for_another(rows: QuerySet, user: int, at: datetime, *, of_record: bool) -> QuerySet:
    """The grants that this person reviews: the record's owner, where that is not the giver; else the Headteacher or the
    next in line. The giver only where there is nobody else."""
    theirs, free = Q(pk__in=[]), Q()
    if of_record:
        owner = OuterRef("content_object__owner")
        out = Q(record=OuterRef("content_object")) | Q(person__records__record=OuterRef("content_object"))
        kept_out = Exclusion.objects.live(at).filter(out, user=owner)
        owned = (
            User.objects.filter(pk=owner, is_active=True).exclude(pk=OuterRef("granter")).exclude(pk=OuterRef("user"))
        )
        rows = rows.annotate(owned=Exists(owned) & ~Exists(kept_out))
        theirs, free = Q(owned=True, content_object__owner=user), Q(owned=False)
    for role in REVIEW:
        able = _able(at, role, of_record)
        theirs |= free & Q(Exists(able.filter(user=user)))
        free &= ~Q(Exists(able))
    return rows.filter(theirs | (free & Q(granter=user)))


def _standing(user: int, at: datetime, since: datetime) -> list[QuerySet]:
    of_records, of_kinds = (rows.filter(since__lte=since).exclude(user=user) for rows in _given(at))
    return [
        _for_another(of_records, user, at, of_record=True),
        _for_another(of_kinds, user, at, of_record=False),
    ]


_STOOD = _prepared(lambda reader, at, since, **_: _standing(reader, at, since))


def _stood(user: User) -> list[tuple[Standing, list[int]]]:
    """For the reviewers: another than the giver where there is one; never the reader, or a person who is excluded."""
    now = clock.now()
    gathered = _gathered(_STOOD, reader=user.pk, at=now, since=now - HALF_TERM)
    kept_out = visibility.kept_from(user, now)
    return [
        (grant, children)
        for grant, children in gathered
        if not kept_out & {("person", pk) for pk in children}
        and not (isinstance(grant, UserGrant) and ("record", grant.content_object_id) in kept_out)
    ]


def half_termly(user: User) -> list[Row]:
    """What others gave, and nobody has reviewed for half a term, for the person who reviews it."""
    return _rows(_stood(user))


def numbers(user: User, *, leads: bool) -> tuple[int, int]:
    """How many there are of both, for the home page: without asking when each was last used. `leads`: whether they
    can be asked about a move at all."""
    return len(_moved(user)) if leads else 0, len(_stood(user))


def _row(grant: Standing, people: tuple[Person, ...]) -> Row:
    seen = Entry.objects.filter(action=Entry.Action.ACCESS, actor_id=grant.user_id, timestamp__gte=grant.start)
    if isinstance(grant, UserGrant):
        seen = seen.filter(object_pk=str(grant.content_object.public_id))
    else:
        about = RecordSubject.objects.live().filter(
            person=grant.content_object.person, record__category=grant.content_object.category
        )
        ids = about.values_list("record__public_id", flat=True)
        seen = seen.filter(object_pk__in=[str(public_id) for public_id in ids])
    last = seen.order_by("-timestamp").values_list("timestamp", flat=True).first()
    return Row(grant, people, grant.content_object.category.name, last)


@transaction.atomic
def look(row: Row, what: str, *, by: User, reason: str = "", until: datetime | None = None) -> AccessReview:
    """Do what was decided. Raises Refused: no reason to keep it, an end that is not earlier, nobody to pass it to."""
    grant, now = row.grant, clock.now()
    if what == AccessReview.What.KEEP and not reason:
        raise Refused("Enter why it is still needed", "reason")
    if what == AccessReview.What.SHORTEN:
        if until is None or not now < until < grant.until:
            raise Refused("The new end must be after today and before the old one", "until")
        grant.end(until)
    if what == AccessReview.What.PASS_ON:
        _pass_on(row, by)
    if what in (AccessReview.What.END, AccessReview.What.PASS_ON):
        grant.end(now)
    made = AccessReview(grant=grant.public_id, what=what, by=by)
    sealing.seal_words(made, reason)
    made.save()
    return made


def _pass_on(row: Row, by: User) -> None:
    """Give the staff of the child's present class what the old class's staff had, until the same end."""
    grant, given = row.grant, 0
    until = terms.within_access(grant.until)
    for person in row.people:
        classes = ClassMembership.objects.live().filter(person=person).values("school_class")
        staff = User.objects.filter(
            Q(pk__in=ClassStaff.objects.live().filter(school_class__in=classes).values("user")), is_active=True
        )
        for colleague in staff.exclude(pk__in=visibility.excluded_from(row.people)):
            given += 1
            if isinstance(grant, UserGrant) and grant.source == Source.BRIEFING:
                briefings.give(grant.content_object.briefing, colleague, by=by, until=until)
            else:
                grants.grant(
                    grant.content_object, colleague, by=by, extent=grant.extent, until=until, source=grant.source
                )
    if not given:
        raise Refused("Nobody is with the child’s class now to whom it could go", "what")
