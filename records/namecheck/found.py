"""What the name check finds in a text, before it is said what to write instead."""

from collections.abc import Iterable
from dataclasses import dataclass

FULL, ALONE, TITLED, NUMBER, ADDRESS, CLASS = "full", "alone", "titled", "number", "address", "class"


@dataclass(frozen=True)
class Found:
    """A stretch of the text that names a person: what kind it is, and the numbers of those who could be meant."""

    start: int
    end: int
    what: str
    people: frozenset[int]
    words: str


def largest(matches: Iterable[Found]) -> list[Found]:
    """Of what overlaps the longest; of the same words those of them that are a pupil's first."""
    kept: list[Found] = []
    merged: dict[tuple[int, int], Found] = {}
    for match in matches:
        place = match.start, match.end
        same = merged.get(place)
        merged[place] = Found(*place, same.what, same.people | match.people, same.words) if same else match
    for match in sorted(merged.values(), key=lambda match: (match.start - match.end, match.start)):
        if all(match.end <= other.start or match.start >= other.end for other in kept):
            kept.append(match)
    return sorted(kept, key=lambda match: match.start)
