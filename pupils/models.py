"""People as subjects of information, and their dated relations (R: Subjects, T3)."""

import uuid

from django.conf import settings
from django.db import models

from school.models import Span


class Person(models.Model):
    """Anybody whom information is about. One person can be several things; `user` ties staff to their account."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(max_length=12, blank=True)
    given_name = models.CharField(max_length=80)
    preferred_name = models.CharField(max_length=80, blank=True)
    family_name = models.CharField(max_length=80)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="as_subject"
    )

    class Meta:
        ordering = ["family_name", "given_name", "pk"]

    def __str__(self) -> str:
        return self.full_name

    @property
    def first_name(self) -> str:
        """The name that the person goes by."""
        return self.preferred_name or self.given_name

    @property
    def full_name(self) -> str:
        """Amina Yusuf; Mrs Hodan Yusuf"""
        return " ".join(filter(None, (self.title, self.first_name, self.family_name)))


class Pupil(models.Model):
    """A person who is at the school as a pupil. `protected`: not on the roll for those without need to know."""

    person = models.OneToOneField(Person, models.PROTECT, related_name="pupil")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    year = models.PositiveSmallIntegerField()
    protected = models.BooleanField(default=False)


class SchoolClass(models.Model):
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=20, unique=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class ClassMembership(Span):
    """That a pupil is in a class, from when to when."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="classes")
    school_class = models.ForeignKey(SchoolClass, models.PROTECT, related_name="members")

    class Meta:
        indexes = [models.Index(fields=["person", "until", "start", "school_class"], name="classes_of_pupil")]


class ClassStaff(Span):
    """That somebody teaches or supports a class, from when to when."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="classes")
    school_class = models.ForeignKey(SchoolClass, models.PROTECT, related_name="staff")

    class Meta:
        indexes = [models.Index(fields=["user", "until", "start", "school_class"], name="classes_of_staff")]


class Contact(Span):
    """That an adult is a child's parent or carer, or another contact."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    child = models.ForeignKey(Person, models.PROTECT, related_name="contacts")
    adult = models.ForeignKey(Person, models.PROTECT, related_name="contact_of")
    relationship = models.CharField(max_length=40)

    class Meta:
        ordering = ["pk"]
