"""What an attacker with the database can do: each takes the triggers away first, as only an owner can."""

from typing import Any

from django.db import connection

from core.audit import triggers


def sql(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)


def as_owner(statement: str, *values: Any) -> None:
    """Change what triggers protect, and put them back as if nothing had happened."""
    if connection.vendor == "postgresql":
        sql("SET CONSTRAINTS ALL IMMEDIATE")
    triggers.remove()
    try:
        sql(statement, *values)
        if connection.vendor == "postgresql":
            sql("SET CONSTRAINTS ALL IMMEDIATE")
    finally:
        triggers.install()


def entry_at(n: int) -> int:
    """The id of the entry at position `n` of the log."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT entry_id FROM audit_seal WHERE n = %s", [n])
        return int(cursor.fetchone()[0])
