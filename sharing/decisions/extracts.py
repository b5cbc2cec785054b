"""Extracts: what a visiting professional needs, copied out by a decision and open to them for a time (R: G2).

The record itself is never opened to them. The extract is a record of its own, as it was that day.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from accounts import roles
from accounts.models import User
from accounts.roles import Role
from records.models import Record
from records.models.grants import Source
from records.need_to_know import grants
from records.vault.filing import Words, file_record

Copied = Sequence[dict[str, Any]]
"""The sections of an extract, in order."""


def may_have(user: User) -> bool:
    """Who is not school staff and can be given an extract: a visiting health professional."""
    return Role.HEALTH in roles.held_by(user)


def text_of(copied: Copied) -> str:
    """The same as text: the bytes that are kept of what was disclosed."""
    lines = []
    for part in copied:
        rows = [": ".join(row) for row in part.get("rows", [])]
        lines.append("\n".join(filter(None, (part["heading"], part["text"], *rows))))
    return "\n\n".join(lines)


def file(copied: Copied, to: User, people: Sequence[Any], *, by: User, until: datetime, reason: str) -> Record:
    """File the extract and open it to `to` until then, in the caller's transaction."""
    parts = [Words(f"part-{number}", part) for number, part in enumerate(copied, start=1)]
    filed = file_record("extract", people, parts, author=by, owner=by)
    grants.grant(filed, to, by=by, until=until, source=Source.EXTRACT, reason=reason)
    return filed
