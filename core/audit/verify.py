"""Verifying the log in the database, from the columns that pages show."""

from django.contrib.contenttypes.models import ContentType

from core.audit import signing_key, triggers
from core.audit.export import unsealed
from core.audit.models import Checkpoint, Entry
from core.audit.render import sealed_rows
from core.audit.sealing import seal_all
from core.audit.verifier import Bad, leaf, push, root
from core.audit.verifier import Checkpoint as Note


def verify(outside: list[Note] | None = None) -> int:
    """Verify every entry and every checkpoint; returns the number of entries.

    Raises Bad with the first entry that does not fit, and why. `outside`: checkpoints that had left.
    """
    seal_all()
    vkey = signing_key.vkey()
    known = sorted(
        [*(Note(note) for note in Checkpoint.objects.values_list("note", flat=True)), *(outside or [])],
        key=lambda note: note.size,
    )
    for checkpoint in known:
        if not checkpoint.signed_by(vkey):
            raise Bad(f"the checkpoint of size {checkpoint.size} is not signed by this log's key")
    frontier: list[bytes] = []
    expected = iter(known)
    note: Note | None = next(expected, None)
    done = good = 0
    for n, node, entry_id, body in sealed_rows():
        if n != done + 1:
            raise Bad(f"entry {done + 1} has lost its place: the next is number {n}")
        if body is None:
            raise Bad(f"entry {n} (id {entry_id}) is gone: removed after it was sealed")
        if push(frontier, done, leaf(body)) != node:
            raise Bad(f"entry {n} (id {entry_id}) is not what was sealed: changed, inserted or swapped")
        done = n
        while note and note.size == done:
            if root(frontier) != note.root:
                raise Bad(f"entry {good + 1} or a later one, up to {note.size}, was rewritten after the checkpoint")
            good, note = note.size, next(expected, None)
    if note and note.size > done:
        raise Bad(f"entry {done + 1} is gone: the log was cut back to {done} entries; a checkpoint has {note.size}")
    if bypassed := unsealed():
        raise Bad(f"{bypassed} entries were never given a place in the log: sealing was bypassed")
    if wrong := _wrong_kinds():
        raise Bad(f"the entry with id {wrong} names another kind of thing than its content type")
    if absent := triggers.missing():
        raise Bad(f"these triggers do not stand as they should: {', '.join(absent)}")
    return done


def _wrong_kinds() -> int | None:
    """The id of an entry whose content type says something else than its kind; models since removed excepted."""
    labels = {ct.pk: f"{ct.app_label}.{ct.model}" for ct in ContentType.objects.all()}
    for pk, kind in Entry.objects.order_by().values_list("content_type_id", "kind").distinct():
        if labels.get(pk) != kind:
            first_wrong = Entry.objects.filter(content_type_id=pk, kind=kind).values_list("pk", flat=True).first()
            return first_wrong
    return None
