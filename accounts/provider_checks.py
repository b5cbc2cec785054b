"""Which services would let in others than the school's people (R: T4)."""

import re
from urllib.parse import urlsplit

from accounts import provider
from accounts.models import IdentityProvider

GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
DOMAIN = re.compile(r"([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}")
EXAMPLE = "72f988bf-86f1-41af-91ab-2d7cd011db47"
Kind = IdentityProvider.Kind
BELONG_TO = {
    Kind.GOOGLE: ("google.com", "googleapis.com"),
    Kind.MICROSOFT: (
        "microsoftonline.com",
        "microsoftonline.us",
        "partner.microsoftonline.cn",
        "microsoft.com",
        "windows.net",
        "live.com",
    ),
}
SELECT = {Kind.GOOGLE: "Select Google Workspace", Kind.MICROSOFT: "Select Microsoft Entra"}


def issuer_of(kind: str, tenant: str, issuer: str) -> str:
    """The issuer that is pinned: of Microsoft and Google there is one for a tenant, whatever was typed."""
    if kind == Kind.MICROSOFT:
        return f"https://login.microsoftonline.com/{tenant}/v2.0"
    return "https://accounts.google.com" if kind == Kind.GOOGLE else issuer


def wrong(kind: str, tenant: str, issuer: str) -> tuple[str, str] | None:
    """The field that would let in others than the school's people, and what to do; None where there is none.

    Another service's tenant is never checked, so it has none; and by that way nobody leaves out the tenant of a service
    that is open to the world.
    """
    if kind == Kind.MICROSOFT:
        words = f"Enter the tenant ID, 36 characters like {EXAMPLE}"
        return None if GUID.fullmatch(tenant) else ("tenant", words)
    if kind == Kind.GOOGLE:
        return None if DOMAIN.fullmatch(tenant) else ("tenant", "Enter the school’s domain, like school.example")
    if tenant:
        return "tenant", "Leave this empty: only Microsoft and Google have a tenant or domain that is checked"
    try:
        right = provider.safe(issuer) and not urlsplit(issuer).query
    except ValueError:
        right = False
    if not right:
        return "issuer", "Enter an address that begins with https://"
    host = "." + (urlsplit(issuer).hostname or "").rstrip(".")
    whose = next(
        (service for service, names in BELONG_TO.items() if host.endswith(tuple(f".{name}" for name in names))), None
    )
    return ("issuer", f"{SELECT[whose]}, so that only the school’s accounts can sign in") if whose else None
