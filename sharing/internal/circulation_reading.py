"""What is being circulated: who has still to read it, and filing it when all have (R: G10.1)."""

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from accounts.notices import notify
from core import clock
from records.need_to_know import visibility
from sharing.internal.models import Circulation, CirculationReader, ReadMark
from sharing.internal.notice_kinds import Kind


@transaction.atomic
def mark_read(reader: CirculationReader) -> None:
    """Mark it as read by the reader; a second time changes nothing. When all have read it, it is filed."""
    ReadMark.objects.get_or_create(reader=reader)
    notify.see_all(reader.circulation.reference, Kind.TO_READ, by=reader.grant.user)
    file_if_read(reader.circulation)


def unread(circulation: Circulation) -> list[CirculationReader]:
    """Who has still to read it: those who are here, not kept out, and have not marked it."""
    kept_out = visibility.kept_out_of(circulation.record)
    rows = circulation.readers.filter(mark=None, grant__until__gt=clock.now(), grant__user__is_active=True)
    return [row for row in rows.select_related("grant__user") if row.grant.user_id not in kept_out]


def file_if_read(circulation: Circulation) -> bool:
    """File the circulation, ending the access it gives, when nobody has still to read it; returns whether."""
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
    """What this person has still to read, soonest due first."""
    rows = CirculationReader.objects.filter(
        mark=None, grant__user=user, grant__until__gt=clock.now(), grant__start__lte=clock.now()
    )
    waiting = rows.select_related("circulation__record", "grant").order_by("circulation__due")
    visible = set(visibility.visible_to(user).filter(circulations__isnull=False).values_list("pk", flat=True))
    return [row for row in waiting if row.circulation.record_id in visible]


def not_read_by_all(user: User) -> list[Circulation]:
    """What this person circulated that not everybody has read."""
    return [circulation for circulation in opened().filter(by=user) if unread(circulation)]
