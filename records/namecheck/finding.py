"""Finding what may identify a person in a text, by one pass of many patterns over its words."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from records.namecheck.found import ADDRESS, FULL, Found, largest
from records.namecheck.hits import Hit, labelled
from records.namecheck.known import Known
from records.namecheck.patterns import Patterns
from records.namecheck.words import LOOK_ALIKE, Word, read
from records.namecheck.written import bare_initials, initials, written

AT_HOME: Collection[str] = (ADDRESS, "telephone", "email")


@dataclass(frozen=True)
class Own:
    """The keys of those whom a text may name: `names`, in every way; `homes`, whose addresses, telephone numbers and
    e-mail addresses may stand in it."""

    names: frozenset[str] = frozenset()
    homes: frozenset[str] = frozenset()


class Checker:
    """The check of many texts against the same people."""

    def __init__(self, known: Known) -> None:
        self.known, self.patterns = known, Patterns(known)

    def check(self, text: str, *, adults: bool = False) -> list[Hit]:
        """What in `text` may identify a person, in order; nothing overlaps. `adults`: whether staff and governors
        count."""
        return labelled([largest(self._in(text, read(text), adults))], self.known, adults)[0]

    def check_together(self, texts: Sequence[str], own: Own) -> list[list[Hit]]:
        """What in texts that go together may identify a person other than `own`, for each text in order: whoever is
        named in full in one of them is known in all of them, also by bare initials. Staff and governors do not
        count."""
        read_texts = [(text, read(text)) for text in texts]
        matches = [self._in(text, words, adults=False) for text, words in read_texts]
        close = {number for number, person in enumerate(self.known.people) if person.near or person.key in own.names}
        for ones in matches:
            close |= {next(iter(match.people)) for match in ones if match.what == FULL and len(match.people) == 1}
        letters = self.patterns.letters_of(close)
        matches = [
            largest([*ones, *self.patterns.in_words(words, close), *bare_initials(text, words, letters)])
            for ones, (text, words) in zip(matches, read_texts, strict=True)
        ]
        return labelled(
            [[match for match in ones if not self._owns(match, own)] for ones in matches], self.known, False
        )

    def _in(self, text: str, words: list[Word], adults: bool) -> list[Found]:
        self.patterns.correct(words)
        return [
            *self.patterns.in_words(words),
            *initials(text, words, self.patterns),
            *written(text.translate(LOOK_ALIKE), self.patterns, adults),
        ]

    def _owns(self, match: Found, own: Own) -> bool:
        keys = {self.known.people[number].key for number in match.people}
        return bool(keys & (own.homes if match.what in AT_HOME else own.names))


def check(text: str, known: Known, *, adults: bool = False) -> list[Hit]:
    """What in `text` may identify a person of `known`."""
    return Checker(known).check(text, adults=adults)
