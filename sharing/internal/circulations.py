"""Circulation: a report to named readers, to be read once; filed when all have read it, or at its time (R: G10.1)."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from accounts.notices import notify
from core import clock, references
from core.refusals import Refused
from records.models import Record
from records.models.grants import Source
from records.need_to_know import grants, visibility
from sharing.internal.models import Circulation, CirculationReader, ReadMark
from sharing.internal.notice_kinds import Kind

CHASE_BEFORE = timedelta(days=1)


@transaction.atomic
def circulate(record: Record, readers: Iterable[User], *, by: User, due: datetime, reason: str) -> Circulation:
    """Open `record` to these readers until all have read it or `due` comes. Circulated again, it opens again.

    Raises Refused (nobody to read it, an end that has passed, somebody to whom it cannot be opened), GrantRefused.
    """
    people = list(dict.fromkeys(one for one in readers if one != by))
    if not people:
        raise Refused("Select who is to read it", "readers")
    if due <= clock.now():
        raise Refused("The last day must be after today", "until")
    kept_out = visibility.kept_out_of(record)
    for one in people:
        if one.pk in kept_out:
            raise Refused(f"This cannot be opened to {one.full_name}. Ask the DSL", "readers")
    made = Circulation.objects.create(reference=references.new("L"), record=record, by=by, due=due)
    for one in people:
        grant = grants.grant(record, one, by=by, until=due, source=Source.CIRCULATION, reason=reason)
        CirculationReader.objects.create(circulation=made, grant=grant)
        notify.notify(one, Kind.TO_READ, made.reference)
    return made


@transaction.atomic
def mark_read(reader: CirculationReader) -> None:
    """The reader has read it. Twice is once. When nobody is left it is filed."""
    ReadMark.objects.get_or_create(reader=reader)
    notify.see_all(reader.circulation.reference, Kind.TO_READ, by=reader.grant.user)
    file_if_read(reader.circulation)


def unread(circulation: Circulation) -> list[CirculationReader]:
    """Who has still to read it: those who are here, not kept out, and have not marked it."""
    kept_out = visibility.kept_out_of(circulation.record)
    rows = circulation.readers.filter(mark=None, grant__until__gt=clock.now(), grant__user__is_active=True)
    return [row for row in rows.select_related("grant__user") if row.grant.user_id not in kept_out]


def file_if_read(circulation: Circulation) -> bool:
    """End everybody's access by this circulation when nobody has still to read it; says whether."""
    if unread(circulation):
        return False
    for row in circulation.readers.filter(grant__until__gt=clock.now()).select_related("grant"):
        row.grant.end()
    return True


def opened() -> QuerySet[Circulation]:
    """The circulations that are not filed."""
    live = CirculationReader.objects.filter(grant__until__gt=clock.now()).values("circulation")
    return Circulation.objects.filter(pk__in=live).select_related("record").order_by("pk")


def to_read(user: User) -> list[CirculationReader]:
    """What this person has still to read, first what is due first."""
    rows = CirculationReader.objects.filter(
        mark=None, grant__user=user, grant__until__gt=clock.now(), grant__start__lte=clock.now()
    )
    found = rows.select_related("circulation__record", "grant").order_by("circulation__due")
    visible = set(visibility.visible_to(user).filter(circulations__isnull=False).values_list("pk", flat=True))
    return [row for row in found if row.circulation.record_id in visible]


def not_read_by_all(user: User) -> list[Circulation]:
    """What this person circulated and not everybody has read."""
    return [one for one in opened().filter(by=user) if unread(one)]


def settle(*_: object) -> None:
    """File what nobody has still to read (somebody left, or was kept out), and remind those who have a day left.
    Done every minute; twice is once."""
    soon = clock.now() + CHASE_BEFORE
    for circulation in opened():
        with transaction.atomic():
            if file_if_read(circulation) or circulation.due > soon:
                continue
            for row in unread(circulation):
                if notify.told_times(row.grant.user, Kind.TO_READ, circulation.reference) < 2:
                    notify.notify(row.grant.user, Kind.TO_READ, circulation.reference)
