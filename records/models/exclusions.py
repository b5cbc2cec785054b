"""Exclusions: they win over every rule, role and grant, and the excluded person never learns of them."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.models import Span
from records.models.records import Record
from records.models.sealed import SealedField, SealedModel
from records.pupils.models import Person


class Because(models.TextChoices):
    """What an exclusion depends on, and therefore what ends it."""

    WORD = "word", "somebody’s word"
    NAME = "name", "related to somebody of the name that was given, until it is said who it is, and opened to them"
    PLACE = "place", "the place they hold, until whoever answers for the record opens it to them"


class Exclusion(SealedModel, Span):
    """That `user` learns nothing of a person, or of one matter."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="exclusions")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="excluded")
    record = models.ForeignKey(Record, models.PROTECT, null=True, related_name="excluded")
    because = models.CharField(max_length=8, choices=Because.choices, default=Because.WORD)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reason = SealedField()

    class Meta:
        indexes = [
            models.Index(fields=["user", "record"], name="exclusions_of_record"),
            models.Index(fields=["user", "person"], name="exclusions_of_person"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(person=None) ^ Q(record=None), name="exclusion_from_person_or_matter")
        ]
