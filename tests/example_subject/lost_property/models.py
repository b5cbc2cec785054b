"""What was found, and whose it is. What the words say of anybody is sealed."""

from django.conf import settings
from django.db import models

from core import clock, references
from records.models import Record, SealedField, SealedModel


class Item(models.Model):
    """Something that was handed in. What it is, where it was found and by whom: the words of its record."""

    record = models.OneToOneField(Record, models.PROTECT, related_name="lost_item")
    reference = models.CharField(max_length=12, unique=True)
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["pk"]

    @property
    def slug(self) -> str:
        """The reference as it stands in an address."""
        return references.slug(self.reference)


class Claim(SealedModel):
    """That an item was given to whoever it belongs to: once."""

    item = models.OneToOneField(Item, models.PROTECT, related_name="claim")
    claimant = SealedField()
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
