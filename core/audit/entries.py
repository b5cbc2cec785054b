"""Writing entries. Only this module makes them, and core/audit/bulk.py for imports."""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models

from core import clock
from core.audit.models import Entry

CODE = re.compile(r"[a-z0-9_.:-]{0,80}")
"""What a word in an entry may be: an id, a code, a field's name. A name of a person does not fit: it has a space."""


@dataclass(frozen=True)
class Source:
    """Who is acting, from where, in which request."""

    actor_id: int | None = None
    remote_addr: str | None = None
    cid: str | None = None


_source: ContextVar[Source] = ContextVar("source_of_entries", default=Source())  # noqa: B039 (frozen)


@contextmanager
def written_by(source: Source) -> Iterator[None]:
    """Entries written within the block are this source's."""
    token = _source.set(source)
    try:
        yield
    finally:
        _source.reset(token)


def current() -> int | None:
    """For whom this thread acts."""
    return _source.get().actor_id


def acting_as(actor_id: int | None) -> None:
    """From here on this thread acts for that user (a command, the worker, a sign-in just done)."""
    _source.set(Source(actor_id, _source.get().remote_addr, _source.get().cid))


def public_id(instance: models.Model) -> str:
    """The id under which the log knows a thing: its public id where it has one, else its key."""
    return str(getattr(instance, "public_id", None) or instance.pk)


def write(
    thing: models.Model, action: int, *, fields: Iterable[str] = (), actor_id: int | None = None, **data: Any
) -> Entry:
    """Write the entry that `action` was done to `thing`; returns it.

    `fields`: names of the fields read or changed. `data`: codes, ids and whole numbers, nothing else
    (extent, because, need, subjects). Raises ValueError for anything that could be a name or a value (R: T1).
    """
    return _write(thing._meta.model, public_id(thing), action, fields, actor_id, data)


def refused(model: type[models.Model], object_id: str, **data: Any) -> Entry:
    """Write the entry of a refused attempt to reach `object_id` of `model` (R: T1)."""
    return _write(model, object_id, Entry.Action.REFUSED, (), None, data)


def write_many(done: Iterable[tuple[models.Model, Iterable[str]]], action: int, **data: Any) -> int:
    """Write the entries that `action` was done to each of many things, each with its fields; returns how many.

    For core/audit/bulk.py: one statement for many rows, the same rules for what an entry may hold.
    """
    made = [_entry(thing._meta.model, public_id(thing), action, fields, None, data) for thing, fields in done]
    models.QuerySet(Entry).bulk_create(made, batch_size=500)
    return len(made)


def _write(
    model: type[models.Model],
    object_id: str,
    action: int,
    fields: Iterable[str],
    actor_id: int | None,
    data: dict[str, Any],
) -> Entry:
    entry = _entry(model, object_id, action, fields, actor_id, data)
    entry.save(force_insert=True)
    return entry


def _entry(
    model: type[models.Model],
    object_id: str,
    action: int,
    fields: Iterable[str],
    actor_id: int | None,
    data: dict[str, Any],
) -> Entry:
    source = _source.get()
    named = sorted(set(fields))
    _only_codes([object_id, *named])
    _only_codes(data)
    return Entry(
        kind=model._meta.label_lower,
        content_type=ContentType.objects.get_for_model(model, for_concrete_model=False),
        object_pk=object_id,
        object_repr="",
        action=action,
        changes=named,
        additional_data=data or None,
        actor_id=actor_id or source.actor_id,
        remote_addr=source.remote_addr,
        cid=source.cid,
        timestamp=clock.now(),
    )


def _only_codes(value: Any) -> None:
    """Raise ValueError unless `value` is made of codes and whole numbers a browser could read exactly."""
    if isinstance(value, str):
        if not CODE.fullmatch(value):
            raise ValueError("an entry holds ids and codes only")
    elif isinstance(value, dict):
        for name, inner in value.items():
            _only_codes(name)
            _only_codes(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            _only_codes(inner)
    elif value is not None and not (isinstance(value, int) and abs(value) < 2**53):
        raise ValueError("an entry holds ids and codes only")
