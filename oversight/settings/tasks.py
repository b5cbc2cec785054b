"""What waits of setting the school up and of running it, and the way there: lines of the home page."""

from collections.abc import Iterator

from django.urls import reverse
from post_office.models import STATUS, Email

from accounts import approvals, step_up
from accounts.models import User
from accounts.notices import home
from accounts.notices.home import Link, Look, Task
from accounts.roles import Role
from core.words import counted
from oversight.settings import ready


def of_changes(user: User, held: frozenset[str]) -> Iterator[Task]:
    """Changes that need a second person."""
    if waiting := approvals.waiting_for(user):
        yield Task(
            counted(len(waiting), "change to an account needs your word", "changes to an account need your word"),
            reverse("accounts:pending_changes"),
        )


def of_setting_up(user: User, held: frozenset[str]) -> Iterator[Task]:
    """What is to do before the school is ready."""
    still, mine = ready.open_for(held)
    if mine:
        why = f"For you: {mine[0].name}" + (f" and {len(mine) - 1} more" if len(mine) > 1 else "")
        yield Task(f"Get the school ready: {len(still)} to do", reverse("settings:get_ready"), why)


def of_the_administrator(user: User, held: frozenset[str]) -> Iterator[Task]:
    """Who has no second factor though a role asks for one; mail that has not been sent."""
    if Role.ADMINISTRATOR not in held:
        return
    if without := step_up.without_one().count():
        words = counted(without, "person still has", "people still have")
        yield Task(f"{words} to set up a second factor", reverse("accounts:people"))
    if mail := Email.objects.filter(status__in=[STATUS.queued, STATUS.requeued, STATUS.failed]).count():
        yield Task(f"{counted(mail, 'email', 'emails')} not sent", reverse("settings:email"))


def register() -> None:
    """Put these tasks and links on the home page."""
    home.register_tasks("changes", 40, of_changes)
    home.register_tasks("setting up", 80, of_setting_up)
    home.register_tasks("the Administrator", 100, of_the_administrator)
    home.register_links(Link(110, "Settings", "settings:overview", frozenset({Role.ADMINISTRATOR}), Look.BUTTON))
