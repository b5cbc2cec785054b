"""Who holds a responsible position for a person: its holder, or the next in line where the holder is excluded."""

from collections.abc import Iterable

from accounts.models import RoleMembership
from accounts.roles import READERS, Role
from core import clock
from core.compiled_queries import Prepared
from records.models import Category, Exclusion
from records.need_to_know import rules

AFTER = (Role.HEADTEACHER, Role.DSL, Role.DEPUTY_DSL)
NEXT: dict[str, tuple[str, ...]] = {
    Role.DSL: (Role.DEPUTY_DSL, Role.HEADTEACHER),
    Role.DEPUTY_DSL: (Role.DSL, Role.HEADTEACHER),
    Role.HEADTEACHER: (Role.DSL, Role.DEPUTY_DSL),
}
_HELD = Prepared(
    lambda at, **_: (
        RoleMembership.objects.live(at)
        .filter(user__is_active=True)
        .order_by("user")
        .values_list("group__name", "user")
        .distinct()
    )
)


class Responsibility:
    """Who answers for what about some people, now. Three statements, whether there are any such people or not."""

    def __init__(self, people: Iterable[int]) -> None:
        self.holders: dict[str, list[int]] = {}
        for role, user in _HELD.rows(at=clock.now()):
            self.holders.setdefault(role, []).append(user)
        rows = Exclusion.objects.live().filter(person__in=[*people, 0])
        self.kept_out = set(rows.values_list("person", "user"))
        self.whole = rules.sees_whole()

    def may_know(self, user: int, person: int) -> bool:
        return (person, user) not in self.kept_out

    def sees(self, user: int, codes: Iterable[str]) -> bool:
        """Whether a person is school staff and sees all of these categories by rule: nobody opens to another what they
        may not see themselves (R: T4)."""
        held = [role for role in READERS if user in self.holders.get(role, [])]
        return bool(held) and all(any((role, code) in self.whole for role in held) for code in codes)

    def who(self, place: str, person: int, besides: int | None = None, *, codes: Iterable[str] = ()) -> list[int]:
        """The holders of `place`, or of the next place that has any who may know of the person; never `besides`.
        `codes`: the categories that they open to others, and therefore see."""
        for role in dict.fromkeys((place, *NEXT.get(place, AFTER))):
            able = [
                holder for holder in self.holders.get(role, []) if holder != besides and self.may_know(holder, person)
            ]
            informed = [holder for holder in able if not codes or self.sees(holder, codes)]
            if informed:
                return informed
        return []


def places_by_code() -> dict[str, str]:
    """The role responsible for each category; the Headteacher where the author owns the record."""
    return {code: owner or Role.HEADTEACHER for code, owner in Category.objects.values_list("code", "owner_role")}
