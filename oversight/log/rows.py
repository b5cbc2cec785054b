"""The log as a page: the very columns that are verified."""

from dataclasses import dataclass
from datetime import datetime

from core.audit.models import Entry

PAGE = 50


@dataclass(frozen=True)
class Line:
    at: datetime
    who: str
    what: str
    kind: str
    thing: str
    fields: int
    because: str
    extent: str
    address: str


def page(before: int | None) -> tuple[list[Line], int | None]:
    """The newest entries, or those before an entry's id; and where the next page begins, if there is one."""
    newest = Entry.objects.order_by("-pk").select_related(None)
    if before is not None:
        newest = newest.filter(pk__lt=before)
    entries = list(newest[: PAGE + 1])
    lines = [_line(entry) for entry in entries[:PAGE]]
    return lines, entries[PAGE - 1].pk if len(entries) > PAGE else None


def _line(entry: Entry) -> Line:
    data = entry.additional_data or {}
    return Line(
        at=entry.timestamp,
        who=f"Account {entry.actor_id}" if entry.actor_id else "The system",
        what=entry.get_action_display(),
        kind=entry.kind,
        thing=entry.object_pk[:8],
        fields=len(entry.changes or []),
        because=str(data.get("because", "")),
        extent=str(data.get("extent", "")),
        address=entry.remote_addr or "",
    )
