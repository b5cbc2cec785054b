"""What is held back of an import: the person who imported it may not see it."""

import uuid

from django.conf import settings
from django.db import models

from core import clock
from records.intake.models.imports import ImportRun
from records.models import Record
from records.pupils.models import Person


class Held(models.Model):
    """Information from a file that the person who imported it may not see. Its words are in its record."""

    class Kind(models.TextChoices):
        CHILD = "child", "A child that the importer may not know of"
        IN_CARE = "in_care", "Looked after"
        ADDRESS = "address", "The address of a child whose address is protected"

    record = models.OneToOneField(Record, models.PROTECT, related_name="held")
    run = models.ForeignKey(ImportRun, models.PROTECT, related_name="held")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    mark = models.CharField("the same thing held before has the same", max_length=64, unique=True)

    @property
    def public_id(self) -> uuid.UUID:
        return self.record.public_id


class HeldAnswer(models.Model):
    """What became of it: once."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    held = models.OneToOneField(Held, models.PROTECT, related_name="answer")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    applied = models.BooleanField()
