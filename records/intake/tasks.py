"""What of concerns and imports waits for whom, and the way there: lines of the home page."""

from collections.abc import Iterator

from django.urls import reverse

from accounts.models import User
from accounts.notices import home
from accounts.notices.home import Item, Link, Look, Task
from accounts.roles import Role
from core.words import counted
from records.intake import concerns, held


def of(user: User, roles_held: frozenset[str]) -> Iterator[Task]:
    """Concerns of which nobody has said whom they are about; what was held from imports."""
    if passed := concerns.waiting(user):
        items = [Item(one.reference, reverse("intake:concern", args=[one.slug]), one.raised_at) for one in passed]
        words = counted(len(passed), "concern passed on", "concerns passed on")
        yield home.listed("concerns", items, words, why="Nobody has said yet whom it is about")
    if lines := held.waiting(user):
        yield Task(
            f"{len(lines)} held from imports",
            reverse("intake:held_list"),
            "What whoever imported it may not see",
            lines[0].record.recorded_at,
        )


def register() -> None:
    """Put these tasks and links on the home page."""
    home.register_tasks("intake", 50, of)
    home.register_links(
        Link(80, "Import pupils", "intake:imports", frozenset({Role.OFFICE}), Look.BUTTON),
        Link(90, "Pass on a concern", "intake:raise_concern", look=Look.BUTTON),
    )
