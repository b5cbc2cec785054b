"""Initials, numbers, e-mail addresses and days of birth in a text, however they are written."""

import re
from collections.abc import Iterator
from datetime import date

from records.namecheck.found import NUMBER, Found
from records.namecheck.patterns import Patterns
from records.namecheck.words import ABBREVIATIONS, Word, digits

CLASS_WITHIN = 6  # words between initials and a class
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


def initials(text: str, words: list[Word], patterns: Patterns) -> Iterator[Found]:
    """Initials near a class in which a pupil has them: AY in 4C, A.Y. (4C)."""
    classes = {}
    for number in range(len(words)):
        for length in (1, 2):
            name = " ".join(word.form for word in words[number : number + length])
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
                letters = "".join(word.plain for word in run)
                single = size > 1 and all(len(word.plain) == 1 for word in run)
                if (single or (size == 1 and len(letters) in (2, 3))) and letters in known:
                    written = text[run[0].start : run[-1].end]
                    if all(sign.isupper() for sign in written if sign.isalpha()):
                        yield Found(run[0].start, run[-1].end, "initials", frozenset(known[letters]), letters)


def bare_initials(text: str, words: list[Word], letters: dict[str, set[int]]) -> Iterator[Found]:
    """Initials without a class: KM, K.M. Not what is known as an abbreviation."""
    for number in range(len(words)):
        for size in (1, 2, 3):
            run = words[number : number + size]
            together = "".join(word.plain for word in run)
            single = size > 1 and len(run) == size and all(len(word.plain) == 1 for word in run)
            if (
                not (single or (size == 1 and len(together) in (2, 3)))
                or together not in letters
                or together in ABBREVIATIONS
            ):
                continue
            written = text[run[0].start : run[-1].end]
            if len(written) <= 3 * size and all(sign.isupper() for sign in written if sign.isalpha()):
                yield Found(run[0].start, run[-1].end, "initials", frozenset(letters[together]), together)


def written(text: str, patterns: Patterns, adults: bool) -> Iterator[Found]:
    """Numbers, addresses of e-mail and days of birth, however they are written."""
    for what, value, held in (
        ("telephone", digits, patterns.telephones),
        ("email", lambda text_found: text_found.lower().rstrip("."), patterns.emails),
        ("upn", lambda text_found: "".join(text_found.split()).lower(), patterns.numbers),
    ):
        for match in WRITTEN[what].finditer(text):
            whose = held.get(value(match[0]), ())
            if people := frozenset(n for n in whose if adults or patterns.known.people[n].who != "staff"):
                yield Found(match.start(), match.end(), NUMBER if what == "upn" else what, people, match[0])
    for written in DATES:
        for match in written.finditer(text):
            day = _day(match)
            if day and (born := patterns.days.get(day)):
                yield Found(match.start(), match.end(), "birth", frozenset(born), match[0])


def _day(match: re.Match[str]) -> date | None:
    parts = match.groupdict()
    month = MONTH_NAMES.index(parts["n"][:3].lower()) + 1 if parts.get("n", "")[:3].lower() in MONTH_NAMES else 0
    year = int(parts["y"])
    try:
        return date(year + 2000 if year < 100 else year, month or int(parts.get("m") or 0), int(parts["d"]))
    except ValueError:
        return None
