"""What a person had typed when they could not send it: kept sealed for them alone, for a day (R: G2)."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.http import HttpRequest, QueryDict
from django.utils.http import url_has_allowed_host_and_scheme

from accounts.models import KeptText, Session, User
from core import clock, keyring
from core.audit.entries import CODE

FOR = timedelta(hours=24)
MOST = 400_000
"""Bytes of one form. What is longer is not kept, and the page says so."""
SECRET = ("code", "credential", "passphrase", "secret")
OF_THE_PAGE = ("csrfmiddlewaretoken", "carried")
"""Fields that the page fills in again each time it is shown."""
NOT_HERE = "/account/"
"""Pages whose forms hold passwords and codes."""
IN_SESSION = "kept"


def secret(name: str) -> bool:
    """Whether a field of a form holds what is kept nowhere and repeated on no page."""
    return "password" in name or name.startswith(SECRET)


def kept_fields(typed: QueryDict) -> dict[str, list[str]]:
    """What of a form may be kept."""
    return {name: typed.getlist(name) for name in typed if name not in OF_THE_PAGE and not secret(name)}


@dataclass(frozen=True)
class Room:
    """How much may be kept for a person: texts, and their bytes together."""

    texts: int
    size: int


OWN = Room(texts=12, size=3_000_000)
ENDED = Room(texts=6, size=1_000_000)
"""By the cookie of an ended session, which anybody at that computer has: it leaves room for what its owner types."""


def keep(user: User, path: str, typed: QueryDict, room: Room = OWN) -> KeptText | None:
    """Keep what was typed into the form at `path`, beside what is kept already: nothing gives way to it.

    Returns None where nothing was typed that may be kept, or too much, where there is no key to seal it, or `path` is
    no page of this host.
    """
    fields = kept_fields(typed)
    body = json.dumps(fields).encode()
    if not here(path) or path.startswith(NOT_HERE) or len(path) > 200:
        return None
    if len(body) > MOST or not any(map(any, fields.values())):
        return None
    try:
        return _put_by(user, path, fields, keyring.encrypt(body, _about(user, path)), room)
    except keyring.KeyUnavailable:
        return None


def here(path: str) -> bool:
    """Whether an address that a browser sends is a page of this host."""
    return path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts=None)


@transaction.atomic
def _put_by(user: User, path: str, fields: dict[str, list[str]], sealed: bytes, room: Room) -> KeptText | None:
    """The new row, or the one that says the same; None where there is no room. One at a time for a person."""
    User.objects.filter(pk=user.pk).select_for_update().get()
    rows = list(mine(user))
    for row in rows:
        if row.path == path and read(row) == fields:
            return row
    if len(rows) >= room.texts or sum(len(row.body) for row in rows) + len(sealed) > room.size:
        return None
    return KeptText.objects.create(user=user, path=path, body=sealed)


def holds_words(typed: QueryDict) -> bool:
    """Whether something was typed, rather than only pressed, picked or left."""
    return any(not CODE.fullmatch(value) for values in kept_fields(typed).values() for value in values)


def read(text: KeptText) -> dict[str, list[str]]:
    """The fields of the form with what was typed into them. Raises KeyUnavailable."""
    return json.loads(keyring.decrypt(bytes(text.body), _about(text.user, text.path)))


def _about(user: User, path: str) -> str:
    return f"accounts.kept_text|{user.pk}|{path}"


def mine(user: User) -> Any:
    """What is kept for this person."""
    return KeptText.objects.filter(user=user, at__gt=clock.now() - FOR).select_related("user").order_by("-at")


def offer(request: HttpRequest, user: User) -> None:
    """Note in a session that has just begun what is kept, so that pages need not look it up."""
    kept = [[row.path, str(row.public_id), int(row.at.timestamp())] for row in mine(user)]
    if kept:
        request.session[IN_SESSION] = kept


def forget(request: HttpRequest, text: KeptText) -> None:
    """It was put back or deleted."""
    request.session[IN_SESSION] = [row for row in request.session.get(IN_SESSION, []) if row[1] != str(text.public_id)]
    text.delete()


def offered(request: HttpRequest) -> list[dict[str, Any]]:
    """What the page offers to put back: what was typed into it, and on Home all there is."""
    session = getattr(request, "session", None)  # a page of an error may be shown before there is one
    rows = (session.get(IN_SESSION) if session else None) or []
    home = request.path == "/"
    return [
        {"path": path, "id": key, "at": clock.local(datetime.fromtimestamp(at, clock.FAR.tzinfo)), "here": not home}
        for path, key, at in rows
        if home or path == request.path
    ]


@transaction.atomic
def clear_old() -> None:
    """Delete what was kept for a day. The worker does it."""
    KeptText.objects.filter(at__lte=clock.now() - FOR).delete()


def why_signed_out(
    ended: Session | None, path: str, text: KeptText | None = None, *, lost: bool = False
) -> dict[str, Any]:
    """What the page says to a person whose session has ended: why, whether their text is kept or lost, where it goes
    on."""
    path = path if here(path) else ""
    return {"why": ended.get_ended_why_display() if ended else "", "text": text, "next": path, "lost": lost}
