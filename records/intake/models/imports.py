"""Imports. Whatever a file said is sealed."""

from django.conf import settings
from django.db import models

from core import clock
from records.models import SealedField, SealedModel


class ImportRun(SealedModel):
    """One file on its way in, from the look at it to its being undone. The file and the journal are sealed."""

    class Form(models.TextChoices):
        CTF = "ctf", "Common Transfer File"
        CSV = "csv", "CSV"

    class State(models.TextChoices):
        LOOKED = "looked", "To be looked through"
        WAITING = "waiting", "Waiting"
        RUNNING = "running", "Being imported"
        DONE = "done", "Imported"
        UNDONE = "undone", "Undone"
        FAILED = "failed", "Not imported"
        PUT_ASIDE = "put_aside", "Put aside"

    reference = models.CharField(max_length=12, unique=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="imports")
    at = models.DateTimeField(default=clock.now)
    form = models.CharField(max_length=3, choices=Form.choices)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveIntegerField()
    renamed = models.BooleanField(default=False)
    made_at = models.DateTimeField(default=clock.now)
    state = models.CharField(max_length=10, choices=State.choices, default=State.LOOKED, db_index=True)
    columns = models.JSONField(default=dict)
    answers = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    agreed = models.JSONField(default=dict)
    content = SealedField()
    journal = SealedField(null=True)
    finished_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]

    @property
    def stamp(self) -> list[str]:
        """When the file was made, and its name among files made at that moment."""
        return [self.made_at.isoformat(), self.sha256[:16]]


class ColumnMatch(models.Model):
    """How the columns of files with these headings were matched, for the next one."""

    heading = models.CharField(max_length=64, primary_key=True)
    columns = models.JSONField(default=dict)
