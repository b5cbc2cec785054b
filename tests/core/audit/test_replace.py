"""Every guarded table is attacked with whatever could take a row's place: the list is the triggers' own (R: T2)."""

import datetime
import json
import uuid
from collections.abc import Callable, Iterator
from functools import cache, partial
from typing import Any

import pytest
from django.db import DatabaseError, connection, models, transaction

from core import clock
from core.audit import triggers
from shawlands import startup
from tests.core.audit.attacks import sql
from tests.databases import undone

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("T2")]
GUARDED = sorted(
    dict.fromkeys([*triggers.RULES.append_only, *triggers.RULES.only_ends]), key=lambda m: m._meta.db_table
)
sqlite_only = pytest.mark.only("sqlite")
NUMBERS = (models.IntegerField, models.AutoField, models.ForeignKey)


def made_up(field: models.Field, n: int) -> Any:
    """A value for a column of the row number `n`: no two rows are alike in it, where that can be."""
    if field.name == "until":
        return clock.FAR
    if isinstance(field, (models.ForeignKey,)):
        return made_up(field.target_field, n)
    kinds: list[tuple[type[models.Field], Callable[[], Any]]] = [
        (models.UUIDField, lambda: uuid.UUID(int=n)),
        (models.BooleanField, lambda: False),
        (models.DateTimeField, lambda: clock.now() - datetime.timedelta(milliseconds=n)),
        (models.DateField, lambda: datetime.date(2026, 1, 1)),
        (models.TimeField, lambda: datetime.time(n % 24)),
        (models.JSONField, lambda: json.loads("{}")),
        (models.BinaryField, lambda: b"%d" % n),
        (models.PositiveSmallIntegerField, lambda: n % 9),
        (models.IntegerField, lambda: n),
        (models.GenericIPAddressField, lambda: "127.0.0.1"),
    ]
    for kind, value in kinds:
        if isinstance(field, kind):
            return value()
    return f"{n}x"[: getattr(field, "max_length", None) or 9]


def columns(model: type[models.Model]) -> list[models.Field]:
    return list(model._meta.concrete_fields)


def insert(model: type[models.Model], values: dict[str, Any], verb: str = "INSERT", tail: str = "") -> None:
    names = ", ".join(f'"{name}"' for name in values)
    marks = ", ".join("%s" for _ in values)
    with connection.cursor() as cursor:
        cursor.execute(f"{verb} INTO {model._meta.db_table} ({names}) VALUES ({marks}) {tail}", list(values.values()))


def row(model: type[models.Model], n: int) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for field in columns(model):
        value = made_up(field, n)
        if isinstance(field, models.BinaryField):  # sealed fields take sealed text only
            found[str(field.column)] = connection.Database.Binary(value)  # type: ignore[attr-defined]
        else:
            found[str(field.column)] = field.get_db_prep_save(value, connection)
    return found


def stored(model: type[models.Model]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {model._meta.db_table} ORDER BY 1")
        return [tuple(bytes(one) if isinstance(one, memoryview) else one for one in row) for row in cursor.fetchall()]


def unchecked(model: type[models.Model]) -> None:
    """What is made up need not fit: checks of values are no part of this, and foreign keys are looked at on commit."""
    if connection.vendor == "sqlite":
        sql("PRAGMA ignore_check_constraints=ON")
        return
    with connection.cursor() as cursor:
        table = model._meta.db_table
        cursor.execute("SELECT conname FROM pg_constraint WHERE contype = 'c' AND conrelid = %s::regclass", [table])
        for (name,) in cursor.fetchall():
            cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')


@cache
def keys(model: type[models.Model]) -> list[list[str]]:
    """The columns of each unique index that the database has, partial ones too, and of the primary key."""
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, model._meta.db_table).values()
    unique = [one["columns"] for one in found if one["unique"] and not one["primary_key"]]
    return [[str(model._meta.pk.column)], *([name for name in columns if name] for columns in unique)]


@pytest.fixture(params=GUARDED, ids=lambda model: model._meta.db_table)
def two_rows(request) -> Iterator[tuple[type[models.Model], list[dict[str, Any]]]]:
    """A guarded table with two rows in it that are unlike in every key."""
    model = request.param
    with undone():
        unchecked(model)
        rows = [row(model, 1_000_001), row(model, 1_000_002)]
        for one in rows:
            insert(model, one)
        yield model, rows
    if connection.vendor == "sqlite":
        sql("PRAGMA ignore_check_constraints=OFF")


def taken(model: type[models.Model], rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Third rows, each of which has one key of the first."""
    for key in keys(model):
        yield {**row(model, 1_000_003), **{name: rows[0][name] for name in key}}


def attacked(model: type[models.Model], attack: Callable[[], object], what: object) -> None:
    """The attack is refused, or changes nothing."""
    before = stored(model)
    try:
        with transaction.atomic():
            attack()
    except DatabaseError:
        pass
    after = stored(model)
    assert [one for one in before if one not in after] == [], (model._meta.db_table, what)


def insert_over(model: type[models.Model], rows: list[dict[str, Any]]) -> None:
    for third in taken(model, rows):
        for verb in ("REPLACE", "INSERT OR REPLACE"):
            attacked(model, partial(insert, model, third, verb), third)


def update_over(model: type[models.Model], rows: list[dict[str, Any]]) -> None:
    for name in {name for key in keys(model) for name in key} - {"until"}:
        attacked(model, partial(replaced, model, name, rows[0][name], rows[1]), name)


def end_over(model: type[models.Model], rows: list[dict[str, Any]]) -> None:
    for key in keys(model):
        if "until" in key:
            other = {**row(model, 1_000_003), **{name: rows[0][name] for name in key}, "until": rows[0]["start"]}
            insert(model, other)
            attacked(model, partial(replaced, model, "until", other["until"], rows[0]), key)


def replaced(model: type[models.Model], column: str, value: Any, where: dict[str, Any]) -> None:
    pk = str(model._meta.pk.column)
    with connection.cursor() as cursor:
        statement = f'UPDATE OR REPLACE {model._meta.db_table} SET "{column}" = %s WHERE "{pk}" = %s'
        cursor.execute(statement, [value, where[pk]])


def upsert(model: type[models.Model], rows: list[dict[str, Any]]) -> None:
    for third in taken(model, rows):
        for key in keys(model):
            target = ", ".join(f'"{name}"' for name in key)
            for column in (f.column for f in columns(model) if f.column not in key and f.column != "until"):
                tail = f'ON CONFLICT ({target}) DO UPDATE SET "{column}" = excluded."{column}"'
                attacked(model, partial(insert, model, third, "INSERT", tail), tail)


def test_no_way_of_writing_takes_the_place_of_a_row(two_rows):
    model, rows = two_rows
    upsert(model, rows)
    if connection.vendor == "sqlite":
        insert_over(model, rows)
        update_over(model, rows)
        # The deletion that REPLACE does is refused by itself, also where no trigger looks for a taken key.
        sql(f"DROP TRIGGER {model._meta.db_table}_no_replace")
        insert_over(model, rows)
        end_over(model, rows)


@sqlite_only
def test_every_connection_refuses_replace_and_the_product_does_not_start_on_one_that_does_not():
    assert triggers.replace_is_refused()
    assert not any("REPLACE" in one for one in startup.reasons_not_to_start())
    sql("PRAGMA recursive_triggers=OFF")
    try:
        assert any("REPLACE" in one for one in startup.reasons_not_to_start())
    finally:
        sql("PRAGMA recursive_triggers=ON")
