"""What the notices room asks about references of this room: where they lead, and who may know of them."""

from collections.abc import Callable, Iterable

from django.db.models import Model
from django.urls import reverse

from access import asking, emergency, exclusions, places
from access.models import AccessRequest, Briefing, Circulation, Declaration, EmergencyAccess, ExclusionSet, Meeting
from accounts import deputies
from accounts.models import User
from records import need_to_know
from school import references


class Matter:
    """Notices that lead to the page `page` of a thing."""

    def __init__(self, model: type[Model], page: str, knows: Callable[[User, Model], bool]) -> None:
        self.model, self.page, self.knows = model, page, knows

    def address(self, reference: str) -> str:
        return reverse(self.page, kwargs={"slug": references.slug(reference)})

    def known_to(self, user: User, about: Iterable[str]) -> set[str]:
        found = self.model._default_manager.filter(reference__in=set(about))
        return {thing.reference for thing in found if self.knows(user, thing)}  # type: ignore[attr-defined]

    def stand_in(self, reference: str, person: User) -> User | None:
        """The deputy, else whoever else answers; never one who may not know."""
        thing = self.model._default_manager.filter(reference=reference).first()
        if thing is None:
            return None
        deputy = deputies.deputy_of(person)
        for one in [*([deputy] if deputy else []), *self._others(thing)]:
            if one != person and self.knows(one, thing):
                return one
        return None

    def _others(self, thing: Model) -> list[User]:
        if isinstance(thing, AccessRequest):
            found = [places.who_answers(place, thing.person, besides=thing.by) for place in asking.places(thing)]
            return [one for some in found for one in some]
        return emergency.told(thing) if isinstance(thing, EmergencyAccess) else []


def _request(user: User, thing: Model) -> bool:
    assert isinstance(thing, AccessRequest)
    if thing.by_id == user.pk:
        return need_to_know.person_known_to(user, thing.person.public_id) is not None
    return may_answer(user, thing)


def may_answer(user: User, request: AccessRequest) -> bool:
    """Whether this person answers for any of what was asked, also where it has been answered."""
    return any(user in places.who_answers(p, request.person, besides=request.by) for p in asking.places(request))


def _emergency(user: User, thing: Model) -> bool:
    assert isinstance(thing, EmergencyAccess)
    return user in emergency.told(thing) or (
        thing.by_id == user.pk and not need_to_know.excluded_from([thing.person]) & {user.pk}
    )


def _sees(of: str) -> Callable[[User, Model], bool]:
    def knows(user: User, thing: Model) -> bool:
        return need_to_know.access_to(user, getattr(thing, of)) is not None

    return knows


def _meeting(user: User, thing: Model) -> bool:
    return _sees("notes")(user, thing)


def _exclusion(user: User, thing: Model) -> bool:
    return thing in exclusions.seen_by(user)


MATTERS = {
    "R": Matter(AccessRequest, "access_request", _request),
    "E": Matter(EmergencyAccess, "emergency", _emergency),
    "L": Matter(Circulation, "circulation", _sees("record")),
    "B": Matter(Briefing, "briefing", _sees("record")),
    "SM": Matter(Meeting, "meeting", _meeting),
    "DR": Matter(Declaration, "declared", _sees("record")),
    "EX": Matter(ExclusionSet, "exclusion", _exclusion),
}
