"""What holds for every test: keys of its own, triggers that are there, and no decryption without an entry."""

import gc
import os
import re
import shutil
import threading
import zlib
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings as this_world
from django.core.mail import EmailMessage
from django.db import connection, connections
from django.db.backends.sqlite3.base import SQLiteCursorWrapper
from django.db.models.signals import post_save
from django.template import Template
from django.test import Client, TransactionTestCase
from django.test.client import MULTIPART_CONTENT
from django.urls import base
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import trans_real
from pytest_django.plugin import DjangoDbBlocker, blocking_manager_key

from core.audit import entries, triggers
from tests.databases import FOLDER, Copies, templates, undone
from tests.decryptions import Decryptions, fields_named
from tests.stack import with_room

if TYPE_CHECKING:
    from tests.factories import World

LONG = bool(os.environ.get("SHAWLANDS_LONG"))
BY_TURNS = bool(os.environ.get("SHAWLANDS_TEST_BY_TURNS"))
"""Whether a run of everything on both databases is under way, in which what is the same on both is done on one."""
DEAREST = {
    "test_first_day",
    "test_operations",
    "test_walk",
    "test_new_subject",
    "test_sight",
    "test_tasks",
    "test_demo",
    "test_exits",
    "test_flow",
    "test_scenarios",
    "test_killed",
}
"""Files that are run first: at the end of a run there are to be small tests to share out among the processes."""
collect_ignore = this_world.LEFT_OUT
COPIES: Copies
"""This process's databases."""


def pytest_sessionstart(session: pytest.Session) -> None:
    """Copies of the run's databases and keys, for the process that runs tests."""
    global COPIES
    if session.config.option.collectonly:
        return
    folder = templates()
    if getattr(session.config.option, "numprocesses", None):
        os.environ[FOLDER] = str(folder)  # for the processes that this one is about to start
        return
    from django.conf import settings

    from tests import factories

    shutil.copytree(folder / "keys", settings.KEYS, dirs_exist_ok=True)
    COPIES = Copies(folder, os.environ.get("PYTEST_XDIST_WORKER") or "alone")
    factories.number_from(1001)


def pytest_sessionfinish(session: pytest.Session) -> None:
    if "COPIES" in globals():
        COPIES.drop()


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None) -> None:
    """The databases are there already."""


@pytest.fixture(scope="session", autouse=True)
def templates_untold(django_test_environment: None) -> None:
    """No test asks which templates a page was made of, so that nobody is told of them: it costs."""
    Template._render = lambda self, context: self.nodelist.render(context)  # type: ignore[attr-defined]


def _teardown(case: TransactionTestCase) -> None:
    """What was written outside a transaction goes with the copy, which no flush could empty: its tables are
    append-only. Whatever a test did, the triggers are as they should be."""
    assert triggers.missing() == []
    COPIES.spoil()


TransactionTestCase._fixture_teardown = _teardown  # type: ignore[attr-defined]


# Nothing here is asynchronous: what a thread keeps for itself need not be looked for in a task first.
for _keeper, _what in (
    (connections, "_connections"),
    (timezone, "_active"),
    (trans_real, "_active"),
    (base, "_prefixes"),
    (base, "_urlconfs"),
):
    setattr(_keeper, _what, threading.local())


_post = Client.post


def _post_as_a_browser(
    self: Client, path: str, data: Any = None, content_type: str = MULTIPART_CONTENT, **more: Any
) -> Any:
    """A form without a file is sent as a browser sends one, not in parts."""
    if content_type == MULTIPART_CONTENT and isinstance(data, dict | None):
        values = [each for value in (data or {}).values() for each in (value if isinstance(value, list) else [value])]
        if not any(hasattr(value, "read") for value in values):
            data, content_type = urlencode(data or {}, doseq=True), "application/x-www-form-urlencoded"
    return _post(self, path, data, content_type, **more)


Client.post = _post_as_a_browser  # type: ignore[method-assign, assignment]
_convert_query = SQLiteCursorWrapper.convert_query


@lru_cache(maxsize=5000)
def _converted(query: str) -> str:
    return _convert_query(None, query)


def _convert_once(self: SQLiteCursorWrapper, query: str, *, param_names: Any = None) -> str:
    """The places in a statement's text are found once, not each time it runs."""
    return _converted(query) if param_names is None else _convert_query(self, query, param_names=param_names)


SQLiteCursorWrapper.convert_query = _convert_once  # type: ignore[method-assign]


def links_lead_here(text: str) -> None:
    """Whatever is mailed in any test: its links lead to the configured address (R: G2)."""
    from django.conf import settings

    for link in re.findall(r"https?://\S+", text):
        assert link.startswith(settings.PUBLIC_ADDRESS), link


def _queued(instance: Any, **kwargs: Any) -> None:
    links_lead_here(f"{instance.subject} {instance.message} {instance.html_message}")


def _send(self: EmailMessage, *args: Any, **kwargs: Any) -> int:
    links_lead_here(f"{self.subject} {self.body}")
    return _send_message(self, *args, **kwargs)


post_save.connect(_queued, sender="post_office.Email", dispatch_uid="links_lead_here")
_send_message = EmailMessage.send
EmailMessage.send = _send  # type: ignore[method-assign]


@pytest.fixture(autouse=True)
def clean_slate() -> Iterator[None]:
    """Nobody acts, and no statement of another test is counted: Django keeps 9,000 and warns when there are more."""
    entries.acting_as(None)
    connection.queries_log.clear()
    yield
    entries.acting_as(None)


@pytest.fixture
def world(db: None) -> "World":
    """A small school, as the template has it."""
    return COPIES.world()


@pytest.fixture(scope="module")
def stage(django_db_blocker: DjangoDbBlocker) -> Iterator["World"]:
    """The small school, for what the tests of a module all begin with: made once, and put away with the module. Not
    for modules with tests that write outside a transaction."""
    with django_db_blocker.unblock(), COPIES.kept_open():
        yield COPIES.world()


DECRYPTIONS = Decryptions()
DECRYPTIONS.watch()


def _uses_database(item: pytest.Item) -> bool:
    uses = {"db", "transactional_db", "live_server"} & set(getattr(item, "fixturenames", ()))
    return bool(uses or item.get_closest_marker("django_db"))


def _counts(item: pytest.Item) -> bool:
    """Whether decryptions are compared with entries: in every test that uses the database."""
    return _uses_database(item) and not item.get_closest_marker("keeps_no_count")


def _named() -> int:
    from core.audit.models import Entry

    return fields_named(Entry.objects.all())


@contextmanager
def looked_at_and_undone() -> Iterator[None]:
    """Within the block whatever is done is undone afterwards, and decryptions are compared with entries here: for what
    a module does once, of which several tests look at the outcome."""
    count, named = DECRYPTIONS.count, _named()
    with undone():
        yield
        assert _named() - named == DECRYPTIONS.count - count
    DECRYPTIONS.count = count


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    begins_with = {"world", "stage"} & set(item.fixturenames)  # type: ignore[attr-defined]
    COPIES.use("world" if begins_with else "empty")
    DECRYPTIONS.count = 0
    if _counts(item):
        with item.config.stash[blocking_manager_key].unblock():
            item.stash[NAMED_BEFORE] = _named()


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool:
    """A test is run with room for deep calls."""
    given = {name: pyfuncitem.funcargs[name] for name in pyfuncitem._fixtureinfo.argnames}
    assert with_room(pyfuncitem.obj)(**given) is None, "a test returns nothing"
    return True


NAMED_BEFORE = pytest.StashKey[int]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    """After every test: decryptions done = fields named by entries written (R: T1)."""
    result = yield
    if _counts(item):
        named = _named() - item.stash[NAMED_BEFORE]
        assert named == DECRYPTIONS.count, f"{DECRYPTIONS.count} decryptions, {named} fields named in the log"
    return result


def has_its_turn(name: str, shares: int = 3) -> bool:
    """Whether what `name` names is done on this database: of names one in `shares` is done on PostgreSQL, where a test
    takes half as long again, the others on SQLite."""
    from django.db import connection

    return (zlib.crc32(name.encode()) % shares == 0) == (connection.vendor == "postgresql")


def pytest_collection_modifyitems(config, items) -> None:
    """Tests about one database's own ways are left out of the run on the other: they are no skips."""
    from django.db import connection

    def other(item) -> bool:
        mark = item.get_closest_marker("only")
        return mark is not None and mark.args[0] != connection.vendor

    def daily_on_the_other(item) -> bool:
        """Tests that are daily on one database: all but the long run, and whoever names files or a database."""
        mark = item.get_closest_marker("daily")
        return BY_TURNS and mark is not None and mark.args[0] != connection.vendor

    def without_database(item) -> bool:
        """Tests that use no database are the same on both: they run on SQLite."""
        own = item.get_closest_marker("only") or item.get_closest_marker("on_both")
        return connection.vendor == "postgresql" and not own and not _uses_database(item)

    def not_its_turn(item) -> bool:
        """Tests of what no database changes run daily on one of the two, by turns; on both in the long run."""
        return BY_TURNS and item.get_closest_marker("by_turns") is not None and not has_its_turn(item.nodeid)

    tests = (other, daily_on_the_other, without_database, not_its_turn)
    left_out = {item for item in items if any(test(item) for test in tests)}
    config.hook.pytest_deselected(items=list(left_out))
    items[:] = sorted((item for item in items if item not in left_out), key=lambda item: item.path.stem not in DEAREST)


@pytest.fixture
def counts(request: pytest.FixtureRequest) -> Callable[[str, int, int, int | None], None]:
    """Writes down how many presses and characters of free text a case took (of at most so many presses): printed at
    the end of the run."""

    def write(case: str, presses: int, characters: int, most: int | None) -> None:
        bound = f"of at most {most}" if most else ""
        line = f"{case:34} {presses:3} presses {bound:14} {characters:4} characters"
        request.node.user_properties.append(("presses", line))

    return write


@pytest.fixture
def figures(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Writes down what a test measured: printed at the end of the run."""
    return lambda what, figure: request.node.user_properties.append(("measured", f"{what:45} {figure}"))


def pytest_terminal_summary(terminalreporter) -> None:
    for kind, title in (
        ("measured", "measured"),
        ("presses", "presses and characters of free text, counted in the browser"),
    ):
        reports = [one for one in terminalreporter.stats.get("passed", []) if one.when == "call"]
        lines = [line for report in reports for name, line in report.user_properties if name == kind]
        if lines:
            terminalreporter.section(title)
        for line in lines:
            terminalreporter.line(line)


def pytest_report_header() -> str:
    from django.db import connection

    driver = connection.Database.__name__  # type: ignore[attr-defined]
    return f"database: {connection.vendor}, driver {driver}, long: {LONG}"


def pytest_collection_finish(session: pytest.Session) -> None:
    """What is loaded by now stays: it need not be looked through again and again for what is no longer used."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)
