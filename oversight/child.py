"""A child's chronology: what this reader may see, newest first, from the same evidence that opens it."""

from dataclasses import dataclass
from datetime import date

from pupils.models import Person
from records import need_to_know
from records.models import Record
from records.vault import Reader
from school.references import slug


@dataclass(frozen=True)
class Item:
    """One line of the chronology. `address`: view name and argument of its own page."""

    day: date
    kind: str
    title: str
    by: str
    extent: str
    address: tuple[str, str]


def chronology(person: Person | None, reader: Reader) -> list[Item]:
    """The records about `person` that the reader may see. Two statements, however many there are or are not."""
    sight = need_to_know.access_about(reader.user, person, reader.at)
    records = (
        Record.objects.filter(pk__in=sight)
        .exclude(category__code="draft")
        .select_related("category", "author", "decision")
        .order_by("-as_at", "-pk")
    )
    items = []
    for record in records:
        decision = getattr(record, "decision", None)
        items.append(
            Item(
                day=record.as_at,
                kind="Share decision" if decision else "Record",
                title=decision.get_outcome_display() if decision else record.category.name,
                by=record.author.short_name,
                extent=need_to_know.best_extent(sight[record.pk]).capitalize(),
                address=("decision", slug(decision.reference)) if decision else ("record", str(record.public_id)),
            )
        )
    return items
