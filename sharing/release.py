"""The one way out. Every file and paper that leaves the product leaves here (R: C8).

It asks for its authority and for a second factor shown lately, keeps the exact bytes sealed with their SHA-256,
writes the entry, and returns the response. What was said rather than sent is kept here too, as whoever said it wrote
it down. A view that returns anything but a page some other way fails a test over the URL table.
"""

import hashlib
import io
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import pikepdf
from django.db import DatabaseError, transaction
from django.http import HttpResponse

from accounts.models import User
from audit import entries
from audit.models import Entry
from records import sealing, vault
from records.models import Record
from records.vault import LogUnavailable, Reader, SecondFactorNeeded
from school.references import SIGNS
from school.refusals import Refused
from sharing.models import DecisionRecipient, Disclosure, ShareDecision

PASSPHRASE_GROUPS = 4


@dataclass(frozen=True)
class ByDecision:
    """What a share decision lets out, to one of the recipients it names."""

    decision: ShareDecision
    recipient: DecisionRecipient


@dataclass(frozen=True)
class InternalPrint:
    """A print for a colleague who may see it."""

    record: Record


@dataclass(frozen=True)
class InternalList:
    """A list, or figures without names, for whoever may see the rows: `Disclosure.Print` says which."""

    kind: str


@dataclass(frozen=True)
class Reply:
    """The answer to whoever asked, where it was decided not to share: it holds nothing that was asked for."""

    decision: ShareDecision


Authority = ByDecision | InternalPrint | InternalList | Reply


class NoAuthority(Refused):
    """There is no authority for this to leave; the message says why."""


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
    """Let `content` out under `authority`: kept sealed, in the log, then given to the browser.

    `file_name` must hold no personal data: a reference and a word. `passphrase`: with which `content` was encrypted;
    kept sealed, for whoever decided. `with_it`: what is recorded in the same transaction. Raises
    NoAuthority, SecondFactorNeeded, LogUnavailable, KeyUnavailable.
    """
    if not reader.lets_out:
        raise SecondFactorNeeded
    disclosure = _disclosure(authority, content, media_type, file_name, reader.user)
    try:
        with transaction.atomic(durable=True):
            _keep(disclosure, content, passphrase)
            with_it(disclosure)
    except DatabaseError as error:
        raise LogUnavailable from error
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{file_name}"'
    return response


def spoken(
    decision: ShareDecision, recipient: DecisionRecipient, by: User, *, said: str, at: datetime, channel: str = ""
) -> Disclosure:
    """Record that something was told: who, when and in which words; in the caller's transaction. What has happened
    is recorded as it was, also by a way that is not safe."""
    if not decision.shares:
        raise NoAuthority("It was decided not to share this")
    content = said.encode()
    disclosure = _disclosure(ByDecision(decision, recipient), content, "text/plain", "", by)
    disclosure.happened_at = at
    disclosure.channel = channel or decision.channel
    _keep(disclosure, content, "")
    return disclosure


def passphrase_of(disclosure: Disclosure, reader: Reader) -> str:
    """The passphrase of a file that the reader took out. Raises what the vault raises, NoAuthority for others."""
    if not reader.lets_out:
        raise SecondFactorNeeded
    if disclosure.by_id != reader.user.pk or not disclosure.passphrase:
        raise NoAuthority("Only whoever took the file out sees its passphrase")
    return vault.open_field(reader, disclosure, "passphrase", because="passphrase").decode()


def _disclosure(authority: Authority, content: bytes, media_type: str, file_name: str, by: User) -> Disclosure:
    disclosure = Disclosure(
        media_type=media_type,
        file_name=file_name,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        by=by,
    )
    if isinstance(authority, ByDecision):
        if not authority.decision.shares:
            raise NoAuthority("It was decided not to share this")
        if authority.recipient.decision_id != authority.decision.pk:
            raise NoAuthority("The decision does not name this recipient")
        disclosure.decision, disclosure.of_record = authority.decision, authority.decision.record
        disclosure.recipient, disclosure.channel = authority.recipient, authority.decision.channel
    elif isinstance(authority, Reply):
        if authority.decision.shares:
            raise NoAuthority("It was decided to share this: there is nothing to refuse")
        disclosure.decision, disclosure.of_record = authority.decision, authority.decision.record
    elif isinstance(authority, InternalPrint):
        disclosure.internal_print, disclosure.of_record = Disclosure.Print.COLLEAGUE, authority.record
    else:
        disclosure.internal_print = authority.kind
    return disclosure


def _keep(disclosure: Disclosure, content: bytes, passphrase: str) -> None:
    key = sealing.new_key()
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
