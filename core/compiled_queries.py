"""Queries that are built once and run often.

Building the need-to-know query in the ORM costs ten times what running it does, and planning it costs PostgreSQL
twenty times what running it does. Here a query is compiled once a process, with placeholders; PostgreSQL plans it
once a connection. What it asks is still written in the ORM, where it belongs. `Prepared` gives rows or objects,
`Condition` a part of other querysets.
"""

import itertools
import re
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID
from weakref import WeakKeyDictionary

from django.db import connection
from django.db.models import BooleanField, Expression, F, QuerySet, UUIDField
from django.db.models.query import get_related_populators

PLACES: dict[str, Any] = {
    "reader": 900_000_000_000_001,
    "record": 900_000_000_000_002,
    "person": 900_000_000_000_003,
    "before": 900_000_000_000_004,
    "at": datetime(1901, 2, 3, 4, 5, 6, 789_012, tzinfo=UTC),
    "since": datetime(1901, 2, 3, 4, 5, 6, 789_013, tzinfo=UTC),
    "today": date(1901, 2, 4),
    "word": "the word in question",
    "public_id": UUID(int=900_000_000_000_005),
}
"""Stand-ins that no real value equals; each is replaced when the query runs."""
MOMENTS = {"at", "since"}
TYPES = {"at": "timestamptz", "since": "timestamptz", "today": "date", "word": "text", "public_id": "uuid"}
"""PostgreSQL's types of the places that are not numbers."""
MANY = 26
"""How many ids stand in the place of `many`: a page of a list and one more."""
MANY_PLACES = {f"many_{n}": 900_000_000_000_100 + n for n in range(MANY)}

Slots = list[tuple[str | None, Any]]
Compiled = tuple[str, Slots]
_numbers = itertools.count(1)
_planned: WeakKeyDictionary[Any, set[str]] = WeakKeyDictionary()
"""For each connection to PostgreSQL, the names of the statements that it has planned."""


def adapted(name: str, value: Any) -> Any:
    """A value as the database's driver takes it."""
    if name in MOMENTS:
        return connection.ops.adapt_datetimefield_value(value)
    if name == "today":
        return connection.ops.adapt_datefield_value(value)
    if name == "public_id":
        return UUIDField().get_db_prep_value(value, connection)
    return str(value) if name == "word" else value


def compiler_of(build: Callable[..., QuerySet]) -> Any:
    """What makes the statement of `build(**PLACES)`, and reads its rows."""
    return build(**PLACES, many=list(MANY_PLACES.values())).query.get_compiler(connection=connection)


def compiled(compiler: Any) -> Compiled:
    """The compiler's statement, and for each of its parameters the place that it fills, or its value."""
    sql, params = compiler.as_sql()
    places = [(name, adapted(name, value)) for name, value in (PLACES | MANY_PLACES).items()]
    slots = []
    for param in params:
        name = next((n for n, stand_in in places if type(param) is type(stand_in) and param == stand_in), None)
        slots.append((name, None if name else param))
    return sql, slots


class Condition:
    """A condition on a row, built once by `build(**PLACES)` and used in many querysets.

    `build` gives a queryset of rows that fulfil it, which may speak of the row by its primary key alone.
    """

    def __init__(self, build: Callable[..., QuerySet]) -> None:
        self.build = build
        self.compiled: dict[str, Compiled] = {}

    def holds(self, **values: Any) -> Expression:
        """The condition for these values of PLACES, to be given to `filter`."""
        return Holds(self, tuple(values.items()))

    def text(self) -> Compiled:
        """What follows WHERE, with ROW for the row's key. Its aliases are names that no query around it has."""
        known = self.compiled.get(connection.vendor)
        if known is None:
            sql, slots = compiled(compiler_of(self.build))
            meta = self.build(**PLACES, many=[]).model._meta
            where = sql.split(" WHERE ", 1)[1]
            where = re.sub(r"\b([A-Z]+[0-9]+)\b", r"within_\1", where)
            where = where.replace(f'"{meta.db_table}"."{meta.pk.column}"', ROW)
            known = self.compiled[connection.vendor] = (where, slots)
        return known


ROW = "{the row}"


class Holds(Expression):
    """A Condition with its values, in a query."""

    conditional = True

    def __init__(self, condition: Condition, values: tuple[tuple[str, Any], ...]) -> None:
        super().__init__(output_field=BooleanField())
        self.condition, self.values = condition, values
        self.row: Any = F("pk")

    def get_source_expressions(self) -> list[Any]:
        return [self.row]

    def set_source_expressions(self, expressions: Sequence[Any]) -> None:
        (self.row,) = expressions

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        where, slots = self.condition.text()
        given = {name: adapted(name, value) for name, value in self.values}
        row, none = compiler.compile(self.row)
        assert not none, "a row's key is a column"
        return f"({where.replace(ROW, row)})", tuple(given[name] if name else fixed for name, fixed in slots)


class Reading:
    """How objects are made from the rows of a compiled statement, as Django does."""

    def __init__(self, compiler: Any) -> None:
        described, select = compiler.klass_info, compiler.select
        fields = described["select_fields"]
        self.compiler, self.model = compiler, described["model"]
        self.own = slice(fields[0], fields[-1] + 1)
        self.names = [column[0].target.attname for column in select[self.own]]
        self.related = get_related_populators(described, select, connection.alias)  # type: ignore[call-arg]
        self.annotations = list(compiler.annotation_col_map.items())
        self.converters = compiler.get_converters([column[0] for column in select[: compiler.col_count]])

    def objects(self, rows: Sequence[tuple[Any, ...]]) -> list[Any]:
        """An object for each row."""
        instances = []
        for row in self.compiler.apply_converters(rows, self.converters) if self.converters else rows:
            instance = self.model.from_db(connection.alias, self.names, row[self.own])
            for populator in self.related:
                populator.populate(row, instance)
            for name, place in self.annotations:
                setattr(instance, name, row[place])
            instances.append(instance)
        return instances


class Statement:
    """A query as it is compiled for one kind of database: the places in its text, and how its objects are made."""

    def __init__(self, build: Callable[..., QuerySet]) -> None:
        compiler = compiler_of(build)
        self.sql, self.slots = compiled(compiler)
        self.names = list(dict.fromkeys(name for name, _ in self.slots if name))
        self.reading = Reading(compiler) if compiler.klass_info else None


class Prepared:
    """A query built by `build(**PLACES)`, run with the values given to `rows` or `objects`."""

    def __init__(self, build: Callable[..., QuerySet]) -> None:
        self.build, self.name = build, f"shawlands_{next(_numbers)}"
        self.statements: dict[str, Statement] = {}

    def _statement(self) -> Statement:
        known = self.statements.get(connection.vendor)
        if known is None:
            known = self.statements[connection.vendor] = Statement(self.build)
        return known

    def rows(self, **values: Any) -> Sequence[tuple[Any, ...]]:
        """The rows for these values; each name is one of PLACES, or `many` ids, at most MANY. Raises ValueError where
        the statement asks for others: one that it does not ask for would be left out of the question."""
        if "many" in values:
            ids = [*values.pop("many"), *[0] * MANY]
            values |= {name: ids[n] for n, name in enumerate(MANY_PLACES)}
        statement = self._statement()
        if set(statement.names) != set(values):
            raise ValueError(f"{self.name} takes {', '.join(statement.names)}")
        given = {name: adapted(name, value) for name, value in values.items()}
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                self._plan(cursor, statement)
                places = _in_brackets(["%s"] * len(statement.names))
                cursor.execute(f"EXECUTE {self.name}{places}", [given[name] for name in statement.names])
            else:
                cursor.execute(statement.sql, [given[name] if name else fixed for name, fixed in statement.slots])
            return cursor.fetchall()

    def objects(self, **values: Any) -> list[Any]:
        """The objects for these values, with what the query selects and annotates."""
        rows, reading = self.rows(**values), self._statement().reading
        assert reading, "a query that asks for objects"
        return reading.objects(rows)

    def first(self, **values: Any) -> Any:
        """The first of these objects, or None."""
        return next(iter(self.objects(**values)), None)

    def _plan(self, cursor: Any, statement: Statement) -> None:
        """Have this connection plan the statement, once: `$1` and so on for what changes, the rest as it is."""
        planned = _planned.setdefault(connection.connection, set())
        if self.name in planned:
            return
        types = [TYPES.get(name, "bigint") for name in statement.names]
        numbered = {name: f"${number}" for number, name in enumerate(statement.names, start=1)}
        parts, texts = statement.sql.split("%s"), []
        for name, fixed in statement.slots:
            texts.append(numbered[name] if name else cursor.mogrify("%s", [fixed]).decode())
        whole = "".join(part + text for part, text in zip(parts, [*texts, ""], strict=True)).replace("%%", "%")
        cursor.execute(f"PREPARE {self.name}{_in_brackets(types)} AS {whole}")
        planned.add(self.name)


def _in_brackets(parts: list[str]) -> str:
    return f" ({', '.join(parts)})" if parts else ""


def as_moment(value: Any) -> datetime:
    """A moment as the database gives it: SQLite gives text for an expression."""
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
