"""Agencies, drafts, share decisions and disclosures. Codes and ids only: every word is sealed in the record."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from records.models import Record, SealedField, SealedModel, Section
from school import clock


class Channel(models.TextChoices):
    """How something is sent. Which are safe for what is in sharing/channels.py."""

    SECURE_EMAIL = "secure_email", "Secure e-mail"
    PORTAL = "portal", "The agency’s portal"
    IN_PERSON = "in_person", "In person, to the named person"
    CALLED_BACK = "called_back", "Telephone, after calling back a number we hold"
    TRACKED = "tracked", "Tracked delivery, signed for by the named person"
    POST = "post", "Ordinary post"
    EMAIL = "email", "Ordinary e-mail"


class Agency(models.Model):
    """An outside body of the directory (R: C13)."""

    class Kind(models.TextChoices):
        SOCIAL_CARE = "social_care", "Children’s social care"
        HEALTH = "health", "Health service"
        LA_SEN = "la_sen", "Local authority SEN team"
        POLICE = "police", "Police"
        LADO = "lado", "Local authority designated officer"
        SCHOOL = "school", "Another school"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    agreement = models.CharField("sharing agreement", max_length=120, blank=True)
    agreement_review = models.DateField(null=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class AgencyContact(models.Model):
    """A named person or duty desk of an agency, and where they are reached."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="contacts")
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=80)
    address = models.CharField("e-mail address or telephone number", max_length=254)
    channel = models.CharField(max_length=16, choices=Channel.choices, default=Channel.SECURE_EMAIL)
    checked_on = models.DateField()
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return f"{self.name}, {self.role}, {self.agency.name}"


class Draft(models.Model):
    """A share decision that is being written: private to its author (R: C10). Its answers are sealed sections.

    The reference is given at the start, so that people can be told of harm before there is a decision.
    """

    record = models.OneToOneField(Record, models.PROTECT, related_name="draft")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="drafts")
    reference = models.CharField(max_length=12, unique=True)
    started_at = models.DateTimeField(default=clock.now)

    @property
    def public_id(self) -> uuid.UUID:
        """A draft is known by its record's id."""
        return self.record.public_id


class HarmTold(models.Model):
    """That somebody was told of a concern about harm while the draft was being written. Once a person."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    draft = models.ForeignKey(Draft, models.PROTECT, related_name="harm_told")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["draft", "person"], name="told_of_harm_once")]


class Outcome(models.TextChoices):
    SHARE_ALL = "share_all", "Shared in full"
    SHARE_PART = "share_part", "Shared in part"
    NO_SHARE = "no_share", "Not shared"


class ShareDecision(models.Model):
    """A recorded share decision. Never edited or deleted (R: C6): corrections are further sections of its record."""

    record = models.OneToOneField(Record, models.PROTECT, related_name="decision")
    draft = models.OneToOneField(Draft, models.PROTECT, related_name="decision")
    reference = models.CharField(max_length=12, unique=True)
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    harm = models.CharField(max_length=6, choices=[("yes", "Yes"), ("no", "No"), ("unsure", "Not sure")])
    purpose = models.CharField(max_length=20, blank=True)
    channel = models.CharField(max_length=16, choices=Channel.choices, blank=True)
    against_wishes = models.BooleanField()
    family_not_told = models.BooleanField()
    review_on = models.DateField(null=True)
    receipt_due = models.DateField(null=True)
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
    """Whom it goes to."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    decision = models.ForeignKey(ShareDecision, models.PROTECT, related_name="recipients")
    contact = models.ForeignKey(AgencyContact, models.PROTECT, related_name="+")


class Disclosure(SealedModel):
    """What went out, to the byte, and by which authority: exactly one (R: C8)."""

    class Print(models.TextChoices):
        COLLEAGUE = "colleague", "Printed for a colleague who may see it"

    decision = models.ForeignKey(ShareDecision, models.PROTECT, null=True, related_name="disclosures")
    internal_print = models.CharField(max_length=12, choices=Print.choices, blank=True)
    of_record = models.ForeignKey(Record, models.PROTECT, related_name="disclosures")
    contact = models.ForeignKey(AgencyContact, models.PROTECT, null=True, related_name="+")
    channel = models.CharField(max_length=16, choices=Channel.choices, blank=True)
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


class Question(models.Model):
    """That somebody who was told of a decision asked about it. Its words are a section of the decision's record."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    decision = models.ForeignKey(ShareDecision, models.PROTECT, related_name="questions")
    section = models.OneToOneField(Section, models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="questions")
    asked_at = models.DateTimeField(default=clock.now)


class Answer(models.Model):
    """That whoever decided answered it, once."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    question = models.OneToOneField(Question, models.PROTECT, related_name="answer")
    section = models.OneToOneField(Section, models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
