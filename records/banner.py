"""The four lines above every record: all or part, why, until when, who else (R: G10)."""

from dataclasses import dataclass

from core import clock, words
from records.models import Extent
from records.need_to_know import explain, visibility
from records.need_to_know.evidence import best_extent
from records.need_to_know.explain import EXTENTS
from records.vault.vault import Opened, Reader

NAMED = 3


@dataclass(frozen=True)
class Banner:
    part: bool
    what: str
    why: str
    until: str
    others: str


def of(opened: Opened, reader: Reader) -> Banner:
    """The banner from the same evidence that opened the record."""
    part = best_extent(opened.access) == "part"
    others = [
        f"{person.short_name} ({best_extent(access)})"
        for person, access in visibility.named(opened.sight_with_reader)
        if person.pk != reader.user.pk
    ]
    more = f", and {len(others) - NAMED} more" if len(others) > NAMED else ""
    return Banner(
        part=part,
        what=EXTENTS[Extent(opened.access.extent)].banner if part else "",
        why=why(opened),
        until=until(opened),
        others=(", ".join(others[:NAMED]) + more) or "nobody else",
    )


def why(opened: Opened) -> str:
    """The reason in a sentence's second half."""
    name = opened.subjects[0].first_name if len(opened.subjects) == 1 else "one of these children"
    return explain.why(opened.access.best.because, name=name, reason=opened.reason)


def until(opened: Opened) -> str:
    """The end in words; what has no end is said to hold while the reason does."""
    end = opened.access.until
    if end >= clock.FAR:
        return "as long as that is so"
    local = clock.local(end)
    day = "today" if local.date() == clock.today() else words.day(local.date())
    return f"{day}, {words.time(end)}"
