"""Rules that the database itself keeps: what is append-only, what may only be ended.

Apps name their tables here in AppConfig.ready. The triggers are installed after every migration and
compared with those in the database at every start (`missing`). There is no switch to turn them off.
"""

from dataclasses import dataclass, field
from typing import Any

from django.db import connection, models

FUNCTIONS = {
    "shawlands_append_only": ("BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = '23001'; END"),
    "shawlands_only_ends": (
        "BEGIN IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - 'until' = to_jsonb(OLD) - 'until' "
        "AND NEW.until <= OLD.until AND NEW.until >= NEW.start THEN RETURN NEW; END IF; "
        "RAISE EXCEPTION '% can only be ended', TG_TABLE_NAME USING ERRCODE = '23001'; END"
    ),
    "shawlands_note_pending": "BEGIN INSERT INTO {pending} (entry_id) VALUES (NEW.id); RETURN NULL; END",
}


@dataclass
class Rules:
    """The tables that the apps have named."""

    append_only: list[type[models.Model]] = field(default_factory=list)
    only_ends: list[type[models.Model]] = field(default_factory=list)
    pending: tuple[type[models.Model], type[models.Model]] | None = None


RULES = Rules()


def append_only(*named: type[models.Model]) -> None:
    """Rows of these tables are never changed or removed."""
    RULES.append_only.extend(named)


def only_ends(*named: type[models.Model]) -> None:
    """Of these spans nothing changes but `until`, and that only to an earlier time."""
    RULES.only_ends.extend(named)


def note_pending(entry: type[models.Model], pending: type[models.Model]) -> None:
    """Each new row of `entry` is noted in `pending` by the database, so that no way of writing misses it."""
    RULES.pending = (entry, pending)


def wanted() -> dict[str, str]:
    """The triggers that must stand: name to the statement that makes it, for this database."""
    build = _postgres if connection.vendor == "postgresql" else _sqlite
    statements: dict[str, str] = {}
    for model in RULES.append_only:
        statements |= build(model, "append_only")
    for model in RULES.only_ends:
        statements |= build(model, "only_ends")
    if RULES.pending:
        statements |= build(RULES.pending[0], "note_pending")
    return statements


def _quoted(model: type[models.Model]) -> str:
    return model._meta.db_table


def _sqlite(model: type[models.Model], rule: str) -> dict[str, str]:
    table, key = _quoted(model), model._meta.pk.column
    if rule == "note_pending":
        pending = RULES.pending[1]._meta.db_table  # type: ignore[index]
        return {
            f"{table}_pending": f"CREATE TRIGGER {table}_pending AFTER INSERT ON {table} "
            f"BEGIN INSERT INTO {pending} (entry_id) VALUES (NEW.id); END"
        }
    columns = [f.column for f in model._meta.concrete_fields if f.column != "until"]
    changed = " OR ".join(f"NEW.{c} IS NOT OLD.{c}" for c in columns)
    when = {
        "append_only": "",
        "only_ends": f"WHEN NEW.until > OLD.until OR NEW.until < NEW.start OR {changed} ",
    }[rule]
    keys = [[str(key)], *_unique_columns(model)]
    taken = [" AND ".join(f"{column} = NEW.{column}" for column in unique) for unique in keys]
    stop = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    return {
        f"{table}_no_update": f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} {when}{stop}",
        f"{table}_no_delete": f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {stop}",
        # INSERT OR REPLACE passes the triggers above: refuse a row whose key is taken.
        f"{table}_no_replace": f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "
        f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {' OR '.join(f'({test})' for test in taken)}) {stop}",
    }


def _unique_columns(model: type[models.Model]) -> list[list[str]]:
    """The columns of each unique key: REPLACE removes a row that shares any of them."""
    single = [[str(f.column)] for f in model._meta.concrete_fields if f.unique and not f.primary_key]
    joint = [
        [str(model._meta.get_field(name).column) for name in constraint.fields]  # type: ignore[union-attr]
        for constraint in model._meta.constraints
        if isinstance(constraint, models.UniqueConstraint) and constraint.fields and not constraint.condition
    ]
    return single + joint


def _postgres(model: type[models.Model], rule: str) -> dict[str, str]:
    table = _quoted(model)
    if rule == "note_pending":
        return {
            f"{table}_pending": f"CREATE TRIGGER {table}_pending AFTER INSERT ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION shawlands_note_pending()"
        }
    return {
        f"{table}_no_update": f"CREATE TRIGGER {table}_no_update BEFORE DELETE OR UPDATE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION shawlands_{rule}()",
        f"{table}_no_truncate": f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION shawlands_append_only()",
    }


def refuse_replace(connection: Any, **kwargs: Any) -> None:
    """On each new connection: SQLite's REPLACE deletes the rows that stand in the way, and the triggers see it do so.
    Called by Django (`connection_created`)."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA recursive_triggers=ON")


def replace_is_refused() -> bool:
    """Whether on this connection no row can be taken away by putting another in its place."""
    if connection.vendor != "sqlite":
        return True
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA recursive_triggers")
        return bool(cursor.fetchone()[0])


def install() -> None:
    """Install all triggers whose tables exist. Needs the owner of the tables."""
    remove()
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            pending = RULES.pending[1]._meta.db_table if RULES.pending else ""
            for name, body in FUNCTIONS.items():
                text = body.replace("{pending}", pending)
                cursor.execute(
                    f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $f${text}$f$",
                    None,
                )
        for name, statement in wanted().items():
            table = statement.split(" ON ", 1)[1].split()[0]
            if table not in tables:
                continue
            cursor.execute(statement, None)
            if connection.vendor == "postgresql":
                cursor.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}", None)


def remove() -> None:
    """Remove the triggers: only before they are installed again, and in tests."""
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for name, statement in wanted().items():
            table = statement.split(" ON ", 1)[1].split()[0]
            if table in tables:
                on = f" ON {table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}", None)


def missing() -> list[str]:
    """The names of triggers that do not stand as they should: absent, altered or disabled."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT t.tgname, t.tgenabled::text, pg_get_triggerdef(t.oid), p.prosrc "
                "FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid WHERE NOT t.tgisinternal"
            )
            pending = RULES.pending[1]._meta.db_table if RULES.pending else ""
            bodies = {text.replace("{pending}", pending) for text in FUNCTIONS.values()}
            standing = {
                name: enabled == "A" and source in bodies and _plain(definition)
                for name, enabled, definition, source in cursor.fetchall()
            }
        else:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            standing = {name: _plain(sql) for name, sql in cursor.fetchall()}
    return sorted(name for name, statement in wanted().items() if standing.get(name) != _plain(statement))


def _plain(statement: str) -> str:
    return " ".join(statement.replace("public.", "").replace("EXECUTE PROCEDURE", "EXECUTE FUNCTION").split())


def install_after_migrating(**kwargs: Any) -> None:
    """Install all triggers again, after a migration (and after a flush in tests)."""
    install()
