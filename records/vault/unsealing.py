"""Opening sealed text. Only records/vault/vault.py imports this (import-linter keeps it so)."""

from cryptography.exceptions import InvalidTag

from core.keyring import KeyUnavailable
from records.data_keys import SecretKey
from records.models.sealed import VERSION, SealedModel
from records.sealing import place


def unseal(thing: SealedModel, field: str, key: SecretKey) -> bytes:
    """The bytes that were sealed into `thing.field`.

    Raises KeyUnavailable for another key, a ciphertext moved from elsewhere, or one that was altered.
    """
    sealed = bytes(getattr(thing, field))
    if sealed[:1] != VERSION or sealed[1:17] != key.row.public_id.bytes:
        raise KeyUnavailable("this was sealed by another key")
    about = place(thing._meta.label_lower, thing.public_id, field, key.row)
    try:
        padded = key.aes.decrypt(sealed[17:29], sealed[29:], about)
    except InvalidTag as error:
        raise KeyUnavailable("this does not open: it was altered or moved") from error
    return padded[4 : 4 + int.from_bytes(padded[:4], "big")]
