"""Recorded share decisions: codes and ids only, because every word is sealed in the record (R: C6)."""

import uuid

from django.conf import settings
from django.db import models

from core import clock
from records.models import Record
from sharing.decisions.models.drafts import Draft, Origin
from sharing.directory.models import Agency, AgencyContact
from sharing.disclosures.models import Channel


class Outcome(models.TextChoices):
    SHARE_ALL = "share_all", "Shared in full"
    SHARE_PART = "share_part", "Shared in part"
    NO_SHARE = "no_share", "Not shared"


class ShareDecision(models.Model):
    """A recorded share decision. Never edited or deleted (R: C6): what comes later is a further section of its record
    and an Event.

    `happened_at`: when it was shared, where that was before it was recorded. `complete_by`: a danger entry, whose
    other points are due then. `tell_by`: when telling a person who was not told is looked at again. `by_exception`:
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


class DecisionItem(models.Model):
    """A record that was chosen to be shared: all of it, or only the parts marked for sharing."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    decision = models.ForeignKey(ShareDecision, models.PROTECT, related_name="items")
    record = models.ForeignKey(Record, models.PROTECT, related_name="shared_in")
    whole = models.BooleanField()


class DecisionRecipient(models.Model):
    """Whom it goes to. The name of a person who is in no directory is sealed with the decision, under `number`."""

    class Kind(models.TextChoices):
        CONTACT = "contact", "Of an agency"
        OUTSIDE = "outside", "Somebody else outside"
        PARENT = "parent", "A parent or carer"
        STAFF = "staff", "Somebody in this school"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    decision = models.ForeignKey(ShareDecision, models.PROTECT, related_name="recipients")
    number = models.PositiveSmallIntegerField(default=1)
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.CONTACT)
    contact = models.ForeignKey(AgencyContact, models.PROTECT, null=True, related_name="+")
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+")
    adult = models.ForeignKey("pupils.Person", models.PROTECT, null=True, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    extract = models.ForeignKey(Record, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["number", "pk"]
