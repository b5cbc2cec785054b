"""What a share decision is about to send, and to whom: records and recipients, codes and ids only."""

import uuid

from django.conf import settings
from django.db import models

from records.models import Record
from sharing.decisions.models.decisions import ShareDecision
from sharing.directory.models import Agency, AgencyContact


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
