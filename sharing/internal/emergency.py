"""Emergency access: reason first, one person, named kinds, 60 minutes, loud, reviewed by another person (R: G1)."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from accounts import roles
from accounts.models import User
from accounts.notices import notify
from accounts.roles import Role
from core import clock, references, words
from core.refusals import Refused
from records import sealing
from records.models import Category, UserFolderGrant
from records.models.grants import Source
from records.need_to_know import grants, shipped
from records.need_to_know.responsible import Responsibility
from records.pupils.models import Person
from sharing.internal.models import EmergencyAccess, EmergencyAccount, EmergencyReview
from sharing.internal.notice_kinds import Kind

MAY = frozenset({Role.HEADTEACHER, Role.DSL, Role.DEPUTY_DSL, Role.SENCO, Role.MEDICAL, Role.FIRST_AIDER})
"""Who has the right. Everybody else asks one of these, or passes on a concern."""
LASTS = timedelta(minutes=60)


def standing(user: User, person: Person) -> EmergencyAccess | None:
    """The emergency access that the user has open to `person`."""
    newest = EmergencyAccess.objects.filter(by=user, person=person, until__gt=clock.now()).order_by("-pk").first()
    return newest if newest and _grants(newest).exists() else None


def _grants(emergency: EmergencyAccess) -> QuerySet:
    return UserFolderGrant.objects.live().filter(
        user=emergency.by, content_object__person=emergency.person, source=Source.EMERGENCY
    )


@transaction.atomic
def open_up(by: User, person: Person, categories: Iterable[str], *, reason: str) -> EmergencyAccess:
    """Open these kinds to `by` for 60 minutes; the Headteacher and the DSL, or their stand-ins, are told at once.

    Exclusions still apply: they are checked on reading. Raises Refused: open already, no right, a kind that is never
    opened in an emergency.
    """
    wanted = sorted(set(categories))
    if not roles.held_by(by) & MAY:
        raise Refused("Ask the DSL")
    if not wanted or set(wanted) - set(shipped.to_ask()):
        raise Refused("Select what kinds of information you need", "categories")
    if before := standing(by, person):
        raise Refused(f"It is already open until {words.time(before.until)}")
    now = clock.now()
    emergency = EmergencyAccess(
        reference=references.new("E"), by=by, person=person, categories=wanted, at=now, until=now + LASTS
    )
    sealing.seal_words(emergency, reason)
    emergency.save()
    for category in Category.objects.filter(code__in=wanted):
        about = grants.folder(person, category)
        grants.grant(about, by, by=by, start=now, until=emergency.until, source=Source.EMERGENCY, reason=reason)
    for user in told(emergency):
        notify.notify(user, Kind.EMERGENCY, emergency.reference)
    return emergency


def told(emergency: EmergencyAccess) -> list[User]:
    """Who is told of it and may review it: the Headteacher and the DSL, or the next in line; never the opener."""
    ids = told_ids([emergency])[emergency.pk]
    return sorted(User.objects.filter(pk__in=ids), key=lambda user: ids.index(user.pk))


def told_ids(emergencies: Sequence[EmergencyAccess], answering: Responsibility | None = None) -> dict[int, list[int]]:
    """The same for several, by their ids. Two statements, also for none. `answering`: if worked out already."""
    answering = answering or Responsibility([emergency.person_id for emergency in emergencies])
    ids = {}
    for emergency in emergencies:
        leads = [answering.who(place, emergency.person_id, emergency.by_id) for place in (Role.HEADTEACHER, Role.DSL)]
        dpo = [user for user in answering.holders.get(Role.DPO, []) if user != emergency.by_id]
        ids[emergency.pk] = list(dict.fromkeys(user for some in leads for user in some)) or dpo
    return ids


@transaction.atomic
def end(emergency: EmergencyAccess) -> None:
    """The opener ends it before its time."""
    for grant in _grants(emergency):
        grant.end()


@transaction.atomic
def account(emergency: EmergencyAccess, text: str) -> EmergencyAccount:
    """What it was used for. A second one changes nothing; the people who were told may then review it."""
    before = EmergencyAccount.objects.filter(emergency=emergency).first()
    if before:
        return before
    given = EmergencyAccount(emergency=emergency)
    sealing.seal_words(given, text)
    given.save()
    for user in told(emergency):
        notify.notify(user, Kind.EMERGENCY_TOLD, emergency.reference)
    return given


@transaction.atomic
def review(emergency: EmergencyAccess, *, by: User, justified: bool, note: str = "") -> EmergencyReview:
    """A review by another person. Raises Refused: reviewed already, `by` opened it or was not told of it."""
    before = EmergencyReview.objects.filter(emergency=emergency).select_related("by").first()
    if before:
        raise Refused(f"{before.by.full_name} has reviewed this already")
    if by not in told(emergency):
        raise Refused("Somebody else reviews this")
    given = EmergencyReview(emergency=emergency, by=by, justified=justified)
    sealing.seal_words(given, note)
    try:
        with transaction.atomic():
            given.save()
    except IntegrityError:  # another person was quicker, at the same moment
        raise Refused("Somebody has reviewed this already") from None
    notify.see_all(emergency.reference)
    return given


def to_explain(user: User) -> list[EmergencyAccess]:
    """What this person opened and has not accounted for."""
    return list(EmergencyAccess.objects.filter(by=user, account=None).order_by("pk"))


def to_review(user: User) -> list[EmergencyAccess]:
    """What this person may review and nobody has reviewed."""
    rows = EmergencyAccess.objects.filter(review=None).select_related("person", "by").order_by("pk")
    told_of = told_ids(list(rows))
    return [emergency for emergency in rows if user.pk in told_of[emergency.pk]]
