"""Asking for access, and the owners' answers (R: G1). The asker never learns whether there is anything."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import IntegrityError, transaction

from accounts import succession
from accounts.models import User
from accounts.notices import notify
from accounts.roles import Role
from core import clock, references, terms
from core.refusals import Refused
from records import sealing
from records.models import Category, Extent
from records.models.grants import Source
from records.need_to_know import grants, shipped, visibility
from records.need_to_know.responsible import Responsibility, places_by_code
from records.pupils.models import Person
from sharing.internal.models import AccessRequest, RequestAnswer
from sharing.internal.notice_kinds import Kind


def answerers(request: AccessRequest) -> list[User]:
    """Everybody who is responsible for some of what was asked for."""
    answering, by_code = Responsibility([request.person_id]), places_by_code()
    ids = [user for place in sorted(places_of(request, by_code)) for user in _who(answering, request, place, by_code)]
    return list(User.objects.filter(pk__in=ids).order_by("pk"))


def _who(answering: Responsibility, request: AccessRequest, place: str, by_code: dict[str, str]) -> list[int]:
    """Who is responsible for a place's part of a request: they see all of it themselves."""
    codes = [code for code in request.categories if by_code[code] == place]
    return answering.who(place, request.person_id, request.by_id, codes=codes)


def told_of(things: Sequence[AccessRequest], answering: Responsibility) -> dict[int, set[int]]:
    """Who is told that a request opened safeguarding, by the request's id: the DSL, or the next in line where the DSL
    gave it or asked for it. The same statement for none."""
    rows = RequestAnswer.objects.filter(request__in=[request.pk for request in things] or [0], granted=True)
    gave: dict[int, set[int]] = {}
    for row in rows:
        gave.setdefault(row.request_id, set()).add(row.by_id)
    return {
        request.pk: _watching(request, answering, gave[request.pk])
        for request in things
        if request.pk in gave and set(request.categories) & set(shipped.safeguarding())
    }


def _watching(request: AccessRequest, answering: Responsibility, gave: set[int]) -> set[int]:
    for role in succession.SCHOOL:
        watchers = {
            user
            for user in answering.holders.get(role, [])
            if user != request.by_id and user not in gave and answering.may_know(user, request.person_id)
        }
        if watchers:
            return watchers
    return set()


def places_of(request: AccessRequest, by_code: dict[str, str]) -> set[str]:
    """The places that answer for what was asked for."""
    return {by_code[code] for code in request.categories}


def kinds(request: AccessRequest, place: str) -> list[Category]:
    """The kinds in a request that the place is responsible for."""
    by_code = places_by_code()
    return list(Category.objects.filter(code__in=[code for code in request.categories if by_code[code] == place]))


@transaction.atomic
def ask(by: User, person: Person, categories: Iterable[str], *, until: datetime, reason: str) -> AccessRequest:
    """Ask to see these kinds of information; those responsible for them are told. Raises Refused, also where there is
    nobody who could answer for one of the kinds, with whom to ask; KeyUnavailable."""
    if until <= clock.now():
        raise Refused("It must end after now", "how_long")
    until = terms.within_access(until)
    request = AccessRequest(
        reference=references.new("R"), by=by, person=person, categories=sorted(categories), until=until
    )
    answering, by_code = Responsibility([person.pk]), places_by_code()
    if not all(_who(answering, request, place, by_code) for place in places_of(request, by_code)):
        raise Refused(_nobody_answers(by, person), "categories")
    sealing.seal_words(request, reason)
    request.save()
    for answerer in answerers(request):
        notify.notify(answerer, Kind.ACCESS_ASKED, request.reference)
    return request


def _nobody_answers(by: User, person: Person) -> str:
    """The message where nobody could answer. It names a person to ask, never one who is excluded."""
    kept_out = visibility.excluded_from([person]) | {by.pk}
    line = succession.in_line((*succession.SCHOOL, Role.DPO, Role.CHAIR), kept_out)
    asked = next((f"{holder.short_name} ({role.label})" for role, holder in line), "the local authority")
    return f"No one here can answer this now. Ask {asked} what to do"


def answerable(
    user: User, requests: Sequence[AccessRequest], answering: Responsibility | None = None
) -> dict[int, list[str]]:
    """For each of these requests the places for which this person answers, by the request's id. The same statements,
    also for none. `answering`: if worked out already."""
    answering = answering or Responsibility([request.person_id for request in requests])
    by_code = places_by_code()
    return {
        request.pk: [
            place
            for place in sorted(places_of(request, by_code))
            if user.pk in _who(answering, request, place, by_code)
        ]
        for request in requests
    }


def open_places(request: AccessRequest, user: User) -> list[str]:
    """The places for which this person may answer a request and nobody has."""
    answered = set(request.answers.values_list("place", flat=True))
    return [place for place in answerable(user, [request])[request.pk] if place not in answered]


def waiting(user: User) -> list[AccessRequest]:
    """The requests that this person may answer, the longest waiting first."""
    rows = AccessRequest.objects.filter(until__gt=clock.now()).exclude(by=user)
    requests = list(rows.select_related("person", "by").prefetch_related("answers").order_by("pk"))
    mine = answerable(user, requests)
    answered = {request.pk: {answer.place for answer in request.answers.all()} for request in requests}
    return [request for request in requests if set(mine[request.pk]) - answered[request.pk]]


@transaction.atomic
def answer(
    request: AccessRequest,
    place: str,
    *,
    by: User,
    granted: bool,
    extent: int = Extent.ALL,
    until: datetime | None = None,
    reason: str = "",
    shown: bool = False,
) -> RequestAnswer:
    """Give access to the kinds of one place, or refuse it. Raises Refused: answered already, not theirs to answer,
    an end that has passed; and GrantRefused."""
    before = request.answers.filter(place=place).select_related("by").first()
    if before:
        raise Refused(f"{before.by.full_name} has answered this already")
    if place not in open_places(request, by):
        raise Refused("Somebody else answers this")
    given = RequestAnswer(request=request, place=place, by=by, granted=granted, shown=shown)
    sealing.seal_words(given, reason)
    if granted:
        given.until = until or terms.within_access(request.until)
        if given.until <= clock.now():
            raise Refused("It must end after now", "until")
        for category in kinds(request, place):
            about = grants.folder(request.person, category)
            grants.grant(about, request.by, by=by, extent=extent, until=given.until, source=Source.ASKED, reason=reason)
    try:
        with transaction.atomic():
            given.save()
    except IntegrityError:  # another person was quicker, at the same moment
        raise Refused("Somebody has answered this already") from None
    if granted and set(request.categories) & set(shipped.safeguarding()):
        ids = told_of([request], Responsibility([request.person_id]))[request.pk]
        for user in User.objects.filter(pk__in=ids).order_by("pk"):
            notify.notify(user, Kind.GRANTED, request.reference)
    left = places_of(request, places_by_code()) - set(request.answers.values_list("place", flat=True))
    if not left:
        notify.see_all(request.reference, Kind.ACCESS_ASKED)
        notify.notify(request.by, Kind.ACCESS_ANSWERED, request.reference)
    elif not open_places(request, by):
        notify.see_all(request.reference, Kind.ACCESS_ASKED, by=by)
    return given
