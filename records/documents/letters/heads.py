"""What every paper says of the school, of who signs it, and of the children it is about."""

from collections.abc import Sequence
from datetime import datetime

from accounts import roles
from accounts.models import User
from accounts.roles import Role
from core import words
from core.models import School
from records.pupils import roll
from records.pupils.models import Person, Pupil

COMPLAIN_TO = (Role.HEADTEACHER, Role.CHAIR)
Head = tuple[str, str]
"""A line before the title: To, From, Date."""


def letterhead() -> dict[str, str]:
    """The school's name, and its address and telephone in one line."""
    school = School.here()
    telephone = f"Telephone {school.telephone}" if school.telephone else ""
    return {"school": school.name, "address": " · ".join(filter(None, (school.address, telephone)))}


def complaints() -> str:
    """To whom a family complains: in the school's own words, else the Headteacher, then the chair of governors."""
    own = School.here().complaints
    if own:
        return own
    head, chair = (_called(role) for role in COMPLAIN_TO)
    return (
        f"Please write to {head} at the school. If you are still not satisfied, write to {chair} at the school’s "
        "address."
    )


def _called(role: Role) -> str:
    holder = roles.holder(role)
    label = words.within(role.label) if role != Role.HEADTEACHER else role.label
    return f"the {label}, {holder.full_name}," if holder else f"the {label}"


def person_and_role(user: User, at: datetime | None = None) -> str:
    """Mrs Ruth Okafor, Headteacher"""
    held = roles.held_by(user, at)
    return ", ".join([user.full_name, *(role.label for role in Role if role in held)])


def greeting(person: Person) -> str:
    """Mrs Yusuf; Hodan Yusuf where no title is known."""
    return f"{person.title} {person.last_name}" if person.title else person.full_name


def identified(people: Sequence[Person]) -> str:
    """Each person on a line: a pupil with date of birth and class, so that they cannot be taken for another."""
    born = dict(Pupil.objects.filter(person__in=people).values_list("person_id", "birth_date"))
    rooms = {line.person.pk: line.class_name for line in roll.lines_of(people)}
    lines = []
    for person in people:
        day, room = born.get(person.pk), rooms.get(person.pk)
        facts = [f"born {words.day(day)}" if day else "", f"class {room}" if room else ""]
        lines.append(", ".join(filter(None, (person.full_name, *facts))))
    return "\n".join(lines)
