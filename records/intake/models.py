"""Imports, what is held of them, and concerns. Whatever a person wrote or a file said is sealed."""

import uuid

from django.conf import settings
from django.db import models

from core import clock
from core.references import slug
from records.models import Record, SealedField, SealedModel
from records.pupils.models import Person


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


class Held(models.Model):
    """Information from a file that the person who imported it may not see. Its words are in its record."""

    class Kind(models.TextChoices):
        CHILD = "child", "A child that the importer may not know of"
        IN_CARE = "in_care", "Looked after"
        ADDRESS = "address", "The address of a child whose address is protected"

    record = models.OneToOneField(Record, models.PROTECT, related_name="held")
    run = models.ForeignKey(ImportRun, models.PROTECT, related_name="held")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    mark = models.CharField("the same thing held before has the same", max_length=64, unique=True)

    @property
    def public_id(self) -> uuid.UUID:
        return self.record.public_id


class HeldAnswer(models.Model):
    """What became of it: once."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    held = models.OneToOneField(Held, models.PROTECT, related_name="answer")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    applied = models.BooleanField()


class Concern(models.Model):
    """That somebody passed a concern on. Its words are in its record; the child's name is as it was typed."""

    record = models.OneToOneField(Record, models.PROTECT, related_name="concern")
    reference = models.CharField(max_length=12, unique=True)
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    raised_at = models.DateTimeField(default=clock.now)

    @property
    def public_id(self) -> uuid.UUID:
        return self.record.public_id

    @property
    def slug(self) -> str:
        """The reference as it is written in a URL."""
        return slug(self.reference)
