"""Writing many rows of followed models at once, with an entry for each, in the caller's transaction.

auditlog sees single saves only, so bulk writes go through this module (a test finds any that do not).
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import models

from core.audit import entries
from core.audit.models import Entry
from core.models import Span

STEP = 500


def create(model: type[models.Model], rows: Sequence[models.Model], **data: Any) -> None:
    """Insert `rows`, which get their ids, and write that each was created with the fields it has."""
    model._default_manager.bulk_create(rows, batch_size=STEP)
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    entries.write_many(
        ((row, [field.name for field in fields if getattr(row, field.attname) not in ("", None)]) for row in rows),
        Entry.Action.CREATE,
        **data,
    )


def change(model: type[models.Model], changed: Sequence[tuple[models.Model, Iterable[str]]], **data: Any) -> None:
    """Save rows of which the named fields were changed, and write which."""
    fields = sorted({name for _, names in changed for name in names})
    if fields:
        model._default_manager.bulk_update([row for row, _ in changed], fields, batch_size=STEP)
        entries.write_many(changed, Entry.Action.UPDATE, **data)


def end(model: type[Span], rows: Sequence[Span], at: datetime, **data: Any) -> None:
    """End these spans at `at`, and write that."""
    for begin in range(0, len(rows), STEP):
        model.objects.filter(pk__in=[row.pk for row in rows[begin : begin + STEP]], until__gt=at).update(until=at)
    entries.write_many(((row, ["until"]) for row in rows), Entry.Action.UPDATE, **data)
