"""Which models' changes the log follows: each app names its own, in AppConfig.ready."""

from auditlog.registry import auditlog
from django.db import models


def follow(*watched: type[models.Model]) -> None:
    """Write an entry for each creation, change and removal of these models (names of fields only).

    Sealed fields hold ciphertext and are left out of the comparison; the code that seals them names them. So are
    relations from other tables: auditlog would ask the database for each.
    """
    for model in watched:
        followed = [
            field.name
            for field in model._meta.fields
            if not isinstance(field, models.BinaryField) and field.name not in ("last_login", "password")
        ]
        auditlog.register(model, include_fields=followed)
