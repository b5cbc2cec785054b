"""What to write instead of what was found: the same person is the same letter throughout."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from records.namecheck.found import ADDRESS, TITLED, Found
from records.namecheck.known import Known

CALLED = {"pupil": "Pupil", "parent": "Parent", "other": "Person", "staff": "Adult"}
PLAIN = {
    ADDRESS: "[an address]",
    "telephone": "[a telephone number]",
    "email": "[an e-mail address]",
    "birth": "[a date of birth]",
}


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
class Shown:
    """A stretch of the text as it is shown: plain, or a hit with what to say instead."""

    text: str
    instead: str = ""


def shown(text: str, hits: Iterable[Hit]) -> list[Shown]:
    """The text in stretches, for a page that marks the hits in place."""
    stretches, at = [], 0
    for hit in hits:
        stretches += [Shown(text[at : hit.start]), Shown(text[hit.start : hit.end], hit.instead)]
        at = hit.end
    return [stretch for stretch in [*stretches, Shown(text[at:])] if stretch.text]


def replaced(text: str, hits: Iterable[Hit]) -> str:
    """The text with the neutral words in place of the hits."""
    return "".join(stretch.instead or stretch.text for stretch in shown(text, hits))


def labelled(texts: list[list[Found]], known: Known, adults: bool) -> list[list[Hit]]:
    """Say of each what to write instead: the same person is the same letter throughout."""

    def whose(match: Found) -> frozenset[int]:
        counts = frozenset(n for n in match.people if adults or known.people[n].who != "staff")
        near = any(known.people[n].near for n in counts)
        return frozenset() if match.what == TITLED and counts < match.people and not near else counts

    sure = {next(iter(whose(match))) for matches in texts for match in matches if len(whose(match)) == 1}
    letters: dict[str, dict[str, str]] = defaultdict(dict)

    def hit(match: Found) -> Hit:
        people = whose(match)
        narrowed = people & sure if len(people & sure) == 1 else people
        number = min(narrowed)
        who = (known.people[number].key or str(number)) if len(narrowed) == 1 else f"words:{match.words}"
        keys = frozenset(known.people[n].key for n in people)
        if match.what in PLAIN:
            return Hit(match.start, match.end, PLAIN[match.what], who, keys, names=False)
        kind = CALLED[min((known.people[n].who for n in people), key=list(CALLED).index)]
        letter = letters[kind].setdefault(who, _letter(len(letters[kind])))
        return Hit(match.start, match.end, f"{kind} {letter}", who, keys)

    return [[hit(match) for match in matches if whose(match)] for matches in texts]


def _letter(number: int) -> str:
    """A to Z, then AA, AB."""
    return (_letter(number // 26 - 1) if number >= 26 else "") + chr(65 + number % 26)
