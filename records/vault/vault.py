"""The vault: the only place from which confidential text comes.

In this order: is the second factor fresh, is there need to know, is the entry written and committed; only then
the text. No entry, no text. Refused and not there look the same, and the attempt is recorded in the log (R: T1).
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import DatabaseError, transaction
from django.http import Http404, HttpRequest

from accounts import step_up
from accounts.models import User
from core import clock
from core.audit import entries
from core.audit.models import Entry
from core.compiled_queries import Prepared
from records import data_keys
from records.models import LATER, Record, RecordSubject, RoleGrant, SealedModel, Section, UserGrant
from records.need_to_know import explain, visibility
from records.need_to_know.evidence import Access
from records.pupils.models import Person
from records.vault.unsealing import unseal


class SecondFactorNeeded(Exception):
    """The second factor is not fresh. Asked before anything is looked up, or the question would tell.

    `kept`: what was being sent is kept already, by the page itself.
    """

    def __init__(self, *, kept: bool = False) -> None:
        super().__init__()
        self.kept = kept


class NotThere(Http404):
    """No such record, or none for this reader: the same to them."""


class LogUnavailable(Exception):
    """The look cannot be written down, so nothing is shown."""


@dataclass(frozen=True)
class Reader:
    """A person who asks to read: who, whether their second factor is fresh, when.

    `shown_lately`: whether it was shown so lately that something may leave the school by it (default: as `fresh`).
    """

    user: User
    fresh: bool
    at: datetime = field(default_factory=clock.now)
    shown_lately: bool | None = None

    @classmethod
    def of(cls, request: HttpRequest) -> "Reader":
        return cls(request.user, step_up.fresh(request), shown_lately=step_up.lately(request))  # type: ignore[arg-type]

    @property
    def lets_out(self) -> bool:
        """Whether the second factor was shown lately enough for something to leave the school."""
        return self.fresh and self.shown_lately is not False

    @classmethod
    def fresh_of(cls, request: HttpRequest) -> "Reader":
        """The reader of a request with a fresh second factor. Raises SecondFactorNeeded."""
        reader = cls.of(request)
        if not reader.fresh:
            raise SecondFactorNeeded
        return reader


@dataclass(frozen=True)
class Part:
    """A section as it was opened."""

    section: Section
    content: Any

    @property
    def heading(self) -> str:
        return self.content.get("heading", "")

    @property
    def text(self) -> str:
        return self.content.get("text", "")

    @property
    def rows(self) -> list[list[str]]:
        return self.content.get("rows", [])

    @property
    def facts(self) -> dict[str, Any]:
        """What was sealed beside the words for code to decide on: codes and names, never shown as they are."""
        return self.content.get("facts", {})


@dataclass(frozen=True)
class Opened:
    """A record as this reader may see it, with the evidence why."""

    record: Record
    subject_rows: tuple[RecordSubject, ...]
    access: Access
    parts: tuple[Part, ...]
    sight: dict[int, Access]  # of everyone who may see it, from the same statement
    reason: str = ""

    @property
    def subjects(self) -> tuple[Person, ...]:
        """Whom it is about, as far as this reader may see: of another one not even the name."""
        return tuple(row.person for row in self.subject_rows if self.access.names(row.person_id))

    @property
    def sight_with_reader(self) -> dict[int, Access]:
        """Of those who may see it, the ones who see something of the same people. Who sees it for another child's sake
        alone, such as that child's teacher, would tell which child that is."""
        return {
            user: access
            for user, access in self.sight.items()
            if any(row.subject is None or self.access.names(row.subject) for row in access.rows)
        }

    @property
    def about_another(self) -> bool:
        """Whether it is also about people of whom this reader sees nothing."""
        return len(self.subjects) < len(self.subject_rows)

    def part(self, name: str) -> Part | None:
        """The newest section of that name."""
        return next((part for part in reversed(self.parts) if part.section.name == name), None)


def known_person(reader: Reader, public_id: UUID | str, *, asked_by_one_who_may: bool = True) -> Person:
    """The pupil of that id, of whom `reader` may know.

    `asked_by_one_who_may`: whether the reader's roles allow the page at all; if not, nothing is looked up. Raises
    SecondFactorNeeded and NotThere, with an entry of the attempt.
    """
    if not reader.fresh:
        raise SecondFactorNeeded
    person = visibility.person_known_to(reader.user, public_id, reader.at) if asked_by_one_who_may else None
    if person is None:
        entries.refused(Person, str(public_id))
        raise NotThere
    return person


def open_record(reader: Reader, public_id: UUID | str, *, only: Iterable[str] | None = None) -> Opened:
    """The text of a record that `reader` needs to know.

    `only`: the names of the sections wanted (default: all that may be seen). Raises SecondFactorNeeded,
    NotThere, LogUnavailable, and KeyUnavailable without the school's key. The entry is committed when this
    returns. Must be called outside a transaction: one that rolled back would take the entry with it.
    """
    if not reader.fresh:
        raise SecondFactorNeeded
    try:
        with transaction.atomic(durable=True):
            sight_and_sections = _find(reader, public_id)
            if sight_and_sections is None:
                entries.refused(Record, str(public_id))
            else:
                record, subjects, sight, sections = sight_and_sections
                access = sight[reader.user.pk]
                if only is not None:
                    wanted = set(only)
                    sections = [section for section in sections if section.name in wanted]
                key = data_keys.unwrap(record.key)
                grant = _reasoned_grant(access, record)
                entries.write(
                    record,
                    Entry.Action.ACCESS,
                    fields=[f"content.{section.public_id}" for section in sections]
                    + ([f"reason.{grant.public_id}"] if grant else []),
                    actor_id=reader.user.pk,
                    extent=access.extent,
                    because=access.best.because,
                    need=access.best.need,
                    subjects=[str(row.person.public_id) for row in subjects],
                )
    except DatabaseError as error:
        raise LogUnavailable from error
    if sight_and_sections is None:
        raise NotThere
    parts = tuple(Part(section, json.loads(unseal(section, "content", key))) for section in sections)
    reason = unseal(grant, "reason", key).decode() if grant else ""
    return Opened(record, tuple(subjects), access, parts, sight, reason)


_RECORD = Prepared(
    lambda public_id, **_: Record.objects.filter(public_id=public_id).select_related(
        "category", "key", "author", "owner"
    )
)
_SECTIONS = Prepared(lambda record, **_: Section.objects.filter(record=record).order_by("order", "pk"))


def _find(
    reader: Reader, public_id: UUID | str
) -> tuple[Record, list[RecordSubject], dict[int, Access], list[Section]] | None:
    """The record, whom it is about, the evidence and the sections it shows; None without need to know."""
    record = _RECORD.first(public_id=public_id)
    sight = visibility.sight_of(record, reader.at)
    access = sight.get(reader.user.pk) if reader.user.is_active else None
    if record is None or access is None:
        return None
    subjects = visibility.subject_rows(record, reader.at)
    newest: dict[object, Section] = {}
    for section in _SECTIONS.objects(record=record.pk):
        # A later section of the same name replaces the earlier; later entries are added.
        newest[section.pk if section.name in LATER else (section.name, section.subject_id)] = section
    shown = [section for section in newest.values() if access.shows(section, subjects)]
    return record, subjects, sight, shown


def _reasoned_grant(access: Access, record: Record) -> Any:
    """The grant behind the best evidence, where it was given with a reason to be shown in the banner."""
    if not explain.gives_reason(access.best.because):
        return None
    for model in (UserGrant, RoleGrant):
        grant = model.objects.filter(public_id=access.best.need).select_related("granter").first()
        if grant and grant.reason:
            return grant
    return None


def open_fields(reader: Reader, fields: Sequence[tuple[SealedModel, str]], *, because: str) -> list[bytes]:
    """As `open_field`, of several things: an entry for each, all committed before the first text."""
    if not reader.fresh:
        raise SecondFactorNeeded
    try:
        with transaction.atomic(durable=True):
            keys = []
            for thing, name in fields:
                keys.append(data_keys.unwrap(thing.key))
                named = [f"{name}.{thing.public_id}"]
                entries.write(thing, Entry.Action.ACCESS, fields=named, actor_id=reader.user.pk, because=because)
    except DatabaseError as error:
        raise LogUnavailable from error
    return [unseal(thing, name, key) for (thing, name), key in zip(fields, keys, strict=True)]


def open_field(reader: Reader, thing: SealedModel, name: str, *, because: str) -> bytes:
    """The bytes of one sealed field of `thing`, under its own key, for a use that the caller answers for.

    The need is the caller's to check (sharing/disclosures/release.py gives bytes out again under their authority); the
    entry says `because`. Raises as `open_record`.
    """
    return open_fields(reader, [(thing, name)], because=because)[0]
