"""Who may see what: the one place that decides.

One list of sources of sight, less exclusions. All questions are answered from that list. The main ones: which records
may this person see (`visible_to`), may this person see this one (`access_to`), who can see this one
(`who_can_see`). Each takes `at`: today is only `at = now`, and the past can be asked (R: T3).

A source is a query whose rows say: this reader sees this record, to this extent, about this subject (none:
about all), because of this row, until then. To add a source is to write one function and to list it.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import (
    BigIntegerField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
)

from accounts.models import RoleMembership, User
from accounts.roles import READERS
from core import clock
from core.compiled_queries import MANY, Condition, Prepared, as_moment
from core.models import live
from records.models import (
    Because,
    Exclusion,
    Extent,
    Record,
    RecordSubject,
    Rule,
)
from records.models.rules import Relation
from records.need_to_know.evidence import Access, Row
from records.need_to_know.sources import COLUMNS, OF_ONE_PERSON, SOURCES, Source
from records.pupils.models import ClassMembership, Enrolment, KeyWorker, Person


def _sights(at: datetime, sources: Iterable[Source] = (), **only: Any) -> list[QuerySet]:
    """The sources' rows, less what is excluded and what is not for outsiders. `sources`: only these; `only`:
    conditions on the rows; on `reader_` where the database had better begin with the records, which are few, than
    with all that the reader may see: no index finds a sum."""
    excluded = Exclusion.objects.live(at).filter(user=OuterRef("reader"))
    on_staff = RoleMembership.objects.live(at).filter(user=OuterRef("reader"), group__name__in=sorted(READERS))
    return [
        source(at)
        .annotate(reader_=ExpressionWrapper(F("reader") + 0, output_field=BigIntegerField()))
        .filter(**only)
        .filter(Q(staff_only=False) | Exists(on_staff))
        .exclude(Exists(excluded.filter(record=OuterRef("of_record"))))
        .exclude(Exists(excluded.filter(live("person__records", at), person__records__record=OuterRef("of_record"))))
        .order_by()
        for source in (sources or SOURCES)
    ]


def _union(at: datetime, **only: Any) -> QuerySet:
    columns = [sight.values_list(*COLUMNS) for sight in _sights(at, **only)]
    return columns[0].union(*columns[1:], all=True)


_OF_ONE = Prepared(lambda reader, record, at, **_: _union(at, reader=reader, of_record=record))
_OF_RECORD = Prepared(lambda record, at, **_: _union(at, of_record=record))
_OF_MANY = Prepared(lambda reader, at, many, **_: _union(at, reader_=reader, of_record__in=many))
_WHO_ABOUT = Prepared(
    lambda person, at, **_: _union(
        at, of_record__in=RecordSubject.objects.live(at).filter(person=person).values("record")
    )
)
_ABOUT_PERSON = Prepared(
    lambda reader, person, at, **_: _union(
        at, reader=reader, of_record__in=RecordSubject.objects.live(at).filter(person=person).values("record")
    )
)


def _read(rows: Iterable[tuple[Any, ...]]) -> list[Row]:
    return [
        Row(record, reader, extent, subject, because, str(need).replace("-", ""), as_moment(until))
        for record, reader, extent, subject, because, need, until in rows
    ]


def _by(rows: Iterable[Row], key: Callable[[Row], int]) -> dict[int, Access]:
    rows_by_key: dict[int, list[Row]] = {}
    for row in rows:
        rows_by_key.setdefault(key(row), []).append(row)
    return {key_value: Access(tuple(many)) for key_value, many in rows_by_key.items()}


def _newest(reader: Any, at: Any, before: Any) -> QuerySet:
    """The ids of the newest MANY records before `before` of which the reader may see something. What one may not see
    is not walked.

    SQLite walks each source newest first and cuts it. PostgreSQL, which plans for any reader, would then walk the
    whole table for a reader who sees little: there the sources are gathered first, and cut once.
    """
    sights = [sight.filter(of_record__lt=before).values("of_record").distinct() for sight in _sights(at, reader=reader)]
    if connection.vendor == "postgresql":
        return sights[0].union(*sights[1:]).order_by("-of_record")[:MANY]
    walks = [
        Record.objects.filter(pk__in=sight.order_by("-of_record")[:MANY]).order_by().values_list("pk")
        for sight in sights
    ]
    return walks[0].union(*walks[1:]).order_by("-pk")[:MANY]


def _visible(reader: Any, at: Any) -> QuerySet[Record]:
    condition = Q()
    for sight in _sights(at, reader=reader):
        condition |= Q(pk__in=sight.values("of_record"))
    return Record.objects.filter(condition).order_by()


def _person_seen(reader: Any, at: Any) -> QuerySet[Person]:
    """The people of whom the reader may see something, whatever else holds of them."""
    about = RecordSubject.objects.live(at).filter(person=OuterRef("pk"))
    seen: Any = Q()
    for sight in _sights(at, [source for source in SOURCES if source not in OF_ONE_PERSON], reader=reader):
        seen |= Exists(about.filter(record__in=sight.values("of_record")))
    for sight in _sights(at, OF_ONE_PERSON, reader=reader):
        seen |= Q(pk__in=sight.values("of_person"))
    return Person.objects.filter(seen).order_by()


def _not_excluded(reader: Any, at: Any) -> QuerySet[Person]:
    """The people of whom the reader may know, if they are school staff and the people are pupils."""
    on_staff = RoleMembership.objects.live(at).filter(user=reader, group__name__in=sorted(READERS))
    excluded = Exclusion.objects.live(at).filter(user=reader, person=OuterRef("pk"))
    return Person.objects.filter(Exists(on_staff), ~Exists(excluded)).order_by()


def _on_roll(at: Any) -> QuerySet[Person]:
    return Person.objects.filter(Exists(Enrolment.objects.live(at).filter(person=OuterRef("pk")))).order_by()


_ON_ROLL = Condition(lambda at, **_: _on_roll(at))
_KNOWABLE = Condition(lambda reader, at, **_: _not_excluded(reader, at))
_VISIBLE = Condition(lambda reader, at, **_: _visible(reader, at))
_PERSON_SEEN = Condition(lambda reader, at, **_: _person_seen(reader, at))
_NEWEST = Prepared(lambda reader, at, before, **_: _newest(reader, at, before))


# The three questions


def visible_to(user: User, at: datetime | None = None) -> QuerySet[Record]:
    """The records of which `user` may see something at `at` (default: now)."""
    moment = at or clock.now()
    if not user.open_at(moment):
        return Record.objects.none()
    return Record.objects.filter(_VISIBLE.holds(reader=user.pk, at=moment))


def newest_for(user: User, at: datetime | None = None, before: int | None = None) -> dict[int, Access]:
    """The newest records of which `user` may see something, at most MANY, newest first, each with the evidence.
    `before`: only those with a lower id. Two statements, whatever there is that one may not see."""
    moment = at or clock.now()
    if not user.open_at(moment):
        return {}
    ids = [row[0] for row in _NEWEST.rows(reader=user.pk, at=moment, before=before or 2**62)]
    access = access_of_many(user, ids, moment)
    return {pk: access[pk] for pk in ids if pk in access}


def access_to(user: User, record: Record | None, at: datetime | None = None) -> Access | None:
    """The evidence that `user` may see something of `record` at `at`; None if there is none.

    One statement, the same whether the record exists or not.
    """
    moment = at or clock.now()
    if not user.open_at(moment):
        return None
    rows = _read(_OF_ONE.rows(reader=user.pk, record=record.pk if record else 0, at=moment))
    return Access(tuple(rows)) if rows else None


def access_about(user: User, person: Person | None, at: datetime | None = None) -> dict[int, Access]:
    """The evidence for each record about `person` of which `user` may see something, by the record's id.

    One statement, however many records there are or are not, and whether the person exists or not.
    """
    moment = at or clock.now()
    if not user.open_at(moment):
        return {}
    rows = _read(_ABOUT_PERSON.rows(reader=user.pk, person=person.pk if person else 0, at=moment))
    return _by(_of_person(rows, person), lambda row: row.record)


def _of_person(rows: Iterable[Row], person: Person | None) -> list[Row]:
    """The rows that show something of this person: not those about another person of the same record."""
    return [row for row in rows if person and row.subject in (None, person.pk)]


def access_of_many(user: User, records: Iterable[int], at: datetime | None = None) -> dict[int, Access]:
    """The evidence for each of these records of which `user` may see something, by the record's id. One statement for
    every MANY of them."""
    moment, ids = at or clock.now(), list(records)
    if not user.open_at(moment):
        return {}
    rows: list[Row] = []
    for first in range(0, len(ids), MANY):
        rows += _read(_OF_MANY.rows(reader=user.pk, at=moment, many=ids[first : first + MANY]))
    return _by(rows, lambda row: row.record)


def sight_of(record: Record | None, at: datetime | None = None) -> dict[int, Access]:
    """The evidence of everyone who may see something of `record` at `at`, by their id. One statement."""
    return _by(_read(_OF_RECORD.rows(record=record.pk if record else 0, at=at or clock.now())), lambda row: row.reader)


def sight_about(person: Person, at: datetime | None = None) -> dict[int, dict[int, Access]]:
    """For each record about `person`, by its id, the evidence of everyone who may see something. One statement."""
    rows_of: dict[int, list[Row]] = {}
    for row in _of_person(_read(_WHO_ABOUT.rows(person=person.pk, at=at or clock.now())), person):
        rows_of.setdefault(row.record, []).append(row)
    return {record: _by(rows, lambda row: row.reader) for record, rows in rows_of.items()}


def who_can_see(record: Record, at: datetime | None = None) -> list[tuple[User, Access]]:
    """Everyone who may see something of `record` at `at`, each with the evidence; most first, then by name."""
    return named(sight_of(record, at), at)


def named(sight: dict[int, Access], at: datetime | None = None) -> list[tuple[User, Access]]:
    """The people behind the ids; most first, then by name. Accounts that were closed by then see nothing."""
    people = User.objects.filter(Q(is_active=True) | Q(left_at__gt=at or clock.now()), pk__in=sight)
    pairs = [(person, sight[person.pk]) for person in people]
    return sorted(pairs, key=lambda pair: (-pair[1].extent, pair[0].last_name, pair[0].first_name))


# People


def _knowable(reader: int, at: datetime) -> QuerySet[Person]:
    """Pupils, for school staff, less those from whom the user is excluded; those who are protected or have left
    still among them, each with `on_roll`."""
    pupils = Person.objects.annotate(on_roll=_ON_ROLL.holds(at=at))
    return pupils.filter(_KNOWABLE.holds(reader=reader, at=at), pupil__isnull=False)


_KNOWABLE_ONE = Prepared(
    lambda reader, public_id, at, **_: _knowable(reader, at).filter(public_id=public_id).select_related("pupil")
)


def people_known_to(user: User, at: datetime | None = None, *, left: bool = False) -> QuerySet[Person]:
    """The pupils of whom `user` may know that they are or were at the school: the roll for school staff, less those
    who are protected or have left (unless the user may see something of theirs) and those from whom the user is
    excluded. `left`: also all who have left, for a person who has to say which child is meant."""
    moment = at or clock.now()
    here = Q(pupil__protected=False) if left else Q(pupil__protected=False, on_roll=True)
    seen: Any = _PERSON_SEEN.holds(reader=user.pk, at=moment)
    pupils = _knowable(user.pk, moment).filter(here | seen)
    return pupils if user.open_at(moment) else pupils.none()


def person_known_to(user: User, public_id: UUID | str, at: datetime | None = None) -> Person | None:
    """The pupil of that id, if `user` may know of them. Protected and not there take the same statements."""
    moment = at or clock.now()
    open_now = user.open_at(moment)
    person = _KNOWABLE_ONE.first(reader=user.pk, public_id=public_id, at=moment) if open_now else None
    if person is not None and person.on_roll and not person.pupil.protected:
        return person
    return person if access_about(user, person, moment) else None


def hidden_from(user: User, at: datetime | None = None) -> set[int]:
    """The ids of pupils of whom `user` must not learn by working on the whole roll, as an import does: those who
    are protected or from whom the user is excluded, less those of whom the user may know all the same."""
    moment = at or clock.now()
    kept_out = Exclusion.objects.live(moment).filter(user=user, person__isnull=False).values("person")
    hidden = Person.objects.filter(Q(pupil__protected=True) | Q(pk__in=kept_out), pupil__isnull=False)
    known = people_known_to(user, moment).filter(pupil__protected=True)
    return set(hidden.values_list("pk", flat=True)) - set(known.values_list("pk", flat=True))


def personal_parts(user: User, person: Person, at: datetime | None = None) -> dict[str, Row]:
    """Which parts of the personal tier of `person` the user may see, by the category's code, with the rule that
    says so. For a person of whom the user may know at all. One statement."""
    rules = _PERSONAL.rows(reader=user.pk, person=person.pk, at=at or clock.now())
    read = _read((0, user.pk, Extent.ALL, person.pk, f"rule.{row[1]}:{row[2]}", row[3], row[4]) for row in rules)
    return {code: row for (code, *_), row in zip(rules, read, strict=True)}


def _personal_rules(reader: Any, person: Any, at: Any) -> QuerySet:
    own = ClassMembership.objects.live(at).filter(
        live("school_class__staff", at), person=person, school_class__staff__user=reader
    )
    key = KeyWorker.objects.live(at).filter(person=person, user=reader)
    return (
        Rule.objects.live(at)
        .filter(live("group__memberships", at), category__personal=True, group__memberships__user=reader)
        .filter(
            Q(relation=Relation.ANY)
            | (Q(relation=Relation.OWN_CLASS) & Exists(own))
            | (Q(relation=Relation.KEY_WORKER) & Exists(key))
        )
        .order_by("relation", "pk")
        .values_list("category__code", "relation", "group__name", "public_id", "until")
    )


_PERSONAL = Prepared(lambda reader, person, at, **_: _personal_rules(reader, person, at))


_SUBJECTS = Prepared(
    lambda record, at, **_: (
        RecordSubject.objects.live(at).filter(record=record).select_related("person", "move").order_by("pk")
    )
)


def subject_rows(record: Record, at: datetime | None = None) -> list[RecordSubject]:
    """Whom a record is about at `at`, in the order in which they were named, each with how they came to be."""
    rows = _SUBJECTS.objects(record=record.pk, at=at or clock.now())
    for row in rows:
        row.record = record
    return rows


def subjects_of(record: Record, at: datetime | None = None) -> list[Person]:
    """The people whom a record is about at `at`."""
    return [row.person for row in subject_rows(record, at)]


def subjects_of_many(records: Iterable[int], at: datetime | None = None) -> dict[int, list[Person]]:
    """Whom each of these records is about, by the record's id. One statement."""
    subjects: dict[int, list[Person]] = {}
    rows = RecordSubject.objects.live(at).filter(record__in=list(records)).select_related("person").order_by("pk")
    for row in rows:
        subjects.setdefault(row.record_id, []).append(row.person)
    return subjects


def excluded_from(people: Iterable[Person], at: datetime | None = None) -> set[int]:
    """The ids of users who are excluded from any of these people at `at`."""
    rows = Exclusion.objects.live(at).filter(person__in=list(people))
    return set(rows.values_list("user_id", flat=True))


def kept_from(user: User, at: datetime | None = None) -> set[tuple[str, int]]:
    """What `user` is excluded from at `at`: ("person", id) and ("record", id)."""
    rows = Exclusion.objects.live(at).filter(user=user).values_list("person", "record")
    return {("person", person) if person else ("record", record) for person, record in rows}


def kept_out_of(record: Record, at: datetime | None = None, *, for_good: bool = False) -> set[int]:
    """The ids of users who are excluded from a record, or from anybody it is about, at `at`. `for_good`: without those
    to whom the person responsible for the record may open it (`grants.let_in`)."""
    subjects = subjects_of(record, at)
    of_record = Exclusion.objects.live(at).filter(record=record)
    if for_good:
        of_record = of_record.exclude(because__in=[Because.PLACE, Because.NAME] if subjects else [Because.PLACE])
    return excluded_from(subjects, at) | set(of_record.values_list("user_id", flat=True))
