"""The databases that tests run on: made once a run, copied for each process, put back as they were after a test.

Two templates: `empty`, migrated and nothing else, and `world`, in which the small school of tests/factories.py has been
recorded. A test that names the fixture `world` runs on a copy of the second, every other test on a copy of the first.
A test inside a transaction is rolled back; after any other test the copy is thrown away and made again.

`python -m tests.databases FOLDER` makes the templates for the database that DATABASE_URL names. Without them a process
makes its own, for SQLite once for each state of the code, in build/tests.
"""

import hashlib
import os
import pickle
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from tests.discovery import PRODUCT

if TYPE_CHECKING:
    from tests.factories import World

ROOT = Path(__file__).resolve().parent.parent
KINDS = ("empty", "world")
FOLDER = "SHAWLANDS_TEST_TEMPLATES"
"""The environment variable with the folder of templates that the run has made."""
CODE = (*PRODUCT, "requirements", "tests/factories.py", "tests/databases.py")


class Sqlite:
    """Copies of files."""

    def __init__(self, folder: Path, data: Path) -> None:
        self.folder, self.data = folder, data

    def name(self, kind: str) -> str:
        return str(self.data / f"{kind}.sqlite3")

    def copy(self, kind: str) -> None:
        for ending in ("", "-wal", "-shm"):
            Path(self.name(kind) + ending).unlink(missing_ok=True)
        shutil.copyfile(self.folder / f"{kind}.sqlite3", self.name(kind))

    def drop(self, kind: str) -> None:
        """The folder goes with the run."""


class Postgres:
    """Copies of databases, made by the server."""

    def __init__(self, process: str) -> None:
        self.process = process
        self.made: set[str] = set()

    def name(self, kind: str) -> str:
        return f"shawlands_{self.process}_{kind}"

    def copy(self, kind: str) -> None:
        self.drop(kind)
        self._run(f"CREATE DATABASE {self.name(kind)} TEMPLATE template_{kind} STRATEGY FILE_COPY")
        self.made.add(kind)

    def drop(self, kind: str) -> None:
        # As the superuser, who alone ends the connections of whatever roles a test has made.
        self._run(f"DROP DATABASE IF EXISTS {self.name(kind)} WITH (FORCE)", by="postgres")

    @staticmethod
    def _run(statement: str, by: str = "") -> None:
        import psycopg2
        from django.conf import settings

        server = settings.DATABASES["default"]
        user = by or server["USER"]
        connection = psycopg2.connect(host=server["HOST"], port=server["PORT"], user=user, dbname="postgres")
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(statement)
        connection.close()


@contextmanager
def undone() -> Iterator[None]:
    """What is written within the block is rolled back; the product may open its durable transactions in it."""
    from django.db import transaction

    around = transaction.atomic()
    around._from_testcase = True  # type: ignore[attr-defined]
    with around:
        yield
        transaction.set_rollback(True)


class Copies:
    """This process's copies, and which of them Django's connection leads to."""

    def __init__(self, folder: Path, process: str) -> None:
        from django.conf import settings
        from django.db import connections

        self.folder = folder
        postgres = settings.DATABASES["default"]["ENGINE"].endswith("postgresql")
        self.server = Postgres(process) if postgres else Sqlite(folder, settings.DATA)
        first = connections["default"]
        first.close()
        self.connections: dict[str, Any] = {}
        for kind in KINDS:
            told = {**first.settings_dict, "NAME": self.server.name(kind)}
            self.connections[kind] = type(first)(told, "default")
        self.stale = set(KINDS)
        self.pickled = (folder / "world.pickle").read_bytes()

    def use(self, kind: str) -> None:
        """Lead this process to its copy of `kind`, as new as the template."""
        from django.db import connections

        if kind in self.stale:
            self.connections[kind].close()
            self.server.copy(kind)
            self.stale.discard(kind)
        connections["default"] = self.connections[kind]
        connections.settings["default"] = self.connections[kind].settings_dict
        self.kind = kind

    @contextmanager
    def kept_open(self) -> Iterator[None]:
        """Within the block what is written on the copy of `world` stays, however many tests are rolled back on it;
        afterwards it is gone."""
        self.use("world")
        with undone():
            yield
            self.use("world")

    def spoil(self) -> None:
        """A test has written outside a transaction: the copy is made again before its next use."""
        self.connections[self.kind].close()
        self.stale.add(self.kind)

    def drop(self) -> None:
        for kind in KINDS:
            self.connections[kind].close()
            self.server.drop(kind)

    def world(self) -> "World":
        """The small school, for one test: nothing that another test did to it in memory is in it."""
        return pickle.loads(self.pickled)


def key_of_code() -> str:
    """The same for the same product and factories."""
    whole = hashlib.sha256(sys.version.encode())
    for name in CODE:
        place = ROOT / name
        for file in sorted(place.rglob("*.py")) + sorted(place.glob("*.txt")) if place.is_dir() else [place]:
            whole.update(str(file.relative_to(ROOT)).encode() + file.read_bytes())
    return whole.hexdigest()[:16]


def templates() -> Path:
    """The folder of the run's templates, or of this state of the code."""
    if FOLDER in os.environ:
        return Path(os.environ[FOLDER])
    from django.conf import settings

    kept = not settings.DATABASES["default"]["ENGINE"].endswith("postgresql")
    folder = ROOT / "build/tests" / key_of_code() if kept else settings.DATA / "templates"
    if not (folder / "done").exists():
        if kept:
            shutil.rmtree(folder.parent, ignore_errors=True)
        make(folder, settings.DATABASE_URL)
    return folder


def command(folder: Path) -> list[str]:
    """What makes the templates, in a process of its own."""
    return [sys.executable, "-m", "tests.databases", str(folder)]


def environment(folder: Path, database: str) -> dict[str, str]:
    """What that process needs to know."""
    sqlite = urlsplit(database).scheme == "sqlite"
    first = f"sqlite://{folder}/empty.sqlite3" if sqlite else database.rsplit("/", 1)[0] + "/template_empty"
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "SHAWLANDS_DATA": str(folder),
        "SHAWLANDS_DEMO": "1",
        "DATABASE_URL": first,
        "PYTEST_XDIST_WORKER": "",
    }


def make(folder: Path, database: str) -> None:
    """Make the templates in `folder`. Raises CalledProcessError."""
    folder.mkdir(parents=True)
    subprocess.run(command(folder), cwd=ROOT, env=environment(folder, database), check=True)


def _make_here(folder: Path) -> None:
    from django.apps import apps
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection, connections

    from core import key_checks, keyring
    from core.audit import signing_key

    keyring.create(demo=True)
    signing_key.create_key()
    postgres = connection.vendor == "postgresql"
    if postgres:
        Postgres._run("CREATE DATABASE template_empty")
    # Straight from the models: rendering the state of each migration takes ten times as long. That both make the same
    # is shown in tests/shawlands/test_operations.py.
    migrations = settings.MIGRATION_MODULES
    settings.MIGRATION_MODULES = {app.label: None for app in apps.get_app_configs()}
    call_command("migrate", verbosity=0, interactive=False, run_syncdb=True)
    settings.MIGRATION_MODULES = migrations
    call_command("migrate", verbosity=0, interactive=False, fake=True)
    call_command("createcachetable", verbosity=0)
    key_checks.remember(signing_key.vkey())
    connection.close()
    second = str(folder / "world.sqlite3")
    if postgres:
        second = "template_world"
        Postgres._run("CREATE DATABASE template_world TEMPLATE template_empty")
    else:
        shutil.copyfile(folder / "empty.sqlite3", second)
    connections["default"].settings_dict["NAME"] = second

    from tests.factories import World

    (folder / "world.pickle").write_bytes(pickle.dumps(World()))
    connection.close()
    (folder / "done").touch()


if __name__ == "__main__":
    import django

    django.setup()
    _make_here(Path(sys.argv[1]))
