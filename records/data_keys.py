"""Data keys: each thing that is sealed has one of its own, wrapped by the school's key."""

import secrets

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from core import clock, keyring
from records.models.sealed import DataKey


class SecretKey:
    """A data key in memory, while something is being sealed or opened."""

    def __init__(self, row: DataKey, key: bytes) -> None:
        self.row, self.aes = row, AESGCM(key)


def wrapping_place(row: DataKey) -> str:
    return f"records.datakey|{row.public_id}"


def new_key() -> SecretKey:
    """A new data key, stored wrapped by the school's key. Raises KeyUnavailable."""
    key = secrets.token_bytes(32)
    row = DataKey()
    row.wrapped = keyring.encrypt(key, wrapping_place(row))
    row.save()
    return SecretKey(row, key)


def unwrap(row: DataKey) -> SecretKey:
    """The data key of a row. Raises KeyUnavailable where the school's key is missing, wrong, or it was destroyed."""
    if row.destroyed_at:
        raise keyring.KeyUnavailable("the key of this was destroyed")
    return SecretKey(row, keyring.decrypt(bytes(row.wrapped), wrapping_place(row)))


def destroy(row: DataKey) -> None:
    """Destroy a data key: whatever was sealed under it opens never again."""
    row.wrapped, row.destroyed_at = b"", clock.now()
    row.save(update_fields=["wrapped", "destroyed_at"])
