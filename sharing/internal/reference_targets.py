"""Who may know of requests, emergencies, briefings and meetings, and where notices about them lead.

Each answer takes the same statements whether there is such a thing or not.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db.models import Model
from django.urls import reverse

from accounts import deputies, roles
from accounts.models import User
from accounts.notices import notify
from accounts.notices.notify import ReferenceTarget
from accounts.roles import SAFEGUARDS
from core import references
from records.need_to_know import visibility
from records.need_to_know.responsible import Responsibility
from sharing.internal import emergency, exclusions, requests
from sharing.internal.models import (
    AccessGiven,
    AccessRequest,
    Briefing,
    Circulation,
    Declaration,
    EmergencyAccess,
    ExclusionSet,
    Meeting,
)

Known = Callable[[User, Sequence[Any]], set[int]]


def _own(user: User, things: Sequence[Any], answering: Responsibility) -> set[int]:
    """The user's own, as long as they may know of the child."""
    return {thing.pk for thing in things if thing.by_id == user.pk and answering.may_know(user.pk, thing.person_id)}


def _requests(user: User, things: Sequence[AccessRequest]) -> set[int]:
    """The user's own, those they are responsible for, and those they were told of as they opened safeguarding."""
    answering = Responsibility([thing.person_id for thing in things])
    answers = requests.answerable(user, things, answering)
    told = requests.told_of(things, answering)
    hears = {pk for pk, people in told.items() if user.pk in people}
    return _own(user, things, answering) | {pk for pk, places in answers.items() if places} | hears


def _emergencies(user: User, things: Sequence[EmergencyAccess]) -> set[int]:
    """The user's own, and those they were told of."""
    answering = Responsibility([thing.person_id for thing in things])
    told = emergency.told_ids(things, answering)
    return _own(user, things, answering) | {pk for pk, people in told.items() if user.pk in people}


def _by_record(of: str) -> Known:
    """Who sees something of its record."""

    def known(user: User, things: Sequence[Any]) -> set[int]:
        ids = [getattr(thing, f"{of}_id") for thing in things]
        sees = visibility.access_of_many(user, ids or [0])
        return {thing.pk for thing, record in zip(things, ids, strict=True) if record in sees}

    return known


def _exclusions(user: User, things: Sequence[ExclusionSet]) -> set[int]:
    seen = {exclusion.pk for exclusion in exclusions.seen_by(user)}
    return {thing.pk for thing in things if thing.pk in seen}


class RowsOfAModel(ReferenceTarget):
    """The things of one kind: who may know of which, and the answers for `accounts.notices` about their references."""

    def __init__(self, model: type[Model], page: str, known: Known) -> None:
        self.model, self.page, self.known = model, page, known

    def address(self, reference: str) -> str:
        return reverse(self.page, kwargs={"slug": references.slug(reference)})

    def known_to(self, user: User, about: Iterable[str]) -> set[str]:
        things = list(self.model._default_manager.filter(reference__in=set(about)))
        known = self.known(user, things)
        return {thing.reference for thing in things if thing.pk in known}  # type: ignore[attr-defined]

    def find(self, user: User, slug: str) -> Any:
        """The thing of that reference, if the person may know of it."""
        reference = references.read(slug) or ""
        matches = list(self.model._default_manager.filter(reference=reference))
        return matches[0] if self.known(user, matches) else None

    def stand_in(self, reference: str, person: User) -> User | None:
        """The deputy, else another responsible person; never one who may not know."""
        thing = self.model._default_manager.filter(reference=reference).first()
        if thing is None:
            return None
        deputy = deputies.deputy_of(person)
        options = [*([deputy] if deputy else []), *_others(thing)]
        return next((option for option in options if option != person and self.known(option, [thing])), None)


def _others(thing: Model) -> list[User]:
    if isinstance(thing, AccessRequest):
        return requests.answerers(thing)
    return emergency.told(thing) if isinstance(thing, EmergencyAccess) else []


def _gifts(user: User, things: Sequence[AccessGiven]) -> set[int]:
    """Those that the user gave or was told of, as long as they may know of everybody whom the record is about; who was
    told as one who leads, while they do."""
    told = notify.references_told(user, "AG")
    held = roles.held_by(user)
    out = visibility.kept_from(user)
    about = visibility.subjects_of_many([thing.record_id for thing in things] or [0])
    return {
        thing.pk
        for thing in things
        if (thing.by_id == user.pk or thing.reference in told)
        and (user.pk in (thing.by_id, thing.user_id) or held & {thing.role, *SAFEGUARDS})
        and not out & {("record", thing.record_id), *(("person", one.pk) for one in about.get(thing.record_id, []))}
    }


TARGETS = {
    "AG": RowsOfAModel(AccessGiven, "internal:given_access", _gifts),
    "R": RowsOfAModel(AccessRequest, "internal:access_request", _requests),
    "E": RowsOfAModel(EmergencyAccess, "internal:emergency", _emergencies),
    "L": RowsOfAModel(Circulation, "internal:circulation", _by_record("record")),
    "B": RowsOfAModel(Briefing, "internal:briefing", _by_record("record")),
    "SM": RowsOfAModel(Meeting, "internal:staff_meeting", _by_record("notes")),
    "DR": RowsOfAModel(Declaration, "internal:declaration", _by_record("record")),
    "EX": RowsOfAModel(ExclusionSet, "internal:exclusion", _exclusions),
}
PREFIXES = {
    "AG": "access that was given",
    "R": "request for access",
    "E": "emergency access",
    "L": "report circulated to be read",
    "B": "briefing",
    "SM": "staff meeting",
    "DR": "declaration of relationships",
    "EX": "exclusion",
    "EQ": "enquiry",
}
"""The prefixes of this subject's references; nobody is told of an enquiry."""
