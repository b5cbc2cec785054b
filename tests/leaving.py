"""Exits: by what something of the school comes to be read, for the test that it is what its reader may open.

Every page without an object is an exit unless its case for the walk says that it lists nothing. Each subject adds its
other exits, and what is hidden in an arbitrary world, in `tests/<subject>/exits.py`, which is found by itself: `EXITS`,
`grow(ground)` and `hidden(ground, person)`, each where it has any.
"""

from collections.abc import Callable
from typing import Any

import pypdfium2
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from records.models import Record
from records.pupils.models import Person
from tests import factories
from tests.discovery import modules
from tests.factories import World, user
from tests.walking import Page, of_kind

NAMES = ("Quillon", "Zephyrine", "Thaddeus", "Wilhelmina")
CATEGORIES = ("speech", "medical", "safeguarding", "behaviour")
PEOPLE = ("head", "dsl", "deputy_dsl", "senco", "teacher", "other_teacher", "dpo", "administrator", "chair", "office")


class Ground:
    """An arbitrary world: people, children, a record of each category, and whatever the subjects add to it."""

    def __init__(self, protected: set[int]) -> None:
        self.world = World()
        more = (user(Role.MEDICAL), user(Role.FIRST_AIDER), user(Role.HEALTH))
        self.people: list[User] = [*(getattr(self.world, name) for name in PEOPLE), *more]
        self.children: list[Person] = [
            factories.child(name, f"{name}son", into="4C" if n % 2 else "3A", protected=n in protected)
            for n, name in enumerate(NAMES)
        ]
        self.records: list[Record] = []
        for n, category in enumerate(CATEGORIES):
            about = [self.children[n], self.children[(n + 1) % 4]] if category == "behaviour" else [self.children[n]]
            self.records.append(factories.record(category, *about, author=self.world.senco))
        for module in modules("exits"):
            if hasattr(module, "grow"):
                module.grow(self)

    def may_not(self, person: User) -> dict[str, str]:
        """What this person must find nowhere: the sign of it, and what it is a sign of."""
        found: dict[str, str] = {}
        for module in modules("exits"):
            if hasattr(module, "hidden"):
                found |= module.hidden(self, person)
        return found


Exit = Callable[[Client, Ground, User], str]
"""What the person is shown there."""


def text_of(answer: Any) -> str:
    if answer.headers["Content-Type"] == "application/pdf":
        pages = pypdfium2.PdfDocument(answer.content)
        return "\n".join(page.get_textpage().get_text_range() for page in pages)
    return answer.content.decode(errors="replace")


def got(path: str) -> Exit:
    return lambda client, ground, person: text_of(client.get(path))


def of_each(what: str, path: str) -> Exit:
    """The page of each child, or of each record, whether one may know of them or not. A page that is not there may
    hold the address that was asked for."""

    def leave(client: Client, ground: Ground, person: User) -> str:
        found = ""
        for one in getattr(ground, what):
            answer = client.get(path.format(one.public_id))
            text = text_of(answer)
            found += text.replace(str(one.public_id), "") if answer.status_code == 404 else text
        return found

    return leave


def exits() -> dict[str, Exit]:
    """Every exit by its name. Raises ValueError for one that is given twice, or of which a case says that it
    lists nothing."""
    pages = of_kind(Page)
    found: dict[str, Exit] = {}
    for module in modules("exits"):
        for name, leave in getattr(module, "EXITS", {}).items():
            if name in found or (name in pages and not pages[name].lists):
                raise ValueError(f"the exit {name} is given twice, or its page is said to list nothing")
            found[name] = leave
    return {name: got(reverse(name)) for name, page in pages.items() if page.lists} | found
