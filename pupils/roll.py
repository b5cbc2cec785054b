"""The roll: name, class, year of each pupil, for school staff. Protected pupils are not on it (R: Three tiers).

Who may know of a child at all is decided in records/need_to_know.py; this only reads the roll.
"""

import unicodedata
from dataclasses import dataclass

from accounts.models import User
from pupils.models import ClassMembership, ClassStaff, Contact, Person, Pupil, SchoolClass
from school import clock


@dataclass(frozen=True)
class Line:
    """A child as the roll shows it."""

    person: Person
    class_name: str
    year: int


def enrol(
    *,
    given_name: str,
    family_name: str,
    preferred_name: str = "",
    year: int,
    into: SchoolClass,
    protected: bool = False,
) -> Person:
    """A new pupil, in a class from now."""
    person = Person.objects.create(given_name=given_name, family_name=family_name, preferred_name=preferred_name)
    Pupil.objects.create(person=person, year=year, protected=protected)
    ClassMembership.objects.create(person=person, school_class=into)
    return person


def move(person: Person, into: SchoolClass) -> None:
    """The pupil changes class, now. What the old class's teacher could see by rule ends with it."""
    for membership in ClassMembership.objects.live().filter(person=person):
        membership.end()
    ClassMembership.objects.create(person=person, school_class=into)


def teach(user: User, school_class: SchoolClass) -> ClassStaff:
    """`user` teaches or supports the class from now."""
    return ClassStaff.objects.create(user=user, school_class=school_class)


def add_contact(child: Person, relationship: str, **name: str) -> Contact:
    """A parent, carer or other contact of a child."""
    return Contact.objects.create(child=child, adult=Person.objects.create(**name), relationship=relationship)


def contacts_of(child: Person) -> list[Contact]:
    """The child's contacts now, in the order in which they were given."""
    return list(Contact.objects.live().filter(child=child).select_related("adult"))


def line_of(person: Person) -> Line | None:
    """The child's line of the roll; None for somebody who is no pupil."""
    pupil = Pupil.objects.filter(person=person).first()
    if pupil is None:
        return None
    member = ClassMembership.objects.live(clock.now()).filter(person=person).select_related("school_class").first()
    return Line(person, member.school_class.name if member else "", pupil.year)


def plain(text: str) -> str:
    """A name without accents and case, for comparing."""
    marks = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in marks if sign.isalnum() or sign == " ")


def matches(person: Person, query: str) -> bool:
    """Whether each word that was typed begins one of the person's names."""
    names = plain(f"{person.given_name} {person.preferred_name} {person.family_name}").split()
    words = plain(query).split()
    return bool(words) and all(any(name.startswith(word) for name in names) for word in words)
