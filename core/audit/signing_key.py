"""The key that signs the log's checkpoints. It is in a file, not in the database."""

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

from core import keyring
from core.audit.verifier import write_vkey


def key_path() -> Path:
    """Where the key is kept."""
    return settings.KEYS / "log.key"


def create_key() -> None:
    """Make the log's signing key. Raises FileExistsError where there is one."""
    settings.KEYS.mkdir(parents=True, exist_ok=True, mode=0o700)
    pem = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    keyring.write_private(key_path(), pem.decode())


def read_key() -> Ed25519PrivateKey:
    """The signing key. Raises KeyUnavailable where it cannot be read, is of another kind, or was not made at random."""
    try:
        key = load_pem_private_key(key_path().read_bytes(), password=None)
    except (OSError, ValueError) as error:
        raise keyring.KeyUnavailable("the log's signing key cannot be read") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise keyring.KeyUnavailable("the log's signing key is of another kind")
    if not keyring.random(key.private_bytes_raw()):
        raise keyring.KeyUnavailable("the log's signing key was not made at random")
    return key


def public(key: Ed25519PrivateKey) -> bytes:
    """The public half, 32 bytes."""
    return key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def vkey() -> str:
    """The log's public key as one line, to be kept outside."""
    return write_vkey(settings.LOG_ORIGIN, public(read_key()))
