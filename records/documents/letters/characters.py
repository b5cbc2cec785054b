"""Which characters the fonts of the papers can print, and what is printed instead of the others.

Typst chooses a font for each run of text, shapes it and orders right-to-left runs; PDF/UA forbids a character that no
font has. So what no font has is written as its Unicode name in square brackets, before the text is set. The fonts and
the list of what each has are made by tools/scripts/build_fonts.py.
"""

import json
import re
import unicodedata
from bisect import bisect_right
from functools import cache
from itertools import chain
from typing import Any

from django.conf import settings

CLUSTER = re.compile(r".[\u200c\u200d\ufe00-\ufe0f]*", re.DOTALL)
LINE_ENDS = re.compile("\r\n?|\x85|\u2028|\u2029")
NOT_SEEN = frozenset(
    chain(
        (0x0A, 0xAD, 0x34F, 0x61C, 0x2060),
        range(0x200B, 0x2010),
        range(0x202A, 0x202D),
        range(0x2066, 0x206A),
        range(0xFE00, 0xFE10),
        range(0xE0020, 0xE0080),
    )
)
"""Characters without a picture that may stand in any text: joiners, marks of direction, variants of emoji, tags."""
FORBIDDEN = frozenset((0x00, 0xFEFF, 0xFFFE))
"""Characters that PDF/UA forbids even where a font has them."""
OVERRIDES = frozenset((0x202D, 0x202E))
"""Overrides of direction, which could show a text the other way round."""


class Font:
    """A font's name, and which characters it has."""

    def __init__(self, family: str, runs: list[list[int]]) -> None:
        self.family = family
        self._first, self._last = [run[0] for run in runs], [run[1] for run in runs]

    def has(self, point: int) -> bool:
        place = bisect_right(self._first, point) - 1
        return place >= 0 and point <= self._last[place]


@cache
def fonts() -> tuple[Font, ...]:
    """The fonts, the one for everything first."""
    return tuple(Font(*row) for row in json.loads((settings.FONTS / "coverage.json").read_text()))


def name_of(character: str) -> str:
    """[BENGALI LETTER KA]; [U+0378] for what has no name."""
    return f"[{unicodedata.name(character, f'U+{ord(character):04X}')}]"


def printable(text: str) -> str:
    """The text, with what no font can print written as its name in square brackets.

    What belongs together (a letter with its marks) has to be in one font: else the marks are named.
    """
    text = LINE_ENDS.sub("\n", text).replace("\t", " ")
    if text.isascii() and text.replace("\n", "").isprintable():
        return text
    return "".join(map(_cluster, _clusters(text)))


def named(text: str) -> str:
    """The text with everything named that is not in the font for everything: what is left where setting it failed."""
    return "".join(
        sign if sign == "\n" or (fonts()[0].has(ord(sign)) and not unicodedata.combining(sign)) else name_of(sign)
        for sign in text
    )


def _clusters(text: str) -> list[str]:
    """The text in letters, each with the marks that stand on it."""
    clusters: list[str] = []
    for piece in CLUSTER.findall(text):
        joined = clusters and (unicodedata.category(piece[0])[0] == "M" or clusters[-1].endswith("\u200d"))
        if joined and clusters[-1] != "\n":
            clusters[-1] += piece
        else:
            clusters.append(piece)
    return clusters


def _cluster(text: str) -> str:
    able = [font for font in fonts() if all(_can(font, sign) for sign in text)]
    if able:
        return text
    first, rest = text[0], text[1:]
    known = any(_can(font, first) for font in fonts())
    return (first if known else name_of(first)) + "".join(
        sign if ord(sign) in NOT_SEEN else name_of(sign) for sign in rest
    )


def _can(font: Font, character: str) -> bool:
    point = ord(character)
    if point in NOT_SEEN:
        return True
    # Controls, halves of characters and private ones mean nothing on paper, whatever a font has there.
    unfit = point in FORBIDDEN or point in OVERRIDES or unicodedata.category(character) in ("Cc", "Cs", "Co")
    return not unfit and font.has(point)


def each(value: Any, change: Any) -> Any:
    """The same data with every string changed."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {key: each(part, change) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [each(part, change) for part in value]
    return value
