"""The task on the home page: colleagues who have still to be told of a correction (R: C9)."""

from collections.abc import Iterator

from django.urls import reverse

from accounts.models import User
from accounts.notices import home
from accounts.notices.home import Task
from accounts.roles import READERS
from core.compiled_queries import Prepared
from sharing.corrections import records

_WAITING = Prepared(lambda reader, **_: records.waiting_for(reader))


def of(user: User, held: frozenset[str]) -> Iterator[Task]:
    """One line, with every correction that waits as a link."""
    waiting = _WAITING.objects(reader=user.pk) if held & READERS else []
    if waiting:
        pages = [(made.reference, reverse("corrections:correction", kwargs={"slug": made.slug})) for made in waiting]
        yield home.listed(pages, "Tell colleagues of a correction", oldest=waiting[0].at)


def register() -> None:
    """Put this task on the home page."""
    home.register_tasks("corrections", 60, of)
