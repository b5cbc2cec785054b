"""All ways of naming everybody whom the school knows, looked for in one pass over the words of a text."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from itertools import zip_longest

from ahocorasick_rs import AhoCorasick
from rapidfuzz import process
from rapidfuzz.distance import OSA

from records.namecheck.found import ADDRESS, ALONE, CLASS, FULL, NUMBER, TITLED, Found
from records.namecheck.known import Known, Named
from records.namecheck.sentences import could_be_name, is_name
from records.namecheck.words import OF_WOMEN, RELATIVES, TITLES, Word, digits, ordinary, phrase

LEAST = 2  # letters of a name that is looked for alone
SLIPS_FROM = 5  # letters of a name in which one may be wrong


class Patterns:
    """All ways of naming everybody, to be looked for in one pass."""

    def __init__(self, known: Known) -> None:
        self.known = known
        # Tuples of tuples: the garbage collector does not go through them again and again.
        self.by_phrase: dict[str, tuple[tuple[str, int], ...]] = {}
        self.initials: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
        self.single: set[str] = set()
        self.telephones: dict[str, set[int]] = defaultdict(set)
        self.emails: dict[str, set[int]] = defaultdict(set)
        self.numbers: dict[str, set[int]] = defaultdict(set)
        self.days: dict[date, set[int]] = defaultdict(set)
        for number, person in enumerate(known.people):
            self._add(number, person)
        self.phrases = list(self.by_phrase)
        self.matcher = AhoCorasick([f" {wording} " for wording in self.phrases]) if self.phrases else None

    def _add(self, number: int, person: Named) -> None:
        for given, family in dict.fromkeys(person.names):
            first, last, middle = phrase(given), phrase(family), phrase(person.middle)
            for wording in {
                f"{first} {last}",
                f"{last} {first}",
                f"{first} {middle} {last}",
                f"{first} {last[:1]}",
                f"{first[:1]} {last}",
            }:
                if (person.who == "pupil" and person.alone) or (
                    len(wording.split()) > 1 and min(map(len, wording.split())) > 1
                ):
                    self._put(wording, FULL, number)
            for title in _titles_of(person):
                self._put(f"{title} {last}", TITLED, number)
                self._put(f"{title} {first} {last}", FULL, number)
            self.single |= {word for word in (*first.split(), *last.split()) if len(word) >= SLIPS_FROM}
            if person.alone:
                parts = [part for part in last.split() if len(part) >= 4] if " " in last else []
                for name in {first, last, *first.split()[:1], *parts}:
                    if len(name) >= LEAST:
                        self._put(name, ALONE, number)
                for letters in initials_of(given, person.middle, family):
                    for name in person.classes:
                        self.initials[phrase(name)][letters].append(number)
        for name in person.classes:
            self._put(phrase(name), CLASS, number)
        for written in person.numbers:
            self._put(written.lower(), NUMBER, number)
            self.numbers[written.lower()].add(number)
        for telephone in filter(None, person.telephones):
            self.telephones[digits(telephone)].add(number)
        for email in filter(None, person.emails):
            self.emails[email.lower()].add(number)
        if person.birth_date:
            self.days[person.birth_date].add(number)
        for lines, postcode in person.addresses:
            street = next((part for part in lines.split(",") if any(sign.isdigit() for sign in part)), lines)
            self._put(phrase(street), ADDRESS, number)
            if postcode:
                self._put(phrase(postcode), ADDRESS, number)
                self._put(phrase(postcode).replace(" ", ""), ADDRESS, number)

    def _put(self, wording: str, what: str, number: int) -> None:
        known = self.by_phrase.get(wording, ())
        if wording and (what, number) not in known[-1:]:
            self.by_phrase[wording] = (*known, (what, number))

    def letters_of(self, numbers: Iterable[int]) -> dict[str, set[int]]:
        """The initials of these people, each with whose they are."""
        letters: dict[str, set[int]] = defaultdict(set)
        for number in numbers:
            person = self.known.people[number]
            for given, family in dict.fromkeys(person.names):
                for initials in initials_of(given, person.middle, family):
                    letters[initials].add(number)
        return letters

    def correct(self, words: list[Word]) -> None:
        """Read an inflected or misspelt name as the name it is, where it is no ordinary word."""
        names, fixed = list(self.single), {}
        for word, after in zip_longest(words, words[1:]):
            form = word.form
            if form.endswith("s") and form[:-1] in self.by_phrase and after and after.plain in RELATIVES:
                word.form = form[:-1]  # wills dad
                continue
            if form in self.by_phrase or form in self.single or len(form) < 4:
                continue
            if form.endswith("s") and form[:-1] in self.by_phrase and form not in ordinary():
                word.form = form[:-1]
                continue
            if form in ordinary() or any(sign.isdigit() for sign in form):
                continue
            if form not in fixed:
                near = process.extractOne(form, names, scorer=OSA.distance, score_cutoff=2 if len(form) > 8 else 1)
                fixed[form] = near[0] if near else form
            word.form = fixed[form]

    def in_words(self, words: list[Word], close: Collection[int] = ()) -> Iterator[Found]:
        """Names in these words; of the `close` also those that are ordinary words and could stand for such."""
        if not self.matcher or not words:
            return
        text, begins = " ", {}
        for number, word in enumerate(words):
            begins[len(text) - 1] = number
            text += word.form + " "
        for pattern, start, end in self.matcher.find_matches_as_indexes(text, overlapping=True):
            first = begins[start]
            last = first + text.count(" ", start + 1, end - 1)
            wording = self.phrases[pattern]
            if any(word.apart for word in words[first + 1 : last + 1]):
                continue  # the end of one sentence and the beginning of the next
            for what in {kind for kind, _ in self.by_phrase[wording]} - {CLASS}:
                people = frozenset(number for kind, number in self.by_phrase[wording] if kind == what)
                if is_name(words, first, last, what) or (
                    what == ALONE and not people.isdisjoint(close) and could_be_name(words, first, last)
                ):
                    yield Found(words[first].start, words[last].end, what, people, wording)


def _titles_of(person: Named) -> set[str]:
    """The titles under which a person is looked for: their own; of those who are likely to be named all that they
    could be given."""
    own = phrase(person.title)
    if not person.near:
        return {own} - {""}
    return {"mr"} if own == "mr" else {*OF_WOMEN} if own in OF_WOMEN else {*TITLES, own} - {""}


def initials_of(given: str, middle: str, family: str) -> set[str]:
    """AY, AMY; of a double name also its first part alone."""
    first, last = phrase(given), phrase(family)
    ways = (f"{first} {last}", f"{first} {phrase(middle)} {last}", f"{first[:1]} {last[:1]}")
    return {"".join(part[0] for part in way.split()) for way in ways}
