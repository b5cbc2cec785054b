"""The way to a recorded decision, and what its pages have in common."""

from typing import Any

from django.http import Http404
from django.urls import reverse

from accounts.requests import Request
from core import references
from core.audit import entries
from core.compiled_queries import Prepared
from core.ids import NOWHERE
from records.vault import vault
from records.vault.vault import Opened, Reader
from sharing.decisions.models import ShareDecision

_DECISION = Prepared(
    lambda word, **_: ShareDecision.objects.filter(reference=word).select_related("record", "decided_by")
)


def open_decision(request: Request, slug: str) -> tuple[ShareDecision, Opened, Reader]:
    """The decision behind an address, through the vault. Missing and not allowed look the same."""
    reader = Reader.fresh_of(request)
    reference = references.read(slug)
    decision = _DECISION.first(word=reference or "")
    # An id that nothing has: the vault then does the same work, and refuses in the same way.
    opened = vault.open_record(reader, decision.record.public_id if decision else NOWHERE)
    if decision is None:
        raise Http404
    return decision, opened, reader


def refuse(decision: ShareDecision, because: str) -> Http404:
    """Log that a page of a decision was refused, and return the 404 to raise."""
    entries.refused(ShareDecision, str(decision.public_id), because=because)
    return Http404()


def of_decision(decision: ShareDecision) -> dict[str, Any]:
    """What a page that belongs to a decision shows: its reference, and the way back to it."""
    back = reverse("decisions:decision", args=[references.slug(decision.reference)])
    return {"template": "sharing/form.html", "caption": f"Share decision {decision.reference}", "back": back}
