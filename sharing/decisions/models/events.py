"""What happens to a decision after it was recorded: follow-up, completion, what would reopen it."""

import uuid

from django.conf import settings
from django.db import models

from core import clock
from records.models import Section
from sharing.decisions.models.contents import DecisionRecipient
from sharing.decisions.models.decisions import ShareDecision
from sharing.disclosures.models import Channel


class Event(models.Model):
    """What happened to a decision after it was recorded. Its words are a section of the decision's record; an event
    that reopens it has none, because not everybody who knows the decision may know what has come.

    `due`: the next day on which it is asked again. `about`: the correction of which a recipient was told.
    """

    class What(models.TextChoices):
        CORRECTION = "correction", "Corrected"
        COMPLETION = "completion", "Completed"
        ARRIVED = "arrived", "Arrival confirmed"
        NOT_ARRIVED = "not_arrived", "Not arrived yet"
        ANSWERED = "reply", "They answered"
        NO_ANSWER = "no_reply", "No answer yet"
        TOLD = "told", "Told afterwards"
        PUT_OFF = "put_off", "Telling put off again"
        LOOKED_AGAIN = "looked_again", "Looked at again"
        WITHDRAWN = "withdrawn", "Agreement withdrawn"
        AGREED = "agreed", "Second person agrees"
        OVERRULED = "overruled", "Second person overrules"
        KEPT = "kept", "Kept from the Headteacher"
        HEAD_TOLD = "head_told", "The Headteacher was told"
        REOPENED = "reopened", "Reopened"
        TO_TELL = "to_tell", "A recipient has to be told of a correction"
        RECIPIENT_TOLD = "recipient_told", "Recipient told of a correction"
        ADVICE = "advice", "Advice given later"
        NAMED = "named", "Which child it is about"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    decision = models.ForeignKey(ShareDecision, models.PROTECT, related_name="events")
    what = models.CharField(max_length=16, choices=What.choices)
    section = models.OneToOneField(Section, models.PROTECT, null=True, related_name="+")
    recipient = models.ForeignKey(DecisionRecipient, models.PROTECT, null=True, related_name="events")
    about = models.ForeignKey("self", models.PROTECT, null=True, related_name="told")
    due = models.DateField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["decision", "what"], name="events_of_decision")]


class Completion(models.Model):
    """What a danger entry was lacking (R: C2), as codes: the same as a decision has from the start."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    decision = models.OneToOneField(ShareDecision, models.PROTECT, related_name="completion")
    event = models.OneToOneField(Event, models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=20, blank=True)
    channel = models.CharField(max_length=16, choices=Channel.choices, blank=True)
    against_wishes = models.BooleanField()
    family_not_told = models.BooleanField()
    by_exception = models.BooleanField()
    tell_by = models.DateField(null=True)
    receipt_due = models.DateField(null=True)
    answer_due = models.DateField(null=True)


class TripWire(models.Model):
    """What would change a decision not to share (R: C6). When it comes, the decision is reopened."""

    class Kind(models.TextChoices):
        CONCERN = "concern", "Another concern"
        CATEGORY = "category", "A new record of a kind"
        NO_REPLY = "no_reply", "No reply by a date"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    decision = models.ForeignKey(ShareDecision, models.PROTECT, related_name="trip_wires")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    category = models.ForeignKey("records.Category", models.PROTECT, null=True, related_name="+")
    on = models.DateField(null=True)
