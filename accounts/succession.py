"""Who acts where the holder of a role cannot: the next role in line, never a person who is passed over."""

from collections.abc import Container, Iterable, Iterator

from accounts import deputies, roles
from accounts.models import User
from accounts.roles import Role

SAFEGUARDING = (Role.DSL, Role.DEPUTY_DSL)
"""Who leads safeguarding, in order."""

SCHOOL = (*SAFEGUARDING, Role.HEADTEACHER)
"""Who of the school staff decides about a child's safety, in order."""

OVERSIGHT = (Role.CHAIR, Role.DPO)
"""Who hears of a matter about the Headteacher, in order (R: C7a). A governor hears of nothing else."""

STAND_INS = (*SAFEGUARDING, Role.DPO)
"""Who hears of the Headteacher's own decisions, and where there is no Headteacher to be told, in order."""

NEXT = (Role.DEPUTY_DSL, Role.HEADTEACHER, Role.DSL)
"""To whom a notice passes that was not looked at in time, after the named deputy, in order."""


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


def after(person: User, passed_over: Container[int], *, about_head: bool = False) -> Iterator[User]:
    """To whom a notice passes that `person` has not looked at, in order: the named deputy, a deputy DSL, the
    Headteacher, the DSL (R: C7). `about_head`: it is about the Headteacher; then those who hear of such matters come
    last, and what one of them has not looked at goes to no one else (R: C7a)."""
    deputy = deputies.deputy_of(person, governors=about_head)
    if deputy and deputy.pk not in passed_over:
        yield deputy
    places = () if about_head and roles.held_by(person) & set(OVERSIGHT) else NEXT
    for _, holder in in_line((*places, *(OVERSIGHT if about_head else ())), passed_over):
        if holder != deputy:
            yield holder
