"""After every test: as many decryptions as the log names fields that were opened (R: T1)."""

import threading
from functools import cache
from typing import Any

from django.apps import apps
from django.db.models import QuerySet


@cache
def sealed() -> tuple[str, ...]:
    """How the log names sealed fields that were opened: what each begins with."""
    from records.models import SealedField

    fields = (field for model in apps.get_models() for field in model._meta.fields)
    return tuple(sorted({f"{field.name}." for field in fields if isinstance(field, SealedField)}))


def fields_named(entries: QuerySet) -> int:
    """How many sealed fields these entries say were opened."""
    from core.audit.models import Entry

    opened = entries.filter(action=Entry.Action.ACCESS).values_list("changes", flat=True)
    return sum(field.startswith(sealed()) for fields in opened for field in fields or [])


class Decryptions:
    """Counts what the vault unseals, in every thread."""

    def __init__(self) -> None:
        self.lock, self.count = threading.Lock(), 0

    def watch(self) -> None:
        from records.vault import vault

        unseal = vault.unseal

        def counted(*args: Any, **kwargs: Any) -> Any:
            with self.lock:
                self.count += 1
            return unseal(*args, **kwargs)

        vault.unseal = counted
