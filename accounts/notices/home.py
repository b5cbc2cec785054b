"""What the home page holds: tasks and links, registered by the apps that they belong to (R: G1).

Tasks are counts, ages and references from every app, never a child's name.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from django.urls import reverse

from accounts.models import User
from accounts.notices import kinds, notify
from accounts.notices.kinds import HomeLine
from accounts.notices.models import Notice
from core.registers import Register
from core.words import counted

REFERENCES = 3
"""How many single references a line shows, each a link."""


@dataclass(frozen=True)
class Action:
    """Something else that can be done from a line. `about`: further words for screen readers."""

    words: str
    link: str
    about: str = ""


@dataclass(frozen=True)
class Item:
    """One of the things that a line counts: its reference, its page, since when it waits. `notice`: the id of the
    notice of it, where it is acknowledged in a list."""

    words: str
    link: str
    at: datetime | None = None
    notice: str = ""


@dataclass(frozen=True)
class Task:
    """A line: what is to be done, where it leads, why it is here, how old the oldest is.

    `items`: everything that the line counts, for its own list, which is found by the line's `name`. `covers`: the
    references about which the line takes the place of notices. `own`: work that the person began, which comes after
    all else.
    """

    words: str
    link: str
    why: str = ""
    oldest: datetime | None = None
    urgent: bool = False
    items: tuple[Item, ...] = ()
    name: str = ""
    covers: frozenset[str] = frozenset()
    own: bool = False
    action: Action | None = None

    @property
    def single(self) -> tuple[Item, ...]:
        """The first few things that the line counts, each a link of its own."""
        return self.items[:REFERENCES]

    @property
    def query(self) -> str:
        """How the address of a page of the line's list begins."""
        return f"of={self.name}&"


Tasks = Callable[[User, frozenset[str]], Iterable[Task]]
_tasks = Register[tuple[int, Tasks]]("tasks of")


def register_tasks(name: str, order: int, tasks: Tasks) -> None:
    """Say what waits for a person, given the roles that they hold now. Called in AppConfig.ready. Tasks of a lower
    `order` come first; urgent ones before all others. Raises ValueError where another app has these tasks."""
    _tasks.add(name, (order, tasks))


def tasks_of(user: User, held: frozenset[str]) -> list[Task]:
    """Everything that waits for `user`, what is urgent first."""
    lines: list[tuple[int, Task]] = []
    for order, tasks in _tasks.values():
        lines += [(order, task) for task in tasks(user, held)]
    covered = frozenset().union(*(task.covers for _, task in lines))
    lines += [(NOTICES_ORDER, task) for task in _of_notices(user, held, covered)]
    return [task for _, task in sorted(lines, key=lambda line: (line[1].own, not line[1].urgent, line[0]))]


def list_of(name: str) -> str:
    """The address of the list of all that the line of this name counts."""
    return f"{reverse('notices:tasks')}?of={name}"


def listed(name: str, items: Sequence[Item], words: str, **more: object) -> Task:
    """A line about one or more things: it leads to the one, or to the list of all of them, oldest first."""
    link = items[0].link if len(items) == 1 and not items[0].notice else list_of(name)
    task = Task(words, link, oldest=items[0].at, items=tuple(items), name=name)
    return replace(task, **more)  # type: ignore[arg-type]


NOTICES_ORDER = 20


def _of_notices(user: User, held: frozenset[str], covered: Collection[str]) -> list[Task]:
    """What the person was told and has not looked at, by kind; kinds without a line of their own under one. What they
    were told of twice is there once."""
    waiting: dict[tuple[HomeLine | None, str], Notice] = {}
    for notice in notify.waiting(user):
        if notice.reference not in covered and not kinds.of(notice.kind).has_task(held):
            waiting.setdefault((kinds.of(notice.kind).home, notice.reference), notice)
    groups: dict[HomeLine | None, list[Notice]] = {}
    for (line, _), notice in waiting.items():
        groups.setdefault(line, []).append(notice)
    rest = groups.pop(None, [])
    tasks = [
        _line(line, group, line.one if len(group) == 1 else line.several.format(len(group)))
        for line, group in sorted(groups.items(), key=lambda pair: pair[0].order if pair[0] else 0)
        if line is not None
    ]
    return [*tasks, _line(None, rest, counted(len(rest), "notice", "notices"))] if rest else tasks


def name_of(line: HomeLine | None) -> str:
    """The name of the list of the notices of a line."""
    return f"notices-{line.order}" if line else "notices"


def _line(line: HomeLine | None, group: list[Notice], words: str) -> Task:
    def item(notice: Notice) -> Item:
        page = notify.target_of(notice.reference).address(notice.reference)
        return Item(notice.reference, page, notice.made_at, str(notice.public_id) if notice.in_list else "")

    return listed(name_of(line), [item(notice) for notice in group], words, urgent=bool(line and line.urgent))


class Look(StrEnum):
    """How a link looks: the person's main task, a button, a warning among the buttons, or a line below them."""

    MAIN = "main"
    BUTTON = "button"
    DANGER = "danger"
    LINE = "line"


@dataclass(frozen=True)
class Link:
    """A way from home to a page. `roles`: who has it; empty: everybody."""

    order: int
    words: str
    page: str
    roles: frozenset[str] = frozenset()
    look: Look = Look.LINE

    @property
    def href(self) -> str:
        return reverse(self.page)


_links = Register[Link]("link to")


def register_links(*links: Link) -> None:
    """Add links to the home pages of the people in their roles. Called in AppConfig.ready. Raises ValueError where
    another app has a link to the same page."""
    for link in links:
        _links.add(link.page, link)


def links_of(held: frozenset[str]) -> list[Link]:
    """The links of a person who holds these roles, in order. Of several main tasks only the first looks like one."""
    mine = sorted(
        (link for link in _links.values() if not link.roles or link.roles & held), key=lambda item: item.order
    )
    main = next((link for link in mine if link.look is Look.MAIN), None)
    return [replace(link, look=Look.BUTTON) if link.look is Look.MAIN and link is not main else link for link in mine]
