"""Handing in what was found, and giving it to whoever it belongs to."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

from accounts import roles
from accounts.models import User
from accounts.notices import notify
from accounts.roles import STAFF, Role
from core import references
from core.ids import NOWHERE
from core.refusals import Refused
from records import data_keys, sealing
from records.need_to_know import visibility
from records.vault.filing import Words, file_record
from tests.example_subject.lost_property.models import Claim, Item
from tests.example_subject.lost_property.notice_kinds import Kind

PREFIX = "LP"
HANDS_IN = STAFF
LOOKS_AFTER = frozenset({Role.OFFICE, Role.HEADTEACHER})


@transaction.atomic
def hand_in(what: str, where: str, found_by: str, *, by: User, once: UUID | None = None) -> Item:
    """Write down what was found; the office is told. `once`: made by the page, so that a form sent twice is one item.
    Raises KeyUnavailable."""
    before = Item.objects.filter(record__public_id=once or NOWHERE, taken_by=by).first()
    if before:
        return before
    rows = [["What", what], ["Where it was found", where], ["Handed in by", found_by]]
    words = Words("item", {"heading": "What was found", "rows": rows})
    record = file_record("lost_property", [], [words], author=by, public_id=once)
    item = Item.objects.create(record=record, reference=references.new(PREFIX), taken_by=by)
    for one in roles.holders(Role.OFFICE):
        notify.notify(one, Kind.HANDED_IN, item.reference)
    return item


@transaction.atomic
def give(item: Item, claimant: str, *, by: User) -> Claim:
    """Give an item to whoever it belongs to. Raises Refused where it was given already, KeyUnavailable."""
    if hasattr(item, "claim"):
        raise Refused("This was given to somebody already", "claimant")
    claim = Claim(item=item, given_by=by)
    sealing.seal(claim, "claimant", claimant, data_keys.new_key())
    claim.save()
    notify.see_all(item.reference, Kind.HANDED_IN)
    return claim


def waiting(user: User) -> QuerySet[Item]:
    """The items that this person may see and that nobody has claimed, oldest first."""
    return Item.objects.filter(record__in=visibility.visible_to(user), claim=None).select_related("record")


class Items(notify.ReferenceTarget):
    """What the notices ask about references of lost property."""

    def address(self, reference: str) -> str:
        return reverse("lost_property:item", kwargs={"slug": references.slug(reference)})

    def known_to(self, user: User, about: Iterable[str]) -> set[str]:
        visible = visibility.visible_to(user).filter(lost_item__reference__in=set(about))
        return set(visible.values_list("lost_item__reference", flat=True))
