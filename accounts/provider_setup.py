"""Turning sign-in by the school's provider on and off: on takes two people, off takes one (R: T4)."""

import re
from urllib.parse import urlsplit

from django.db import transaction

from accounts import approvals, provider
from accounts.models import IdentityProvider, PendingChange, User
from core import clock
from core.refusals import Refused

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
    whose = next((one for one, names in BELONG_TO.items() if host.endswith(tuple(f".{name}" for name in names))), None)
    return ("issuer", f"{SELECT[whose]}, so that only the school’s accounts can sign in") if whose else None


@transaction.atomic
def ask(by: User, *, kind: str, issuer: str, tenant: str, client_id: str, secret: str) -> PendingChange:
    """Ask a second person to let people sign in by this service. Raises Refused, also where it would let in
    others than the school's people."""
    if problem := wrong(kind, tenant, issuer):
        field, words = problem
        raise Refused(words, field)
    issuer = issuer_of(kind, tenant, issuer)
    asked = IdentityProvider(kind=kind, issuer=issuer, tenant=tenant, client_id=client_id, asked_by=by)
    asked.seal_secret(secret)
    asked.save()
    change = approvals.ask(PendingChange.Kind.PROVIDER, by, by=by, detail={"provider": str(asked.public_id)})
    assert change is not None
    return change


@transaction.atomic
def turn_off() -> None:
    """Nobody signs in by it any more, at once."""
    for row in IdentityProvider.objects.in_use():
        row.ended_at = clock.now()
        row.save(update_fields=["ended_at"])


class UseProvider:
    """A provider that was agreed to takes the place of the one before."""

    def carry_out(self, change: PendingChange) -> None:
        row = IdentityProvider.objects.filter(public_id=change.detail["provider"], agreed_at=None).first()
        if row is None:
            raise Refused("It is not there any more")
        turn_off()
        row.agreed_at = clock.now()
        row.save(update_fields=["agreed_at"])

    def words(self, change: PendingChange) -> str:
        row = IdentityProvider.objects.get(public_id=change.detail["provider"])
        pinned = row.tenant if row.kind in provider.TENANT_CLAIM else ""
        whose = f", only accounts of {pinned}" if pinned else ""
        return f"{row.issuer}{whose}, as {row.client_id}"
