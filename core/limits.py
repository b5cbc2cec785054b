"""Where locks and limits are kept: a table shared by all workers, of which nothing goes before its time (R: G2)."""

from datetime import datetime
from typing import Any

from django.core.cache.backends.db import DatabaseCache
from django.db import connection


class LimitsCache(DatabaseCache):
    """Django's cache in the database. However many rows there are, only those that have expired are removed."""

    _table: str

    def _cull(self, db: str, cursor: Any, now: datetime, num: int) -> None:
        self._remove(cursor, now)

    def remove_expired(self, now: datetime) -> None:
        """Remove what has expired by `now`."""
        with connection.cursor() as cursor:
            self._remove(cursor, now)

    def _remove(self, cursor: Any, now: datetime) -> None:
        table = connection.ops.quote_name(self._table)
        cursor.execute(f"DELETE FROM {table} WHERE expires < %s", [connection.ops.adapt_datetimefield_value(now)])
