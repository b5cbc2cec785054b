"""The canonical bytes of an entry, rendered from the columns that pages show (docs/log-format.md).

One statement and one function serve sealing, export and verification, so that an honest log never
contradicts itself and an altered column always does.
"""

import json
from collections.abc import Iterator
from json.encoder import encode_basestring as quote

from django.db import connection

COLUMNS = {
    "postgresql": """e.action, e.actor_id,
        to_char(e.timestamp AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
        e.changes::text, e.cid, e.additional_data::text, e.kind, e.object_pk, host(e.remote_addr)""",
    "sqlite": """e.action, e.actor_id, CAST(e.timestamp AS TEXT),
        e.changes, e.cid, e.additional_data, e.kind, e.object_pk, e.remote_addr""",
}
Row = tuple[int, int | None, str, str | None, str | None, str | None, str, str, str | None]


def columns() -> str:
    """The select list, of the entry table as `e`, whose rows `body` takes."""
    return COLUMNS[connection.vendor]


def body(row: Row) -> bytes:
    """The canonical bytes of one entry."""
    action, actor, at, changes, cid, data, kind, thing, address = row
    if len(at) != 27 or at[10] != "T":  # SQLite keeps "2026-11-24 08:15:00[.123456]"
        day, _, rest = at.replace("T", " ").rstrip("Z").partition(" ")
        clock, _, micro = rest.partition(".")
        at = f"{day}T{clock}.{micro:0<6}Z"
    return (
        f'{{"action":{action},"actor":{_text(None if actor is None else str(actor))},"at":{quote(at)},'
        f'"changes":{_json(changes)},"cid":{_text(cid)},"data":{_json(data)},"kind":{quote(kind)},'
        f'"object":{quote(thing)},"remote_addr":{_text(address)},"v":1}}'
    ).encode()


def _text(value: str | None) -> str:
    return "null" if value is None else quote(value)


def _json(value: str | None) -> str:
    if value is None:
        return "null"
    return json.dumps(json.loads(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def sealed_rows() -> Iterator[tuple[int, bytes, int, bytes | None]]:
    """All sealed places in order: position, node, entry's id, canonical bytes (None: the entry is gone)."""
    with connection.cursor() as cursor:
        fetch = cursor
        if connection.vendor == "postgresql" and connection.in_atomic_block:
            fetch = connection.chunked_cursor()
        fetch.execute(
            f"SELECT s.n, s.node, s.entry_id, e.id, {columns()} FROM audit_seal s "
            "LEFT JOIN audit_entry e ON e.id = s.entry_id ORDER BY s.n"
        )
        while rows := fetch.fetchmany(2000):
            for n, node, entry_id, entry_pk, *row in rows:
                yield n, bytes(node), entry_id, None if entry_pk is None else body(tuple(row))
        if fetch is not cursor:
            fetch.close()
