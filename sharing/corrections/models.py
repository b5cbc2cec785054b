"""Corrections of records (R: C9): codes and ids only. The words are sections of the record that was corrected."""

import uuid

from django.conf import settings
from django.db import models

from core import clock, references
from records.models import Record, Section


class RecordCorrection(models.Model):
    """That a record was corrected by a further entry: what was wrong stays, and both are shown."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    reference = models.CharField(max_length=12, unique=True)
    record = models.ForeignKey(Record, models.PROTECT, related_name="corrections")
    section = models.OneToOneField(Section, models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["pk"]

    @property
    def slug(self) -> str:
        return references.slug(self.reference)


class ColleagueToTell(models.Model):
    """A colleague who read the part that was wrong before it was corrected. Recipients outside are
    listed with the decision by which it went to them."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    correction = models.ForeignKey(RecordCorrection, models.PROTECT, related_name="to_tell")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["correction", "user"], name="colleague_to_tell_once")]


class RecipientToTell(models.Model):
    """A recipient outside who was given the part that was wrong: `event` lists them with their decision until its
    decider has told them."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    correction = models.ForeignKey(RecordCorrection, models.PROTECT, related_name="recipients_to_tell")
    event = models.OneToOneField("decisions.Event", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]


class ColleagueTold(models.Model):
    """That the colleague was told by a person; how is a section of the record. Seeing the notice counts as well."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    to_tell = models.OneToOneField(ColleagueToTell, models.PROTECT, related_name="told")
    section = models.ForeignKey(Section, models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
