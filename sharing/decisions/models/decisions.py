"""Recorded share decisions: codes and ids only, because every word is sealed in the record (R: C6)."""

import uuid

from django.conf import settings
from django.db import models

from core import clock
from records.models import Record
from sharing.decisions.models.drafts import Draft, Origin
from sharing.disclosures.models import Channel


class Outcome(models.TextChoices):
    SHARE_ALL = "share_all", "Shared in full"
    SHARE_PART = "share_part", "Shared in part"
    NO_SHARE = "no_share", "Not shared"


class ShareDecision(models.Model):
    """A recorded share decision. Never edited or deleted (R: C6): what comes later is a further section of its record
    and an Event.

    `happened_at`: when it was shared, where that was before it was recorded. `complete_by`: a danger entry, whose
    other points are due then. `tell_by`: when to look again at telling a person who was not told. `by_exception`:
    not told for one of the policy's four reasons. `refused`: a person did not agree, whatever was decided.
    """

    record = models.OneToOneField(Record, models.PROTECT, related_name="decision")
    draft = models.OneToOneField(Draft, models.PROTECT, related_name="decision")
    reference = models.CharField(max_length=12, unique=True)
    origin = models.CharField(max_length=6, choices=Origin.choices, default=Origin.OWN)
    follows = models.ForeignKey("self", models.PROTECT, null=True, related_name="followed_by")
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    harm = models.CharField(max_length=6, choices=[("yes", "Yes"), ("no", "No"), ("unsure", "Not sure")])
    purpose = models.CharField(max_length=20, blank=True)
    channel = models.CharField(max_length=16, choices=Channel.choices, blank=True)
    against_wishes = models.BooleanField()
    refused = models.BooleanField(default=False)
    family_not_told = models.BooleanField()
    by_exception = models.BooleanField(default=False)
    unsafe = models.BooleanField("had gone by a way that is not safe", default=False)
    regretted = models.BooleanField("should not have been shared", default=False)
    unnamed = models.BooleanField("about a child who was not found", default=False)
    happened_at = models.DateTimeField(null=True)
    tell_by = models.DateField(null=True)
    review_on = models.DateField(null=True)
    receipt_due = models.DateField(null=True)
    answer_due = models.DateField(null=True)
    complete_by = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="decisions")
    recorded_at = models.DateTimeField(default=clock.now, db_index=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.reference

    @property
    def public_id(self) -> uuid.UUID:
        """A decision is known by its record's id."""
        return self.record.public_id

    @property
    def shares(self) -> bool:
        return self.outcome != Outcome.NO_SHARE
