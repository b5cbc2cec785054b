"""Names of children in a text that must name none (R: G10.3). Whole names; the same words for every hit."""

import re

from pupils import names
from pupils.models import NameWord, Person

MOST = 12
NOT_OF_NAMES = re.compile(r"[^\w\s’-]")


def hits(text: str) -> list[str]:
    """The names in `text` by which a child could be known, as they are on the roll or were. Also of those whose
    existence is protected: what is said of a hit is the same for all."""
    plain = f" {names.plain(NOT_OF_NAMES.sub(' ', text))} "
    rows = NameWord.objects.filter(word__in=sorted(set(plain.split()))).values_list("person", "word").distinct()
    words: dict[int, set[str]] = {}
    for person, word in rows:
        words.setdefault(person, set()).add(word)
    likely = Person.objects.filter(pk__in=[person for person, found in words.items() if len(found) > 1])
    found = [name for person in likely for name in _ways(person) if f" {names.plain(name)} " in plain]
    return list(dict.fromkeys(found))[:MOST]


def _ways(person: Person) -> list[str]:
    ways = [
        f"{person.first_name} {person.last_name}", f"{person.given_name} {person.family_name}",
        f"{person.family_name} {person.given_name}",
    ]  # fmt: skip
    return list(dict.fromkeys(ways))
