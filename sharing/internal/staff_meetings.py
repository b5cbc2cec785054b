"""Staff meetings: items about one person for those with a professional connection, general notes that name no child
(R: G6a, G10.3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction

from accounts.models import User
from accounts.notices import notify
from core import clock, references
from core.refusals import Refused
from records import namecheck
from records.models.grants import Source
from records.need_to_know import grants, visibility
from records.pupils.models import Person
from records.vault.filing import Words, file_record
from sharing.internal.models import Meeting, MeetingItem
from sharing.internal.notice_kinds import Kind

OPEN_FOR = timedelta(days=42)
"""How long those with a connection see an item."""
MOST_SHOWN = 12


@dataclass(frozen=True)
class Item:
    """What is to be said of one person, and who has a professional connection to them, each named."""

    person: Person
    text: str
    connections: Sequence[tuple[User, str]]


def record(notes: str, on: date, *, by: User) -> Meeting:
    """A meeting with its general notes. Raises Refused where the notes could name a child."""
    try:
        hits = namecheck.checked(by, notes)
    except namecheck.TooManyTries as refusal:
        raise Refused(str(refusal), "notes") from None
    if hits:
        named = list(dict.fromkeys(notes[hit.start : hit.end] for hit in hits))[:MOST_SHOWN]
        raise Refused(f"{namecheck.MESSAGE}: {', '.join(named)}. Write it as an item about one person", "notes")
    return _record(notes, on, by)


@transaction.atomic
def _record(notes: str, on: date, by: User) -> Meeting:
    filed = file_record(
        "meeting_notes",
        [],
        [Words("whole", {"heading": "General notes", "text": notes})],
        author=by,
        owner=by,
        as_at=on,
    )
    return Meeting.objects.create(reference=references.new("SM"), notes=filed, on=on, by=by)


@transaction.atomic
def add_item(meeting: Meeting, item: Item, *, by: User) -> MeetingItem:
    """An item about one person. Raises Refused: nobody with a connection, a connection that is not named, a person to
    whom it cannot be opened."""
    if not item.connections:
        raise Refused("Select who has a professional connection to this person", "who_1")
    kept_out = visibility.excluded_from([item.person])
    part = Words("whole", {"heading": "What was said", "text": item.text}, about=item.person)
    filed = file_record("meeting_item", [item.person], [part], author=by, owner=by, as_at=meeting.on)
    for person, connection in item.connections:
        if not connection.strip():
            raise Refused(f"Enter how {person.full_name} is connected")
        if person.pk in kept_out:
            raise Refused(f"This cannot be opened to {person.full_name}. Ask the DSL")
        grants.grant(
            filed, person, by=by, until=clock.now() + OPEN_FOR, source=Source.MEETING, reason=connection.strip()
        )
        notify.notify(person, Kind.MEETING, meeting.reference)
    return MeetingItem.objects.create(meeting=meeting, record=filed)
