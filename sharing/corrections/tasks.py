"""The task on the home page: colleagues who have still to be told of a correction (R: C9)."""

from collections.abc import Iterator

from django.urls import reverse

from accounts.models import User
from accounts.notices import home
from accounts.roles import READERS
from core.compiled_queries import Prepared
from sharing.corrections import records

_WAITING = Prepared(lambda reader, **_: records.waiting_for(reader))


def of(user: User, held: frozenset[str]) -> Iterator[home.Task]:
    """One line, with the list of every correction that waits."""
    waiting = _WAITING.objects(reader=user.pk) if held & READERS else []
    if waiting:
        items = [
            home.Item(made.reference, reverse("corrections:correction", kwargs={"slug": made.slug}), made.at)
            for made in waiting
        ]
        many = f"Tell colleagues of a correction: {len(items)}"
        yield home.listed("corrections", items, many if len(items) > 1 else "Tell colleagues of a correction")


def register() -> None:
    """Put this task on the home page."""
    home.register_tasks("corrections", 60, of)
