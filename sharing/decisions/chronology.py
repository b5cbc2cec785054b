"""Share decisions in a child's chronology."""

from collections.abc import Iterable

from core.references import slug
from records import chronology
from records.chronology import Item, Sight
from records.models import Record
from sharing.decisions.models import ShareDecision


def decisions(records: list[Record], sight: Sight) -> Iterable[Item]:
    """One line for each decision, titled by its outcome."""
    by_record = {decision.record_id: decision for decision in ShareDecision.objects.filter(record__in=records)}
    for record in records:
        decision = by_record[record.pk]
        yield chronology.item(
            record,
            sight,
            kind="Share decision",
            title=decision.get_outcome_display(),
            address=("decisions:decision", slug(decision.reference)),
        )
