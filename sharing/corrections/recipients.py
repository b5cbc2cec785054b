"""Everyone who was given what a record said before it was corrected (R: C9)."""

from accounts.models import User
from core.audit.models import Entry
from records.models import Record, Section
from records.need_to_know import visibility
from sharing.decisions import follow_up
from sharing.decisions.models import DecisionRecipient, ShareDecision


def outside(record: Record, wrong: Section) -> list[tuple[ShareDecision, list[DecisionRecipient]]]:
    """The decisions by which the wrong part went out, each with the recipients to whom something was handed over."""
    whole = {} if wrong.for_sharing or wrong.name == "source" else {"items__whole": True}
    decisions = ShareDecision.objects.filter(items__record=record, **whole).distinct().order_by("pk")
    given = [(decision, follow_up.corrected_recipients(decision)) for decision in decisions.select_related("record")]
    return [(decision, handed) for decision, handed in given if handed]


def colleagues(record: Record, wrong: Section, by: User) -> list[User]:
    """The colleagues who have read the part that was wrong, by whatever access; never one who is kept out by now, who
    must learn nothing of it."""
    looked = Entry.objects.filter(
        kind=Record._meta.label_lower, object_pk=str(record.public_id), action=Entry.Action.ACCESS
    )
    part = f"content.{wrong.public_id}"
    readers = {actor for actor, read in looked.values_list("actor_id", "changes") if part in (read or ())}
    without = visibility.kept_out_of(record) | {by.pk}
    return list(User.objects.filter(pk__in=readers - without, is_active=True).order_by("last_name", "first_name"))
