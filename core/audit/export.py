"""The log as a file that anyone can verify offline (docs/log-format.md)."""

import json
from typing import BinaryIO

from django.conf import settings
from django.db import connection, transaction

from core.audit import signing_key
from core.audit.models import Checkpoint
from core.audit.render import sealed_rows
from core.audit.sealing import frontier_at, seal_all
from core.audit.verifier import TAIL, Around, root

NO_PLACE = (
    "SELECT count(*) FROM audit_entry e WHERE NOT EXISTS (SELECT 1 FROM audit_seal s WHERE s.entry_id = e.id)"
    " AND NOT EXISTS (SELECT 1 FROM audit_pending p WHERE p.entry_id = e.id)"
)


def unsealed() -> int:
    """Entries with neither a place nor a note that they wait for one: sealing was bypassed."""
    with connection.cursor() as cursor:
        cursor.execute(NO_PLACE)
        return int(cursor.fetchone()[0])


def export(out: BinaryIO) -> int:
    """Write the whole log to `out`; returns the number of entries. An entry that is gone leaves its gap."""
    seal_all()
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if connection.vendor == "postgresql" and outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        size, frontier = frontier_at(None)
        header = {
            "log": settings.LOG_ORIGIN,
            "format": 1,
            "vkey": signing_key.vkey(),
            "size": size,
            "root": root(frontier).hex(),
            "unsealed": unsealed(),
        }
        out.write(json.dumps(header, separators=(",", ":")).encode() + b"\n")
        for note in Checkpoint.objects.order_by("size").values_list("note", flat=True):
            out.write(json.dumps({"checkpoint": note}, ensure_ascii=False).encode() + b"\n")
        around = Around()
        for n, node, _, body in sealed_rows():
            if body is not None:
                head = b'{"n":"%012d","node":"%s","entry":' % (n, node.hex().encode())
                line = head + body + TAIL
                around.add([line])
                out.write(line)
        out.write(b'{"heads":"%s"}\n' % str(around).encode())
    return size
