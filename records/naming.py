"""Names of children in a text that must name none (R: G10.3). Whole names; the same words for every hit."""

import re

from pupils import names
from pupils.models import NameWord, Person

MOST = 12
NOT_OF_NAMES = re.compile(r"[^\w\s’-]")


def hits(text: str) -> list[str]:
    """The names in `text` by which a child could be known, as they are on the roll or were. Also of those whose
    existence is protected: what is said of a hit is the same for all."""
    plain = as_words(text)
    people = Person.objects.filter(pk__in=likely(plain))
    found = [name for person in people for name in _ways(person) if stands_in(name, plain)]
    return list(dict.fromkeys(found))[:MOST]


def as_words(text: str) -> str:
    """A text as names are compared with it: plain words, with a space at each end."""
    return f" {names.plain(NOT_OF_NAMES.sub(' ', text))} "


def stands_in(name: str, plain: str) -> bool:
    """Whether the name stands in a text that `as_words` gave."""
    return f" {names.plain(name)} " in plain


def likely(plain: str) -> list[int]:
    """The ids of the pupils of whose name two words stand in the text."""
    rows = NameWord.objects.filter(word__in=sorted(set(plain.split()))).values_list("person", "word").distinct()
    words: dict[int, set[str]] = {}
    for person, word in rows:
        words.setdefault(person, set()).add(word)
    return [person for person, found in words.items() if len(found) > 1]


def _ways(person: Person) -> list[str]:
    ways = [
        f"{person.first_name} {person.last_name}", f"{person.given_name} {person.family_name}",
        f"{person.family_name} {person.given_name}",
    ]  # fmt: skip
    return list(dict.fromkeys(ways))
