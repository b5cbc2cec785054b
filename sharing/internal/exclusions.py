"""Excluding a user from all about a person (R: exclusions). Seen by the person who set it and by the DPO only."""

from django.db import transaction

from accounts import roles
from accounts.models import User
from accounts.notices import notify
from accounts.roles import SAFEGUARDS, Role
from core import clock, references
from core.refusals import Refused
from records.models import Exclusion
from records.need_to_know import grants, visibility
from records.pupils.models import Person
from sharing.internal.models import ExclusionSet
from sharing.internal.notice_kinds import Kind


@transaction.atomic
def keep_out(user: User, person: Person, *, by: User, reason: str) -> ExclusionSet:
    """From now `user` learns nothing of `person`; what waits for them passes to the next in line. The DPO is told.

    Excluded already: the same again. Raises Refused: `by` themselves, a user who has left, the last who may decide.
    """
    if user == by:
        raise Refused(
            "Somebody else has to keep you out: ask the DSL, the Headteacher or the chair of governors", "person"
        )
    if not user.is_active:
        raise Refused(f"{user.full_name} has left", "person")
    before = Exclusion.objects.live().filter(user=user, person=person).select_related("set_as").first()
    if before:
        return before.set_as
    left = roles.holders_of_any(SAFEGUARDS).exclude(pk__in=visibility.excluded_from([person]) | {user.pk})
    if not left.exists():
        raise Refused(
            f"{user.full_name} is the last who may decide about this child. "
            "Ask the chair of governors to have a deputy DSL named first",
            "person",
        )
    made = grants.exclude(user, by=by, person=person, reason=reason)
    known = ExclusionSet.objects.create(reference=references.new("EX"), exclusion=made)
    notify.pass_on_what_is_not_theirs(user)
    _tell(known, besides=(user, by))
    return known


def seen_by(user: User) -> list[ExclusionSet]:
    """The exclusions that this person may see: those they set; for the DPO, all but those about themselves."""
    rows = ExclusionSet.objects.select_related("exclusion__user", "exclusion__person", "exclusion__set_by")
    if Role.DPO not in roles.held_by(user):
        rows = rows.filter(exclusion__set_by=user)
    return list(rows.exclude(exclusion__user=user).order_by("-pk"))


def may_end(known: ExclusionSet, user: User) -> bool:
    """The person who set it ends it; where they have left, the DPO."""
    setter = known.exclusion.set_by
    return known.exclusion.until > clock.now() and (setter == user or not setter.is_active)


@transaction.atomic
def end(known: ExclusionSet, *, by: User) -> None:
    """End an exclusion, as its reason no longer holds. The DPO is told."""
    known.exclusion.end()
    _tell(known, besides=(known.exclusion.user, by))


def _tell(known: ExclusionSet, *, besides: tuple[User, ...]) -> None:
    for dpo in roles.holders(Role.DPO):
        if dpo not in besides:
            notify.notify(dpo, Kind.EXCLUSION, known.reference)
