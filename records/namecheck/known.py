"""Who could be named, and every way of naming them that the roll knows."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from accounts.models import RoleMembership
from core import clock
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
    people = [*_pupils(), *_contacts(), *_staff()]
    if not near and not homes_of:
        return Known(tuple(people))
    accounts = {str(person.user.public_id): str(person.public_id) for person in near if person.user}
    rows = {row.key: row for row in people if row.key not in accounts}
    homes: dict[int, list[tuple[str, str]]] = defaultdict(list)
    members = HouseholdMember.objects.live().filter(person__in=[*near, *homes_of])
    for pk, lines, postcode in members.values_list("person", "household__lines", "household__postcode").distinct():
        homes[pk].append((lines, postcode))
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


def _pupils() -> Iterable[Named]:
    rows = {person.pk: person for person in Person.objects.filter(pupil__isnull=False).select_related("pupil")}
    on_roll = set(Enrolment.objects.live().values_list("person", flat=True))
    pairs, classes, upns = defaultdict(list), defaultdict(list), defaultdict(list)
    for of, given, family in KnownName.objects.values_list("person", "given_name", "family_name"):
        pairs[of].append((given, family))
    for of, name in ClassMembership.objects.live().values_list("person", "school_class__name"):
        classes[of].append(name)
    for of, upn in FormerUpn.objects.values_list("person", "upn"):
        upns[of].append(upn)
    homes = _homes()
    for pk, person in rows.items():
        here = pk in on_roll
        yield Named(
            "pupil",
            pairs[pk],
            middle=person.middle_names,
            alone=here,
            classes=classes[pk],
            numbers=[number for number in (person.pupil.upn, person.pupil.uln, *upns[pk]) if number],
            birth_date=person.pupil.birth_date if here else None,
            addresses=homes.get(pk, []),
            telephones=[person.telephone],
            emails=[person.email],
            key=str(person.public_id),
        )


def _homes() -> dict[int, list[tuple[str, str]]]:
    homes: dict[int, list[tuple[str, str]]] = defaultdict(list)
    live = HouseholdMember.objects.live().filter(person__enrolments__until__gt=clock.now())
    for person, lines, postcode in live.values_list("person", "household__lines", "household__postcode").distinct():
        homes[person].append((lines, postcode))
    return homes


def _contacts() -> Iterable[Named]:
    live = Contact.objects.live().filter(child__enrolments__until__gt=clock.now())
    for person in Person.objects.filter(pk__in=live.values("adult")):
        yield Named(
            "parent",
            _ways(person),
            title=person.title,
            alone=False,
            telephones=[person.telephone],
            emails=[person.email],
            key=str(person.public_id),
        )


def _staff() -> Iterable[Named]:
    held = RoleMembership.objects.live().filter(user__is_active=True)
    for title, first, last, email, key in held.values_list(
        "user__title", "user__first_name", "user__last_name", "user__email", "user__public_id"
    ).distinct():
        yield Named("staff", [(first, last)], title=title, alone=False, emails=[email], key=str(key))


def _ways(person: Person) -> list[tuple[str, str]]:
    pairs = [(person.first_name, person.last_name), (person.given_name, person.family_name)]
    return list(dict.fromkeys(pairs))
