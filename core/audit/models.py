"""The tables of the log. docs/log-format.md gives the form of an entry to the byte."""

from collections.abc import Callable
from typing import Any, ClassVar

from auditlog.models import AbstractLogEntry
from django.conf import settings
from django.db import models
from django.db.models import Q

from core import clock


class EntryManager(models.Manager["Entry"]):
    """auditlog writes through this manager: names and values are left behind here (R: T1).

    `write`: `entries.write`, given in AppConfig.ready.
    """

    write: ClassVar[Callable[..., "Entry"]]

    def log_create(self, instance: models.Model, force_log: bool = False, **kwargs: Any) -> "Entry":
        """What auditlog's receivers call: `changes` keeps its field names and loses its values."""
        return self.write(instance, kwargs["action"], fields=kwargs.get("changes") or ())

    def log_m2m_changes(
        self, changed: object, instance: models.Model, operation: str, field: str, **kwargs: Any
    ) -> "Entry":
        return self.write(instance, Entry.Action.UPDATE, fields=(field,))

    def bulk_create(self, *args: Any, **kwargs: Any) -> list["Entry"]:
        raise TypeError("Entries are written through core.audit.entries")


class Entry(AbstractLogEntry):
    """One action or attempt: who, what, when, from where, under which need to know.

    Holds ids, field names, codes. auditlog's columns for names and values stay empty, by constraint.
    """

    class Action(AbstractLogEntry.Action):
        REFUSED = 4  # an attempt that need to know, a role or a rule turned away
        RELEASED = 5  # printed, exported, disclosed: something went out
        SIGN_IN = 6  # signing in and out, factors, passwords, sessions: `because` says which

        choices = (
            *AbstractLogEntry.Action.choices,
            (REFUSED, "refused"),
            (RELEASED, "released"),
            (SIGN_IN, "sign-in"),
        )

    kind = models.CharField(max_length=60)  # "records.record", as it was called then
    content_type = models.ForeignKey("contenttypes.ContentType", models.PROTECT, related_name="+")
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    action = models.PositiveSmallIntegerField(choices=Action.choices)
    cid = models.CharField(max_length=32, null=True)  # noqa: DJ001 (auditlog's column)
    timestamp = models.DateTimeField(default=clock.now, db_index=True)

    objects = EntryManager()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["kind", "object_pk"], name="entry_of_thing")]
        constraints = [
            models.CheckConstraint(
                name="entry_holds_no_names",
                condition=Q(object_repr="", changes_text="")
                & Q(serialized_data=None, actor_email=None, object_id=None, remote_port=None),
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_pk}"


class Pending(models.Model):
    """Entries that have no place in the tree yet. Filled by a trigger, emptied by sealing."""

    entry_id = models.BigIntegerField(primary_key=True)


class Seal(models.Model):
    """The place of an entry in the tree, and the root of the largest perfect subtree that ends there."""

    n = models.BigIntegerField(primary_key=True)
    entry_id = models.BigIntegerField(unique=True)
    node = models.BinaryField(max_length=32)


class Checkpoint(models.Model):
    """A signed statement of the log's size and root: a C2SP signed note, whole."""

    size = models.BigIntegerField(primary_key=True)
    note = models.TextField()
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["size"]
