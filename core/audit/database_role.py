"""What the application's role on PostgreSQL must not be able to do: get round the rules of the log (R: T2)."""

from typing import Any

from django.db import connection as default
from django.db.backends.base.base import BaseDatabaseWrapper

from core.audit import triggers

SERVER_ROLES = ("pg_execute_server_program", "pg_write_server_files", "pg_read_server_files")
ADVICE = "docs/operations.md says how to make the role"


def faults(connection: BaseDatabaseWrapper | None = None) -> list[str]:
    """What the role of this connection may do and must not, a sentence each. None on SQLite, which has no roles."""
    connection = connection or default
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        role, superuser, makes_roles = _one(
            cursor, "SELECT rolname, rolsuper, rolcreaterole FROM pg_roles WHERE rolname = current_user"
        )
        who = f"DATABASE_URL's role {role}"
        if superuser:
            return [f"{who} is a superuser. Use a role that owns nothing: {ADVICE}."]
        wrong = []
        if makes_roles:
            wrong.append(f"{who} can make roles. Run, as a superuser: ALTER ROLE {role} NOCREATEROLE.")
        if owned := _owned(cursor):
            wrong.append(f"{who} owns {owned}, itself or through another role. Use a role that owns nothing: {ADVICE}.")
        wrong += _dangerous(cursor, role)
        if tables := _too_many_rights(cursor):
            wrong.append(f"{who} has more rights than it needs on {tables}. Run `manage.py prepare` as the owner.")
        return wrong


def _one(cursor: Any, statement: str) -> tuple[Any, ...]:
    cursor.execute(statement)
    return tuple(cursor.fetchone())


def _listed(cursor: Any, statement: str, *values: Any) -> str:
    """The names that a statement gives: the first few of them."""
    cursor.execute(statement, values or None)
    names = [name for (name,) in cursor.fetchall()]
    return ", ".join(names[:5]) + (" and others" if len(names) > 5 else "")


def _owned(cursor: Any) -> str:
    return _listed(
        cursor,
        """
        WITH own (oid) AS (SELECT oid FROM pg_roles WHERE pg_has_role(current_user, oid, 'MEMBER'))
        SELECT 'the database' FROM pg_database WHERE datname = current_database() AND datdba IN (SELECT oid FROM own)
        UNION ALL
        SELECT 'the schema ' || nspname FROM pg_namespace WHERE nspname = 'public' AND nspowner IN (SELECT oid FROM own)
        UNION ALL
        SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p', 'v', 'm', 'S') AND c.relowner IN (SELECT oid FROM own)
        UNION ALL
        SELECT p.proname FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
        WHERE n.nspname = 'public' AND p.proowner IN (SELECT oid FROM own)
        """,
    )


def _dangerous(cursor: Any, role: str) -> list[str]:
    wrong = []
    held = _listed(
        cursor,
        "SELECT rolname FROM pg_roles WHERE rolname = ANY(%s) AND pg_has_role(current_user, oid, 'MEMBER')",
        list(SERVER_ROLES),
    )
    if held:
        wrong.append(f"DATABASE_URL's role {role} can use the server's files or programs. Revoke {held} from it.")
    if _one(cursor, "SELECT has_schema_privilege(current_user, 'public', 'CREATE')")[0]:
        wrong.append(
            f"DATABASE_URL's role {role} can make tables and functions. Run, as a superuser in this database: "
            f"REVOKE CREATE ON SCHEMA public FROM PUBLIC, {role}."
        )
    version = _one(cursor, "SELECT current_setting('server_version_num')::int")[0]
    parameter = "session_replication_role"
    if version >= 150000 and _one(cursor, f"SELECT has_parameter_privilege('{parameter}', 'SET')")[0]:
        wrong.append(f"DATABASE_URL's role {role} can set {parameter}. Run: REVOKE SET ON PARAMETER {parameter}.")
    return wrong


def _too_many_rights(cursor: Any) -> str:
    once = [model._meta.db_table for model in triggers.RULES.append_only]
    spans = [model._meta.db_table for model in triggers.RULES.only_ends]
    return _listed(
        cursor,
        """
        SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND (
            has_table_privilege(c.oid, 'TRIGGER') OR has_table_privilege(c.oid, 'TRUNCATE')
            OR (c.relname = ANY(%s) AND (
                has_table_privilege(c.oid, 'UPDATE') OR has_table_privilege(c.oid, 'DELETE')))
            OR (c.relname = ANY(%s) AND has_any_column_privilege(c.oid, 'UPDATE')))
        ORDER BY c.relname
        """,
        once + spans,
        once,
    )
