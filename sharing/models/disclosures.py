"""What left the school, and by which authority (R: C8)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from records.models import Record, SealedField, SealedModel
from school import clock
from sharing.models.decisions import DecisionRecipient, ShareDecision
from sharing.models.directory import Channel


class Disclosure(SealedModel):
    """What went out, to the byte, and by which authority: exactly one (R: C8).

    What was told rather than sent is kept as the words that the teller wrote down, with `happened_at`.
    """

    class Print(models.TextChoices):
        COLLEAGUE = "colleague", "Printed for a colleague who may see it"
        LIST = "list", "A list of decisions, for whoever may see them"
        FIGURES = "figures", "Figures without names, for the governors"
        PAPER = "paper", "A marked copy of a governors’ paper, destroyed after the meeting"
        CERTIFICATE = "certificate", "A certificate that governors’ papers were destroyed"

    decision = models.ForeignKey(ShareDecision, models.PROTECT, null=True, related_name="disclosures")
    internal_print = models.CharField(max_length=12, choices=Print.choices, blank=True)
    of_record = models.ForeignKey(Record, models.PROTECT, null=True, related_name="disclosures")
    recipient = models.ForeignKey(DecisionRecipient, models.PROTECT, null=True, related_name="disclosures")
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
