"""Concerns in a child's chronology, once it has been said whom they are about."""

from collections.abc import Iterable

from records import chronology
from records.chronology import Item, Sight
from records.intake.models import Concern
from records.models import Record


def concerns(records: list[Record], sight: Sight) -> Iterable[Item]:
    by_record = {concern.record_id: concern for concern in Concern.objects.filter(record__in=records)}
    for record in records:
        concern = by_record[record.pk]
        yield chronology.item(
            record, sight, kind="Concern", title=concern.reference, address=("intake:concern", concern.slug)
        )
