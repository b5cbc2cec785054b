"""The one way out. Every file and paper that leaves the product leaves here (R: C8).

It asks for its authority, keeps the exact bytes sealed with their SHA-256, writes the entry, and returns the
response. A view that returns anything but a page some other way fails a test over the URL table.
"""

import hashlib
from dataclasses import dataclass

from django.db import DatabaseError, transaction
from django.http import HttpResponse

from audit import entries
from audit.models import Entry
from records import sealing
from records.models import Record
from records.vault import LogUnavailable, Reader, SecondFactorNeeded
from sharing.models import AgencyContact, Disclosure, ShareDecision


@dataclass(frozen=True)
class ByDecision:
    """What a share decision lets out, to the recipient it names."""

    decision: ShareDecision
    contact: AgencyContact


@dataclass(frozen=True)
class InternalPrint:
    """A print for a colleague who may see it."""

    record: Record


Authority = ByDecision | InternalPrint


class NoAuthority(ValueError):
    """There is no authority for this to leave; the message says why."""


def release(authority: Authority, *, content: bytes, file_name: str, media_type: str, reader: Reader) -> HttpResponse:
    """Let `content` out under `authority`: kept sealed, in the log, then given to the browser.

    `file_name` must hold no personal data: a reference and a word. Raises NoAuthority, SecondFactorNeeded,
    LogUnavailable, KeyUnavailable.
    """
    if not reader.fresh:
        raise SecondFactorNeeded
    disclosure = Disclosure(
        media_type=media_type,
        file_name=file_name,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        by=reader.user,
    )
    if isinstance(authority, ByDecision):
        if not authority.decision.shares:
            raise NoAuthority("It was decided not to share this")
        disclosure.decision, disclosure.of_record = authority.decision, authority.decision.record
        disclosure.contact, disclosure.channel = authority.contact, authority.decision.channel
    else:
        disclosure.internal_print, disclosure.of_record = Disclosure.Print.COLLEAGUE, authority.record
    try:
        with transaction.atomic(durable=True):
            sealing.seal(disclosure, "content", content, sealing.new_key())
            disclosure.save()
            entries.write(
                disclosure.of_record,
                Entry.Action.RELEASED,
                actor_id=reader.user.pk,
                disclosure=str(disclosure.public_id),
                because="decision" if disclosure.decision_id else "print",
                size=disclosure.size,
            )
    except DatabaseError as error:
        raise LogUnavailable from error
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{file_name}"'
    return response
