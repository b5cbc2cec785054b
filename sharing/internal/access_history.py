"""Who could see a record on a day, and why; and everything one person could see on a day (R: T3).

These are the functions that open records, called with another moment.
"""

from collections.abc import Container
from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from records.models import Extent, Record
from records.models.grants import Source
from records.need_to_know import evidence, explain, visibility
from records.need_to_know.evidence import Access
from sharing.internal.models import Briefing


@dataclass(frozen=True)
class Could:
    """What one person could see, and each of the reasons why."""

    who: User
    extent: str
    reasons: tuple[str, ...]


def _reasons(access: Access) -> tuple[str, ...]:
    """Each of the reasons why, the widest access first."""
    rows = sorted(access.rows, key=lambda row: (-row.extent, row.because, row.until))
    return tuple(dict.fromkeys(explain.row(row) for row in rows))


def extent(access: Access) -> str:
    """all, part, or reference."""
    return "reference" if access.extent == Extent.REFERENCE else evidence.best_extent(access)


def who_could_see(
    record: Record, at: datetime, *, reasons: bool = True, among: Container[int] | None = None
) -> list[Could]:
    """Everyone who could see something of `record` at `at`; after them, everyone who could read a briefing from it.

    `reasons`: why as well, and briefings: they can tell more of the matter than a part of the record does. `among`:
    only these people (ids), for a reader who sees a part.
    """
    sight = [(who, access) for who, access in visibility.who_can_see(record, at) if among is None or who.pk in among]
    if not reasons:
        return [Could(who, extent(access), ()) for who, access in sight]
    readers = [Could(who, extent(access), _reasons(access)) for who, access in sight]
    there = {reader.who.pk for reader in readers}
    for briefing in Briefing.objects.filter(behind=record).select_related("record"):
        for who, access in visibility.who_can_see(briefing.record, at):
            if any(row.because == Source.BRIEFING for row in access.rows) and who.pk not in there:
                read = "the briefing" if access.extent == Extent.ALL else "that there was a briefing"
                readers.append(Could(who, read, _reasons(access)))
    return readers


@dataclass(frozen=True)
class Saw:
    """A record that a person could see."""

    record: Record
    extent: str
    reasons: tuple[str, ...]


def what_could_be_seen(user: User, at: datetime) -> list[Saw]:
    """Every record of which `user` could see something at `at`, newest first, each with why."""
    records = {r.pk: r for r in visibility.visible_to(user, at).select_related("category").order_by("-pk")}
    accesses = visibility.access_of_many(user, records, at)
    return [Saw(records[pk], extent(accesses[pk]), _reasons(accesses[pk])) for pk in records if pk in accesses]
