"""Sealed fields: the attribute gives ciphertext. Only the vault opens it; only sealing.py makes it."""

import uuid
from typing import Any

from django.db import models

from core import clock

VERSION = b"\x01"


class DataKey(models.Model):
    """The key of one record, wrapped by the school's key. Destroying it disposes of the text (R: T5).

    Not append-only: `wrapped` is emptied at disposal and rewrapped when the school's key changes.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    wrapped = models.BinaryField()
    made_at = models.DateTimeField(default=clock.now)
    destroyed_at = models.DateTimeField(null=True)


class SealedField(models.BinaryField):
    """Ciphertext. Assigning anything that is not sealed raises TypeError: no clear text reaches SQL."""

    def get_prep_value(self, value: Any) -> Any:
        if value is not None and not (isinstance(value, bytes | memoryview) and bytes(value[:1]) == VERSION):
            raise TypeError(f"{self.name} takes sealed text only: records.sealing.seal makes it")
        return super().get_prep_value(value)


class SealedModel(models.Model):
    """A model with sealed fields: its public id and its key are bound into every ciphertext."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key = models.ForeignKey(DataKey, models.PROTECT, related_name="+")

    class Meta:
        abstract = True
