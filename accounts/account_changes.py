"""The changes to an account (R: T4): its roles, its address, its second factor, its closing."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from accounts import approvals, deputies, leaving, power, roles, ways_in
from accounts.models import PendingChange, User
from accounts.power import Effect
from accounts.roles import LEAD, Role
from core import clock, words
from core.refusals import Refused

_opened: list[Callable[[str], object]] = []
Kind = PendingChange.Kind


def opens(what: Callable[[str], object]) -> None:
    """Register what a role opens: facts for JSON. Agreement to give a role lapses when they change. Called in
    AppConfig.ready."""
    _opened.append(what)


class AccountChange(approvals.ChangeHandler):
    """A change to one account. Roles to come, and those that wait, are guarded as those that are held (R: T4)."""

    about_nobody = False

    def touches(self, change: PendingChange) -> frozenset[str]:
        return roles.held_or_to_be(change.person) | approvals.waiting_roles(change.person)

    def state(self, change: PendingChange) -> Any:
        person = change.person
        return [person.email, person.full_name, person.is_active]

    def words(self, change: PendingChange) -> str:
        return self.words_after(change)


class GiveRole(AccountChange):
    """A role, from a day on."""

    kind = Kind.GIVE_ROLE.value
    label = str(Kind.GIVE_ROLE.label)

    def check(self, change: PendingChange) -> None:
        person, role = change.person, _role(change)
        held = roles.held_or_to_be(person)
        roles.check_mixture(held | approvals.waiting_roles(person), role)
        if role in held:
            raise Refused(f"{person.full_name} holds this role already")

    def touches(self, change: PendingChange) -> frozenset[str]:
        return super().touches(change) | {_role(change)}

    def state(self, change: PendingChange) -> Any:
        return [super().state(change), [what(_role(change)) for what in _opened]]

    def carry_out(self, change: PendingChange) -> None:
        start = max(change.start, clock.now()) if change.start else None
        second = approvals.confirmed_by(change)
        roles.give(change.person, _role(change), by=change.asked_by, confirmed_by=second, start=start)


class ChangeEmail(AccountChange):
    """Another address: whoever reads what is sent there can set a password."""

    kind = Kind.CHANGE_EMAIL.value
    label = str(Kind.CHANGE_EMAIL.label)
    effect = Effect.MOVES

    def words(self, change: PendingChange) -> str:
        return f"{change.email}, until now {change.person.email}"

    def carry_out(self, change: PendingChange) -> None:
        person = change.person
        if User.objects.filter(email__iexact=change.email).exclude(pk=person.pk).exists():
            raise Refused("Somebody else has that address")
        ways_in.take_away(person)  # what is mailed about it goes to the old address
        person.email = change.email.lower()
        person.save(update_fields=["email"])
        ways_in.begin_again(person)


class ResetFactor(AccountChange):
    """The second factor, and all other ways in, anew."""

    kind = Kind.RESET_FACTOR.value
    label = str(Kind.RESET_FACTOR.label)
    effect = Effect.MOVES

    def carry_out(self, change: PendingChange) -> None:
        ways_in.begin_again(change.person)


class EndRole(AccountChange):
    """The end of a role, now or at the end of a day."""

    kind = Kind.END_ROLE.value
    label = str(Kind.END_ROLE.label)
    effect = Effect.NARROWS

    def check(self, change: PendingChange) -> None:
        if _role(change) not in roles.held_or_to_be(change.person):
            raise Refused(f"{change.person.full_name} does not hold this role")

    def touches(self, change: PendingChange) -> frozenset[str]:
        return frozenset({_role(change)})

    def carry_out(self, change: PendingChange) -> None:
        roles.end(change.person, _role(change), max(change.start, clock.now()) if change.start else None)


class Leave(AccountChange):
    """A person leaves: all that they hold ends."""

    kind = Kind.LEAVE.value
    label = str(Kind.LEAVE.label)
    effect = Effect.NARROWS

    def carry_out(self, change: PendingChange) -> None:
        leaving.leave(change.person)


class NameDeputy(approvals.ChangeHandler):
    """The Headteacher or the DSL names who stands in for them, alone; the deputy and the DPO hear of it (R: C7)."""

    kind = "name_deputy"
    label = "Name a deputy"
    about_nobody = False
    effect = Effect.MOVES
    asked_by = LEAD

    def touches(self, change: PendingChange) -> frozenset[str]:
        return power.NOBODY

    def carry_out(self, change: PendingChange) -> None:
        until = change.detail.get("until")
        if until is None:
            deputies.name_standing(change.asked_by, change.person)
            return
        start, until = max(change.start or clock.now(), clock.now()), datetime.fromisoformat(until)
        deputies.name(change.asked_by, change.person, away=True, start=start, until=until)

    def words(self, change: PendingChange) -> str:
        return self.words_after(change)

    def words_after(self, change: PendingChange) -> str:
        until = change.detail.get("until")
        last = clock.local(datetime.fromisoformat(until) - timedelta(seconds=1)).date() if until else None
        when = f"while away, until {words.day(last)}" if last else "whenever a notice stays unread"
        return f"for {change.asked_by.full_name}, {when}"


def _role(change: PendingChange) -> str:
    assert change.group is not None
    return str(Role(change.group.name))


HANDLERS = (GiveRole(), ChangeEmail(), ResetFactor(), EndRole(), Leave(), NameDeputy())
