"""Who could be named, and every way of naming them that the roll knows."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from accounts.models import RoleMembership, User
from core import clock
from core.compiled_queries import Prepared
from records.pupils.models import ClassMembership, Contact, Enrolment, FormerUpn, HouseholdMember, KnownName, Person


@dataclass
class Named:
    """A person who could be named. `names`: pairs of given and family name, also former ones. `alone`: whether one of
    the two is enough (of those who left, both are looked for together). `near`: a person who is likely to be named:
    they are looked for under any title, and by bare initials. `key`: the public id of the person or account."""

    who: str  # "pupil", "parent", "other" or "staff"
    names: list[tuple[str, str]]
    title: str = ""
    middle: str = ""
    alone: bool = True
    classes: list[str] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)  # UPN, ULN
    birth_date: date | None = None
    addresses: list[tuple[str, str]] = field(default_factory=list)  # lines, postcode
    telephones: list[str] = field(default_factory=list)
    emails: list[str] = field(default_factory=list)
    key: str = ""
    near: bool = False


@dataclass(frozen=True)
class Known:
    """Everybody who could be named. Names of staff and governors are known as theirs, so that a pupil of the same name
    is not suspected."""

    people: tuple[Named, ...]


def of_school(near: Collection[Person] = (), homes_of: Collection[Person] = ()) -> Known:
    """Everybody at this school, from the roll and the accounts: eight statements, for every reader. `near`: people who
    are likely to be named, whether they are of this school or not: one of their names is enough, and their accounts
    do not protect them. `homes_of`: adults whose addresses have to be known as theirs."""
    at = clock.now()
    people = [*_pupils(at), *_contacts(at), *_staff(at)]
    if not near and not homes_of:
        return Known(tuple(people))
    accounts = {str(person.user.public_id): str(person.public_id) for person in near if person.user}
    rows = {row.key: row for row in people if row.key not in accounts}
    members = HouseholdMember.objects.live(at).filter(person__in=[*near, *homes_of])
    homes = _each(members.values_list("person", "household__lines", "household__postcode").distinct())
    for person in near:
        key = str(person.public_id)
        row = rows.get(key) or Named(
            "other",
            _ways(person),
            title=person.title,
            middle=person.middle_names,
            telephones=[person.telephone],
            emails=[person.email],
            key=key,
        )
        rows[key] = replace(row, alone=True, near=True, addresses=homes[person.pk] or row.addresses)
    for person in homes_of:
        key = str(person.public_id)
        if key in rows and not rows[key].near:
            rows[key] = replace(rows[key], addresses=homes[person.pk] or rows[key].addresses)
    return Known(tuple(rows.values()))


_PUPILS = Prepared(lambda **_: Person.objects.filter(pupil__isnull=False).select_related("pupil"))
_ON_ROLL = Prepared(lambda at, **_: Enrolment.objects.live(at).values_list("person"))
_NAMES = Prepared(lambda **_: KnownName.objects.values_list("person", "given_name", "family_name"))
_CLASSES = Prepared(lambda at, **_: ClassMembership.objects.live(at).values_list("person", "school_class__name"))
_UPNS = Prepared(lambda **_: FormerUpn.objects.values_list("person", "upn"))
_HOMES = Prepared(
    lambda at, **_: (
        HouseholdMember.objects.live(at)
        .filter(person__enrolments__until__gt=at)
        .values_list("person", "household__lines", "household__postcode")
        .distinct()
    )
)
_CONTACTS = Prepared(
    lambda at, **_: Person.objects.filter(
        pk__in=Contact.objects.live(at).filter(child__enrolments__until__gt=at).values("adult")
    )
)
_STAFF = Prepared(
    lambda at, **_: User.objects.filter(is_active=True, pk__in=RoleMembership.objects.live(at).values("user"))
)


def _pupils(at: datetime) -> Iterable[Named]:
    on_roll = {of for (of,) in _ON_ROLL.rows(at=at)}
    pairs, classes, upns, homes = (
        _each(statement) for statement in (_NAMES.rows(), _CLASSES.rows(at=at), _UPNS.rows(), _HOMES.rows(at=at))
    )
    for person in _PUPILS.objects():
        here = person.pk in on_roll
        yield Named(
            "pupil",
            pairs[person.pk],
            middle=person.middle_names,
            alone=here,
            classes=[name for (name,) in classes[person.pk]],
            numbers=[n for n in (person.pupil.upn, person.pupil.uln, *(upn for (upn,) in upns[person.pk])) if n],
            birth_date=person.pupil.birth_date if here else None,
            addresses=homes[person.pk],
            telephones=[person.telephone],
            emails=[person.email],
            key=str(person.public_id),
        )


def _each(rows: Iterable[tuple[Any, ...]]) -> dict[int, list[tuple[Any, ...]]]:
    """What follows a person's key in each row, by that key."""
    found: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for of, *values in rows:
        found[of].append(tuple(values))
    return found


def _contacts(at: datetime) -> Iterable[Named]:
    for person in _CONTACTS.objects(at=at):
        yield Named(
            "parent",
            _ways(person),
            title=person.title,
            alone=False,
            telephones=[person.telephone],
            emails=[person.email],
            key=str(person.public_id),
        )


def _staff(at: datetime) -> Iterable[Named]:
    for user in _STAFF.objects(at=at):
        pair = (user.first_name, user.last_name)
        yield Named("staff", [pair], title=user.title, alone=False, emails=[user.email], key=str(user.public_id))


def _ways(person: Person) -> list[tuple[str, str]]:
    pairs = [(person.first_name, person.last_name), (person.given_name, person.family_name)]
    return list(dict.fromkeys(pairs))
