"""Saying which child a decision is about that could only be typed: a child who has left, or is not on the roll for its
author (R: C6, G9). The author gets nothing back; a person who leads safeguarding says which child it is."""

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from accounts.notices.models import Notice
from accounts.notices.notify import see_all
from core.refusals import Refused
from records.models import RecordSubject
from records.need_to_know import search, visibility
from records.pupils.models import Person
from sharing.decisions import later_entries
from sharing.decisions.models import Event, ShareDecision
from sharing.decisions.notice_kinds import Kind


def may_be_meant(typed: str) -> list[Person]:
    """The pupils who may be meant by what was typed, for keeping it from people who are related; never shown."""
    return search.anyone(typed) if typed else []


def waiting(user: User) -> QuerySet[ShareDecision]:
    """The decisions whose child the user can say, oldest first: those that they were asked about."""
    asked = Notice.objects.filter(person=user, kind=Kind.NAME_CHILD).values("reference")
    visible = visibility.visible_to(user).values("pk")
    unnamed = ShareDecision.objects.filter(unnamed=True, record__in=visible, reference__in=asked)
    return unnamed.exclude(events__what=Event.What.NAMED).order_by("pk")


@transaction.atomic
def name(decision: ShareDecision, child: Person, by: User) -> None:
    """From now the decision is about `child`. Raises Refused where it was said before, KeyUnavailable."""
    if not waiting(by).filter(pk=decision.pk).exists():
        raise Refused("It has been said already which child this is", "query")
    RecordSubject.objects.create(record=decision.record, person=child)
    later_entries.event(decision, Event.What.NAMED, by, [["Child", child.full_name]])
    see_all(decision.reference, Kind.NAME_CHILD)
