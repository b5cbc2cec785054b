"""Agencies and their contacts (R: C13)."""

import uuid

from django.conf import settings
from django.db import models

from core import words
from sharing.disclosures.models import Channel


class Agency(models.Model):
    """An outside body of the directory (R: C13). `channels`: the ways agreed with it; none named: every safe way."""

    class Kind(models.TextChoices):
        SOCIAL_CARE = "social_care", "Children’s social care"
        HEALTH = "health", "Health service"
        LA_SEN = "la_sen", "Local authority SEN team"
        POLICE = "police", "Police"
        LADO = "lado", "Local authority designated officer"
        SCHOOL = "school", "Another school"
        OTHER = "other", "Another body"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    agreement = models.CharField("sharing agreement", max_length=120, blank=True)
    agreement_review = models.DateField("review of the agreement", null=True, blank=True)
    channels = models.JSONField("approved channels", default=list, blank=True)
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def agreed(self) -> str:
        """The agreement in words, with its review."""
        if not self.agreement:
            return "No sharing agreement on file"
        return self.agreement + (
            f", to be reviewed by {words.day(self.agreement_review)}" if self.agreement_review else ""
        )


class AgencyContact(models.Model):
    """A named person or duty desk of an agency, and where they are reached."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="contacts")
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=80)
    address = models.CharField("e-mail address or telephone number", max_length=254)
    channel = models.CharField(max_length=16, choices=Channel.choices, default=Channel.SECURE_EMAIL)
    checked_on = models.DateField()
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    usual = models.BooleanField("offered first to everybody", default=False)
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return f"{self.name}, {self.role}, {self.agency.name}"
