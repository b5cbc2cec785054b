"""Looking for a planted token wherever something could stand in clear: tables, data folder, temporary files, logs."""

import os
import tempfile
from pathlib import Path

from django.conf import settings
from django.db import connection


def holds(token: str, value: object) -> bool:
    raw = bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
    return token.encode() in raw


def in_clear(token: str, since: float) -> list[str]:
    """Where the token stands: tables, and files of the run or changed since that second. None: nowhere."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            found += [table for row in cursor.fetchall() if any(holds(token, value) for value in row)]
    places = [Path(settings.DATA)]
    if log := os.environ.get("SHAWLANDS_TEST_POSTGRES_LOG"):
        places.append(Path(log))
    places += [p for p in Path(tempfile.gettempdir()).iterdir() if p.is_file() and p.stat().st_mtime >= since]
    for place in places:
        for file in place.rglob("*") if place.is_dir() else [place]:
            if file.is_file() and token.encode() in file.read_bytes():
                found.append(str(file))
    return found
