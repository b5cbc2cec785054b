"""Reviews of current access: after a change of class, and every half term (R: G6h, T3)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import DateTimeField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from accounts.models import User
from accounts.roles import Role
from core import clock
from core.audit.models import Entry
from core.compiled_queries import Prepared
from core.models import live
from core.refusals import Refused
from records import sealing
from records.models import RecordSubject, UserFolderGrant, UserGrant
from records.models.grants import Source
from records.need_to_know import grants, visibility
from records.need_to_know.responsible import Responsibility
from records.pupils.models import ClassMembership, ClassStaff, Person
from sharing.internal import briefings
from sharing.internal.models import AccessReview

Standing = UserGrant | UserFolderGrant
GIVEN = (Source.GRANT, Source.ASKED, Source.INSIDE, Source.NAMED, Source.BRIEFING, Source.MEETING)
"""What people gave, which may have become too much; what the product itself gives ends by itself."""
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


def _standing(user: int, at: datetime, since: datetime) -> list[QuerySet]:
    of_records, of_kinds = (rows.filter(since__lte=since).exclude(user=user) for rows in _given(at))
    return [of_records.filter(Q(granter=user) | Q(content_object__owner=user)), of_kinds.filter(granter=user)]


_STOOD = _prepared(lambda reader, at, since, **_: _standing(reader, at, since))


def _stood(user: User) -> list[tuple[Standing, list[int]]]:
    """For the reviewers: the owner of the record and the granter; never the reader, or a person who is excluded."""
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
    """What this person gave, or owns, that has gone half a term without a review."""
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
    for person in row.people:
        classes = ClassMembership.objects.live().filter(person=person).values("school_class")
        staff = User.objects.filter(
            Q(pk__in=ClassStaff.objects.live().filter(school_class__in=classes).values("user")), is_active=True
        )
        for colleague in staff.exclude(pk__in=visibility.excluded_from(row.people)):
            given += 1
            if isinstance(grant, UserGrant) and grant.source == Source.BRIEFING:
                briefings.give(grant.content_object.briefing, colleague, by=by, until=grant.until)
            else:
                grants.grant(
                    grant.content_object, colleague, by=by, extent=grant.extent, until=grant.until, source=grant.source
                )
    if not given:
        raise Refused("Nobody is with the child’s class now to whom it could go", "what")
