"""Access to a record that one person gives to another, or to a role (R: G10)."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from accounts.models import User
from core import clock
from records.models import Folder, Record
from records.models.grants import Source
from records.need_to_know import grants as record_grants
from records.pupils.models import Person
from sharing.internal import adults


def given(record: Record, people: Iterable[int]) -> list[Any]:
    """The grants of a record about these people, by their ids, that have not ended; also those that begin later."""
    folders = Folder.objects.filter(person__in=people, category=record.category)
    grants: list[Any] = []
    for (about, to_person), model in record_grants.TABLES.items():
        which = {"content_object": record} if about is Record else {"content_object__in": folders}
        rows = model.objects.filter(until__gt=clock.now(), **which)
        grants += rows.select_related("granter", "user" if to_person else "group").order_by("pk")
    return grants


@transaction.atomic
def give(record: Record, to: User | str, *, all_about: Person | None, by: User, **terms: Any) -> None:
    """Open a record to a person or a role; with `all_about`, everything of its kind about that person.

    `terms`: extent, reason, start and until, as `grants.grant` takes them. Raises GrantRefused: in that case nobody who
    was kept out has been let in.
    """
    about = record_grants.folder(all_about, record.category) if all_about else record
    if not isinstance(to, User):
        record_grants.grant(about, to, by=by, **terms)
        return
    record_grants.let_in(record, to)
    source = Source.NAMED if record.category.code in adults.KINDS else Source.GRANT
    record_grants.grant(about, to, by=by, source=source, **terms)
