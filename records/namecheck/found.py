"""What the name check finds in a text, before it is said what to write instead."""

from collections.abc import Iterable
from dataclasses import dataclass

FULL, ALONE, TITLED, NUMBER, ADDRESS, CLASS = "full", "alone", "titled", "number", "address", "class"


@dataclass(frozen=True)
class Found:
    """A stretch of the text that means somebody: what kind it is, and the numbers of those who could be meant."""

    start: int
    end: int
    what: str
    people: frozenset[int]
    words: str


def largest(found: Iterable[Found]) -> list[Found]:
    """Of what overlaps the longest; of the same words those of them that are a pupil's first."""
    kept: list[Found] = []
    merged: dict[tuple[int, int], Found] = {}
    for one in found:
        place = one.start, one.end
        same = merged.get(place)
        merged[place] = Found(*place, same.what, same.people | one.people, same.words) if same else one
    for one in sorted(merged.values(), key=lambda one: (one.start - one.end, one.start)):
        if all(one.end <= other.start or one.start >= other.end for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda one: one.start)
