"""What opens for whom, and when: the one rule of governors' papers (R: P1, P3).

A paper opens to a person while they govern (or lead the school), are named for the meeting, have accepted its
undertaking and are not kept from the item; from the issue of the papers until they close; and only the paper in force,
with all its pages.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from accounts.models import RoleMembership, User
from accounts.roles import Role, held_by, holders_of_any
from core import clock
from sharing.governors.models import (
    Accepted,
    GovernorsMeeting,
    Item,
    KeptFrom,
    MasterAsk,
    MeetingUndertaking,
    NamedGovernor,
    Paper,
)

ATTEND = (Role.GOVERNOR, Role.CHAIR, Role.CLERK, Role.HEADTEACHER)
"""Who can be named for a meeting."""

KEEP = (Role.CLERK, Role.CHAIR)
"""Who sets meetings up: the clerk, and the chair where the clerk cannot."""

MASTER_FOR = timedelta(hours=1)


def attends(user: User, at: datetime, roles: tuple[Role, ...] = ATTEND) -> Exists:
    """The condition that the person holds such a role at `at`."""
    return Exists(RoleMembership.objects.live(at).filter(user=user, user__is_active=True, group__name__in=roles))


def _named(user: User, at: datetime, meeting: str) -> Exists:
    return Exists(NamedGovernor.objects.live(at).filter(meeting=OuterRef(meeting), user=user))


def _accepted(user: User, at: datetime, meeting: str) -> Exists:
    newest = MeetingUndertaking.objects.filter(since__lte=at).order_by("-version").values("version")[:1]
    return Exists(Accepted.objects.filter(meeting=OuterRef(meeting), user=user, undertaking__in=newest, at__lte=at))


def _kept(user: User, at: datetime, item: str) -> Exists:
    return Exists(KeptFrom.objects.live(at).filter(item=OuterRef(item), user=user))


def meetings(user: User, at: datetime | None = None) -> QuerySet[Any]:
    """Issued meetings for which the person is named, or was when their papers closed; with `has_accepted`."""
    now = at or clock.now()
    there = NamedGovernor.objects.filter(meeting=OuterRef("pk"), user=user, start__lte=now).filter(
        Q(until__gt=now) | Q(until__gte=OuterRef("until"))
    )
    issued = GovernorsMeeting.objects.filter(Exists(there), attends(user, now), issued__at__lte=now)
    return issued.annotate(has_accepted=_accepted(user, now, "pk"))


def items(user: User, at: datetime | None = None) -> QuerySet[Item]:
    """The items whose papers open to the person now."""
    now = at or clock.now()
    return Item.objects.filter(
        attends(user, now),
        _named(user, now, "meeting"),
        _accepted(user, now, "meeting"),
        ~_kept(user, now, "pk"),
        meeting__issued__at__lte=now,
        meeting__until__gt=now,
    )


def papers(user: User, at: datetime | None = None) -> QuerySet[Paper]:
    """The papers that open to the person now: exactly these."""
    now = at or clock.now()
    return Paper.objects.filter(
        standing(now), item__in=items(user, now).values("pk"), key__destroyed_at=None
    ).select_related("item__meeting", "key")


def standing(at: datetime) -> Q:
    """The condition that a paper has all its pages and no complete paper has replaced it."""
    replaced = Paper.objects.filter(replaces=OuterRef("pk"), ready__at__lte=at)
    return Q(ready__at__lte=at) & ~Q(Exists(replaced))


def kept_by(user: User, at: datetime | None = None) -> QuerySet[GovernorsMeeting]:
    """The meetings that the person sets up."""
    return GovernorsMeeting.objects.filter(attends(user, at or clock.now(), KEEP))


def items_kept_by(user: User, at: datetime | None = None) -> QuerySet[Item]:
    """The items that the person sets up: none from which they are kept."""
    now = at or clock.now()
    return Item.objects.filter(attends(user, now, KEEP), ~_kept(user, now, "pk"))


def masters(user: User, at: datetime | None = None) -> QuerySet[MasterAsk]:
    """The openings of masters in force now in which the person is one of the two."""
    now = at or clock.now()
    asks = MasterAsk.objects.filter(attends(user, now, KEEP), agreed__at__lte=now, agreed__at__gt=now - MASTER_FOR)
    return asks.filter(Q(by=user) | Q(agreed__by=user)).exclude(by=F("agreed__by"))


def keepers() -> QuerySet[User]:
    """The clerks and the chair, now."""
    return holders_of_any(KEEP)


def keepers_of(item: Item) -> QuerySet[User]:
    """The clerks and the chair who are not kept from the item, now."""
    return keepers().filter(~Exists(KeptFrom.objects.live().filter(item=item, user=OuterRef("pk"))))


def together(user: User, other: User) -> bool:
    """Whether one of the two is the clerk and the other the chair."""
    pairs = ((user, other), (other, user))
    return any(Role.CLERK in held_by(first) and Role.CHAIR in held_by(second) for first, second in pairs)


def readers(item: Item) -> QuerySet[User]:
    """The named governors who are not kept from the item, now."""
    named = NamedGovernor.objects.live().filter(meeting=item.meeting_id, user=OuterRef("pk"))
    kept = KeptFrom.objects.live().filter(item=item, user=OuterRef("pk"))
    return User.objects.filter(Exists(named), ~Exists(kept), is_active=True)
