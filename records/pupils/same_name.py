"""Whether a typed name is a person's: titles, initials, accents, scripts, slips and signs of no width are forgiven.

For deciding who a recipient is. For finding a child on a page see `names`; for names in a text see `namecheck`.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from itertools import pairwise

from anyascii import anyascii
from rapidfuzz.distance import OSA

from records.pupils.names import plain, slips

OTHER_TITLES = (
    *("mx", "dr", "prof", "professor", "rev", "reverend", "father", "fr", "canon", "imam", "rabbi"),
    *("pc", "dc", "sgt"),
)
OF_WOMEN, OF_MEN = frozenset({"mrs", "ms", "miss", "dame", "lady"}), frozenset({"mr", "sir", "lord"})
TITLES = OF_WOMEN | OF_MEN | frozenset(OTHER_TITLES)
LAST_OF_LATIN = 0x24F


class Match(IntEnum):
    """How well a typed name fits a person: not; by the family name, with a title, an initial or nothing else; by a
    given and a family name."""

    NO = 0
    PARTLY = 1
    FULL = 2


@dataclass(frozen=True)
class TypedName:
    """A name as it is compared. `words` also has neighbouring words as one ("O Brien"); `foreign`: typed in another
    script, so that vowels prove nothing."""

    parts: tuple[str, ...]
    words: frozenset[str]
    titles: frozenset[str]
    foreign: bool


def folded(text: str) -> list[str]:
    """The words of a name in Latin letters, without accents, case, punctuation and signs of no width."""
    seen = "".join(sign for sign in unicodedata.normalize("NFKC", text) if unicodedata.category(sign) != "Cf")
    return plain(anyascii(re.sub(r"[.,;:/()]", " ", seen))).split()


def read(typed: str) -> TypedName:
    """A name as it was typed, to be compared with those of people."""
    words = folded(typed)
    parts = [word for word in words if word not in TITLES]
    joined = {first + second for first, second in pairwise(parts)}
    foreign = any(sign.isalpha() and ord(sign) > LAST_OF_LATIN for sign in unicodedata.normalize("NFKC", typed))
    return TypedName(tuple(parts), frozenset({*parts, *joined}), frozenset(words) & TITLES, foreign)


def match(typed: TypedName, names: Iterable[tuple[str, str]], *, title: str = "", middle: str = "") -> Match:
    """How well what was typed fits a person with these pairs of given and family name."""
    best = Match.NO
    for given, family in names:
        best = max(best, _match(typed, folded(given) + folded(middle), folded(family), frozenset(folded(title))))
    return best


def _match(typed: TypedName, given: list[str], family: list[str], title: frozenset[str]) -> Match:
    by_family = bool(family) and (all(_has(typed, word) for word in family) or _has(typed, "".join(family)))
    rest = [word for word in typed.parts if not any(_same(typed, word, name) for name in [*family, "".join(family)])]
    by_given = any(_has(typed, word) for word in [*given, "".join(given)] if word)
    if by_family and by_given:
        return Match.FULL
    if by_family:
        initials = bool(rest) and all(any(name.startswith(word) for name in given) for word in rest if len(word) == 1)
        short = all(len(word) == 1 for word in rest)
        return Match.PARTLY if short and (not rest or initials) and not _other_title(typed, title) else Match.NO
    if by_given and (len(typed.parts) == 1 or any(_has(typed, word) for word in family)):
        return Match.PARTLY
    letters = "".join(typed.parts)
    both = bool(given) and bool(family) and letters in {given[0][0] + family[0][0], family[0][0] + given[0][0]}
    return Match.PARTLY if both and all(len(word) <= 2 for word in typed.parts) else Match.NO


def _other_title(typed: TypedName, title: frozenset[str]) -> bool:
    """Whether the titles are a man's and a woman's."""
    return bool((typed.titles & OF_WOMEN and title & OF_MEN) or (typed.titles & OF_MEN and title & OF_WOMEN))


def _has(typed: TypedName, name: str) -> bool:
    return any(_same(typed, word, name) for word in typed.words)


def _same(typed: TypedName, word: str, name: str) -> bool:
    """Whether a word that was typed is this name, or differs by a slip; in another script, by its consonants."""
    if not name or len(word) == 1 != len(name):
        return False
    if OSA.distance(word, name) <= slips(name):
        return True
    return typed.foreign and len(_consonants(name)) > 1 and _consonants(word) == _consonants(name)


def _consonants(word: str) -> str:
    return re.sub(r"(.)\1+", r"\1", re.sub("[aeiouwy]", "", word))
