"""Who acts where the holder of a role cannot: the next role in line, never a person who is passed over."""

from collections.abc import Container, Iterable, Iterator

from accounts import roles
from accounts.models import User
from accounts.roles import Role

SAFEGUARDING = (Role.DSL, Role.DEPUTY_DSL)
"""Who leads safeguarding, in order."""

SCHOOL = (*SAFEGUARDING, Role.HEADTEACHER)
"""Who of the school staff decides about a child's safety, in order."""

OVERSIGHT = (Role.CHAIR, Role.DPO)
"""Who hears instead of the Headteacher, in order (R: C7a)."""


def in_line(places: Iterable[Role], passed_over: Container[int]) -> Iterator[tuple[Role, User]]:
    """The holders of these roles, in the order of the roles, without those passed over (user ids)."""
    for role in places:
        yield from ((role, person) for person in roles.holders(role) if person.pk not in passed_over)


def first(places: Iterable[Role], passed_over: Container[int]) -> User | None:
    """The first person in line."""
    return next((person for _, person in in_line(places, passed_over)), None)


def first_place(places: Iterable[Role], passed_over: Container[int]) -> list[tuple[Role, User]]:
    """All holders of the first role that has any who are not passed over."""
    line = in_line(places, passed_over)
    place = next(line, None)
    if place is None:
        return []
    return [place, *(row for row in in_line([place[0]], passed_over) if row[1] != place[1])]
