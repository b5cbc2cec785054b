"""Who was told of a concern about harm while a draft was being written, and whom it is about (R: C2)."""

import uuid

from django.conf import settings
from django.db import models

from core import clock
from sharing.decisions.models.drafts import Draft


class HarmTold(models.Model):
    """That a person was told of a concern about harm while the draft was being written: once for each."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    draft = models.ForeignKey(Draft, models.PROTECT, related_name="harm_told")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["draft", "person"], name="told_of_harm_once")]


class HarmAbout(models.Model):
    """That a draft in which a child may be at risk is about this person: people who are kept
    out of everything about them are told nothing more of it."""

    draft = models.ForeignKey(Draft, models.PROTECT, related_name="harm_about")
    person = models.ForeignKey("pupils.Person", models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["draft", "person"], name="harm_about_once")]
