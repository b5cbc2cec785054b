"""Which models' changes the log follows: each room names its own, in AppConfig.ready."""

from auditlog.registry import auditlog
from django.db import models


def follow(*watched: type[models.Model]) -> None:
    """Write an entry for each creation, change and removal of these models (names of fields only).

    Sealed fields hold ciphertext; they are left out of the comparison and named by whoever seals.
    """
    for model in watched:
        binary = [field.name for field in model._meta.fields if isinstance(field, models.BinaryField)]
        auditlog.register(model, exclude_fields=[*binary, "last_login", "password"])
