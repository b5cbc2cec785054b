"""How long one statement may run (R: G2): seconds for a page, longer for the worker, imports and commands.

On PostgreSQL the server stops it (`statement_timeout`, said when the connection is made). On SQLite the connection
asks every few thousand steps whether the time is up. Reading the rows of a statement counts with it.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

STEPS = 20_000
"""How many of its steps SQLite takes between two looks at the clock: about a millisecond."""
_seconds: float = settings.WORK_SECONDS
_STOPPED = "57014"
"""PostgreSQL's code for a statement that was stopped."""
_ON_SQLITE = ("interrupted", "database is locked", "database table is locked")


def seconds() -> float:
    """The limit of this process."""
    return _seconds


def for_pages() -> None:
    """From now on this process answers pages: its statements take settings.STATEMENT_SECONDS at most."""
    _set(settings.STATEMENT_SECONDS)


@contextmanager
def of(limit: float) -> Iterator[None]:
    """Within the block this process's limit is another one, for connections that exist as well."""
    before = _seconds
    _set(limit)
    try:
        yield
    finally:
        _set(before)


def _set(limit: float) -> None:
    global _seconds
    _seconds = limit
    for connection in connections.all(initialized_only=True):
        if connection.connection is not None:
            _apply(connection)


def reached(error: BaseException | None) -> bool:
    """Whether a statement was stopped because it took too long, or waited too long for another."""
    if not isinstance(error, DatabaseError):
        return False
    return getattr(error.__cause__, "pgcode", None) == _STOPPED or str(error) in _ON_SQLITE


def _apply(connection: BaseDatabaseWrapper) -> None:
    """Tell a connection that has been made what the limit is."""
    if connection.vendor == "postgresql":
        with connection.connection.cursor() as cursor:
            cursor.execute(f"SET statement_timeout = '{_seconds}s'")


def _begin(connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    if connection.vendor != "sqlite":
        _apply(connection)
        return
    until = [float("inf")]

    def started(execute: Callable[..., Any], *args: Any) -> Any:
        until[0] = time.monotonic() + _seconds
        return execute(*args)

    connection.execute_wrappers[:] = [
        wrapper for wrapper in connection.execute_wrappers if wrapper.__name__ != started.__name__
    ]
    connection.execute_wrappers.append(started)
    connection.connection.set_progress_handler(lambda: time.monotonic() > until[0], STEPS)


def watch() -> None:
    """Give each connection its limit as soon as it is made."""
    connection_created.connect(_begin, dispatch_uid="time_limits")
