"""The roles of the policy, dated. Groups carry them, so that grants to a role can point at one."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib.auth.models import Group
from django.db import models
from django.db.models import Exists, OuterRef, QuerySet

from accounts import ways_in
from accounts.models import RoleMembership, User
from core import clock
from core.compiled_queries import Prepared
from core.refusals import Refused


class Role(models.TextChoices):
    """The names under which roles are stored, and what people call them."""

    HEADTEACHER = "headteacher", "Headteacher"
    DSL = "dsl", "Designated safeguarding lead"
    DEPUTY_DSL = "deputy_dsl", "Deputy DSL"
    SENCO = "senco", "SENCO"
    TEACHER = "teacher", "Teacher"
    SUPPORT = "support", "Support staff"
    OFFICE = "office", "Office staff"
    MEDICAL = "medical", "Medical lead"
    FIRST_AIDER = "first_aider", "First aider"
    DPO = "dpo", "Data protection officer"
    ADMINISTRATOR = "administrator", "Administrator"
    HEALTH = "health", "Health professional"
    VOLUNTEER = "volunteer", "Volunteer"
    GOVERNOR = "governor", "Governor"
    CHAIR = "chair", "Chair of governors"
    CLERK = "clerk", "Clerk to governors"


STAFF = frozenset(Role) - {Role.HEALTH, Role.VOLUNTEER, Role.GOVERNOR, Role.CHAIR, Role.CLERK}
"""School staff: the only people to whom a confidential record can be opened (R: G2)."""

READING = frozenset(Role) - {Role.ADMINISTRATOR, Role.VOLUNTEER}
"""Roles that read something: giving one takes a second person (R: T4)."""

LEAD = frozenset({Role.HEADTEACHER, Role.DSL})
"""Who decides what opens a child's records to others: where they stand, who is protected, whose word is second."""

SECOND_PERSONS = LEAD

READERS = STAFF - {Role.ADMINISTRATOR}
"""School staff to whom a record can be opened: all except the Administrator."""

SAFEGUARDS = LEAD | {Role.DEPUTY_DSL}
"""Who may decide what is opened about a child's safety. For no child may all of them be kept out."""


WATCHING = SAFEGUARDS | {Role.DPO, Role.CHAIR}
"""Who watches over others and agrees to changes: no single person takes this from them (R: T4)."""


def make_groups(**kwargs: Any) -> None:
    """The groups that carry the roles. Run after every migration."""
    have = set(Group.objects.values_list("name", flat=True))
    Group.objects.bulk_create(Group(name=role.value) for role in Role if role.value not in have)


def group(role: str) -> Group:
    return Group.objects.get(name=role)


def held_by(user: User, at: datetime | None = None) -> frozenset[str]:
    """The roles that `user` holds at `at` (default: now)."""
    return frozenset(role for (role,) in _HELD.rows(reader=user.pk, at=at or clock.now()))


_HELD = Prepared(lambda reader, at, **_: RoleMembership.objects.live(at).filter(user=reader).values_list("group__name"))


def held_or_to_be(user: User) -> frozenset[str]:
    """The roles that `user` holds or is to hold from a later day."""
    rows = RoleMembership.objects.filter(user=user, until__gt=clock.now())
    return frozenset(rows.values_list("group__name", flat=True))


def _holders(role: str, at: datetime) -> QuerySet[User]:
    held = RoleMembership.objects.live(at).filter(user=OuterRef("pk"), group__name=role)
    return User.objects.filter(Exists(held), is_active=True).order_by("pk")


_HOLDERS = Prepared(lambda word, at, **_: _holders(word, at))


def holders(role: str, at: datetime | None = None, *, besides: User | None = None) -> list[User]:
    """The people who hold `role` at `at` (default: now), longest first; never `besides`."""
    return [user for user in _HOLDERS.objects(word=role, at=at or clock.now()) if user != besides]


def holders_of_any(some: Iterable[str]) -> QuerySet[User]:
    """The people who hold one of these roles now, by name."""
    held = RoleMembership.objects.live().filter(user=OuterRef("pk"), group__name__in=sorted(some))
    return User.objects.filter(Exists(held), is_active=True).order_by("last_name", "first_name")


def holder(role: str, at: datetime | None = None) -> User | None:
    """The one who holds `role`; the one who has held it longest if several do."""
    return _HOLDERS.first(word=role, at=at or clock.now())


def check_mixture(held: frozenset[str], role: str) -> None:
    """Raise Refused where `role` beside `held` would make an Administrator who reads (R: T4), or a data protection
    officer who watches over their own decisions (UK GDPR article 38(6))."""
    if (role == Role.ADMINISTRATOR and held & READING) or (role in READING and Role.ADMINISTRATOR in held):
        raise Refused("An Administrator sets things up and holds no role that reads")
    if (role == Role.DPO and held & SAFEGUARDS) or (role in SAFEGUARDS and Role.DPO in held):
        raise Refused("A data protection officer cannot also decide what is shared")


def give(
    user: User, role: str, *, by: User | None, confirmed_by: User | None = None, start: datetime | None = None
) -> RoleMembership:
    """Give `user` the role from `start` (default: now). Held already: the same membership again.

    With the first role that reads, an account that had other roles before is reset, so that the person who prepared
    it can read nothing. Raises Refused for a closed account, and as `check_mixture` does.
    """
    if not user.is_active:
        raise Refused("This person’s account is closed")
    held = held_or_to_be(user)
    check_mixture(held, role)
    same = RoleMembership.objects.filter(user=user, group__name=role)
    standing = same.filter(until=clock.FAR).first() or (None if start else same.live().first())
    if standing:
        return standing
    if role in READING and not held & READING and user.memberships.exists():
        ways_in.begin_again(user)
    return RoleMembership.objects.create(
        user=user, group=group(role), given_by=by, confirmed_by=confirmed_by, start=start or clock.now()
    )


def end(user: User, role: str, at: datetime | None = None) -> None:
    """End the role at `at` (default: now). Only `accounts.approvals` does it, which asks a second person if need be."""
    for membership in RoleMembership.objects.filter(user=user, group__name=role, until__gt=clock.now()):
        membership.end(at)
