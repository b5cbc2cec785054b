"""Making a confidential record: sealed before it meets the database."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from accounts import roles
from accounts.models import User
from core import clock
from records import data_keys, sealing
from records.data_keys import SecretKey
from records.models import Category, Extent, Record, RecordSubject, Section
from records.pupils.models import Person


@dataclass(frozen=True)
class Words:
    """A section to be written. `about`: one of the record's subjects, or nobody in particular."""

    name: str
    content: dict[str, Any]
    needs: int = Extent.ALL
    for_sharing: bool = False
    about: Person | None = None


@transaction.atomic
def file_record(
    category: str,
    subjects: Iterable[Person],
    sections: Sequence[Words],
    *,
    author: User,
    owner: User | None = None,
    as_at: date | None = None,
    public_id: UUID | None = None,
) -> Record:
    """File a new record; returns it. Raises KeyUnavailable.

    `owner`: by default who holds the category's owning role, else the author. `as_at`: the date of what it says
    (default: today). `public_id`: chosen by the page, so that a form sent twice files one record.
    """
    key = data_keys.new_key()
    kind = Category.objects.get(code=category)
    record = Record.objects.create(
        public_id=public_id or uuid4(),
        key=key.row,
        category=kind,
        owner=owner or (roles.holder(kind.owner_role) if kind.owner_role else None) or author,
        author=author,
        as_at=as_at or clock.today(),
    )
    for person in subjects:
        RecordSubject.objects.create(record=record, person=person)
    for order, words in enumerate(sections, start=1):
        add_section(record, words, order=order, by=author, key=key)
    return record


def add_section(record: Record, words: Words, *, order: int, by: User, key: SecretKey | None = None) -> Section:
    """Write a further section. What was written before stays as it was."""
    section = Section(
        record=record,
        order=order,
        name=words.name,
        needs=words.needs,
        for_sharing=words.for_sharing,
        subject=words.about,
        written_by=by,
    )
    sealing.seal_json(section, "content", words.content, key or data_keys.unwrap(record.key))
    section.save()
    return section
