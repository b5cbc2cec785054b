"""Turning sign-in by the school's provider on and off: on takes two people, off takes one (R: T4)."""

import re
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.db import transaction

from accounts import provider, second_word
from accounts.models import IdentityProvider, PendingChange, User
from accounts.second_word import ChangeRefused
from school import clock
from school.choices import Radios
from school.text import TextField

GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
DOMAIN = re.compile(r"([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}")
Kind = IdentityProvider.Kind


class ProviderForm(forms.Form):
    """Which service, whose tenant of it, and this application's name and secret there."""

    kind = Radios("Which service?", [(Kind.MICROSOFT.value, "Microsoft Entra"), (Kind.GOOGLE.value, "Google Workspace"),
                  (Kind.OTHER.value, "Another OpenID Connect service")], what="the service")  # fmt: skip
    tenant = TextField(
        what="the tenant", max_length=120, required=False, label="Tenant ID (Microsoft) or domain (Google)",
        help_text="Only accounts of this tenant or domain can sign in. For another service leave it empty",
    )  # fmt: skip
    issuer = TextField(
        what="the issuer", max_length=200, required=False, label="Issuer (another service only)",
        help_text="For example https://id.school.example",
    )  # fmt: skip
    client_id = TextField(what="the client ID", max_length=200, label="Client ID")
    secret = forms.CharField(
        label="Client secret", max_length=500, widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Enter the client secret"},
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        kind, tenant = said.get("kind"), str(said.get("tenant") or "").strip().lower()
        said["tenant"] = tenant
        if kind == Kind.MICROSOFT:
            if not GUID.fullmatch(tenant):
                self.add_error("tenant", "Enter the tenant ID, 36 characters like 72f988bf-86f1-41af-91ab-2d7cd011db47")
            said["issuer"] = f"https://login.microsoftonline.com/{tenant}/v2.0"
        elif kind == Kind.GOOGLE:
            if not DOMAIN.fullmatch(tenant):
                self.add_error("tenant", "Enter the school’s domain, like school.example")
            said["issuer"] = "https://accounts.google.com"
        elif kind == Kind.OTHER:
            said["issuer"] = str(said.get("issuer") or "").rstrip("/")
            if not provider.safe(said["issuer"]) or urlsplit(said["issuer"]).query:
                self.add_error("issuer", "Enter an address that begins with https://")
        return said


@transaction.atomic
def ask(by: User, *, kind: str, issuer: str, tenant: str, client_id: str, secret: str) -> PendingChange:
    """Ask a second person to let people sign in by this service. Raises ChangeRefused."""
    asked = IdentityProvider(kind=kind, issuer=issuer, tenant=tenant, client_id=client_id, asked_by=by)
    asked.seal_secret(secret)
    asked.save()
    change = second_word.ask(PendingChange.Kind.PROVIDER, by, by=by, detail={"provider": str(asked.public_id)})
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
            raise ChangeRefused("It is not there any more")
        turn_off()
        row.agreed_at = clock.now()
        row.save(update_fields=["agreed_at"])

    def words(self, change: PendingChange) -> str:
        row = IdentityProvider.objects.get(public_id=change.detail["provider"])
        whose = f", only accounts of {row.tenant}" if row.tenant else ""
        return f"{row.issuer}{whose}, as {row.client_id}"
