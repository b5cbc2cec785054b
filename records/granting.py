"""Giving need to know for one record, ending it, and keeping somebody out."""

from datetime import datetime

from django.contrib.auth.models import Permission
from django.db import transaction

from accounts import roles
from accounts.models import User
from accounts.roles import STAFF, Role
from pupils.models import Person
from records import sealing
from records.models import Exclusion, Extent, Record, RoleGrant, UserGrant
from records.models.grants import Source
from school import clock


class GrantRefused(ValueError):
    """This cannot be opened to that person; the message says why (R: G2)."""


def _permission() -> Permission:
    return Permission.objects.get(content_type__app_label="records", codename="view_record")


@transaction.atomic
def grant(
    record: Record,
    to: User,
    *,
    by: User,
    extent: int = Extent.ALL,
    reason: str = "",
    start: datetime | None = None,
    until: datetime | None = None,
    source: str = Source.GRANT,
) -> UserGrant:
    """Open `record` to a person, from `start` (default: now) to `until` (default: no end set).

    An open grant from the same source ends and the new one stands. Raises GrantRefused for people who are not
    school staff, whatever role they have, where the category is for staff only.
    """
    held = roles.held_by(to)
    if record.category.staff_only and not held & (STAFF - {Role.ADMINISTRATOR}):
        raise GrantRefused(
            f"{to.full_name} is not school staff, so this kind of record cannot be opened to them. "
            "What they need can be shared with them by a share decision."
        )
    begin = start or clock.now()
    for standing in UserGrant.objects.live(begin).filter(content_object=record, user=to, source=source):
        standing.end(begin)
    new = UserGrant(
        content_object=record,
        user=to,
        permission=_permission(),
        source=source,
        extent=extent,
        granter=by,
        start=begin,
        until=until or clock.FAR,
    )
    _seal_reason(new, record, reason)
    new.save()
    return new


@transaction.atomic
def grant_to_role(record: Record, role: str, *, by: User, extent: int = Extent.ALL, reason: str = "") -> RoleGrant:
    """Open `record` to whoever holds `role`. Raises GrantRefused for roles outside school staff."""
    if record.category.staff_only and role not in STAFF - {Role.ADMINISTRATOR}:
        raise GrantRefused("This kind of record is for school staff only.")
    for standing in RoleGrant.objects.live().filter(content_object=record, group__name=role):
        standing.end()
    new = RoleGrant(
        content_object=record,
        group=roles.group(role),
        permission=_permission(),
        extent=extent,
        granter=by,
    )
    _seal_reason(new, record, reason)
    new.save()
    return new


def _seal_reason(new: UserGrant | RoleGrant, record: Record, reason: str) -> None:
    key = sealing.unwrap(record.key)
    new.key = key.row
    if reason:
        sealing.seal(new, "reason", reason, key)


@transaction.atomic
def exclude(
    user: User,
    *,
    by: User,
    reason: str,
    person: Person | None = None,
    record: Record | None = None,
    until: datetime | None = None,
) -> Exclusion:
    """Keep `user` out of all about `person`, or out of one matter, from now. They learn nothing of it."""
    new = Exclusion(user=user, person=person, record=record, set_by=by, until=until or clock.FAR)
    sealing.seal(new, "reason", reason, sealing.unwrap(record.key) if record else sealing.new_key())
    new.save()
    return new
