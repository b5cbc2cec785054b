"""Advice while a decision is written (R: C4)."""

import uuid

from django.conf import settings
from django.db import models

from core import clock
from records.models import Record, Section
from sharing.decisions.models.drafts import Draft


class Advice(models.Model):
    """A question put to a colleague while deciding (R: C4). Question and answers are sections of its own record, which
    only the person who asks and the person asked may see."""

    class Shows(models.TextChoices):
        QUESTION = "question", "Only my question"
        DRAFT = "draft", "My question and this draft"

    record = models.OneToOneField(Record, models.PROTECT, related_name="advice")
    draft = models.ForeignKey(Draft, models.PROTECT, related_name="advice")
    asked = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="advice_asked")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    shows = models.CharField(max_length=8, choices=Shows.choices)
    names = models.BooleanField("says whom it is about")
    urgent = models.BooleanField(default=False)
    instead_of_deciding = models.BooleanField(default=False)

    class Meta:
        ordering = ["pk"]

    @property
    def public_id(self) -> uuid.UUID:
        """A question is known by its record's id."""
        return self.record.public_id


class AdviceAnswer(models.Model):
    """That it was answered. A second answer is kept with the first."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    advice = models.ForeignKey(Advice, models.PROTECT, related_name="answers")
    section = models.OneToOneField(Section, models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
