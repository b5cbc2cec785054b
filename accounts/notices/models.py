"""Notices and what became of them. Nothing here holds a word about anybody: kinds and references only."""

import uuid

from django.conf import settings
from django.db import models

from accounts.notices import kinds
from core import clock


class Notice(models.Model):
    """That a person is told something, by kind and reference."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="notices")
    kind = models.CharField(max_length=24)
    reference = models.CharField(max_length=12)
    made_at = models.DateTimeField(default=clock.now)
    due_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["person", "-id"], name="notices_of_person"),
            models.Index(fields=["reference"], name="notices_about"),
            models.Index(fields=["due_at"], name="notices_due"),
        ]

    @property
    def label(self) -> str:
        """What it is, as the inbox says it."""
        return kinds.of(self.kind).label

    @property
    def in_list(self) -> bool:
        """Whether it is acknowledged in the inbox itself."""
        return kinds.of(self.kind).in_list


class Seen(models.Model):
    """That the person pressed "I have seen this". Once; it cannot be unsaid."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    notice = models.OneToOneField(Notice, models.PROTECT, related_name="seen")
    at = models.DateTimeField(default=clock.now)


class PassedOn(models.Model):
    """That a notice nobody looked at in time went on to another person."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    notice = models.OneToOneField(Notice, models.PROTECT, related_name="passed_on")
    to = models.ForeignKey(Notice, models.PROTECT, null=True, related_name="passed_from")
    at = models.DateTimeField(default=clock.now)
