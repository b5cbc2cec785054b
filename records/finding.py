"""Finding a child by name: only those of whom one may know, forgiving of spelling (R: G1)."""

from datetime import datetime

from django.db.models import QuerySet

from accounts.models import User
from pupils.models import NameWord, Person
from pupils.names import Query
from records import need_to_know

MOST = 20


def find(user: User, typed: str, at: datetime | None = None) -> list[Person]:
    """The pupils whose names fit what was typed, of whom `user` may know at `at`; at most MOST.

    First those whose names begin so; where these are few, those that differ by a slip of spelling. Which of the
    two is asked depends only on what this reader may see, never on what is hidden.
    """
    query = Query(typed)
    if not query.words:
        return []
    known = need_to_know.people_known_to(user, at).select_related("pupil")
    found = list(_with(known, query.beginning())[:MOST])
    if len(found) < MOST:
        near = _with(known, query.alike()).exclude(pk__in=[person.pk for person in found])
        found += near[: MOST - len(found)]
    return found


def anyone(typed: str) -> list[Person]:
    """Everybody of that name at the school, known to whoever typed it or not: for routing what they typed past
    people who are related, and for nothing that is shown."""
    query = Query(typed)
    fitting = query.beginning()
    return list(_with(Person.objects.filter(pupil__isnull=False), fitting)[:MOST]) if all(fitting) and fitting else []


def _with(people: QuerySet[Person], words: list[list[str]]) -> QuerySet[Person]:
    """Those who have, for each list, one of its words among their names."""
    for fitting in words:
        people = people.filter(pk__in=NameWord.objects.filter(word__in=fitting).values("person"))
    return people
