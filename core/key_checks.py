"""Whether the key files are the ones that this database was used with (R: G2, T2).

When a key comes into use, `manage.py prepare` leaves a value in the database by which it is known again: of each of
the school's keys a text sealed with it, of the log's key its public half.
"""

from core import keyring
from core.models import KeyCheck

LOG = "log"
ABOUT = "core.keycheck"


class KeysNotKnown(Exception):
    """The keys are not the ones that this database was used with. The message says which, and what to do."""


def faults(vkey: str) -> list[str]:
    """What is wrong with the key files, a sentence each; `vkey` is the public key of the log, as checkpoints name it.

    Raises KeyUnavailable where the school's keys cannot be read.
    """
    known = _known()
    if not known:
        return ["The keys were never noted in this database. Run `manage.py prepare`."]
    foreign = _foreign(known)
    return [*(foreign or _new(known)), *_of_the_log(known, vkey)]


def noted() -> bool:
    """Whether keys have come into use with this database: then none is ever made for it again."""
    return KeyCheck.objects.exists()


def remember(vkey: str, *, in_use: bool = False) -> None:
    """Note the keys that are not known yet. `in_use`: the database holds accounts already.

    Raises KeysNotKnown, and notes nothing, where a key that was noted is missing or another, or none was noted of a
    database in use; KeyUnavailable where the school's keys cannot be read.
    """
    known = _known()
    if not known and in_use:
        raise KeysNotKnown(
            "This database is in use and its keys were never noted. Restore it and the keys from one backup."
        )
    if known and (wrong := [*_foreign(known), *_of_the_log(known, vkey)]):
        raise KeysNotKnown(" ".join(wrong))
    for name in keyring.names():
        if name not in known:
            KeyCheck.objects.create(name=name, value=keyring.encrypt_with(name, name.encode(), ABOUT))
    if LOG not in known:
        KeyCheck.objects.create(name=LOG, value=vkey.encode())


def _known() -> dict[str, bytes]:
    return {name: bytes(value) for name, value in KeyCheck.objects.values_list("name", "value")}


def _foreign(known: dict[str, bytes]) -> list[str]:
    """Keys that records were sealed with, and that the file does not hold. Raises KeyUnavailable."""
    keyring.names()
    absent = []
    for name, value in known.items():
        try:
            if name != LOG and keyring.decrypt(value, ABOUT) != name.encode():
                absent.append(name)
        except keyring.KeyUnavailable:
            absent.append(name)
    return [
        f"{keyring.FILE} is not this school's, or a line of it is missing: it does not open what was sealed with the "
        f"key {name}. Put back the file that belongs to this database."
        for name in absent
    ]


def _new(known: dict[str, bytes]) -> list[str]:
    return [
        f"{keyring.FILE} has a key that this database does not know: {name}. If it is a new key of this school, run "
        "`manage.py prepare`."
        for name in keyring.names()
        if name not in known
    ]


def _of_the_log(known: dict[str, bytes], vkey: str) -> list[str]:
    noted = known.get(LOG, b"").decode()
    if noted == vkey:
        return []
    # A name holds no "+"; what comes after it, a key in base64, may.
    (was, *_, key), (origin, *_, ours) = noted.split("+", 2), vkey.split("+", 2)
    if key == ours:
        return [f"The log's name is {was} for ever, not {origin}. Set SHAWLANDS_LOG_ORIGIN={was}."]
    return ["log.key is not the key that this log is signed with. Put back the file that belongs to this database."]
