"""What every template knows of the person: who is signed in and as what, when the page closes, what is kept."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from accounts import kept, provider
from accounts.models import User
from accounts.roles import Role
from core import clock
from core.models import School

SHORT = {Role.DSL: "DSL", Role.DPO: "DPO"}
"""Roles that people call by their initials."""


def who(request: HttpRequest) -> dict[str, object]:
    """`me` (name and role), the times of the session, and what is `kept`, for a person who is signed in; for
    everyone the identity `provider` in use."""
    service: dict[str, object] = {"provider": SimpleLazyObject(provider.current)}
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return service
    user: User = request.user
    minutes: Any = SimpleLazyObject(lambda: School.of(request).idle_minutes)
    match = request.resolver_match
    return service | {
        "asks": getattr(match.func, "asks", "") if match else "",
        "me": SimpleLazyObject(lambda: name_and_role(user, getattr(request, "roles", frozenset()))),
        "idle_minutes": minutes,
        "idle_seconds": SimpleLazyObject(lambda: School.of(request).idle_minutes * 60),
        "unprinted": " app-unprinted",  # the class of a page whose print by the browser shows one line
        "closes_at": SimpleLazyObject(lambda: clock.now() + timedelta(minutes=School.of(request).idle_minutes)),
        "kept": SimpleLazyObject(lambda: kept.offered(request)),
    }


def name_and_role(user: User, held: frozenset[str]) -> str:
    """Mrs Hazel Finch, SENCO and 1 more role. The first role is the first in the policy's order."""
    roles = [role for role in Role if role in held]
    if not roles:
        return user.full_name
    first = SHORT.get(roles[0], roles[0].label)
    more = len(roles) - 1
    return f"{user.full_name}, {first}" + (f" and {more} more role{'s' * (more > 1)}" if more else "")
