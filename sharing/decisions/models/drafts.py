"""Share decisions that are being written (R: C10)."""

import uuid

from django.conf import settings
from django.db import models

from core import clock
from records.models import Record


class Origin(models.TextChoices):
    """How a share decision begins (R: C11)."""

    OWN = "share", "I want to share something, or I am wondering whether to"
    ASKED = "asked", "Someone has asked us for information"
    DONE = "done", "I have already shared something"
    DANGER = "danger", "A child is in danger now"


class Draft(models.Model):
    """A share decision that is being written: private to its author (R: C10). Its answers are sealed sections.

    The reference is given at the start, so that people can be told of harm before there is a decision. `follows`: the
    earlier decision that new facts have reopened (R: C6).
    """

    record = models.OneToOneField(Record, models.PROTECT, related_name="draft")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="drafts")
    reference = models.CharField(max_length=12, unique=True)
    origin = models.CharField(max_length=6, choices=Origin.choices, default=Origin.OWN)
    follows = models.ForeignKey("decisions.ShareDecision", models.PROTECT, null=True, related_name="reopened_as")
    started_at = models.DateTimeField(default=clock.now)

    @property
    def public_id(self) -> uuid.UUID:
        """A draft is known by its record's id."""
        return self.record.public_id


class NeededBy(models.Model):
    """By when a draft is needed, as its author answered last: the day, and the school day by which to decide. None: by
    no certain time."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    draft = models.ForeignKey(Draft, models.PROTECT, related_name="needed")
    day = models.DateField(null=True)
    decide_by = models.DateField(null=True)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["pk"]


class Closure(models.Model):
    """That a draft was closed without a decision; why is a section of its record."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    draft = models.OneToOneField(Draft, models.PROTECT, related_name="closure")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
