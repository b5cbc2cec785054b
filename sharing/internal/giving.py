"""Access to a record that one person gives to another, or to a role (R: G10)."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Model, QuerySet

from accounts import roles, succession
from accounts.models import User
from accounts.notices import notify
from accounts.roles import Role
from core import clock, references
from core import terms as term_times
from core.compiled_queries import Prepared
from records.models import Folder, Record, RecordSubject
from records.models.grants import Source
from records.need_to_know import grants as record_grants
from records.need_to_know import shipped, visibility
from records.pupils.models import Person
from sharing.internal import adults
from sharing.internal.models import AccessGiven
from sharing.internal.notice_kinds import Kind

LINE = (Role.HEADTEACHER, Role.DSL, Role.DEPUTY_DSL)
SAFEGUARDING_LINE = (Role.DSL, Role.HEADTEACHER, Role.DEPUTY_DSL)
"""Who hears of access that others give, in order."""


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

    `terms`: extent, reason, start and until, as `grants.grant` takes them. It ends within the school year, or by the
    day that the school has set. Who gets it hears, and the Headteacher or the DSL. Raises Refused, GrantRefused: in
    that case nobody who was kept out has been let in.
    """
    term_times.check_end(terms.get("until"))
    folder = record_grants.folder(all_about, record.category) if all_about else None
    source = Source.GRANT
    if isinstance(to, User):
        record_grants.let_in(record, to)
        source = Source.NAMED if record.category.code in adults.KINDS else Source.GRANT
    grant = record_grants.grant(folder or record, to, by=by, source=source, **terms)
    gift = AccessGiven.objects.create(
        reference=references.new("AG"),
        by=by,
        user=to if isinstance(to, User) else None,
        role="" if isinstance(to, User) else to,
        record=record,
        folder=folder,
        extent=grant.extent,
        start=grant.start,
        until=grant.until,
    )
    _tell(gift)


def _tell(gift: AccessGiven) -> None:
    """Those who get it, and the first in line of those who lead: not the giver, nor a person who is kept out."""
    kept_out = visibility.kept_out_of(gift.record)
    given_to = [gift.user] if gift.user else roles.holders(gift.role, besides=gift.by)
    for person in given_to:
        if person.pk not in kept_out and person != gift.by:
            notify.notify(person, Kind.GIVEN_TO_YOU, gift.reference)
    if gift.record.category.code in adults.KINDS:
        return  # for the Headteacher and whom they name alone
    line = SAFEGUARDING_LINE if gift.record.category.code in shipped.safeguarding() else LINE
    passed_over = {*kept_out, gift.by_id, *(person.pk for person in given_to)}
    for _, person in succession.first_place(line, passed_over):
        notify.notify(person, Kind.GIVEN, gift.reference)
