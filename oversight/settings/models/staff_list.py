"""Lists of staff: what was read in, and what became of each line."""

import uuid

from django.conf import settings
from django.db import models

from accounts.roles import Role
from core import clock, words


class StaffList(models.Model):
    """A list of staff that an Administrator has read in. It makes nobody an account until a second person approves."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=clock.now)
    unused = models.JSONField("headings of columns that were not used", default=list)

    class Meta:
        ordering = ["-pk"]


class StaffLine(models.Model):
    """One person of a list: as it was read, why it cannot be taken, and what became of it."""

    class Outcome(models.TextChoices):
        WAITS = "waits", "To approve"
        REFUSED = "refused", "Not taken"
        LEFT_OUT = "left_out", "Left out"
        ADDED = "added", "Added"

    staff_list = models.ForeignKey(StaffList, models.PROTECT, related_name="lines")
    number = models.PositiveIntegerField("line of the file")
    title = models.CharField(max_length=12, blank=True)
    first_name = models.CharField(max_length=80, blank=True)
    last_name = models.CharField(max_length=80, blank=True)
    email = models.CharField(max_length=254, blank=True)
    role = models.CharField(max_length=20, choices=Role.choices, blank=True)
    class_name = models.CharField(max_length=20, blank=True)
    starts_on = models.DateField(null=True)
    problem = models.CharField(max_length=300, blank=True)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="who had an account with this address when the list was read in",
    )
    outcome = models.CharField(max_length=8, choices=Outcome.choices, default=Outcome.WAITS)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["staff_list", "number"], name="a_line_once")]

    @property
    def full_name(self) -> str:
        return words.full_name(self.title, self.first_name, self.last_name)

    @property
    def cleared(self) -> bool:
        """Whether what was read has been removed (staff_list.clear_refused)."""
        return not (self.email or self.problem)
