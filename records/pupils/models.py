"""People as subjects of information, and their dated relations (R: Subjects, T3)."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from core import clock, words
from core.models import Span
from records.pupils import codes


class Person(models.Model):
    """Anybody whom information is about. One person can be several things; `user` ties staff to their account.

    `given_name` and `family_name` are the legal ones. Names, telephone and e-mail are of the personal tier.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(max_length=12, blank=True)
    given_name = models.CharField(max_length=80)
    middle_names = models.CharField(max_length=80, blank=True)
    family_name = models.CharField(max_length=80)
    preferred_name = models.CharField(max_length=80, blank=True)
    preferred_family_name = models.CharField(max_length=80, blank=True)
    telephone = models.CharField(max_length=40, blank=True)
    email = models.CharField(max_length=254, blank=True)
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
    def last_name(self) -> str:
        """The family name that the person goes by."""
        return self.preferred_family_name or self.family_name

    @property
    def full_name(self) -> str:
        """Amina Yusuf; Mrs Hodan Yusuf"""
        return words.full_name(self.title, self.first_name, self.last_name)


class NameWord(models.Model):
    """One word of one of a child's names, plain (without accents and case): what a search finds. Made by
    records/pupils/names.py whenever names change; holds nothing that Person does not."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="name_words")
    word = models.CharField(max_length=80)

    class Meta:
        indexes = [models.Index(fields=["word", "person"], name="words_of_names")]


class KnownName(models.Model):
    """A given and a family name under which a person is, or was, known here: so a check finds former names too. Kept
    by records/pupils/names.py whenever names change; never removed while the person is there."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="known_names")
    given_name = models.CharField(max_length=80)
    family_name = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "given_name", "family_name"], name="known_name_once")]


class Pupil(models.Model):
    """A person who is, or was, at the school as a pupil. `protected`: not on the roll for those without need."""

    person = models.OneToOneField(Person, models.PROTECT, related_name="pupil")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    year = models.SmallIntegerField(null=True)
    protected = models.BooleanField(default=False)
    upn = models.CharField(max_length=13, blank=True)
    uln = models.CharField(max_length=10, blank=True)
    birth_date = models.DateField(null=True)
    sex = models.CharField(max_length=1, choices=codes.Sex.choices, blank=True)
    ethnicity = models.CharField(max_length=40, blank=True)
    religion = models.CharField(max_length=40, blank=True)
    first_language = models.CharField(max_length=40, blank=True)
    sen = models.CharField(max_length=1, choices=codes.Sen.choices, blank=True)
    free_meals = models.BooleanField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["upn"], condition=~Q(upn=""), name="one_pupil_a_upn")]


class Stamps(models.Model):
    """For each fact that a file has given of a pupil, when that file was made and its name among equals: so an older
    file never overwrites a newer one, whatever their order (pupils/importing). Holds nothing about the child."""

    person = models.OneToOneField(Person, models.CASCADE, primary_key=True, related_name="stamps")
    of = models.JSONField(default=dict)


class Enrolment(Span):
    """That a pupil is on the school's roll, from when to when."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="enrolments")

    class Meta:
        indexes = [models.Index(fields=["person", "until", "start"], name="enrolments_of_pupil")]
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(until=clock.FAR), name="one_open_enrolment_a_pupil")
        ]


class FormerUpn(Span):
    """A UPN that a pupil had before: temporary, or of a school that did not know the first."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="former_upns")
    upn = models.CharField(max_length=13, db_index=True)


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
    """That a member of staff teaches or supports a class, from when to when."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="classes")
    school_class = models.ForeignKey(SchoolClass, models.PROTECT, related_name="staff")

    class Meta:
        indexes = [models.Index(fields=["user", "until", "start", "school_class"], name="classes_of_staff")]


class KeyWorker(Span):
    """That a member of staff is a child's key worker, from when to when."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="key_children")
    person = models.ForeignKey(Person, models.PROTECT, related_name="key_workers")

    class Meta:
        indexes = [models.Index(fields=["user", "until", "start", "person"], name="key_children_of_staff")]


class Household(models.Model):
    """An address at which people live. A protected address is never here: it is a sealed record."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    lines = models.CharField(max_length=300)
    postcode = models.CharField(max_length=12, blank=True)
    plain = models.CharField(max_length=320, unique=True)

    def __str__(self) -> str:
        return ", ".join(filter(None, (self.lines, self.postcode)))


class HouseholdMember(Span):
    """That a person lives in a household. A child can live in two; the `main` one is what files know."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    household = models.ForeignKey(Household, models.PROTECT, related_name="members")
    person = models.ForeignKey(Person, models.PROTECT, related_name="households")
    main = models.BooleanField(default=True)

    class Meta:
        indexes = [models.Index(fields=["person", "until", "start"], name="households_of_person")]


class Contact(Span):
    """That an adult is a child's parent or carer, or another contact. Lower `priority` is called first."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    child = models.ForeignKey(Person, models.PROTECT, related_name="contacts")
    adult = models.ForeignKey(Person, models.PROTECT, related_name="contact_of")
    relationship = models.CharField(max_length=40)
    responsibility = models.CharField(
        max_length=7, choices=codes.Responsibility.choices, default=codes.Responsibility.UNKNOWN
    )
    evidence = models.CharField("what was seen of it", max_length=80, blank=True)
    priority = models.PositiveSmallIntegerField(default=99)

    class Meta:
        ordering = ["priority", "pk"]
        indexes = [
            models.Index(fields=["child", "until", "start"], name="contacts_of_child"),
            models.Index(fields=["adult", "until", "start"], name="children_of_contact"),
        ]
