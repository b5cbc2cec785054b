"""Giving need to know, ending it, and keeping somebody out."""

from datetime import datetime

from django.contrib.auth.models import Permission
from django.db import transaction

from accounts import roles
from accounts.models import User
from accounts.roles import STAFF, Role
from pupils.models import Person
from records import sealing, shipped
from records.models import (
    Category,
    Exclusion,
    Extent,
    Folder,
    Record,
    RoleFolderGrant,
    RoleGrant,
    UserFolderGrant,
    UserGrant,
)
from records.models.grants import Grant, Source
from school import clock

READERS = STAFF - {Role.ADMINISTRATOR}
"""To whom a record for staff only can be opened."""


class GrantRefused(ValueError):
    """This cannot be opened to that person; the message says why (R: G2)."""


def _permission(of: type[Record] | type[Folder]) -> Permission:
    return Permission.objects.get(content_type__app_label="records", codename=f"view_{of._meta.model_name}")


def refusal(category: Category, to: User | str) -> str:
    """Why records of `category` cannot be opened to a person or to a role; "" where they can."""
    if category.code in shipped.AUTHORS_ALONE:
        return "These notes are for whoever wrote them alone. They can share them by a share decision of their own."
    if isinstance(to, User) and not to.is_active:
        return f"{to.full_name} has left"
    if not category.staff_only:
        return ""
    if not isinstance(to, User):
        return "" if to in READERS else "This kind of record is for school staff only."
    if roles.held_by(to) & READERS:
        return ""
    return (
        f"{to.full_name} is not school staff, so this kind of record cannot be opened to them. "
        "What they need can be shared with them by a share decision."
    )


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

    Grants overlap without harm; of those without an end one stands a source, the newest. Raises GrantRefused: who is
    not school staff where the category is for staff only, who has left, an end that is not after the start.
    """
    new = UserGrant(content_object=record, user=to)
    standing = UserGrant.objects.filter(content_object=record, user=to)
    return _give(new, standing, record.category, to, by, extent, reason, start, until, source)  # type: ignore[return-value]


@transaction.atomic
def grant_to_role(
    record: Record,
    role: str,
    *,
    by: User,
    extent: int = Extent.ALL,
    reason: str = "",
    start: datetime | None = None,
    until: datetime | None = None,
) -> RoleGrant:
    """Open `record` to whoever holds `role`. Raises GrantRefused, as `grant`."""
    new = RoleGrant(content_object=record, group=roles.group(role))
    standing = RoleGrant.objects.filter(content_object=record, group__name=role)
    return _give(new, standing, record.category, role, by, extent, reason, start, until, Source.GRANT)  # type: ignore[return-value]


def folder(person: Person, category: Category) -> Folder:
    """All of a category about a person, to be granted; made when first needed. It says nothing of what there is."""
    return Folder.objects.get_or_create(person=person, category=category)[0]


@transaction.atomic
def grant_category(
    person: Person,
    category: Category,
    to: User,
    *,
    by: User,
    extent: int = Extent.ALL,
    reason: str = "",
    start: datetime | None = None,
    until: datetime | None = None,
    source: str = Source.GRANT,
) -> UserFolderGrant:
    """Open all of `category` about `person`, also what comes later, to somebody. Raises GrantRefused, as `grant`."""
    about = folder(person, category)
    new = UserFolderGrant(content_object=about, user=to)
    standing = UserFolderGrant.objects.filter(content_object=about, user=to)
    return _give(new, standing, category, to, by, extent, reason, start, until, source)  # type: ignore[return-value]


@transaction.atomic
def grant_category_to_role(
    person: Person,
    category: Category,
    role: str,
    *,
    by: User,
    extent: int = Extent.ALL,
    reason: str = "",
    start: datetime | None = None,
    until: datetime | None = None,
) -> RoleFolderGrant:
    """Open all of `category` about `person` to whoever holds `role`. Raises GrantRefused, as `grant`."""
    about = folder(person, category)
    new = RoleFolderGrant(content_object=about, group=roles.group(role))
    standing = RoleFolderGrant.objects.filter(content_object=about, group__name=role)
    return _give(new, standing, category, role, by, extent, reason, start, until, Source.GRANT)  # type: ignore[return-value]


def _give(
    new: Grant, standing: object, category: Category, to: User | str, by: User, extent: int, reason: str,
    start: datetime | None, until: datetime | None, source: str,
) -> Grant:  # fmt: skip
    """Check, and save: one of a source stands without an end, those with ends overlap."""
    if why := refusal(category, to):
        raise GrantRefused(why)
    new.start, new.until = start or clock.now(), until or clock.FAR
    if new.until <= new.start:
        raise GrantRefused("It must end after it starts")
    if new.until == clock.FAR:
        for row in standing.filter(source=source, until=clock.FAR):  # type: ignore[attr-defined]
            row.end(new.start)
    new.permission = _permission(type(new.content_object))  # type: ignore[attr-defined]
    new.source, new.extent, new.granter = source, extent, by
    of_record = isinstance(new, UserGrant | RoleGrant)
    key = sealing.unwrap(new.content_object.key) if of_record else sealing.new_key()  # type: ignore[attr-defined]
    new.key = key.row
    if reason:
        sealing.seal(new, "reason", reason, key)
    new.save()
    return new


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
