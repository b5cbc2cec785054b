"""Signed checkpoints: what the log held, said by a key that is not in the database."""

import base64
import struct
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from django.conf import settings
from django.db import transaction

from core import clock, keyring
from core.audit.models import Checkpoint
from core.audit.sealing import frontier_at, seal_all
from core.audit.verifier import Checkpoint as Note
from core.audit.verifier import key_id, root, signed_bytes, write_vkey


class LogContradictsItself(Exception):
    """The last checkpoint's root is no longer the root at its size: the log was rewritten. Nothing is signed."""


def key_path() -> Path:
    return settings.KEYS / "log.key"


def create_key() -> None:
    """Make the log's signing key. Raises FileExistsError where there is one."""
    settings.KEYS.mkdir(parents=True, exist_ok=True, mode=0o700)
    pem = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    keyring.write_private(key_path(), pem.decode())


def _key() -> Ed25519PrivateKey:
    try:
        key = load_pem_private_key(key_path().read_bytes(), password=None)
    except (OSError, ValueError) as error:
        raise keyring.KeyUnavailable("the log's signing key cannot be read") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise keyring.KeyUnavailable("the log's signing key is of another kind")
    if not keyring.random(key.private_bytes_raw()):
        raise keyring.KeyUnavailable("the log's signing key was not made at random")
    return key


def _public(key: Ed25519PrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def vkey() -> str:
    """The log's public key as one line, to be kept outside."""
    return write_vkey(settings.LOG_ORIGIN, _public(_key()))


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
    key, origin, time = _key(), settings.LOG_ORIGIN, int(clock.now().timestamp())
    text = f"{origin}\n{size}\n{base64.b64encode(root_hash).decode()}\n"
    signature = key.sign(signed_bytes(text, time))
    blob = key_id(origin, _public(key)) + struct.pack(">Q", time) + signature
    return f"{text}\n— {origin} {base64.b64encode(blob).decode()}\n"


def foot() -> str:
    """The last checkpoint in a few words, for the foot of outgoing documents: each holder becomes a witness."""
    last = Checkpoint.objects.order_by("-size").first()
    if last is None:
        return "Log: no checkpoint yet"
    return f"Log: {last.size:,} entries, {Note(last.note).root.hex()[:12]}"
