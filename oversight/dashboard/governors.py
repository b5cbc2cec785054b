"""One page for the governors: figures without names, from which nobody can be worked out (R: G4, G6d).

A count from 1 to 4 is shown as c. Where the counts of a row of figures add up to a total that is shown, a second one is
hidden as well, the smallest of the others: else subtraction would give the first.
"""

from collections.abc import Sequence

from core import clock, words
from core.audit.checkpoints import foot
from oversight.dashboard.figures import Overview
from records.documents.letters import heads, pdf

SMALL = 5
HIDDEN = "c"


def suppressed(parts: Sequence[int]) -> list[str]:
    """The parts of a total as they may be shown beside it."""
    hidden = {place for place, number in enumerate(parts) if 0 < number < SMALL}
    if len(hidden) == 1:
        others = [place for place, number in enumerate(parts) if number and place not in hidden]
        if others:
            hidden.add(min(others, key=lambda place: parts[place]))
    return [HIDDEN if place in hidden else str(number) for place, number in enumerate(parts)]


def alone(number: int) -> str:
    """A count on its own."""
    return HIDDEN if 0 < number < SMALL else str(number)


def paper(seen: Overview, period: str) -> bytes:
    """The page as a PDF: outcomes with their total, what stands out, kinds of record and organisations."""
    numbers = seen.counts
    outcomes = suppressed([numbers["full"], numbers["part"], numbers["not_shared"]])
    if numbers[""] and numbers[""] < SMALL:
        outcomes = [HIDDEN if number != "0" else number for number in outcomes]
    rows = [
        ["Decisions", alone(numbers[""])],
        *(
            [label, shown]
            for label, shown in zip(("Shared in full", "Shared in part", "Not shared"), outcomes, strict=True)
        ),
    ]
    # These lines are a part of what was shared: its complement must be large enough, too.
    shared = numbers["full"] + numbers["part"]
    marked = [
        ["Against wishes", _of(numbers["against"], shared)],
        ["Family not told", _of(numbers["not_told"], shared)],
    ]
    kinds, bodies = seen.charts[1], seen.charts[2]
    sections = [
        {"heading": "Outcomes", "text": "", "rows": rows},
        {"heading": "What stands out", "text": "", "rows": marked},
    ]
    for chart in (kinds, bodies):
        counts = [sum(part) for _, part in chart.rows]
        shown = suppressed(counts)
        sections.append(
            {
                "heading": chart.title,
                "text": "",
                "rows": [[label, number] for (label, _), number in zip(chart.rows, shown, strict=True)],
            }
        )
    return pdf(
        "paper",
        {
            **heads.letterhead(),
            "title": "Information sharing: figures",
            "lead": [period, "c: from 1 to 4, or hidden so that nobody can be worked out."],
            "sections": [section for section in sections if section["rows"]],
            "foot": f"Made {words.moment(clock.now())}. Figures only: no names.",
            "log": foot(),
        },
    )


def _of(number: int, total: int) -> str:
    """A count that is part of a total which can be worked out: hidden as well where the rest is small."""
    return HIDDEN if 0 < total - number < SMALL else alone(number)
