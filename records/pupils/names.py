"""Names, compared as people remember them: without accents and case, and with a slip of spelling.

The words of all names are few (a school of 20,000 has some thousand different ones), so a query's words are
compared with them in memory and the database is asked for people by the words that fit.
"""

import re
import unicodedata
from collections.abc import Iterable

from rapidfuzz import process
from rapidfuzz.distance import OSA

from records.pupils.models import KnownName, NameWord, Person

MOST_WORDS = 6
FOLDED = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ł": "l", "þ": "th", "ð": "d", "ı": "i"})


def plain(text: str) -> str:
    """A name without accents, case, hyphens and apostrophes, for comparing."""
    marks = unicodedata.normalize("NFKD", text.casefold().translate(FOLDED))
    kept = "".join(sign for sign in marks if not unicodedata.combining(sign))
    return " ".join(re.sub(r"[^\w\s-]|_", "", kept).replace("-", " ").split())


def words_of(person: Person) -> set[str]:
    """The words under which a search finds this person: of the legal and the preferred names."""
    names = (
        person.given_name,
        person.middle_names,
        person.family_name,
        person.preferred_name,
        person.preferred_family_name,
    )
    words = {word[:80] for name in names for word in plain(name).split()}
    # O’Brien is found under Brien as well as Obrien; Smith-Jones under Smithjones as well.
    words |= {word[:80] for name in names for word in plain(re.sub("[’'‘`]", " ", name)).split() if len(word) > 1}
    return words | {plain(name).replace(" ", "")[:80] for name in names if "-" in name}


def pairs(person: Person) -> list[tuple[str, str]]:
    """The given and family names by which a person goes: the legal ones, the preferred ones, and those mixed."""
    given = dict.fromkeys(filter(None, (person.given_name, person.preferred_name)))
    family = dict.fromkeys(filter(None, (person.family_name, person.preferred_family_name)))
    return [(given_name, other) for given_name in given for other in family]


def index(people: Iterable[Person]) -> None:
    """Keep the words of these people's names in step with their names, and remember the names themselves."""
    people = list(people)
    KnownName.objects.bulk_create(
        (KnownName(person=who, given_name=given, family_name=family) for who in people for given, family in pairs(who)),
        batch_size=1000,
        ignore_conflicts=True,
    )
    for at in range(0, len(people), 500):
        NameWord.objects.filter(person__in=people[at : at + 500]).delete()
    NameWord.objects.bulk_create(
        (NameWord(person=person, word=word) for person in people for word in sorted(words_of(person))), batch_size=1000
    )


def slips(word: str) -> int:
    """How many letters may be wrong, missing or swapped in a word of this length."""
    return 0 if len(word) < 4 else 1 if len(word) < 6 else 2


class Query:
    """What was typed into a search, and the words of names that fit it."""

    def __init__(self, typed: str, most: int | None = MOST_WORDS) -> None:
        self.words = [word for word in plain(typed).split() if word][:most]
        self.known = list(NameWord.objects.values_list("word", flat=True).distinct()) if self.words else []

    def beginning(self) -> list[list[str]]:
        """For each word typed, the names' words that begin with it."""
        return [[known for known in self.known if known.startswith(word)] for word in self.words]

    def same(self) -> list[list[str]]:
        """For each word typed, the names' words that are the same or differ by a slip."""
        near = (
            process.extract(word, self.known, scorer=OSA.distance, score_cutoff=slips(word), limit=None)
            for word in self.words
        )
        return [[name for name, _, _ in matches] for matches in near]

    def alike(self) -> list[list[str]]:
        """For each word typed, the names' words that begin with it or differ by a slip."""
        return [sorted({*begins, *near}) for begins, near in zip(self.beginning(), self.same(), strict=True)]
