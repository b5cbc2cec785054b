"""Signed checkpoints: what the log held, said by a key that is not in the database."""

import base64
import struct

from django.conf import settings
from django.db import transaction

from core import clock, keyring
from core.audit.models import Checkpoint
from core.audit.sealing import frontier_at, seal_all
from core.audit.signing_key import public, read_key, vkey
from core.audit.verifier import Checkpoint as Note
from core.audit.verifier import key_id, root, signed_bytes


class LogContradictsItself(Exception):
    """The last checkpoint's root is no longer the root at its size: the log was rewritten. Nothing is signed."""


def make() -> Checkpoint:
    """Seal what waits and sign the log as it is now; the last one again where nothing has come since.

    Raises LogContradictsItself when an earlier checkpoint no longer fits, KeyUnavailable without the key that signed.
    """
    seal_all()
    with transaction.atomic():
        last = Checkpoint.objects.order_by("-size").first()
        size, frontier = frontier_at(None)
        if last:
            then = Note(last.note)
            if then.size > size or root(frontier_at(then.size)[1]) != then.root:
                raise LogContradictsItself(f"the log no longer agrees with its checkpoint of size {then.size}")
            if not then.signed_by(vkey()):
                raise keyring.KeyUnavailable("the log's signing key is not the one that signed its last checkpoint")
            if then.size == size:
                return last
        return Checkpoint.objects.create(size=size, note=sign(size, root(frontier)))


def sign(size: int, root_hash: bytes) -> str:
    """The signed note that the log of `size` entries has this root, now."""
    key, origin, time = read_key(), settings.LOG_ORIGIN, int(clock.now().timestamp())
    text = f"{origin}\n{size}\n{base64.b64encode(root_hash).decode()}\n"
    signature = key.sign(signed_bytes(text, time))
    blob = key_id(origin, public(key)) + struct.pack(">Q", time) + signature
    return f"{text}\n— {origin} {base64.b64encode(blob).decode()}\n"


def foot() -> str:
    """The last checkpoint in a few words, for the foot of outgoing documents: each holder becomes a witness."""
    last = Checkpoint.objects.order_by("-size").first()
    if last is None:
        return "Log: no checkpoint yet"
    return f"Log: {last.size:,} entries, {Note(last.note).root.hex()[:12]}"
