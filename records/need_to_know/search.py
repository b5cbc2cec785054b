"""Finding a child by name: only those of whom one may know, forgiving of spelling (R: G1)."""

from datetime import datetime

from django.db.models import BooleanField, ExpressionWrapper, Q

from accounts.models import User
from core.audit import entries
from core.audit.models import Entry
from records.need_to_know import visibility
from records.pupils.models import NameWord, Person
from records.pupils.names import Query

MOST = 20
"""How many children are shown at most."""


def find(user: User, typed: str, at: datetime | None = None, *, left: bool = False) -> list[Person]:
    """The pupils whose names fit what was typed, of whom `user` may know at `at`; at most MOST.

    First those whose names begin so, then those that differ by a slip of spelling. One statement: what is hidden
    changes neither what is asked nor how often. `left`: also those who have left.
    """
    query = Query(typed)
    if not query.words:
        return []
    known = visibility.people_known_to(user, at, left=left).filter(_have(query.alike())).select_related("pupil")
    begins = ExpressionWrapper(_have(query.beginning()), output_field=BooleanField())
    return list(known.annotate(begins=begins).order_by("-begins", "family_name", "given_name", "pk")[:MOST])


def search(user: User, typed: str, at: datetime | None = None, *, left: bool = False) -> list[Person]:
    """As `find`, to be shown to `user`: with an entry that they searched, and how many they were shown (R: T1)."""
    matches = find(user, typed, at, left=left) if typed.strip() else []
    if typed.strip():
        searched(user, len(matches))
    return matches


def searched(user: User, shown: int) -> None:
    """Write down that `user` searched for people, and how many they were shown; never what was typed."""
    entries.write(user, Entry.Action.ACCESS, because="search", actor_id=user.pk, found=shown)


def anyone(typed: str) -> list[Person]:
    """All pupils whom the text may mean, whether its author may know of them or not: those with one of its words among
    their names, also misspelt, whatever else it says ("Amina and Kofi in 4C"). Only for keeping the text from people
    who are related, and never shown: rather one too many than one too few."""
    words = {word for fitting in Query(typed, most=None).same() for word in fitting}
    return list(
        Person.objects.filter(pk__in=NameWord.objects.filter(word__in=words).values("person"), pupil__isnull=False)
    )


def _have(words: list[list[str]]) -> Q:
    """The condition that a person has, for each list, one of its words among their names."""
    condition = Q()
    for fitting in words:
        condition &= Q(pk__in=NameWord.objects.filter(word__in=fitting).values("person"))
    return condition
