"""Questions about a recorded decision, and the answers of its author."""

import uuid

from django.conf import settings
from django.db import models

from core import clock
from records.models import Section
from sharing.decisions.models.decisions import ShareDecision


class Question(models.Model):
    """That a person who was told of a decision asked about it. Its words are a section of the decision's record."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    decision = models.ForeignKey(ShareDecision, models.PROTECT, related_name="questions")
    section = models.OneToOneField(Section, models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="questions")
    asked_at = models.DateTimeField(default=clock.now)


class Answer(models.Model):
    """That the author of the decision answered it, once."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    question = models.OneToOneField(Question, models.PROTECT, related_name="answer")
    section = models.OneToOneField(Section, models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
