"""Who may know of the things of this room, and where notices about them lead.

Each answer takes the same statements whether there is such a thing or not.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db.models import Model
from django.urls import reverse

from access import asking, emergency, exclusions
from access.models import AccessRequest, Briefing, Circulation, Declaration, EmergencyAccess, ExclusionSet, Meeting
from access.places import Answering
from accounts import deputies
from accounts.models import User
from records import need_to_know
from school import references

Known = Callable[[User, Sequence[Any]], set[int]]


def _own(user: User, things: Sequence[Any], answering: Answering) -> set[int]:
    """One's own, as long as one may know of the child."""
    return {one.pk for one in things if one.by_id == user.pk and answering.may_know(user.pk, one.person_id)}


def _requests(user: User, things: Sequence[AccessRequest]) -> set[int]:
    """One's own, those one answers for, and those that opened safeguarding of which one was told."""
    answering = Answering([thing.person_id for thing in things])
    answers = asking.answerable(user, things, answering)
    told = asking.told_of(things, answering)
    hears = {pk for pk, people in told.items() if user.pk in people}
    return _own(user, things, answering) | {pk for pk, places in answers.items() if places} | hears


def _emergencies(user: User, things: Sequence[EmergencyAccess]) -> set[int]:
    """One's own, and those one was told of."""
    answering = Answering([thing.person_id for thing in things])
    told = emergency.told_ids(things, answering)
    return _own(user, things, answering) | {pk for pk, people in told.items() if user.pk in people}


def _by_record(of: str) -> Known:
    """Who sees something of its record."""

    def known(user: User, things: Sequence[Any]) -> set[int]:
        ids = [getattr(thing, f"{of}_id") for thing in things]
        sees = need_to_know.access_of_many(user, ids or [0])
        return {thing.pk for thing, record in zip(things, ids, strict=True) if record in sees}

    return known


def _exclusions(user: User, things: Sequence[ExclusionSet]) -> set[int]:
    seen = {one.pk for one in exclusions.seen_by(user)}
    return {thing.pk for thing in things if thing.pk in seen}


class Matter:
    """The things of one kind: who may know of which, and what the notices room asks about their references."""

    def __init__(self, model: type[Model], page: str, known: Known) -> None:
        self.model, self.page, self.known = model, page, known

    def address(self, reference: str) -> str:
        return reverse(self.page, kwargs={"slug": references.slug(reference)})

    def known_to(self, user: User, about: Iterable[str]) -> set[str]:
        found = list(self.model._default_manager.filter(reference__in=set(about)))
        known = self.known(user, found)
        return {thing.reference for thing in found if thing.pk in known}  # type: ignore[attr-defined]

    def find(self, user: User, slug: str) -> Any:
        """The thing of that reference, if the person may know of it."""
        reference = references.read(slug) or ""
        found = list(self.model._default_manager.filter(reference=reference))
        return found[0] if self.known(user, found) else None

    def stand_in(self, reference: str, person: User) -> User | None:
        """The deputy, else whoever else answers; never one who may not know."""
        thing = self.model._default_manager.filter(reference=reference).first()
        if thing is None:
            return None
        deputy = deputies.deputy_of(person)
        options = [*([deputy] if deputy else []), *_others(thing)]
        return next((one for one in options if one != person and self.known(one, [thing])), None)


def _others(thing: Model) -> list[User]:
    if isinstance(thing, AccessRequest):
        return asking.answerers(thing)
    return emergency.told(thing) if isinstance(thing, EmergencyAccess) else []


MATTERS = {
    "R": Matter(AccessRequest, "access_request", _requests),
    "E": Matter(EmergencyAccess, "emergency", _emergencies),
    "L": Matter(Circulation, "circulation", _by_record("record")),
    "B": Matter(Briefing, "briefing", _by_record("record")),
    "SM": Matter(Meeting, "meeting", _by_record("notes")),
    "DR": Matter(Declaration, "declared", _by_record("record")),
    "EX": Matter(ExclusionSet, "exclusion", _exclusions),
}
