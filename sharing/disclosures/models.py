"""What left the school, by which channel and by which authority (R: C8)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from core import clock
from records.models import Record, SealedField, SealedModel


class Channel(models.TextChoices):
    """How something is sent. sharing/disclosures/channels.py says which are safe for what."""

    SECURE_EMAIL = "secure_email", "Secure e-mail"
    PORTAL = "portal", "The agency’s portal"
    IN_PERSON = "in_person", "In person, to the named person"
    CALLED_BACK = "called_back", "Telephone, after calling back a number we hold"
    TRACKED = "tracked", "Tracked delivery, signed for by the named person"
    POST = "post", "Ordinary post"
    EMAIL = "email", "Ordinary e-mail"
    MESSAGE = "message", "A messaging app"
    CARRIED = "carried", "Carried by a parent or child"
    RANG = "rang", "Telephone, without calling back"
    TEXT_MESSAGE = "text_message", "Text message"
    VOICEMAIL = "voicemail", "Voicemail"
    FAX = "fax", "Fax"
    MEMORY_STICK = "memory_stick", "Memory stick"
    OWN_TELEPHONE = "own_telephone", "A member of staff’s own telephone"


class Disclosure(SealedModel):
    """What went out, byte for byte, and by which authority: exactly one (R: C8).

    What was told rather than sent is kept as the words that the teller wrote down, with `happened_at`.
    """

    decision = models.ForeignKey("decisions.ShareDecision", models.PROTECT, null=True, related_name="disclosures")
    internal_print = models.CharField(max_length=24, blank=True)
    """For what stays inside the school, without a decision: a kind that is registered in `release`."""
    of_record = models.ForeignKey(Record, models.PROTECT, null=True, related_name="disclosures")
    recipient = models.ForeignKey("decisions.DecisionRecipient", models.PROTECT, null=True, related_name="disclosures")
    channel = models.CharField(max_length=16, choices=Channel.choices, blank=True)
    happened_at = models.DateTimeField("when it was told", null=True)
    passphrase = SealedField(null=True)
    media_type = models.CharField(max_length=60)
    file_name = models.CharField(max_length=80)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    content = SealedField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decision__isnull=True) ^ Q(internal_print=""), name="disclosure_has_one_authority"
            )
        ]
