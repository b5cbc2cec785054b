"""Finding what may identify somebody in a text, by one pass of many patterns over its words."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest

from ahocorasick_rs import AhoCorasick
from rapidfuzz import process
from rapidfuzz.distance import OSA

from records.namecheck.known import Known, Named
from records.namecheck.words import (
    ABBREVIATIONS,
    ABSTRACT,
    AFTER_A_VERB,
    BEINGS,
    DAYS_AND_MONTHS,
    DETERMINERS,
    DOING,
    FINITE,
    LOOK_ALIKE,
    MONTHS,
    NEAR_A_MONTH,
    OF_WOMEN,
    RELATIVES,
    TITLES,
    Word,
    ordinary,
    phrase,
    read,
)

FULL, ALONE, TITLED, NUMBER, ADDRESS, CLASS = "full", "alone", "titled", "number", "address", "class"
CLASS_WITHIN = 6  # words between initials and a class
LEAST = 2  # letters of a name that is looked for alone
SLIPS_FROM = 5  # letters of a name in which one may be wrong
CALLED = {"pupil": "Pupil", "parent": "Parent", "other": "Person", "staff": "Adult"}
WRITTEN = {
    "telephone": re.compile(r"(?<![\w])(?:\+44\s?(?:\(0\)\s?)?|0)\d(?:[\s().-]{0,2}\d){8,9}(?!\w)"),
    "email": re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
    "upn": re.compile(r"(?<!\w)[A-HJ-NP-RT-Za-hj-np-rt-z](?:\s?\d){11}\s?[\dA-Za-z](?!\w)"),
}
MONTH_NAMES = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
DATES = (
    re.compile(r"(?<!\d)(?P<d>\d{1,2})[./\s-](?P<m>\d{1,2})[./\s-](?P<y>\d{4}|\d{2})(?!\d)"),
    re.compile(r"(?<!\d)(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})(?!\d)"),
    re.compile(
        r"(?<!\d)(?P<d>\d{1,2})(?:st|nd|rd|th)?(?:\s+of)?\s+(?P<n>[A-Za-z]{3,9})\.?,?\s+(?P<y>\d{4}|\d{2})(?!\d)"
    ),
    re.compile(r"\b(?P<n>[A-Za-z]{3,9})\.?\s+(?P<d>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<y>\d{4})(?!\d)"),
)


@dataclass(frozen=True)
class Hit:
    """Words of the text that may identify someone: where they stand, and what to say instead.

    `who`: the same for all hits that mean the same person, or that could mean the same people. `people`: the keys of
    those who could be meant. `names`: whether a person is named, and not a number, an address or a date.
    """

    start: int
    end: int
    instead: str
    who: str = ""
    people: frozenset[str] = frozenset()
    names: bool = True


@dataclass(frozen=True)
class Own:
    """The keys of those whom a text may name: `names`, in every way; `homes`, whose addresses, telephone numbers and
    e-mail addresses may stand in it."""

    names: frozenset[str] = frozenset()
    homes: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Shown:
    """A stretch of the text as it is shown: plain, or a hit with what to say instead."""

    text: str
    instead: str = ""


@dataclass(frozen=True)
class _Found:
    start: int
    end: int
    what: str
    people: frozenset[int]
    words: str


class Checker:
    """The check of many texts against the same people."""

    def __init__(self, known: Known) -> None:
        self.known, self.patterns = known, _Patterns(known)

    def check(self, text: str, *, adults: bool = False) -> list[Hit]:
        """What in `text` may identify somebody, in order; nothing overlaps. `adults`: whether staff and governors
        count."""
        return _labelled([_largest(self._in(text, read(text), adults))], self.known, adults)[0]

    def check_together(self, texts: Sequence[str], own: Own) -> list[list[Hit]]:
        """What in texts that go together may identify somebody other than `own`, for each text in order: whoever is
        named in full in one of them is known in all of them, also by bare initials. Staff and governors do not
        count."""
        read_texts = [(text, read(text)) for text in texts]
        found = [self._in(text, words, adults=False) for text, words in read_texts]
        close = {number for number, person in enumerate(self.known.people) if person.near or person.key in own.names}
        for ones in found:
            close |= {next(iter(one.people)) for one in ones if one.what == FULL and len(one.people) == 1}
        letters = self.patterns.letters_of(close)
        found = [
            _largest([*ones, *self.patterns.in_words(words, close), *_bare_initials(text, words, letters)])
            for ones, (text, words) in zip(found, read_texts, strict=True)
        ]
        return _labelled([[one for one in ones if not self._owns(one, own)] for ones in found], self.known, False)

    def _in(self, text: str, words: list[Word], adults: bool) -> list[_Found]:
        self.patterns.mend(words)
        return [
            *self.patterns.in_words(words),
            *_initials(text, words, self.patterns),
            *_written(text.translate(LOOK_ALIKE), self.patterns, adults),
        ]

    def _owns(self, one: _Found, own: Own) -> bool:
        keys = {self.known.people[number].key for number in one.people}
        return bool(keys & (own.homes if one.what in AT_HOME else own.names))


def check(text: str, known: Known, *, adults: bool = False) -> list[Hit]:
    """What in `text` may identify somebody of `known`."""
    return Checker(known).check(text, adults=adults)


def shown(text: str, hits: Iterable[Hit]) -> list[Shown]:
    """The text in stretches, for a page that marks the hits in place."""
    stretches, at = [], 0
    for hit in hits:
        stretches += [Shown(text[at : hit.start]), Shown(text[hit.start : hit.end], hit.instead)]
        at = hit.end
    return [one for one in [*stretches, Shown(text[at:])] if one.text]


def replaced(text: str, hits: Iterable[Hit]) -> str:
    """The text with the neutral words in place of the hits."""
    return "".join(one.instead or one.text for one in shown(text, hits))


class _Patterns:
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
        self.matcher = AhoCorasick([f" {one} " for one in self.phrases]) if self.phrases else None

    def _add(self, number: int, person: Named) -> None:
        for given, family in dict.fromkeys(person.names):
            first, last, middle = phrase(given), phrase(family), phrase(person.middle)
            for one in {
                f"{first} {last}",
                f"{last} {first}",
                f"{first} {middle} {last}",
                f"{first} {last[:1]}",
                f"{first[:1]} {last}",
            }:
                if (person.who == "pupil" and person.alone) or (
                    len(one.split()) > 1 and min(map(len, one.split())) > 1
                ):
                    self._put(one, FULL, number)
            for title in _titles_of(person):
                self._put(f"{title} {last}", TITLED, number)
                self._put(f"{title} {first} {last}", FULL, number)
            self.single |= {word for word in (*first.split(), *last.split()) if len(word) >= SLIPS_FROM}
            if person.alone:
                parts = [part for part in last.split() if len(part) >= 4] if " " in last else []
                for one in {first, last, *first.split()[:1], *parts}:
                    if len(one) >= LEAST:
                        self._put(one, ALONE, number)
                for letters in _initials_of(given, person.middle, family):
                    for name in person.classes:
                        self.initials[phrase(name)][letters].append(number)
        for name in person.classes:
            self._put(phrase(name), CLASS, number)
        for one in person.numbers:
            self._put(one.lower(), NUMBER, number)
            self.numbers[one.lower()].add(number)
        for one in filter(None, person.telephones):
            self.telephones[_digits(one)].add(number)
        for one in filter(None, person.emails):
            self.emails[one.lower()].add(number)
        if person.birth_date:
            self.days[person.birth_date].add(number)
        for lines, postcode in person.addresses:
            street = next((part for part in lines.split(",") if any(sign.isdigit() for sign in part)), lines)
            self._put(phrase(street), ADDRESS, number)
            if postcode:
                self._put(phrase(postcode), ADDRESS, number)
                self._put(phrase(postcode).replace(" ", ""), ADDRESS, number)

    def _put(self, one: str, what: str, number: int) -> None:
        known = self.by_phrase.get(one, ())
        if one and (what, number) not in known[-1:]:
            self.by_phrase[one] = (*known, (what, number))

    def letters_of(self, numbers: Iterable[int]) -> dict[str, set[int]]:
        """The initials of these people, each with whose they are."""
        letters: dict[str, set[int]] = defaultdict(set)
        for number in numbers:
            person = self.known.people[number]
            for given, family in dict.fromkeys(person.names):
                for one in _initials_of(given, person.middle, family):
                    letters[one].add(number)
        return letters

    def mend(self, words: list[Word]) -> None:
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

    def in_words(self, words: list[Word], close: Collection[int] = ()) -> Iterator[_Found]:
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
            one = self.phrases[pattern]
            if any(word.apart for word in words[first + 1 : last + 1]):
                continue  # the end of one sentence and the beginning of the next
            for what in {kind for kind, _ in self.by_phrase[one]} - {CLASS}:
                people = frozenset(number for kind, number in self.by_phrase[one] if kind == what)
                if _stands(words, first, last, what) or (
                    what == ALONE and not people.isdisjoint(close) and _could_stand(words, first, last)
                ):
                    yield _Found(words[first].start, words[last].end, what, people, one)


def _titles_of(person: Named) -> set[str]:
    """The titles under which somebody is looked for: their own; of those who are likely to be named all that they
    could be given."""
    own = phrase(person.title)
    if not person.near:
        return {own} - {""}
    return {"mr"} if own == "mr" else {*OF_WOMEN} if own in OF_WOMEN else {*TITLES, own} - {""}


def _initials_of(given: str, middle: str, family: str) -> set[str]:
    """AY, AMY; of a double name also its first part alone."""
    first, last = phrase(given), phrase(family)
    ways = (f"{first} {last}", f"{first} {phrase(middle)} {last}", f"{first[:1]} {last[:1]}")
    return {"".join(part[0] for part in way.split()) for way in ways}


def _stands(words: list[Word], first: int, last: int, what: str) -> bool:
    """Whether these words stand there as a name: those that are ordinary words too must look like one."""
    these = words[first : last + 1]
    if what == FULL and len(these) > 1:
        if any(len(word.form) == 1 for word in these):  # with an initial
            return all(word.capital for word in these) and not (
                these[-1].form in ("a", "i") and words[first].ambiguous and these[-1].end + 1 < _next_start(words, last)
            )
        doing = any(word.plain in DOING for word in these) and all(word.ambiguous for word in these)
        return not doing or all(word.capital for word in these)
    if what != ALONE:
        return True
    before = words[first - 1] if first else None
    after = words[last + 1] if last + 1 < len(words) else None
    if after is not None and after.plain in RELATIVES and (these[-1].possessive or not these[-1].ambiguous):
        return True
    if not any(word.ambiguous for word in these):
        return True
    word = these[-1]
    if after is not None and after.plain in RELATIVES and word.form != word.plain:
        return True  # "wills dad"
    if not these[0].capital:
        return False
    if these[0].begins or before is None:
        return after is not None and after.plain in FINITE and not (word.plain in ABSTRACT and after.plain in BEINGS)
    if word.plain in MONTHS and (
        before.plain in NEAR_A_MONTH
        or before.plain.isdigit()
        or (after is not None and after.plain.isdigit())
        or before.plain in ("and", "to", "or")
    ):
        return False
    if before.plain in DETERMINERS or before.plain in TITLES:
        return False
    between_capitals = (after is not None and after.capital and not after.begins) or (
        before.capital and not before.begins and before.plain not in DAYS_AND_MONTHS
    )
    return not between_capitals


def _could_stand(words: list[Word], first: int, last: int) -> bool:
    """Whether these words could be a name, of somebody who is likely to be named: "Rose shouted", not "Will they"."""
    after = words[last + 1].plain if last + 1 < len(words) else ""
    verb = words[first].begins and words[last].plain in DOING and after in AFTER_A_VERB
    return words[first].capital and not verb


def _next_start(words: list[Word], last: int) -> int:
    return words[last + 1].start if last + 1 < len(words) else 1 << 30


def _initials(text: str, words: list[Word], patterns: _Patterns) -> Iterator[_Found]:
    """Initials near a class in which somebody has them: AY in 4C, A.Y. (4C)."""
    classes = {}
    for number in range(len(words)):
        for length in (1, 2):
            name = " ".join(one.form for one in words[number : number + length])
            if name in patterns.initials:
                classes[number] = (name, length)
    for at, (name, length) in classes.items():
        known = patterns.initials[name]
        near = range(max(0, at - CLASS_WITHIN), min(len(words), at + length + CLASS_WITHIN))
        for number in near:
            if at <= number < at + length:
                continue
            for size in (1, 2, 3):
                run = words[number : number + size]
                letters = "".join(one.plain for one in run)
                single = size > 1 and all(len(one.plain) == 1 for one in run)
                if (single or (size == 1 and len(letters) in (2, 3))) and letters in known:
                    written = text[run[0].start : run[-1].end]
                    if all(sign.isupper() for sign in written if sign.isalpha()):
                        yield _Found(run[0].start, run[-1].end, "initials", frozenset(known[letters]), letters)


def _bare_initials(text: str, words: list[Word], letters: dict[str, set[int]]) -> Iterator[_Found]:
    """Initials without a class: KM, K.M. Not what is known as an abbreviation."""
    for number in range(len(words)):
        for size in (1, 2, 3):
            run = words[number : number + size]
            one = "".join(word.plain for word in run)
            single = size > 1 and len(run) == size and all(len(word.plain) == 1 for word in run)
            if not (single or (size == 1 and len(one) in (2, 3))) or one not in letters or one in ABBREVIATIONS:
                continue
            written = text[run[0].start : run[-1].end]
            if len(written) <= 3 * size and all(sign.isupper() for sign in written if sign.isalpha()):
                yield _Found(run[0].start, run[-1].end, "initials", frozenset(letters[one]), one)


def _written(text: str, patterns: _Patterns, adults: bool) -> Iterator[_Found]:
    """Numbers, addresses of e-mail and days of birth, however they are written."""
    for what, value, held in (
        ("telephone", _digits, patterns.telephones),
        ("email", lambda one: one.lower().rstrip("."), patterns.emails),
        ("upn", lambda one: "".join(one.split()).lower(), patterns.numbers),
    ):
        for match in WRITTEN[what].finditer(text):
            whose = held.get(value(match[0]), ())
            if people := frozenset(n for n in whose if adults or patterns.known.people[n].who != "staff"):
                yield _Found(match.start(), match.end(), NUMBER if what == "upn" else what, people, match[0])
    for written in DATES:
        for match in written.finditer(text):
            day = _day(match)
            if day and (born := patterns.days.get(day)):
                yield _Found(match.start(), match.end(), "birth", frozenset(born), match[0])


def _digits(telephone: str) -> str:
    digits = re.sub(r"\D", "", telephone.replace("(0)", ""))
    return "0" + digits[2:] if digits.startswith("44") else digits


def _day(match: re.Match[str]) -> date | None:
    parts = match.groupdict()
    month = MONTH_NAMES.index(parts["n"][:3].lower()) + 1 if parts.get("n", "")[:3].lower() in MONTH_NAMES else 0
    year = int(parts["y"])
    try:
        return date(year + 2000 if year < 100 else year, month or int(parts.get("m") or 0), int(parts["d"]))
    except ValueError:
        return None


def _largest(found: Iterable[_Found]) -> list[_Found]:
    """Of what overlaps the longest; of the same words those of them that are a pupil's first."""
    kept: list[_Found] = []
    merged: dict[tuple[int, int], _Found] = {}
    for one in found:
        place = one.start, one.end
        same = merged.get(place)
        merged[place] = _Found(*place, same.what, same.people | one.people, same.words) if same else one
    for one in sorted(merged.values(), key=lambda one: (one.start - one.end, one.start)):
        if all(one.end <= other.start or one.start >= other.end for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda one: one.start)


PLAIN = {
    ADDRESS: "[an address]",
    "telephone": "[a telephone number]",
    "email": "[an e-mail address]",
    "birth": "[a date of birth]",
}


AT_HOME: Collection[str] = (ADDRESS, "telephone", "email")


def _labelled(texts: list[list[_Found]], known: Known, adults: bool) -> list[list[Hit]]:
    """Say of each what to write instead: the same person is the same letter throughout."""

    def whose(one: _Found) -> frozenset[int]:
        counts = frozenset(n for n in one.people if adults or known.people[n].who != "staff")
        near = any(known.people[n].near for n in counts)
        return frozenset() if one.what == TITLED and counts < one.people and not near else counts

    sure = {next(iter(whose(one))) for found in texts for one in found if len(whose(one)) == 1}
    letters: dict[str, dict[str, str]] = defaultdict(dict)

    def hit(one: _Found) -> Hit:
        people = whose(one)
        narrowed = people & sure if len(people & sure) == 1 else people
        number = min(narrowed)
        who = (known.people[number].key or str(number)) if len(narrowed) == 1 else f"words:{one.words}"
        keys = frozenset(known.people[n].key for n in people)
        if one.what in PLAIN:
            return Hit(one.start, one.end, PLAIN[one.what], who, keys, names=False)
        kind = CALLED[min((known.people[n].who for n in people), key=list(CALLED).index)]
        letter = letters[kind].setdefault(who, _letter(len(letters[kind])))
        return Hit(one.start, one.end, f"{kind} {letter}", who, keys)

    return [[hit(one) for one in found if whose(one)] for found in texts]


def _letter(number: int) -> str:
    """A to Z, then AA, AB."""
    return (_letter(number // 26 - 1) if number >= 26 else "") + chr(65 + number % 26)
