"""Confidential records: one kind of thing for everything that need to know guards.

A record about a child, a share decision, a draft: each is a Record with a category, and its text is in
Sections. So grants, exclusions, rules and the vault know one table, and nothing is guarded twice.
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from core import clock
from core.models import Span
from records.models.sealed import SealedField, SealedModel
from records.pupils.models import Person


class Extent(models.IntegerChoices):
    """How much of a record one may see. Each step holds the ones before; the largest of all sources counts."""

    REFERENCE = 1, "That it was received"
    SUMMARY = 2, "The summary"
    STAFF = 3, "The part written for staff"
    TEACHERS = 4, "The part written for teachers"
    ALL = 5, "All of it"


class Category(models.Model):
    """What a record is about. `staff_only`: can be opened to school staff and to nobody else (R: G2)."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=60)
    sensitivity = models.CharField(
        max_length=10,
        choices=[("ordinary", "Ordinary"), ("personal", "Personal"), ("restricted", "Restricted")],
        default="restricted",
    )
    staff_only = models.BooleanField(default=True)
    special = models.BooleanField("special category data", default=False)
    personal = models.BooleanField("part of the personal tier, not of the vault", default=False)
    retention = models.CharField(max_length=80, blank=True)
    owner_role = models.CharField("role that owns such records; none: whoever wrote it", max_length=20, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(Lower("name"), name="one_category_a_name")]

    def __str__(self) -> str:
        return self.name


class Record(models.Model):
    """A confidential record. Its words are in its sections; here is only what need to know decides by."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key = models.ForeignKey("records.DataKey", models.PROTECT, related_name="+")
    category = models.ForeignKey(Category, models.PROTECT, related_name="records")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="owned_records")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="written_records")
    recorded_at = models.DateTimeField(default=clock.now)
    as_at = models.DateField("date of what it says")

    class Meta:
        ordering = ["-pk"]


class RecordSubject(Span):
    """Whom a record is about, from when to when. Several people: siblings, an incident between two pupils.

    A record that was filed under the wrong child ends here and begins there (records/corrections/reassign.py).
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    record = models.ForeignKey(Record, models.PROTECT, related_name="subjects")
    person = models.ForeignKey(Person, models.PROTECT, related_name="records")
    move = models.ForeignKey("records.Move", models.PROTECT, null=True, related_name="subjects")

    class Meta:
        indexes = [models.Index(fields=["person", "until", "start", "record"], name="records_about_person")]
        constraints = [
            models.UniqueConstraint(
                fields=["record", "person"], condition=Q(until=clock.FAR), name="subject_of_record_once"
            )
        ]


class Move(SealedModel, Span):
    """That a record, or all that is known of a child entered twice, was moved to the right child; undone by its end.

    `record` is empty where the two children were one: then everything moved.
    """

    record = models.ForeignKey(Record, models.PROTECT, null=True, related_name="moves")
    was = models.ForeignKey(Person, models.PROTECT, related_name="moved_from")
    now = models.ForeignKey(Person, models.PROTECT, related_name="moved_to")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reason = SealedField()


LATER = ("correction", "question", "answer", "entry")
"""Names of sections that are later entries: they are added and replace nothing."""


class Section(SealedModel):
    """A part of a record, in order. Append-only: a later section with the same name replaces the earlier.

    `subject`: whom it is about, where the record has several subjects; what is said of one is not shown with
    the other. `needs`: the least extent that shows it. `content`: sealed JSON, a heading and text or rows.
    """

    record = models.ForeignKey(Record, models.PROTECT, related_name="sections")
    order = models.PositiveSmallIntegerField()
    name = models.SlugField(max_length=40)
    needs = models.PositiveSmallIntegerField(choices=Extent.choices, default=Extent.ALL)
    for_sharing = models.BooleanField(default=False)
    subject = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=clock.now)
    content = SealedField()

    class Meta:
        ordering = ["order", "pk"]
        indexes = [models.Index(fields=["record", "order", "id"], name="sections_of_record")]


class Attachment(SealedModel):
    """The bytes of a file that belongs to a record. Its section says what it is and who may see it."""

    section = models.OneToOneField(Section, models.PROTECT, related_name="attachment")
    content = SealedField()
