"""Circulation: a report to named readers, to be read once; filed when all have read it, or at its time (R: G10.1)."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction

from accounts.models import User
from accounts.notices import notify
from core import clock, references
from core.refusals import Refused
from records.models import Record
from records.models.grants import Source
from records.need_to_know import grants, visibility
from sharing.internal.circulation_reading import file_if_read, opened, unread
from sharing.internal.models import Circulation, CirculationReader
from sharing.internal.notice_kinds import Kind

CHASE_BEFORE = timedelta(days=1)


@transaction.atomic
def circulate(record: Record, readers: Iterable[User], *, by: User, due: datetime, reason: str) -> Circulation:
    """Open `record` to these readers until all have read it or `due` comes. Circulated again, it opens again.

    Raises Refused (nobody to read it, an end that has passed, a reader to whom it cannot be opened), GrantRefused.
    """
    people = list(dict.fromkeys(reader for reader in readers if reader != by))
    if not people:
        raise Refused("Select who is to read it", "readers")
    if due <= clock.now():
        raise Refused("The last day must be after today", "until")
    kept_out = visibility.kept_out_of(record)
    for reader in people:
        if reader.pk in kept_out:
            raise Refused(f"This cannot be opened to {reader.full_name}. Ask the DSL", "readers")
    made = Circulation.objects.create(reference=references.new("L"), record=record, by=by, due=due)
    for reader in people:
        grant = grants.grant(record, reader, by=by, until=due, source=Source.CIRCULATION, reason=reason)
        CirculationReader.objects.create(circulation=made, grant=grant)
        notify.notify(reader, Kind.TO_READ, made.reference)
    return made


def settle(*_: object) -> None:
    """File what nobody has still to read (readers may have left or been kept out), and remind those who have a day
    left. Runs every minute; running it twice changes nothing."""
    soon = clock.now() + CHASE_BEFORE
    for circulation in opened():
        with transaction.atomic():
            if file_if_read(circulation) or circulation.due > soon:
                continue
            for row in unread(circulation):
                if notify.told_times(row.grant.user, Kind.TO_READ, circulation.reference) < 2:
                    notify.notify(row.grant.user, Kind.TO_READ, circulation.reference)
