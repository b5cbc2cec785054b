"""Concerns about adults: for the Headteacher and whom they name; about the Headteacher, for the chair alone."""

from django.db import transaction

from accounts import roles
from accounts.models import User
from accounts.roles import Role
from core.refusals import Refused
from records.models import Record
from records.models.grants import Source
from records.need_to_know import grants, visibility
from records.pupils import roll
from records.vault.filing import Words, file_record

KINDS = ("adult_concern", "adult_concern_passed", "low_level_concern")
LEADS = frozenset({Role.HEADTEACHER, Role.CHAIR})


def listed(user: User) -> list[Record]:
    """The concerns about adults that this person may see, newest first."""
    concerns = visibility.visible_to(user).filter(category__code__in=KINDS)
    return list(concerns.select_related("category", "author").order_by("-pk"))


@transaction.atomic
def record(about: User, text: str, *, by: User) -> Record:
    """Record a concern about a member of staff, a governor or a volunteer, who learns nothing of it.

    One about the Headteacher is the chair's alone. Raises Refused where it is about `by`, or `by` may not record it.
    """
    held, head = roles.held_by(by), Role.HEADTEACHER in roles.held_by(about)
    if about == by:
        raise Refused("A concern about you is recorded by somebody else", "about")
    if not held & ({Role.CHAIR} if head else {Role.HEADTEACHER}):
        why = "This is recorded by the chair of governors" if head else "This is recorded by the Headteacher"
        raise Refused(why, "about")
    part = Words("whole", {"heading": "The concern", "text": text})
    category = "adult_concern_passed" if head else "adult_concern"
    filed = file_record(category, [roll.as_subject(about)], [part], author=by, owner=by)
    grants.exclude(about, by=by, record=filed, reason="The concern is about them.")
    if head:
        for other in roles.holders(Role.HEADTEACHER, besides=about):
            grants.exclude(other, by=by, record=filed, reason="About the Headteacher: the chair alone.")
        grants.grant(filed, by, by=by, source=Source.STAND_IN)
    return filed


def name(filed: Record, to: User, *, by: User, reason: str) -> None:
    """The Headteacher names a person who may see it. Raises Refused, GrantRefused."""
    if Role.HEADTEACHER not in roles.held_by(by) or filed.category.code not in KINDS:
        raise Refused("The Headteacher names who may see this")
    if to.pk in visibility.kept_out_of(filed):
        raise Refused(f"This cannot be opened to {to.full_name}")
    grants.grant(filed, to, by=by, source=Source.NAMED, reason=reason)
