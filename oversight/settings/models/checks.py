"""Test emails, and what a person says they have checked."""

import uuid

from django.conf import settings
from django.db import models

from core import clock


class MailTest(models.Model):
    """A test email that an Administrator sent to themselves, and when its link was pressed."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=clock.now)
    pressed_at = models.DateTimeField(null=True)


class Checked(models.Model):
    """That a person says they have checked something that the product cannot see. Append-only; the newest counts."""

    class What(models.TextChoices):
        PROTECTED = "protected", "I have checked: there are no more"
        BACKUP = "backup", "I have restored a backup, and verify_log found nothing wrong"
        CHECKPOINT = "checkpoint", "The log’s email has arrived outside the school"

    what = models.CharField(max_length=12, choices=What.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-pk"]
