"""Turning sign-in by the school's provider on and off: on takes two people, off takes one, and is heard of (R: T4)."""

from django.db import transaction

from accounts import approvals, power, provider, roles
from accounts.models import IdentityProvider, PendingChange, User
from accounts.power import Effect
from accounts.provider_checks import issuer_of, wrong
from accounts.roles import SECOND_PERSONS
from core import clock
from core.refusals import Refused


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
    change = approvals.ask(UseProvider.kind, by, by=by, detail={"provider": str(asked.public_id)})
    assert change is not None
    return change


def stop(by: User) -> None:
    """Nobody signs in by it any more, at once: it may be the service that was broken into. Those who watch hear of it.
    Raises Refused."""
    approvals.ask(StopProvider.kind, by, by=by)


def _turn_off() -> None:
    for row in IdentityProvider.objects.in_use():
        row.ended_at = clock.now()
        row.save(update_fields=["ended_at"])


class UseProvider(approvals.ChangeHandler):
    """A provider that was agreed to takes the place of the one before."""

    kind = "provider"
    label = "Let people sign in by another service"

    def carry_out(self, change: PendingChange) -> None:
        row = IdentityProvider.objects.filter(public_id=change.detail["provider"], agreed_at=None).first()
        if row is None:
            raise Refused("It is not there any more")
        _turn_off()
        row.agreed_at = clock.now()
        row.save(update_fields=["agreed_at"])

    def words(self, change: PendingChange) -> str:
        row = IdentityProvider.objects.get(public_id=change.detail["provider"])
        pinned = row.tenant if row.kind in provider.TENANT_CLAIM else ""
        whose = f", only accounts of {pinned}" if pinned else ""
        return f"{row.issuer}{whose}, as {row.client_id}"

    def words_after(self, change: PendingChange) -> str:
        return self.words(change)


class StopProvider(approvals.ChangeHandler):
    """Nobody signs in by the provider any more. A password and a second factor still let everybody in."""

    kind = "stop_provider"
    label = "Stop signing in by another service"
    effect = Effect.NARROWS

    def touches(self, change: PendingChange) -> frozenset[str]:
        return power.NOBODY

    def concerned(self, change: PendingChange) -> list[User]:
        return list(roles.holders_of_any(SECOND_PERSONS))

    def carry_out(self, change: PendingChange) -> None:
        _turn_off()

    def words(self, change: PendingChange) -> str:
        return ""
