"""Giving each committed entry its place in the tree.

Done after the commit, in groups, by the worker and before anything is exported, signed or verified. Nothing
in the way of a page: a chain inside the transaction would hold one lock over every commit.
"""

import logging

from django.db import connection, transaction

from core.audit.models import Seal
from core.audit.render import body, columns
from core.audit.verifier import leaf, push

GROUP = 500
LOCK = 7347601  # any number, the same for all processes
logger = logging.getLogger("shawlands.audit")


def seal_group(most: int = GROUP) -> int:
    """Give up to `most` waiting entries their places; returns how many: 0 as well if another process is sealing."""
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
            if not cursor.fetchone()[0]:
                return 0
        cursor.execute(
            "DELETE FROM audit_pending WHERE entry_id IN "
            "(SELECT p.entry_id FROM audit_pending p JOIN audit_entry e ON e.id = p.entry_id "
            "ORDER BY p.entry_id LIMIT %s) RETURNING entry_id",
            [most],
        )
        ids = sorted(row[0] for row in cursor.fetchall())
        if not ids:
            return 0
        size, frontier = frontier_at(None)
        places = ",".join(["%s"] * len(ids))
        cursor.execute(
            f"SELECT e.id, {columns()} FROM audit_entry e WHERE e.id IN ({places}) ORDER BY e.id",
            ids,
        )
        seals = []
        for entry_id, *row in cursor.fetchall():
            node = push(frontier, size, leaf(body(tuple(row))))
            size += 1
            seals.append(Seal(n=size, entry_id=entry_id, node=node))
        Seal.objects.bulk_create(seals)
        return len(seals)


def seal_all() -> int:
    """Seal until nothing waits; returns how many entries got their place."""
    total = 0
    while sealed := seal_group():
        total += sealed
    return total


def frontier_at(size: int | None) -> tuple[int, list[bytes]]:
    """The size (default: all that is sealed) and the roots of its perfect subtrees, largest first."""
    if size is None:
        last = Seal.objects.order_by("-n").values_list("n", flat=True).first()
        size = last or 0
    ends, at, bit = [], 0, 1 << 62
    while bit:
        if size & bit:
            at += bit
            ends.append(at)
        bit >>= 1
    nodes = dict(Seal.objects.filter(n__in=ends).values_list("n", "node"))
    return size, [bytes(nodes[end]) for end in ends]
