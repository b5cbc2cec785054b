"""A child's chronology: what a reader may see, newest first, from the same evidence that opens it.

An app whose records have pages of their own registers a source for their category; all others are plain records.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from core.registers import Register
from records.models import Record
from records.need_to_know import evidence, shipped, visibility
from records.need_to_know.evidence import Access
from records.pupils.models import Person
from records.vault.vault import Reader

Sight = dict[int, Access]


@dataclass(frozen=True)
class Item:
    """One line of the chronology. `address`: view name and argument of its own page."""

    day: date
    order: int
    kind: str
    title: str
    by: str
    extent: str
    address: tuple[str, str]


Source = Callable[[list[Record], Sight], Iterable[Item]]
_sources = Register[Source]("lines of a chronology of")


def register(category: str, source: Source) -> None:
    """Say how records of this category appear in a chronology. Called in AppConfig.ready. Raises ValueError where
    another app has said it."""
    _sources.add(category, source)


def item(record: Record, sight: Sight, *, kind: str, title: str, address: tuple[str, str]) -> Item:
    """A line for `record`: what all sources have in common."""
    return Item(
        day=record.as_at,
        order=record.pk,
        kind=kind,
        title=title,
        by=record.author.short_name,
        extent=evidence.best_extent(sight[record.pk]).capitalize(),
        address=address,
    )


def _plain(records: list[Record], sight: Sight) -> Iterable[Item]:
    for record in records:
        address = ("records:record", str(record.public_id))
        yield item(record, sight, kind="Record", title=record.category.name, address=address)


def of(person: Person, reader: Reader) -> list[Item]:
    """The records about `person` that the reader may see, one statement more for each source that has some."""
    sight = visibility.access_about(reader.user, person, reader.at)
    listed = Record.objects.filter(pk__in=sight).exclude(category__code__in=shipped.unlisted())
    by_source: dict[Source, list[Record]] = {}
    for record in listed.select_related("category", "author"):
        by_source.setdefault(_sources.get(record.category.code, _plain), []).append(record)
    items = [line for source, records in by_source.items() for line in source(records, sight)]
    return sorted(items, key=lambda line: (line.day, line.order), reverse=True)
