"""The school's keys: files outside the database, read each time they are needed.

`school.keys` holds one key a line, `<id>:<base64 of 32 bytes>`, the newest last. The newest seals; all open.
`log.key` holds the Ed25519 key that signs the log's checkpoints. Both are readable by the service's user only.
"""

import base64
import os
import secrets
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

DEMO_MARK = "# demo: for invented people only"
FILE = "school.keys"


class KeyUnavailable(Exception):
    """The key is missing, unreadable, or not the one that sealed this. Nothing can be shown (fail closed)."""


def path() -> Path:
    """Where the school's keys are kept."""
    return settings.KEYS / FILE


def create(*, demo: bool = False) -> None:
    """Make a first school key. Raises FileExistsError where there is one."""
    settings.KEYS.mkdir(parents=True, exist_ok=True, mode=0o700)
    line = f"{secrets.token_hex(4)}:{base64.b64encode(secrets.token_bytes(32)).decode()}\n"
    write_private(path(), (DEMO_MARK + "\n" if demo else "") + line)


def write_private(file: Path, text: str) -> None:
    """Write a new file that only this user can read. Raises FileExistsError."""
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as out:
        out.write(text)


def _keys() -> dict[str, bytes]:
    try:
        lines = path().read_text().splitlines()
        pairs = [line.strip().split(":", 1) for line in lines if line.strip() and not line.startswith("#")]
        keys = {name: base64.b64decode(value, validate=True) for name, value in pairs}
    except (OSError, ValueError) as error:
        raise KeyUnavailable("the school's key cannot be read") from error
    if not keys or any(len(key) != 32 for key in keys.values()):
        raise KeyUnavailable("the school's key cannot be read")
    if any(not random(key) for key in keys.values()):
        raise KeyUnavailable("the school's key was not made at random")
    return keys


def random(key: bytes) -> bool:
    """Whether a key can have been made at random: zeros or a few repeated bytes were not."""
    return len(set(key)) >= 8


def names() -> list[str]:
    """The ids of the school's keys, the newest last. Raises KeyUnavailable."""
    return list(_keys())


def exposed() -> list[str]:
    """The key files that another user can read, and the folder if another user can replace a file in it."""
    own = {0, os.geteuid()}
    places = []
    for place in [settings.KEYS, *sorted(settings.KEYS.glob("*.key*"))]:
        about = place.stat()
        forbidden = 0o022 if place == settings.KEYS else 0o077
        if about.st_mode & forbidden or (os.geteuid() and about.st_uid not in own):
            places.append(str(place))
    return places


def is_demo() -> bool:
    """Whether the keys in use are the demo's."""
    try:
        return DEMO_MARK in path().read_text()
    except OSError:
        return False


def encrypt(text: bytes, about: str) -> bytes:
    """`text` under the newest school key, bound to `about`: `id (8 ASCII) ‖ nonce (12) ‖ AES-256-GCM`."""
    return encrypt_with(names()[-1], text, about)


def encrypt_with(name: str, text: bytes, about: str) -> bytes:
    """The same under the key of that id. Raises KeyUnavailable."""
    key = _keys()[name]
    nonce = secrets.token_bytes(12)
    return name.encode() + nonce + AESGCM(key).encrypt(nonce, text, f"shawlands/1|{about}|{name}".encode())


def decrypt(sealed: bytes, about: str) -> bytes:
    """The bytes that `encrypt` was given. Raises KeyUnavailable for a missing or wrong key or a moved text."""
    name = bytes(sealed[:8]).decode("ascii", "replace")
    key = _keys().get(name)
    if key is None:
        raise KeyUnavailable("the key that sealed this is not here")
    try:
        return AESGCM(key).decrypt(bytes(sealed[8:20]), bytes(sealed[20:]), f"shawlands/1|{about}|{name}".encode())
    except InvalidTag as error:
        raise KeyUnavailable("the key does not open this") from error
