"""Cases of the walk: what each URL is, and who gets it.

Each subject says it of its own URLs in `tests/<subject>/walk_cases.py`, which is found by itself: `CASES`, a case for
each URL, and for those with an object `addresses(world)`, which makes the objects and says where they are.
"""

import inspect
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from dataclasses import KW_ONLY, dataclass
from enum import Enum
from functools import cache
from itertools import chain
from typing import Any, Literal, TypeVar

import pytest
from django.conf import settings
from django.db import connection
from django.urls import URLPattern, URLResolver, get_resolver

from accounts.models import User
from accounts.roles import Role
from tests.discovery import modules
from tests.factories import World

NOWHERE = "7d444840-9dc0-11d1-b245-5ffdce74fad2"
"""An id that nothing has."""
NOBODY: frozenset[str] = frozenset()
KNOWN = frozenset(
    {"head", "dsl", "deputy_dsl", "senco", "teacher", "other_teacher", "support", "dpo", "office"},
)
"""Who may know that the world's child is there."""


class Fresh(Enum):
    """Why a second factor shown lately is asked for before a page acts."""

    LEAVES = "something leaves the school by it"
    POWER = "it gives power"


class Gives(Enum):
    """What an address gives that is not a page."""

    FILE = "a file, which leaves by the one way out"
    COPY = "a file that has left before, to be looked at again: its sealed copy is kept already"
    PICTURE = "a picture on a page, to be looked at and not to be kept"


@dataclass(frozen=True)
class Case:
    """What a URL is. `name`: the URL's, with its namespaces, as `names` says it."""

    name: str


@dataclass(frozen=True)
class Gone(Case):
    """Offered to nobody, though a package would."""


@dataclass(frozen=True)
class Open(Case):
    """For everybody, signed in or not. `needs`: what must stand in its address, where it has no fixed one."""

    needs: Literal["", "a token", "a reference"] = ""


@dataclass(frozen=True)
class Page(Case):
    """A page without an object, for everybody who is signed in or for some roles.

    `each_role`: every role is shown it in the walk; so is every page that is for some roles.
    `lists`: whether it may show something confidential; then it is one of the exits that are compared with what their
    reader may open. False: it holds forms, settings or help.
    """

    _: KW_ONLY
    roles: AbstractSet[Role] | None = None
    fresh: Fresh | None = None
    each_role: bool = False
    lists: bool = True


@dataclass(frozen=True)
class Action(Case):
    """Something is sent there, of no object that others might look for. `roles`: who may; None: its own tests say."""

    _: KW_ONLY
    roles: AbstractSet[Role] | None = None
    fresh: Fresh | None = None


@dataclass(frozen=True)
class Object(Case):
    """An address with an object in it. `addresses` of the same module says where one is, and where none is.

    `entitled`: people of the world, by name, and some others by role; for all others it is not there.
    `public`: its existence is no secret: others are told that it is not for them.
    `aware`: who may know that it is there, though not entitled: the database may be asked more on their behalf.
    `stale`: whether it opens with a second factor shown some hours ago.
    `begins`: whether what is sent there begins something new, whoever sends it.
    """

    entitled: AbstractSet[str]
    _: KW_ONLY
    method: Literal["get", "post"] = "get"
    fresh: Fresh | None = None
    gives: Gives | None = None
    public: bool = False
    aware: AbstractSet[str] = NOBODY
    stale: bool = False
    begins: bool = False


Address = tuple[str, str]
"""Where an object is, and the same address with nothing there."""
Addresses = dict[str, Address]
Kind = TypeVar("Kind", bound=Case)


def both(path: str, there: object, nowhere: object = NOWHERE) -> Address:
    """The two addresses of a path with one gap."""
    return path.format(there), path.format(nowhere)


def each(paths: dict[str, str], there: object, nowhere: object = NOWHERE) -> Addresses:
    """The two addresses of each path, all of the same object."""
    return {name: both(path, there, nowhere) for name, path in paths.items()}


@cache
def cases() -> Mapping[str, Case]:
    """The case of each URL, by its name. Raises ValueError where a name has two."""
    found: dict[str, Case] = {}
    for case in chain.from_iterable(module.CASES for module in modules("walk_cases")):
        if case.name in found:
            raise ValueError(f"two cases of the URL {case.name}")
        found[case.name] = case
    return found


def of_kind(kind: type[Kind]) -> dict[str, Kind]:
    """The cases of one kind, by name."""
    return {name: case for name, case in cases().items() if isinstance(case, kind)}


def walked(kind: type[Kind]) -> dict[str, Kind]:
    """Those of them that are walked in this world: all in the product's own, a subject's in a world made for it."""
    return {name: case for name, case in of_kind(kind).items() if name.startswith(settings.WALKED)}


def addresses(world: World) -> Addresses:
    """Make an object for every case that has one and is walked: the addresses, by name. Raises ValueError where a name
    has two."""
    found: Addresses = {}
    for module in modules("walk_cases"):
        if not any(case.name.startswith(settings.WALKED) for case in module.CASES):
            continue
        made = module.addresses(world) if hasattr(module, "addresses") else {}
        if twice := found.keys() & made.keys():
            raise ValueError(f"addresses made twice: {sorted(twice)}")
        found |= made
    return found


def people(world: World) -> dict[str, User]:
    """Everybody in the world who can sign in, with those whom the cases have added."""
    return {who: one for who, one in vars(world).items() if isinstance(one, User)}


View = Callable[..., Any]


def views() -> dict[str, View]:
    """The view of each URL, by the URL's name as one writes it to find the URL: `namespace:name`."""

    def visit(patterns: Iterable[URLPattern | URLResolver], within: str) -> Iterator[tuple[str, View]]:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                namespace = f"{within}{pattern.namespace}:" if pattern.namespace else within
                yield from visit(pattern.url_patterns, namespace)
            else:
                assert pattern.name, pattern
                yield within + pattern.name, pattern.callback

    return dict(visit(get_resolver().url_patterns, ""))


def names() -> set[str]:
    """The name of each URL: the key of its case."""
    return set(views())


def methods(view: View) -> list[str]:
    """What a view answers to, as its decorators say."""
    inner: View | None = view
    while inner:
        if inspect.isfunction(inner) and (said := inspect.getclosurevars(inner).nonlocals.get("request_method_list")):
            return list(said)
        inner = getattr(inner, "__wrapped__", None)
    return ["GET", "POST"]


@contextmanager
def statements() -> Iterator[list[str]]:
    """What is asked of the database within the block: the beginning of each statement."""
    asked: list[str] = []

    def hear(execute: Any, sql: str, *rest: Any) -> Any:
        asked.append(shape(sql))
        return execute(sql, *rest)

    with connection.execute_wrapper(hear):
        yield asked


def shape(sql: str) -> str:
    """The beginning of a statement, without savepoints' names."""
    return re.sub(r"s\d+_x\d+", "s", sql)[:60]


def first_difference(one: list[str], other: list[str]) -> str:
    """The first statements in which two lists differ, as words."""
    for pair in zip(one, other, strict=False):
        if pair[0] != pair[1]:
            return f"{pair[0]!r} and {pair[1]!r}"
    return f"{len(one)} and {len(other)} statements"


class Wrong:
    """The wrong pairs of a URL and a person: all of them are told at once."""

    def __init__(self) -> None:
        self.pairs: dict[tuple[str, str], list[str]] = {}

    def unless(self, right: bool, name: str, who: str, expected: object, got: object) -> None:
        """Note the pair unless what it got is right."""
        if not right:
            self.pairs.setdefault((name, who), []).append(f"expected {expected}, got {got}")

    def none(self) -> None:
        """Fail with a line for each pair, if there is any."""
        if self.pairs:
            lines = [f"{name}, {who}: {'; '.join(said)}" for (name, who), said in self.pairs.items()]
            pytest.fail("\n".join([f"{len(lines)} wrong", *lines]), pytrace=False)
