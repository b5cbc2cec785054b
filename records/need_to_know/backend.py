"""Django's own question "has this user this permission?", answered by need to know and by nothing else."""

from typing import Any

from django.contrib.auth.backends import BaseBackend

from records.models import Record
from records.need_to_know import visibility


class NeedToKnowBackend(BaseBackend):
    """A superuser gets no other answer than anybody else (R: T4)."""

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        return (
            perm == "records.view_record"
            and isinstance(obj, Record)
            and visibility.access_to(user_obj, obj) is not None
        )
