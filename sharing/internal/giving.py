"""Access to a record that one person gives to another, or to a role (R: G10)."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Model, QuerySet

from accounts.models import User
from core import clock
from core.compiled_queries import Prepared
from records.models import Folder, Record, RecordSubject
from records.models.grants import Source
from records.need_to_know import grants as record_grants
from records.pupils.models import Person
from sharing.internal import adults


def given(record: Record) -> list[Any]:
    """The grants of a record, and of all of its kind about the people it is about, that have not ended; also those that
    begin later."""
    now = clock.now()
    return [grant for statement in _GIVEN for grant in statement.objects(record=record.pk, at=now)]


def _given(about: type[Model], to_person: bool) -> Callable[..., QuerySet[Any]]:
    def grants(record: int, at: datetime, **_: Any) -> QuerySet[Any]:
        which: dict[str, Any] = {"content_object": record}
        if about is Folder:
            people = RecordSubject.objects.live(at).filter(record=record).values("person")
            kinds = Record.objects.filter(pk=record).values("category")
            which = {"content_object__in": Folder.objects.filter(person__in=people, category__in=kinds)}
        rows = record_grants.TABLES[about, to_person].objects.filter(until__gt=at, **which)
        return rows.select_related("granter", "user" if to_person else "group").order_by("pk")

    return grants


_GIVEN = [Prepared(_given(about, to_person)) for about, to_person in record_grants.TABLES]


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
