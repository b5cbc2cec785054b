"""Append-only follow-up entries of a decision (R: C6)."""

from typing import Any

from django.db import transaction

from accounts.models import User
from core import clock
from records.models import Record, Section
from records.vault.filing import Words, add_section
from sharing.decisions.models import Event, ShareDecision


def add(
    record: Record,
    by: User,
    name: str,
    rows: list[list[str]],
    heading: str = "",
    facts: dict[str, Any] | None = None,
) -> Section:
    """Add an entry of a kind in `records.models.LATER`, with who and when; `facts` are for code. Raises
    KeyUnavailable."""
    content = {
        "heading": heading or name.capitalize(),
        "rows": rows,
        "facts": facts or {},
        "by": by.full_name,
        "at": clock.now().isoformat(),
    }
    return add_section(record, Words(name, content), order=100, by=by)


@transaction.atomic
def event(
    decision: ShareDecision,
    what: str,
    by: User,
    rows: list[list[str]],
    *,
    facts: dict[str, Any] | None = None,
    **more: Any,
) -> Event:
    """Add what happened to a decision: its words sealed, and the fact as a code. Raises KeyUnavailable.

    `more`: recipient, about, due.
    """
    kind = Event.What(what)
    name = "correction" if kind == Event.What.CORRECTION else "entry"
    section = add(decision.record, by, name, rows, heading=kind.label, facts=facts)
    return Event.objects.create(decision=decision, what=kind, section=section, by=by, **more)
