"""The database's statistics for planning statements: refreshed after many rows were added at once.

On PostgreSQL only a table's owner may do that, and the application owns nothing: a function of the owner's does it,
for the owner's own tables and nothing else.
"""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db import connection, models

FUNCTION = "shawlands_analyze(text[])"
_BODY = """
DECLARE place regclass;
BEGIN
    FOR place IN
        SELECT c.oid FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = 'public' AND c.relkind = 'r' AND c.relname = ANY (tables)
            AND c.relowner = (SELECT oid FROM pg_roles WHERE rolname = current_user)
    LOOP
        EXECUTE format('ANALYZE %s', place);
    END LOOP;
END
"""


def install(**kwargs: Any) -> None:
    """Make the owner's function. Needs the owner of the tables; nobody else may run it until it is granted."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE OR REPLACE FUNCTION shawlands_analyze(tables text[]) RETURNS void LANGUAGE plpgsql "
            f"SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $f${_BODY}$f$",
            None,
        )
        cursor.execute(f"REVOKE ALL ON FUNCTION {FUNCTION} FROM PUBLIC")


def refresh(filled: Iterable[type[models.Model]]) -> None:
    """Analyse these models' tables: a sample of each."""
    _analyse(sorted({model._meta.db_table for model in filled}))


def refresh_all() -> None:
    """Analyse all tables. Run by `manage.py prepare`, as their owner."""
    refresh(apps.get_models())


def _analyse(tables: list[str]) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT public.shawlands_analyze(%s)", [tables])
            return
        cursor.execute("PRAGMA analysis_limit = 1000")
        for table in tables:
            cursor.execute(f"ANALYZE {connection.ops.quote_name(table)}")
