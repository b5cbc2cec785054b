"""Who may follow the reference of a correction, and where it leads."""

from collections.abc import Iterable

from django.urls import reverse

from accounts.models import User
from accounts.notices.notify import ReferenceTarget
from core import references
from records.need_to_know import visibility
from sharing.corrections.models import RecordCorrection

PREFIX = "RC"


class Corrections(ReferenceTarget):
    """The answers about the references of corrections: for everyone who sees something of the record. Nobody stands
    in: each colleague is told for themselves."""

    def address(self, reference: str) -> str:
        return reverse("corrections:correction", kwargs={"slug": references.slug(reference)})

    def known_to(self, user: User, about: Iterable[str]) -> set[str]:
        rows = RecordCorrection.objects.filter(reference__in=set(about)).values_list("reference", "record_id")
        records = dict(rows)
        seen = visibility.access_of_many(user, list(records.values()) or [0])
        return {reference for reference, record in records.items() if record in seen}
