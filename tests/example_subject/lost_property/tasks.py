"""What of lost property waits for whom, and the way there: lines of the home page."""

from collections.abc import Iterator

from django.urls import reverse

from accounts.models import User
from accounts.notices import home
from accounts.notices.home import Link, Look, Task
from accounts.roles import Role
from core.words import counted
from tests.example_subject.lost_property import items


def of(user: User, held: frozenset[str]) -> Iterator[Task]:
    """What nobody has claimed, for the office."""
    if Role.OFFICE in held and (found := list(items.waiting(user))):
        yield Task(
            counted(len(found), "item of lost property to look at", "items of lost property to look at"),
            reverse("lost_property:items"),
            "Nobody has claimed it yet",
            found[0].at,
        )


def register() -> None:
    """Put these tasks and links on the home page."""
    home.register_tasks("lost_property", 110, of)
    home.register_links(
        Link(95, "Hand in lost property", "lost_property:hand_in", frozenset(items.HANDS_IN), Look.BUTTON),
        Link(340, "Lost property", "lost_property:items", items.LOOKS_AFTER),
    )
