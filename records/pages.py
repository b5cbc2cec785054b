"""The child or the record that a page is about, for those who may see it."""

from collections.abc import Collection
from uuid import UUID

from django.urls import reverse

from accounts.requests import Request
from core.audit import entries
from records.models import Record
from records.need_to_know import owners
from records.pupils.models import Person
from records.vault import vault
from records.vault.vault import NotThere, Opened, Reader


def get_child(request: Request, public_id: UUID, may: Collection[str]) -> tuple[Reader, Person, dict[str, str]]:
    """The child, for a reader in one of the roles `may` who may know of them; and what leads back to their page."""
    reader = Reader.of(request)
    held = request.roles & set(may)
    person = vault.known_person(reader, public_id, asked_by_one_who_may=bool(held))
    back = reverse("child:child", kwargs={"public_id": public_id})
    return reader, person, {"back": back, "back_words": "Back to the child’s page", "caption": person.full_name}


def get_record(request: Request, public_id: UUID, *, answers: bool = True) -> tuple[Reader, Opened, dict[str, str]]:
    """The record, for a reader who may see it; `answers`: one who sees all of it, and owns it or leads safeguarding."""
    reader = Reader.of(request)
    opened = vault.open_record(reader, public_id, only=[])
    held = request.roles
    if answers and not owners.answers_for(opened.record, opened.access, reader.user, held):
        entries.refused(Record, str(public_id))
        raise NotThere
    back = reverse("records:record", kwargs={"public_id": public_id})
    caption = f"{opened.record.category.name}, {', '.join(person.full_name for person in opened.subjects)}"
    return reader, opened, {"back": back, "back_words": "Back to the record", "caption": caption}
