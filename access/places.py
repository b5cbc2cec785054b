"""Who answers for what: the holder of a place, or whoever comes next where they are kept out (R: exclusions)."""

from accounts import roles
from accounts.models import User
from accounts.roles import Role
from pupils.models import Person
from records import need_to_know
from records.models import Category

AFTER = (Role.HEADTEACHER, Role.DSL, Role.DEPUTY_DSL)
NEXT: dict[str, tuple[str, ...]] = {
    Role.DSL: (Role.DEPUTY_DSL, Role.HEADTEACHER),
    Role.DEPUTY_DSL: (Role.DSL, Role.HEADTEACHER),
    Role.HEADTEACHER: (Role.DSL, Role.DEPUTY_DSL),
}
SAFEGUARDS = frozenset({Role.DSL, Role.DEPUTY_DSL, Role.HEADTEACHER})
"""Who may decide what is opened about a child's safety. For no child may all of them be kept out."""


class NotSo(ValueError):
    """This cannot be done so; the message says why and what to do."""


def place_of(category: Category) -> str:
    """The role that answers for a category; where it is whoever wrote the record, the Headteacher."""
    return category.owner_role or Role.HEADTEACHER


def who_answers(place: str, person: Person, *, besides: User | None = None) -> list[User]:
    """The holders of `place`, or of the next place that has any who may know of `person`. `besides`: never they."""
    kept_out = need_to_know.excluded_from([person]) | ({besides.pk} if besides else set())
    for role in dict.fromkeys((place, *NEXT.get(place, AFTER))):
        if found := [one for one in roles.holders(role) if one.pk not in kept_out]:
            return found
    return []
