"""Concerns that were passed on. What the person wrote is in the record."""

import uuid

from django.conf import settings
from django.db import models

from core import clock
from core.references import slug
from records.models import Record


class Concern(models.Model):
    """That a concern was passed on. Its words are in its record; the child's name is as it was typed."""

    record = models.OneToOneField(Record, models.PROTECT, related_name="concern")
    reference = models.CharField(max_length=12, unique=True)
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    raised_at = models.DateTimeField(default=clock.now)

    @property
    def public_id(self) -> uuid.UUID:
        return self.record.public_id

    @property
    def slug(self) -> str:
        """The reference as it is written in a URL."""
        return slug(self.reference)
