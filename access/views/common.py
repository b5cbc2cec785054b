"""The doors of the pages about access: the child, the record or the reference, for those who may know of it."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.urls import reverse

from access.matters import MATTERS
from accounts.requests import Request
from audit import entries
from pupils.models import Person
from records import filing, vault
from records.models import Record
from records.vault import NotThere, Opened, Reader


def child_of(request: Request, public_id: UUID, may: Collection[str]) -> tuple[Reader, Person, dict[str, str]]:
    """The child, for somebody in one of the roles `may` who may know of them; and what leads back to their page."""
    reader = Reader.of(request)
    held = request.roles & set(may)
    person = vault.known_person(reader, public_id, asked_by_one_who_may=bool(held))
    back = reverse("child", kwargs={"public_id": public_id})
    return reader, person, {"back": back, "back_words": "Back to the child’s page", "caption": person.full_name}


def record_of(request: Request, public_id: UUID, *, answers: bool = True) -> tuple[Reader, Opened, dict[str, str]]:
    """The record, for somebody who may see it; `answers`: who sees all of it, and owns it or leads safeguarding."""
    reader = Reader.of(request)
    opened = vault.open_record(reader, public_id, only=[])
    held = request.roles
    if answers and not filing.answers_for(opened.record, opened.access, reader.user, held):
        entries.refused(Record, str(public_id))
        raise NotThere
    back = reverse("record", kwargs={"public_id": public_id})
    caption = f"{opened.record.category.name}, {', '.join(person.full_name for person in opened.subjects)}"
    return reader, opened, {"back": back, "back_words": "Back to the record", "caption": caption}


def thing_of(request: Request, prefix: str, slug: str) -> tuple[Reader, Any]:
    """What has that reference, for somebody who may know of it; others find nothing, by the same statements."""
    reader, matter = Reader.fresh_of(request), MATTERS[prefix]
    thing = matter.find(reader.user, slug)
    if thing is None:
        entries.refused(matter.model, slug.lower())
        raise NotThere
    return reader, thing
