"""What the settings read from the environment: text, numbers, switches, an address, a database's URL. What is not
understood is refused by name.
"""

import os
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def env(name: str, default: str = "") -> str:
    """The value of an environment variable. What is missing is refused at start-up (shawlands/startup.py), not here: a
    command's `--help` needs nothing."""
    return os.environ.get(name) or default


def whole_number(name: str, default: int, *, least: int, most: int) -> int:
    """A number from the environment. Raises ImproperlyConfigured for what is no whole number, or out of bounds."""
    value = env(name, str(default))
    if not (value.isascii() and value.isdecimal() and least <= int(value) <= most):
        raise ImproperlyConfigured(f"{name} is a whole number, {least} to {most}. Set it to one, or unset it.")
    return int(value)


def whole_seconds(name: str, default: int) -> int:
    """A number of seconds from the environment, of which 0 would be no limit. Raises ImproperlyConfigured."""
    return whole_number(name, default, least=1, most=86_400)


def switch(name: str, *, default: bool = False) -> bool:
    """A switch from the environment. Raises ImproperlyConfigured for anything but 1 and 0: "yes" is no 1, and TLS was
    off without a word."""
    value = env(name, "1" if default else "0")
    if value not in ("0", "1"):
        raise ImproperlyConfigured(f"{name} is 1 or 0, for on or off. Set it to one of them, or unset it.")
    return value == "1"


def public_address(address: str, *, demo: bool) -> str:
    """The address that every mailed link begins with. Raises ImproperlyConfigured for anything but https:// and a host,
    with a port if need be; the demo's may be http://."""
    schemes = ("https", "http") if demo else ("https",)
    try:
        parts = urlsplit(address)
        right = bool(parts.hostname) and parts.port != 0 and parts.scheme in schemes
        right = right and address == f"{parts.scheme}://{parts.netloc}"
    except ValueError:
        right = False
    if not right or "@" in address or any(sign.isspace() for sign in address):
        raise ImproperlyConfigured(
            "SHAWLANDS_ADDRESS is https:// and a host name, without a slash after it, such as "
            "https://records.school.example. Change it, or unset it."
        )
    return address


LIBPQ_OPTIONS = {
    "channel_binding",
    "connect_timeout",
    "gssencmode",
    "keepalives",
    "keepalives_count",
    "keepalives_idle",
    "keepalives_interval",
    "passfile",
    "require_auth",
    "service",
    "ssl_min_protocol_version",
    "sslcert",
    "sslcrl",
    "sslkey",
    "sslmode",
    "sslnegotiation",
    "sslpassword",
    "sslrootcert",
    "target_session_attrs",
    "tcp_user_timeout",
}
"""What may follow ? in the URL of a PostgreSQL database, beside host, port and user."""


def url_options(query: str, known: set[str]) -> dict[str, str]:
    """What follows ? in a database's URL. Raises ImproperlyConfigured for what is unknown, empty or said twice: an
    option that is dropped without a word, such as sslmode, would leave the connection open to all."""
    pairs = parse_qsl(query, keep_blank_values=True)
    for name, value in pairs:
        if name not in known or not value or [other for other, _ in pairs].count(name) > 1:
            raise ImproperlyConfigured(f"The database's URL says {name}: unknown, empty or said twice.")
    return dict(pairs)


def database(address: str) -> dict[str, Any]:
    """Django's settings of one database from its URL
    (postgresql://user:password@host:port/name?sslmode=verify-full)."""
    parts = urlsplit(address)
    if parts.fragment:
        raise ImproperlyConfigured("A # in the database's URL is written %23.")
    if parts.scheme == "sqlite":
        url_options(parts.query, set())
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": parts.path,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "cached_statements": 1000,  # the product has more than the 128 that are kept compiled otherwise
                # FULL: an entry of the log must survive the power cut that its reader survived. What is deleted is
                # overwritten: a link that was mailed, a session.
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;",
            },
        }
    if parts.scheme not in ("postgres", "postgresql"):
        raise ImproperlyConfigured("DATABASE_URL begins with postgresql:// or sqlite://")
    more = url_options(parts.query, LIBPQ_OPTIONS | {"host", "port", "user"})
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": more.pop("user", unquote(parts.username or "")),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": more.pop("host", parts.hostname or ""),
        "PORT": more.pop("port", str(parts.port or "")),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        # Prepared statements are planned once a connection (core/compiled_queries.py), not once a reader. Tables are
        # joined in the order in which the statement names them: trying all orders of need to know's many tables
        # took 70 ms a statement, and found a worse one.
        "OPTIONS": {
            **more,
            "application_name": "shawlands",
            "options": "-c plan_cache_mode=force_generic_plan -c join_collapse_limit=1 -c from_collapse_limit=1",
        },
    }
