"""When a person leaves: everything that ends with their account."""

from collections.abc import Callable

from django.db import transaction

from accounts import ways_in
from accounts.models import Deputising, RoleMembership, User
from core import clock

Leaver = Callable[[User], object]
_leavers: list[Leaver] = []


def when_a_person_leaves(work: Leaver) -> None:
    """Register what an app does when a person leaves, in the same transaction. Called in AppConfig.ready."""
    _leavers.append(work)


@transaction.atomic
def leave(user: User) -> None:
    """The person leaves: the account closes at once, and with it every way in, role, class, grant and deputising; what
    is still open goes to those who go on, unread."""
    for spans in (
        RoleMembership.objects.filter(user=user),
        Deputising.objects.filter(person=user),
        Deputising.objects.filter(deputy=user),
    ):
        for span in spans.filter(until__gt=clock.now()):
            span.end()
    user.is_active, user.left_at = False, clock.now()
    user.save(update_fields=["is_active", "left_at"])
    ways_in.take_away(user)
    for work in _leavers:
        work(user)
