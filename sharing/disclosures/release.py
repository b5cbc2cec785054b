"""The one way out. Every file and paper that leaves the product leaves here (R: C8).

It checks the authority and a recent second factor, keeps the exact bytes sealed with their SHA-256, writes the entry,
and returns the response. Each subject brings its own authorities, and registers what it releases without a share
decision. A test over the URL table fails a view that returns anything but a page by another way.
"""

import hashlib
import io
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import pikepdf
from django.db import DatabaseError, transaction
from django.http import HttpResponse

from accounts.models import User
from core.audit import entries
from core.audit.models import Entry
from core.references import SIGNS
from core.refusals import Refused
from core.registers import Register
from records import data_keys, sealing
from records.models import Record
from records.vault import vault
from records.vault.vault import LogUnavailable, Reader, SecondFactorNeeded
from sharing.disclosures.models import Disclosure

PASSPHRASE_GROUPS = 4
COLLEAGUE = "colleague"
SECOND_LOOK = "second_look"


class NoAuthority(Refused):
    """There is no authority for this to leave; the message says why."""


class Altered(Refused):
    """What is kept of a disclosure is not what left; it is not shown."""


class Authority(Protocol):
    """The authority for something to leave. Each subject has its own: a share decision is one
    (sharing/decisions/authorities.py)."""

    def fill(self, disclosure: Disclosure) -> None:
        """Note in `disclosure` by which authority it leaves. Raises NoAuthority where it lets nothing out."""


@dataclass(frozen=True)
class InternalPrint:
    """A print for a colleague who may see it."""

    record: Record

    def fill(self, disclosure: Disclosure) -> None:
        disclosure.internal_print, disclosure.of_record = COLLEAGUE, self.record


@dataclass(frozen=True)
class InternalList:
    """A list, or figures without names, for a reader who may see the rows. `kind`: as its subject registered it."""

    kind: str

    def fill(self, disclosure: Disclosure) -> None:
        disclosure.internal_print = self.kind


_INTERNAL = Register[str]("print")
"""What leaves on paper or as a file without a share decision, because it stays inside the school: code and words."""


def register(kind: str, words: str) -> None:
    """Let prints or files of this kind leave for readers inside the school; `words` say what they are. Called in
    AppConfig.ready. Raises ValueError for a kind that another app has registered otherwise."""
    _INTERNAL.add(kind, words)


def encrypted(pdf: bytes, passphrase: str) -> bytes:
    """The PDF, to be opened only with the passphrase (AES-256, ISO 32000-2)."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        opened.save(out, encryption=pikepdf.Encryption(owner=secrets.token_hex(16), user=passphrase, R=6))
    return out.getvalue()


def new_passphrase() -> str:
    """Four groups of four signs that can be said on the telephone: 72 bits."""
    groups = ["".join(secrets.choice(SIGNS) for _ in range(4)) for _ in range(PASSPHRASE_GROUPS)]
    return " ".join(groups)


def release(
    authority: Authority,
    *,
    content: bytes,
    file_name: str,
    media_type: str,
    reader: Reader,
    passphrase: str = "",
    with_it: Callable[[Disclosure], object] = lambda disclosure: None,
) -> HttpResponse:
    """Release `content` under `authority`: keep it sealed, log it, then give it to the browser.

    `file_name` must hold no personal data: a reference and a word. `passphrase`: the one that `content` was encrypted
    with; kept sealed, for the decider. `with_it`: records more in the same transaction. Raises NoAuthority,
    SecondFactorNeeded, LogUnavailable, KeyUnavailable.
    """
    if not reader.lets_out:
        raise SecondFactorNeeded
    disclosure = new_disclosure(authority, content, media_type, file_name, reader.user)
    try:
        with transaction.atomic(durable=True):
            keep_sealed(disclosure, content, passphrase)
            with_it(disclosure)
    except DatabaseError as error:
        raise LogUnavailable from error
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{file_name}"'
    return response


def second_look(disclosure: Disclosure, reader: Reader) -> bytes:
    """What left, opened again for a reader of all that its authority is about: not a new disclosure. The caller answers
    for the need; the entry says that it was a second look. Raises what the vault raises, and Altered."""
    if not reader.lets_out:
        raise SecondFactorNeeded
    content = vault.open_field(reader, disclosure, "content", because=SECOND_LOOK)
    if hashlib.sha256(content).hexdigest() != disclosure.sha256:
        raise Altered("This is not what left: its SHA-256 is another. Tell the Headteacher and the Administrator")
    return content


def second_look_file(disclosure: Disclosure, reader: Reader) -> HttpResponse:
    """As `second_look`, as the file that left; its name says that it is a second look."""
    response = HttpResponse(second_look(disclosure, reader), content_type=disclosure.media_type)
    name = disclosure.file_name.replace(".", "-second-look.")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def passphrase_of(disclosure: Disclosure, reader: Reader) -> str:
    """The passphrase of a file that the reader took out. Raises what the vault raises, NoAuthority for others."""
    if not reader.lets_out:
        raise SecondFactorNeeded
    if disclosure.by_id != reader.user.pk or not disclosure.passphrase:
        raise NoAuthority("Only whoever took the file out sees its passphrase")
    return vault.open_field(reader, disclosure, "passphrase", because="passphrase").decode()


def new_disclosure(authority: Authority, content: bytes, media_type: str, file_name: str, by: User) -> Disclosure:
    """What is to leave under `authority`, not yet kept. Raises NoAuthority."""
    disclosure = Disclosure(
        media_type=media_type,
        file_name=file_name,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        by=by,
    )
    authority.fill(disclosure)
    if not disclosure.decision_id and disclosure.internal_print not in _INTERNAL:
        raise NoAuthority("This does not leave the school without a share decision")
    return disclosure


def keep_sealed(disclosure: Disclosure, content: bytes, passphrase: str) -> None:
    """Keep what left, sealed, and write the entry; in the caller's transaction."""
    key = data_keys.new_key()
    sealing.seal(disclosure, "content", content, key)
    if passphrase:
        sealing.seal(disclosure, "passphrase", passphrase, key)
    disclosure.save()
    entries.write(
        disclosure.of_record or disclosure,
        Entry.Action.RELEASED,
        actor_id=disclosure.by_id,
        disclosure=str(disclosure.public_id),
        because="decision" if disclosure.decision_id else "print",
        size=disclosure.size,
    )
