"""A child's chronology: what this reader may see, newest first, from the same evidence that opens it."""

from dataclasses import dataclass
from datetime import date

from pupils.models import Person
from records import need_to_know
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
    found = (
        need_to_know.visible_to(reader.user, reader.at)
        .filter(subjects__person=person)
        .exclude(category__code="draft")
        .select_related("category", "author", "decision")
        .order_by("-as_at", "-pk")
    )
    records = list(found)
    extents = need_to_know.extents(reader.user, records, reader.at)
    items = []
    for record in records:
        decision = getattr(record, "decision", None)
        items.append(
            Item(
                day=record.as_at,
                kind="Share decision" if decision else "Record",
                title=decision.get_outcome_display() if decision else record.category.name,
                by=record.author.short_name,
                extent=extents.get(record.pk, "part").capitalize(),
                address=("decision", slug(decision.reference)) if decision else ("record", str(record.public_id)),
            )
        )
    return items
