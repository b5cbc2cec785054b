"""The roll: name, class, year of each pupil, for school staff. Protected pupils are not on it (R: Three tiers).

Who may know of a child at all is decided in records/need_to_know/visibility.py; this only reads and changes the roll.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from core import clock
from core.compiled_queries import Prepared
from records.pupils import codes
from records.pupils.models import (
    ClassMembership,
    ClassStaff,
    Contact,
    Enrolment,
    Household,
    HouseholdMember,
    KeyWorker,
    Person,
    Pupil,
    SchoolClass,
)


@dataclass(frozen=True)
class Line:
    """A child as the roll shows it."""

    person: Person
    class_name: str
    year: str

    @property
    def where(self) -> str:
        """Year 4 · 4C"""
        return " · ".join(filter(None, (self.year, self.class_name)))


def move(person: Person, into: SchoolClass) -> None:
    """The pupil changes class, now. What the old class's teacher could see by rule ends with it."""
    for membership in ClassMembership.objects.live().filter(person=person):
        membership.end()
    ClassMembership.objects.create(person=person, school_class=into)


@transaction.atomic
def take_off(person: Person, at: datetime | None = None) -> None:
    """The pupil leaves the roll: enrolment, classes and key workers end at `at` (default: now)."""
    for model in (Enrolment, ClassMembership, KeyWorker):
        for span in model.objects.live().filter(person=person):
            span.end(at)


def teach(user: User, school_class: SchoolClass, start: datetime | None = None) -> ClassStaff:
    """`user` teaches or supports the class from `start` (default: now)."""
    return ClassStaff.objects.create(user=user, school_class=school_class, start=start or clock.now())


def add_contact(child: Person, relationship: str, **name: Any) -> Contact:
    """A parent, carer or other contact of a child. `name`: fields of the new adult and of the contact."""
    of_contact = {k: name.pop(k) for k in ("responsibility", "evidence", "priority", "start") if k in name}
    of_contact.setdefault("priority", Contact.objects.live().filter(child=child).count() + 1)
    adult = name.pop("adult", None) or Person.objects.create(**name)
    return Contact.objects.create(child=child, adult=adult, relationship=relationship, **of_contact)


_CONTACTS = Prepared(lambda person, at, **_: Contact.objects.live(at).filter(child=person).select_related("adult"))


def contacts_of(child: Person) -> list[Contact]:
    """The child's contacts now, in the order in which they are called."""
    return _CONTACTS.objects(person=child.pk, at=clock.now())


def siblings_of(child: Person) -> list[Person]:
    """Other pupils who share a parent or carer with the child. Whether one may know of each is not asked here."""
    adults = Contact.objects.live().filter(child=child).values("adult")
    shared = Contact.objects.live().filter(adult__in=adults).exclude(child=child).values("child")
    return list(Person.objects.filter(pk__in=shared, enrolments__in=Enrolment.objects.live()))


def addresses_of(people: Iterable[Person]) -> dict[int, list[Household]]:
    """The addresses of each of these people, by the person's id. A protected address is not among them."""
    addresses: dict[int, list[Household]] = {}
    rows = HouseholdMember.objects.live().filter(person__in=list(people)).select_related("household").order_by("pk")
    for row in rows:
        addresses.setdefault(row.person_id, []).append(row.household)
    return addresses


def lines_of(people: Iterable[Person]) -> list[Line]:
    """The lines of the roll of these people, in their order; who is no pupil has none. Two statements."""
    people = list(people)
    years = dict(Pupil.objects.filter(person__in=people).values_list("person_id", "year"))
    classes = dict(
        ClassMembership.objects.live(clock.now())
        .filter(person__in=people)
        .values_list("person_id", "school_class__name")
    )
    return [
        Line(person, classes.get(person.pk, ""), codes.year_words(years[person.pk]))
        for person in people
        if person.pk in years
    ]


def line_of(person: Person) -> Line | None:
    """The child's line of the roll; None for a person who is not a pupil."""
    return next(iter(lines_of([person])), None)


def as_subject(user: User) -> Person:
    """The `Person` of a member of staff, for information about them; made when first needed."""
    names = {"title": user.title, "given_name": user.first_name, "family_name": user.last_name}
    return Person.objects.get_or_create(user=user, defaults=names)[0]
