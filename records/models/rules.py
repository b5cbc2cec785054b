"""Rules that give the ordinary cases of need to know, each version a dated row."""

import uuid

from django.contrib.auth.models import Group
from django.db import models

from core.models import Span
from records.models.records import Category, Extent


class Relation(models.TextChoices):
    """The reader's relation to the record."""

    ANY = "any", "any person"
    OWN_CLASS = "own_class", "children of the own class"
    KEY_WORKER = "key_worker", "children whose key worker one is"
    AUTHOR = "author", "what one wrote oneself"


class Rule(Span):
    """A role in a relation to the record sees this much of a category. No group: everybody with a role."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    category = models.ForeignKey(Category, models.PROTECT, related_name="rules")
    group = models.ForeignKey(Group, models.PROTECT, null=True, related_name="rules")
    relation = models.CharField(max_length=10, choices=Relation.choices)
    extent = models.PositiveSmallIntegerField(choices=Extent.choices)

    class Meta:
        indexes = [
            models.Index(
                fields=["category", "until", "start", "relation", "group", "extent"], name="rules_of_category"
            ),
            models.Index(fields=["group", "until", "start", "relation", "category"], name="rules_of_role"),
        ]
