"""Legal reasons, and the directory: agencies with their contacts, and the purposes of sharing (R: C13)."""

import uuid

from django.conf import settings
from django.db import models

from core import words
from sharing.disclosures.models import Channel


class Basis(models.TextChoices):
    """Legal reasons: UK GDPR, article 6."""

    PUBLIC_TASK = "public_task", "It is part of our job as a school"
    LEGAL_OBLIGATION = "legal_obligation", "A law or court says we must"
    VITAL_INTERESTS = "vital_interests", "Someone’s life is at risk"
    RECOGNISED = "recognised", "Recognised legitimate interest"
    CONTRACT = "contract", "A contract with this person"
    AGREEMENT = "agreement", "They freely agreed and can stop it"
    LEGITIMATE = "legitimate", "Legitimate interests"


class Condition(models.TextChoices):
    """Conditions for special category data: UK GDPR, article 9; Data Protection Act 2018, schedule 1."""

    SAFEGUARDING = "safeguarding", "Safeguarding of children and of individuals at risk (schedule 1, paragraph 18)"
    HEALTH = "health", "Health or social care (article 9(2)(h))"
    PUBLIC_INTEREST = "public_interest", "Substantial public interest: a statutory purpose (schedule 1, paragraph 6)"
    CRIME = "crime", "Preventing or detecting unlawful acts (schedule 1, paragraph 10)"
    LEGAL_CLAIMS = "legal_claims", "Legal claims (article 9(2)(f))"
    EMPLOYMENT = "employment", "Employment (schedule 1, paragraph 1)"
    ASK = "ask", "The DPO decides"


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


class Purpose(models.Model):
    """What sharing can be for, and its usual legal reason: reference data that the DPO keeps (R: C6)."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.SlugField(max_length=20, unique=True)
    label = models.CharField(max_length=80)
    basis = models.CharField("usual legal reason", max_length=24, choices=Basis.choices)
    condition = models.CharField(
        "condition for special category data", max_length=24, choices=Condition.choices, blank=True
    )
    agreement = models.BooleanField("agreement can be the legal reason", default=False)
    first_for = models.JSONField("shown first for these kinds of agency", default=list, blank=True)
    order = models.PositiveSmallIntegerField(default=99)
    active = models.BooleanField(default=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    confirmed_on = models.DateField(null=True)

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.label
