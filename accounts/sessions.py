"""Sessions in the database under a digest of their key, and sealed: what is read there opens nothing (R: G2).

A session that ends stays for a day, empty: so a form that was open in it can still be kept for its owner, who is told
why it ended. Django's SESSION_ENGINE.
"""

import base64
import hashlib
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.base import CreateError, UpdateError
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from accounts import events
from accounts.events import Event
from accounts.models import Session, User
from core import clock
from core.compiled_queries import Prepared
from core.models import School

BEGAN, BROWSER = "began", "browser"
KEPT_FOR = timedelta(days=1)
ABOUT = b"accounts.session"


def _cipher() -> AESGCM:
    """By the key that signs sessions, which is outside the database: it says already who the person is."""
    return AESGCM(salted_hmac("accounts.session", b"sealed", algorithm="sha256").digest())


def digest(key: str) -> str:
    """Under what a session is kept."""
    return hashlib.sha256(b"shawlands/session|" + key.encode("utf-8", "replace")).hexdigest()


_OPEN = Prepared(lambda word, at, **_: Session.objects.filter(pk=word, expire_date__gt=at))


class SessionStore(DatabaseStore):
    """One browser's session. `ended`: the row of the session that the browser still names, where it has ended."""

    ended: Session | None = None

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def _get_session_from_db(self) -> Session | None:
        row = _OPEN.first(word=digest(self.session_key or ""), at=timezone.now())
        if row is not None and row.ended_at is None:
            return row
        self.ended = row
        self._session_key = None
        return None

    def encode(self, session_dict: dict[str, Any]) -> str:
        """Seal what a session holds: the token of a mailed link, an address being signed in with, an app's secret."""
        nonce = secrets.token_bytes(12)
        body = _cipher().encrypt(nonce, self.serializer().dumps(session_dict), ABOUT)
        return base64.b64encode(nonce + body).decode()

    def decode(self, session_data: bytes | str) -> dict[str, Any]:
        """What a session holds; nothing where it was sealed under another key, or changed."""
        try:
            sealed = base64.b64decode(session_data, validate=True)
            return self.serializer().loads(_cipher().decrypt(sealed[:12], sealed[12:], ABOUT))
        except (InvalidTag, ValueError):
            return {}

    def is_empty(self) -> bool:
        """The cookie of an ended session stays in the browser: it opens nothing, and says whose text to keep."""
        return self.ended is None and super().is_empty()

    def exists(self, session_key: str) -> bool:
        return Session.objects.filter(pk=digest(session_key)).exists()

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        user = data.get(SESSION_KEY)
        if user:
            data.setdefault(BEGAN, int(clock.now().timestamp()))
        return Session(
            session_key=digest(self._get_or_create_session_key()),  # type: ignore[attr-defined]
            session_data=self.encode(data),
            expire_date=self.get_expiry_date(),
            user_id=int(user) if user else None,
            began=datetime.fromtimestamp(data[BEGAN], UTC) if user else clock.now(),
            browser=data.get(BROWSER, ""),
        )

    def save(self, must_create: bool = False) -> None:
        """Save. Raises UpdateError where the session has ended meanwhile: what ended is never written again."""
        if self.session_key is None:
            self.create()
            return
        row = self.create_model_instance(self._get_session(no_load=must_create))  # type: ignore[attr-defined]
        if must_create:
            try:
                with transaction.atomic():
                    row.save(force_insert=True)
            except IntegrityError:
                raise CreateError from None
            return
        columns = ("session_data", "expire_date", "user_id", "began", "used", "browser")
        changed = {name: getattr(row, name) for name in columns}
        if not Session.objects.filter(pk=row.pk, ended_at=None).update(**changed):
            raise UpdateError

    def cycle_key(self) -> None:
        """A new key for the same session: the old one is forgotten, not ended."""
        before = self.session_key
        super().cycle_key()
        if before:
            Session.objects.filter(pk=digest(before)).delete()

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key:
            rows = Session.objects.filter(pk=digest(key))
            rows.filter(user=None).delete()
            _end(rows, Session.Why.OUT)

    def end(self, why: str) -> None:
        """End this browser's session; its cookie stays, and opens nothing."""
        rows = Session.objects.filter(pk=digest(self.session_key or ""))
        _end(rows, why)
        self.ended = rows.first()
        self._session_key, self.modified = None, False
        self._session_cache: dict[str, Any] = {}

    @classmethod
    def clear_expired(cls) -> None:
        """Forget what has run out, and what ended a day ago."""
        long_ago = Q(ended_at__lt=clock.now() - KEPT_FOR)
        Session.objects.filter(long_ago | Q(expire_date__lt=timezone.now() - KEPT_FOR)).delete()


def _end(rows: QuerySet[Session], why: str) -> int:
    return rows.filter(ended_at=None).update(ended_at=clock.now(), ended_why=why, session_data="")


def idle(request: HttpRequest) -> None:
    """End the request's session because nothing was done in it; the request goes on as nobody's."""
    user: User = request.user  # type: ignore[assignment]
    request.session.end(Session.Why.IDLE)  # type: ignore[attr-defined]
    events.record(Event.SESSION_IDLE, user, by=user)
    request.user = AnonymousUser()


def of(request: HttpRequest) -> list[Session]:
    """The sessions in which the person is signed in now, the newest first; `this` says which one asks."""
    since = clock.now() - timedelta(minutes=School.of(request).idle_minutes)
    rows = Session.objects.filter(user=request.user.pk, ended_at=None, used__gt=since).order_by("-began")
    here = digest(request.session.session_key or "")
    sessions = list(rows)
    for row in sessions:
        row.this = row.pk == here  # type: ignore[attr-defined]
        row.words = in_words(row.browser)  # type: ignore[attr-defined]
    return sessions


def end_elsewhere(request: HttpRequest, public_id: Any = None) -> int:
    """End one of the person's other sessions, or all of them (`public_id` None); returns how many ended."""
    return end_of(request.user, but=request.session.session_key or "", public_id=public_id)  # type: ignore[arg-type]


def end_of(user: User, *, but: str = "", public_id: Any = None, why: str = Session.Why.ELSEWHERE) -> int:
    """End the person's sessions, or the one of that id, but not the one with the key `but`; returns how many ended."""
    rows = Session.objects.filter(user=user, ended_at=None).exclude(pk=digest(but))
    with transaction.atomic():
        ended = _end(rows if public_id is None else rows.filter(public_id=public_id), why)
        for _ in range(ended):
            events.record(Event.SESSION_ENDED, user)
    return ended


# In the order in which they are looked for: each names itself after those before it as well.
BROWSERS = {
    "edge": ("Edg", "Edge"),
    "opera": ("OPR/", "Opera"),
    "firefox": ("Firefox/", "Firefox"),
    "samsung": ("SamsungBrowser", "Samsung Internet"),
    "chrome": ("Chrome/", "Chrome"),
    "safari": ("Safari/", "Safari"),
}
SYSTEMS = {
    "iphone": ("iPhone", "an iPhone"),
    "ipad": ("iPad", "an iPad"),
    "android": ("Android", "Android"),
    "windows": ("Windows", "Windows"),
    "chromeos": ("CrOS", "a Chromebook"),
    "mac": ("Macintosh", "a Mac"),
    "linux": ("Linux", "Linux"),
}


def browser_of(headers: Mapping[str, str]) -> str:
    """What kind of browser sent these headers, as a code: "firefox.windows"."""
    agent = headers.get("User-Agent", "")
    return ".".join(
        next((code for code, (sign, _) in kinds.items() if sign in agent), "") for kinds in (BROWSERS, SYSTEMS)
    )


def in_words(code: str) -> str:
    """What kind of browser a code means: "Firefox on Windows"."""
    browser, _, system = code.partition(".")
    name = BROWSERS[browser][1] if browser in BROWSERS else "A browser"
    return f"{name} on {SYSTEMS[system][1]}" if system in SYSTEMS else name
