"""Deputies: who acts for an absent colleague, and when."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import Deputising, RoleMembership, User
from accounts.roles import READERS
from core import clock
from core.compiled_queries import Prepared


def deputy_of(person: User, *, governors: bool = False) -> User | None:
    """Who looks at what `person` has not seen: the absence's deputy first, else the standing one. A person who is not
    on the school staff only with `governors`: for a matter about the Headteacher (R: C7a)."""
    standing = max(_standing(person, governors), key=lambda row: (row.away, row.start), default=None)
    return standing.deputy if standing else None


def away(person: User, *, governors: bool = False) -> User | None:
    """The deputy of a person who is away now; None for one who is here. `governors`: as for `deputy_of`."""
    return next((row.deputy for row in _standing(person, governors) if row.away), None)


def _standing(person: User, governors: bool) -> list[Deputising]:
    """Who stands in for `person` now, in the order in which they were named."""
    return (_ANYBODY if governors else _ON_STAFF).objects(person=person.pk, at=clock.now())


def _named(person: Any, at: Any) -> QuerySet[Deputising]:
    rows = Deputising.objects.live(at).filter(person=person, deputy__is_active=True)
    return rows.select_related("deputy").order_by("pk")


def _on_staff(person: Any, at: Any) -> QuerySet[Deputising]:
    held = RoleMembership.objects.live(at).filter(user=OuterRef("deputy"), group__name__in=sorted(READERS))
    return _named(person, at).filter(Exists(held))


_ANYBODY = Prepared(lambda person, at, **_: _named(person, at))
_ON_STAFF = Prepared(lambda person, at, **_: _on_staff(person, at))


@transaction.atomic
def name_standing(person: User, deputy: User) -> Deputising:
    """Make `deputy` the standing deputy of `person`, in place of any earlier one. The same one again
    changes nothing."""
    for row in Deputising.objects.live().filter(person=person, away=False):
        if row.deputy_id == deputy.pk:
            return row
        row.end()
    return name(person, deputy)


def name(
    person: User,
    deputy: User,
    *,
    away: bool = False,
    start: datetime | None = None,
    until: datetime | None = None,
) -> Deputising:
    """Name `deputy` to stand in for `person`, from `start` (default: now) to `until` (default: no end)."""
    return Deputising.objects.create(
        person=person, deputy=deputy, away=away, start=start or clock.now(), until=until or clock.FAR
    )
