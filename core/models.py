"""The school itself, its terms and closures; spans of time; what was noted of the keys."""

from datetime import datetime, time

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.http import HttpRequest

from core import clock
from core.compiled_queries import Prepared


class School(models.Model):
    """The one school that this installation serves. Numbers as the DfE gives them."""

    class Kind(models.TextChoices):
        MAINTAINED = "maintained", "Maintained school"
        ACADEMY = "academy", "Academy"

    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.MAINTAINED)
    la_number = models.CharField("local authority number", max_length=3)
    establishment_number = models.CharField(max_length=4)
    address = models.CharField("address", max_length=200, blank=True)
    telephone = models.CharField("telephone of the school", max_length=30, blank=True)
    complaints = models.TextField("how to complain", max_length=600, blank=True)
    """What a family reads at the end of a letter; empty: the Headteacher, then the chair of governors."""
    colour = models.CharField(
        max_length=7,
        default="#1d4f5f",
        validators=[RegexValidator(r"^#[0-9a-f]{6}$", "Enter a colour like #1d4f5f")],
    )
    dsl_phone = models.CharField("telephone of the DSL", max_length=30)
    social_care_phone = models.CharField("telephone of children's social care", max_length=30)
    lado_phone = models.CharField("telephone of the LADO", max_length=30)
    out_of_hours_phone = models.CharField("telephone of social care outside office hours", max_length=30, blank=True)
    look_within_days = models.PositiveSmallIntegerField(
        "school days before an unread notice goes to the deputy",
        default=2,
        validators=[MinValueValidator(1), MaxValueValidator(5)],
    )
    look_within_hours_urgent = models.PositiveSmallIntegerField(
        "hours before an urgent one does", default=4, validators=[MinValueValidator(1), MaxValueValidator(24)]
    )
    bell = models.TimeField("end of the school day", default=time(15, 30))
    details_checked_on = models.DateField("when the Administrator saved the details", null=True, editable=False)
    idle_minutes = models.PositiveSmallIntegerField(
        "minutes of doing nothing until people are signed out",
        default=15,
        validators=[MinValueValidator(5), MaxValueValidator(30)],
    )
    fresh_minutes = models.PositiveSmallIntegerField(
        "minutes of work until the security code is asked for again",
        default=120,
        validators=[MinValueValidator(15), MaxValueValidator(240)],
    )
    access_until = models.DateField("last day of access that people give, if not 31 August", null=True, blank=True)
    ctf_version = models.PositiveSmallIntegerField("version of the Common Transfer File in use", default=26)
    demo = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="one_school"),
            models.CheckConstraint(condition=Q(idle_minutes__range=(5, 30)), name="idle_between_5_and_30_minutes"),
            models.CheckConstraint(
                condition=Q(fresh_minutes__range=(15, 240)), name="fresh_between_15_and_240_minutes"
            ),
            models.CheckConstraint(condition=Q(colour__regex=r"^#[0-9a-f]{6}$"), name="colour_is_a_colour"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        self.pk = 1
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    @property
    def lado(self) -> str:
        """How to reach the local authority designated officer (LADO), as a sentence says it."""
        if self.lado_phone.strip():
            return self.lado_phone
        return (
            "the number is on the website of the local authority’s safeguarding partnership. Ask the Administrator to "
            "enter it in the school’s details"
        )

    @classmethod
    def here(cls) -> "School":
        """This installation's school; an unsaved, empty one before set-up."""
        return _HERE.first() or cls(name="School")

    @classmethod
    def of(cls, request: HttpRequest) -> "School":
        """The school, looked up once a request."""
        if not hasattr(request, "school"):
            request.school = cls.here()  # type: ignore[attr-defined]
        return request.school  # type: ignore[attr-defined]


_HERE = Prepared(lambda **_: School.objects.filter(pk=1))


class Term(models.Model):
    """A term: first and last school day, both inclusive."""

    name = models.CharField(max_length=40)
    first_day = models.DateField(unique=True)
    last_day = models.DateField()

    class Meta:
        ordering = ["first_day"]
        constraints = [
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="term_ends_after_it_begins")
        ]

    def __str__(self) -> str:
        return self.name


class Closure(models.Model):
    """Days on which the school is closed, first and last inclusive. Bank holidays come from a package
    (core/bank_holidays.py)."""

    class Kind(models.TextChoices):
        HALF_TERM = "half_term", "Half-term"
        TRAINING = "training", "Training day"
        OTHER = "other", "Closed for another reason"

    first_day = models.DateField(unique=True)
    last_day = models.DateField()
    kind = models.CharField(max_length=12, choices=Kind.choices)

    class Meta:
        ordering = ["first_day"]
        constraints = [
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="closure_ends_after_it_begins")
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class SpanQuerySet(models.QuerySet):
    """Rows that hold from `start`, inclusive, to `until`, exclusive."""

    def live(self, at: datetime | None = None) -> "SpanQuerySet":
        """The rows that hold at `at` (default: now)."""
        moment = at or clock.now()
        return self.filter(start__lte=moment, until__gt=moment)


def live(prefix: str, at: datetime) -> Q:
    """The condition that the span behind the relation `prefix` holds at `at`."""
    return Q(**{f"{prefix}__start__lte": at, f"{prefix}__until__gt": at})


class Span(models.Model):
    """A fact that holds for a time (R: T3, the past can be asked). Never deleted; only `until` ever moves,
    and only to an earlier time."""

    start = models.DateTimeField(default=clock.now)
    until = models.DateTimeField(default=clock.FAR)

    objects = SpanQuerySet.as_manager()

    class Meta:
        abstract = True

    def again(self, at: datetime) -> "Span":
        """The same fact, holding again from `at` without an end; not saved."""
        kept = ("id", "public_id", "start", "until")
        fields = [field for field in self._meta.concrete_fields if field.name not in kept]
        return type(self)(**{field.attname: getattr(self, field.attname) for field in fields}, start=at)

    def end(self, at: datetime | None = None) -> None:
        """End it at `at` (default: now). Ending what has ended already changes nothing."""
        moment = at or clock.now()
        if moment < self.until:
            self.until = max(moment, self.start)
            self.save(update_fields=["until"])


class KeyCheck(models.Model):
    """By what a key is known again (core/key_checks.py): its id, or "log", and a value made with it."""

    name = models.CharField(max_length=16, unique=True)
    value = models.BinaryField()

    def __str__(self) -> str:
        return self.name
