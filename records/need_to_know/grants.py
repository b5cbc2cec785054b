"""Giving need to know, ending it, and keeping a person out."""

from datetime import datetime
from typing import Any

from django.contrib.auth.models import Permission
from django.db import transaction

from accounts import roles
from accounts.models import User
from core import clock, terms
from core.refusals import Refused
from records import data_keys, sealing
from records.models import (
    Because,
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
from records.models.grants import Source
from records.need_to_know import shipped, visibility
from records.pupils.models import Person


class GrantRefused(Refused):
    """This cannot be opened to that person; the message says why (R: G2)."""


FOR_A_WHILE = frozenset(
    {Source.GRANT, Source.NAMED, Source.ASKED, Source.INSIDE, Source.CIRCULATION, Source.BRIEFING, Source.EXTRACT}
)
"""Where the end that a person chose lies within the school year, or by the day that the school has set."""


def refusal(category: Category, to: User | str) -> str:
    """Why records of `category` cannot be opened to a person or to a role; "" where they can."""
    if category.code in shipped.authors_alone():
        return "These notes are for whoever wrote them alone. They can share them by a share decision of their own."
    if isinstance(to, User) and not to.is_active:
        return f"{to.full_name} has left"
    if not category.staff_only:
        return ""
    if not isinstance(to, User):
        return "" if to in roles.READERS else "This kind of record is for school staff only."
    if roles.held_by(to) & roles.READERS:
        return ""
    return (
        f"{to.full_name} is not school staff, so this kind of record cannot be opened to them. "
        "What they need can be shared with them by a share decision."
    )


def folder(person: Person, category: Category) -> Folder:
    """All of a category about a person, to be granted; made when first needed. It says nothing of what there is."""
    return Folder.objects.get_or_create(person=person, category=category)[0]


def let_in(record: Record, user: User) -> None:
    """Open a record to a person who was excluded because of their position or name: the exclusion ends.
    Raises GrantRefused: who is kept out for good, by somebody's word, from a child, or until it is said whom it is
    about."""
    if user.pk in visibility.kept_out_of(record, for_good=True):
        raise GrantRefused(f"This cannot be opened to {user.full_name}. Ask the DSL")
    for row in Exclusion.objects.live().filter(record=record, user=user):
        row.end()


@transaction.atomic
def grant(
    about: Record | Folder,
    to: User | str,
    *,
    by: User,
    extent: int = Extent.ALL,
    reason: str = "",
    start: datetime | None = None,
    until: datetime | None = None,
    source: str = Source.GRANT,
) -> Any:
    """Open a record, or all of a category about a person (a folder), to a person or to the holders of a role, from
    `start` (default: now) to `until` (default: no end set).

    Returns the grant. Grants overlap without harm; of those without an end one stands a source, the newest. Raises
    GrantRefused: who is not school staff where the category is for staff only, who has left, an end that is not after
    the start, or later than such access may last (R: G1).
    """
    if why := refusal(about.category, to):
        raise GrantRefused(why)
    begin, end = start or clock.now(), until or clock.FAR
    if end <= begin:
        raise GrantRefused("It must end after it starts")
    if until and source in FOR_A_WHILE:
        terms.check_end(until)
    model = TABLES[type(about), isinstance(to, User)]
    grantee = {"user": to} if isinstance(to, User) else {"group": roles.group(to)}
    if end == clock.FAR:
        for row in model.objects.filter(content_object=about, source=source, until=clock.FAR, **grantee):
            row.end(begin)
    permission = Permission.objects.get(content_type__app_label="records", codename=f"view_{about._meta.model_name}")
    new = model(
        content_object=about,
        permission=permission,
        source=source,
        extent=extent,
        granter=by,
        start=begin,
        until=end,
        **grantee,
    )
    sealing.seal_words(new, reason, data_keys.unwrap(about.key) if isinstance(about, Record) else None)
    new.save()
    return new


def end_passed(record: Record, user: User) -> None:
    """End the access that came with a notice which was passed to the person: they have looked at it."""
    for row in UserGrant.objects.live().filter(content_object=record, user=user, source=Source.PASSED):
        row.end()


TABLES: dict[tuple[type, bool], Any] = {
    (Record, True): UserGrant,
    (Record, False): RoleGrant,
    (Folder, True): UserFolderGrant,
    (Folder, False): RoleFolderGrant,
}
"""The table of a grant: by what it is about, and whether it is to a person."""


@transaction.atomic
def exclude(
    user: User,
    *,
    by: User,
    reason: str,
    person: Person | None = None,
    record: Record | None = None,
    until: datetime | None = None,
    because: Because = Because.WORD,
) -> Exclusion:
    """Keep `user` out of all about `person`, or out of one matter, from now. They learn nothing of it."""
    new = Exclusion(user=user, person=person, record=record, set_by=by, until=until or clock.FAR, because=because)
    sealing.seal(new, "reason", reason, data_keys.unwrap(record.key) if record else data_keys.new_key())
    new.save()
    return new
