"""Making sealed text. The other half, opening it, is in unsealing.py, which only the vault may import.

Form of a ciphertext: version (1 byte, 0x01), id of the data key (16 bytes), nonce (12), AES-256-GCM of the
text, which is its length (4 bytes, big-endian), its UTF-8 and zeros up to a multiple of 1,024 bytes. The
associated data bind it to its place: `shawlands/1|<app.model>|<public id>|<field>|<key id>`.
"""

import json
import secrets
from typing import Any

from records.data_keys import SecretKey, new_key
from records.models.sealed import VERSION, DataKey, SealedModel

STEP = 1024


def place(model: str, public_id: object, field: str, key: DataKey) -> bytes:
    """The associated data of a ciphertext."""
    return f"shawlands/1|{model}|{public_id}|{field}|{key.public_id}".encode()


def seal(thing: SealedModel, field: str, text: str | bytes, key: SecretKey) -> None:
    """Seal `text` into `thing.field` under `key`. The thing is not saved."""
    data = text.encode() if isinstance(text, str) else text
    padded = len(data).to_bytes(4, "big") + data
    padded += bytes(-len(padded) % STEP)
    nonce = secrets.token_bytes(12)
    about = place(thing._meta.label_lower, thing.public_id, field, key.row)
    thing.key = key.row
    setattr(thing, field, VERSION + key.row.public_id.bytes + nonce + key.aes.encrypt(nonce, padded, about))


def seal_words(thing: SealedModel, words: str, key: SecretKey | None = None) -> None:
    """Seal a person's reason into `thing.reason`, under `key` or one of its own; no words leave only the key."""
    key = key or new_key()
    thing.key = key.row
    if words:
        seal(thing, "reason", words, key)


def seal_json(thing: SealedModel, field: str, value: Any, key: SecretKey) -> None:
    """Seal a JSON value."""
    seal(thing, field, json.dumps(value, ensure_ascii=False, separators=(",", ":")), key)
