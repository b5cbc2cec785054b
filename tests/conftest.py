"""What holds for every test: keys of its own, triggers that stand, and no decryption without an entry."""

import contextlib
import os
import threading
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from django.core.cache import cache
from django.test import TransactionTestCase

from audit import checkpoints, entries, triggers
from school import keyring

if TYPE_CHECKING:
    from tests.factories import World

LONG = bool(os.environ.get("SHAWLANDS_LONG"))
HALF = os.environ.get("SHAWLANDS_TEST_HALF", "")
"""Which half of the tests this process runs: 1 or 2; neither: all."""

SEALED = ("content.", "reason.", "journal.", "passphrase.", "title.", "image.", "text.")
"""How the log names sealed fields that were opened."""

_teardown = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]


def _teardown_with_triggers(case: TransactionTestCase) -> None:
    """Append-only tables refuse a flush: take the triggers away, flush; migrating's hook makes them anew."""
    triggers.remove()
    _teardown(case)
    assert triggers.missing() == []


TransactionTestCase._fixture_teardown = _teardown_with_triggers  # type: ignore[attr-defined]


@pytest.fixture(scope="session", autouse=True)
def keys() -> None:
    """The run's own keys, in its own folder."""
    for make in (lambda: keyring.create(demo=True), checkpoints.create_key):
        with contextlib.suppress(FileExistsError):
            make()


@pytest.fixture(autouse=True)
def clean_slate() -> Iterator[None]:
    entries.acting_as(None)
    yield
    entries.acting_as(None)


@pytest.fixture(autouse=True)
def _clear_limits(request: pytest.FixtureRequest) -> None:
    if {"db", "transactional_db", "live_server"} & set(request.fixturenames):
        for name in ("transactional_db", "db"):
            if name in request.fixturenames:
                request.getfixturevalue(name)
        cache.clear()


@pytest.fixture
def world(db: None) -> "World":
    """A small school. Tests in the browser have one of their own, outside a transaction."""
    from tests.factories import World

    return World()


class Decryptions:
    """Counts what the vault unseals, in every thread."""

    def __init__(self) -> None:
        self.lock, self.count = threading.Lock(), 0

    def watch(self) -> None:
        from records import vault

        unseal = vault.unseal

        def counted(*args, **kwargs):
            with self.lock:
                self.count += 1
            return unseal(*args, **kwargs)

        vault.unseal = counted


DECRYPTIONS = Decryptions()
DECRYPTIONS.watch()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item) -> None:
    DECRYPTIONS.count = 0


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item):
    """After every test: decryptions done = fields named by entries written (R: T1)."""
    result = yield
    touches = {"db", "transactional_db", "live_server"} & set(getattr(item, "fixturenames", ()))
    if touches and not item.get_closest_marker("keeps_no_count"):
        from audit.models import Entry

        named = 0
        for fields in Entry.objects.filter(action=Entry.Action.ACCESS).values_list("changes", flat=True):
            named += sum(field.startswith(SEALED) for field in fields or [])
        assert named == DECRYPTIONS.count, f"{DECRYPTIONS.count} decryptions, {named} fields named in the log"
    return result


def pytest_collection_modifyitems(config, items) -> None:
    """Tests about one database's own ways are left out of the run on the other: they are no skips."""
    from django.db import connection

    def other(item) -> bool:
        mark = item.get_closest_marker("only")
        return mark is not None and mark.args[0] != connection.vendor

    def looks_only(item) -> bool:
        """Tests that look at pages in the browser are the same on both databases: daily on SQLite, on both in the
        long run."""
        return not LONG and connection.vendor == "postgresql" and item.get_closest_marker("looks_only") is not None

    def other_half(item) -> bool:
        return bool(HALF) and zlib.crc32(item.nodeid.encode()) % 2 != int(HALF) - 1

    left_out = {item for item in items if other(item) or looks_only(item) or other_half(item)}
    config.hook.pytest_deselected(items=list(left_out))
    items[:] = [item for item in items if item not in left_out]


COUNTS: list[tuple[str, int, int, int | None]] = []


@pytest.fixture
def counts() -> list[tuple[str, int, int, int | None]]:
    """Where a browser test writes down how many presses a case took: printed at the end of the run."""
    return COUNTS


FIGURES: list[tuple[str, str]] = []


@pytest.fixture
def figures() -> list[tuple[str, str]]:
    """Where a test writes down what it measured: printed at the end of the run."""
    return FIGURES


def pytest_terminal_summary(terminalreporter) -> None:
    if FIGURES:
        terminalreporter.section("measured")
        for what, figure in FIGURES:
            terminalreporter.line(f"{what:45} {figure}")
    if COUNTS:
        terminalreporter.section("presses and characters of free text, counted in the browser")
        for case, presses, characters, most in COUNTS:
            bound = f"of at most {most}" if most else ""
            terminalreporter.line(f"{case:34} {presses:3} presses {bound:14} {characters:4} characters")


def pytest_report_header() -> str:
    from django.db import connection

    driver = connection.Database.__name__  # type: ignore[attr-defined]
    return f"database: {connection.vendor}, driver {driver}, long: {LONG}"
