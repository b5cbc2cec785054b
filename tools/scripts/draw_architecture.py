"""Writes docs/architecture.svg, which shows the folders and their imports: `python -m tools.scripts.draw_architecture`.

The layers are those of the import contracts in pyproject.toml, the numbers are counted from the code.
"""

import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from typing import Any

from tools.scripts.import_circles import ROOT, Imports, between, graph, modules

PAGE = ROOT / "docs/architecture.svg"
TITLE = "The folders of Shawlands and their imports"
WORDS = {
    "tools": "demo school, measurements, scripts",
    "shawlands": "settings, URL table, start-up",
    "oversight": "the whole, for those accountable for it",
    "sharing": "how information is passed on",
    "records": "what is held, and who may see it",
    "accounts": "users, roles, sign-in, notices",
    "core": "clock, calendar, keys, log, forms",
}
CAPTION = (
    "A folder imports only from folders below it. On the right, a line leads from each folder to those that it imports "
    "from, and each number says how often: a module that imports another counts once. The boxes are the subjects of a "
    "folder, in layers. In sharing and records, arrows show imports between subjects; where a chain of arrows already "
    "leads the same way, the direct arrow is left out."
)
WITH_ARROWS = ("sharing", "records")
NO_SUBJECTS = ("management", "migrations", "templatetags")
EDGE, NAMES, SUBJECTS, LANE = 24, 206, 432, 50
MARGIN, BOX, BOX_WIDTH, GAP, TIGHT, APART, LOWEST = 14, 32, 132, 34, 10, 12, 72
TOP = 128
INK, SOFT, LINE, PAPER, BAND = "#1d2a33", "#4b5a64", "#0b5c8a", "#ffffff", "#eaf0f4"


def contracts() -> list[dict[str, Any]]:
    """The import contracts."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]


def tops() -> list[str]:
    """The top folders, the highest first."""
    return next(
        contract["layers"] for contract in contracts() if contract["type"] == "layers" and "containers" not in contract
    )


def layers_of(top: str) -> list[list[str]]:
    """The subjects of a top folder, the highest layer first; those of which no contract says how they lie in one."""
    subjects = sorted(
        path.name
        for path in (ROOT / top).iterdir()
        if path.is_dir() and path.name not in NO_SUBJECTS and any(path.rglob("*.py"))
    )
    rows = [
        row.split(" | ")
        for contract in contracts()
        if contract.get("containers") == [top]
        for row in contract["layers"]
    ]
    ordered = [[name for name in row if name in subjects] for row in rows]
    rest = [name for name in subjects if not any(name in row for row in ordered)]
    return [row for row in (rest, *ordered) if row]


def within(imports: Imports, top: str) -> Imports:
    """The imports between the subjects of a top folder."""
    subjects = {name for row in layers_of(top) for name in row}
    counts: Imports = Counter()
    for (importer, there), number in imports.items():
        (above, _, here), (below, _, other) = importer.partition("."), there.partition(".")
        if above == below == top and {here, other} <= subjects:
            counts[here, other] = number
    return counts


def without_implied(imports: Imports) -> Imports:
    """The imports without those that a chain of others leads along already."""

    def further(start: str, *, but: tuple[str, str]) -> set[str]:
        seen: set[str] = set()
        waiting = [start]
        while waiting:
            here = waiting.pop()
            new = {there for importer, there in imports if importer == here and (importer, there) != but} - seen
            seen |= new
            waiting += new
        return seen

    return Counter({pair: n for pair, n in imports.items() if pair[1] not in further(pair[0], but=pair)})


@dataclass
class Band:
    """A top folder as it is drawn. `at`: the middle and the upper edge of each subject's box."""

    top: str
    y: float
    arrows: Imports
    at: dict[str, tuple[float, float]] = field(default_factory=dict)
    height: float = 0

    def __post_init__(self) -> None:
        """Give every subject its place: those of one layer side by side; one alone below what imports it, or above
        what it imports."""
        rows, y = layers_of(self.top), self.y + MARGIN
        for row in rows:
            for number, name in enumerate(row):
                self.at[name] = (EDGE + NAMES + SUBJECTS * (2 * number + 1) / (2 * len(row)), y)
            y += BOX + (GAP if self.arrows else TIGHT)
        for alone in (row[0] for row in rows if len(row) == 1):
            above = [self.at[importer][0] for importer, there in self.arrows if there == alone]
            below = [self.at[there][0] for importer, there in self.arrows if importer == alone]
            if near := above or below:
                self.at[alone] = (sum(near) / len(near), self.at[alone][1])
        lowest = max((y for _, y in self.at.values()), default=self.y)
        self.height = max(lowest + BOX + MARGIN - self.y, LOWEST)

    def draw(self, width: float) -> Iterator[str]:
        yield f'<rect x="{EDGE}" y="{self.y:g}" width="{width:g}" height="{self.height:g}" rx="6" fill="{BAND}"/>'
        yield text(EDGE + 16, self.y + 28, f"{self.top}/", "top")
        for number, line in enumerate(wrapped(WORDS[self.top], 24)):
            yield text(EDGE + 16, self.y + 46 + 16 * number, line, "soft")
        for name, (x, y) in self.at.items():
            yield (
                f'<rect x="{x - BOX_WIDTH / 2:g}" y="{y:g}" width="{BOX_WIDTH}" height="{BOX}" rx="4" '
                f'fill="{PAPER}" stroke="{SOFT}"/>'
            )
            yield text(x, y + 21, name, "middle")
        for (importer, there), number in sorted(self.arrows.items()):
            yield from self.arrow(importer, there, number)

    def arrow(self, importer: str, there: str, number: int) -> Iterator[str]:
        """An arrow from the lower edge of a box to the upper edge of another, with its number on the right."""
        (x, y), (to_x, to_y) = self.at[importer], self.at[there]
        lean = max(-40.0, min(40.0, (to_x - x) / 3))  # towards each other, so that arrows to one box lie apart
        x, to_x, y, to_y = x + lean, to_x - lean, y + BOX, to_y - 7
        yield f'<path d="M{x:g} {y:g}L{to_x:g} {to_y:g}" class="line" marker-end="url(#head)"/>'
        part = (GAP / 2 - 4) / (to_y - y)
        beside = 13 if to_x < x else 2 if to_x > x else 6  # where the arrow is not
        yield text(x + (to_x - x) * part + 8, y + (to_y - y) * part + beside, str(number), "count")


def lanes(bands: list[Band], imports: Imports) -> Iterator[str]:
    """A line down from each top folder, with an arrowhead and a number at each folder that it imports from."""
    for number, band in enumerate(bands):
        below = [(other, count) for other in bands if (count := imports[band.top, other.top])]
        if not below:
            continue
        x, start = EDGE + NAMES + SUBJECTS + 24 + LANE * number, band.y + band.height - 22
        yield f'<circle cx="{x:g}" cy="{start:g}" r="5" fill="{LINE}"/>'
        yield f'<path d="M{x:g} {start:g}V{below[-1][0].y - 8:g}" class="line"/>'
        yield text(x + 10, start + 5, band.top, "soft")
        for other, count in below:
            yield f'<path d="M{x - 6:g} {other.y - 9:g}h12l-6 10z" fill="{LINE}"/>'
            yield text(x + 6, other.y + 16, str(count), "count")


def text(x: float, y: float, words: str, kind: str) -> str:
    return f'<text x="{x:g}" y="{y:g}" class="{kind}">{escape(words)}</text>'


def wrapped(words: str, most: int) -> list[str]:
    """The words in lines of at most so many characters. (textwrap breaks at hyphens.)"""
    lines = [""]
    for word in words.split():
        if len(lines[-1]) + len(word) >= most:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def described(imports: Imports) -> str:
    """What the lines between the top folders show, for a reader who does not see them."""
    sentences = []
    for top in tops():
        below = [f"{other} ({count})" for other in tops() if (count := imports[top, other])]
        sentences.append(f"{top} imports from {', '.join(below) or 'none of the others'}.")
    return " ".join(sentences)


def drawing() -> str:
    """The text of the SVG."""
    edges = graph(modules(tuple(tops())))
    of_tops, of_subjects = between(edges, 1), between(edges, 2)
    bands: list[Band] = []
    y: float = TOP
    for top in tops():
        arrows = without_implied(within(of_subjects, top)) if top in WITH_ARROWS else Counter()
        bands.append(Band(top, y, arrows))
        y += bands[-1].height + APART
    width = NAMES + SUBJECTS + LANE * len(bands)
    across, down = width + 2 * EDGE, y - APART + EDGE
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {across:g} {down:g}" width="{across:g}" '
        f'height="{down:g}" role="img" aria-labelledby="title desc">',
        f'<title id="title">{TITLE}</title>',
        f'<desc id="desc">{described(of_tops)}</desc>',
        "<style>",
        f'text {{ font: 14px system-ui, "Segoe UI", "Noto Sans", Arial, sans-serif; fill: {INK} }}',
        ".title { font-size: 21px; font-weight: 700 } .top { font-size: 17px; font-weight: 700 }",
        f".soft {{ font-size: 13.5px; fill: {SOFT} }} .middle {{ text-anchor: middle }}",
        f".count {{ font-size: 13px; font-weight: 600; fill: {LINE} }}",
        f".line {{ fill: none; stroke: {LINE}; stroke-width: 1.5 }}",
        "</style>",
        '<defs><marker id="head" viewBox="0 0 10 10" refX="2" refY="5" markerWidth="7" markerHeight="7" orient="auto">'
        f'<path d="M0 0L10 5L0 10z" fill="{LINE}"/></marker></defs>',
        f'<rect x="0.5" y="0.5" width="{across - 1:g}" height="{down - 1:g}" rx="8" fill="{PAPER}" stroke="{SOFT}"/>',
        text(EDGE, 40, TITLE, "title"),
        *(text(EDGE, 66 + 18 * number, line, "soft") for number, line in enumerate(wrapped(CAPTION, 136))),
    ]
    for band in bands:
        lines += band.draw(width)
    return "\n".join([*lines, *lanes(bands, of_tops), "</svg>", ""])


if __name__ == "__main__":
    PAGE.write_text(drawing())
