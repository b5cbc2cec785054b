"""Run everything: `python -m tests [--long] [--only sqlite|postgresql] [pytest's arguments]`.

Lint and types, and all tests on SQLite and on a PostgreSQL started here, side by side. What cannot run says so loudly;
with CI=true nothing may be left out. The run ends with its twenty slowest tests and its time by kind.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests import databases
from tests.browser import chromium
from tests.postgres import Postgres

ROOT = databases.ROOT
CHECKS = {
    "ruff check": ["ruff", "check", "."],
    "ruff format": ["ruff", "format", "--check", "."],
    "import-linter": ["lint-imports"],
    "import circles": ["python", "-m", "tools.scripts.import_circles"],
    "mypy": ["mypy", "."],
    "sizes": ["python", "-m", "tools.scripts.sizes"],
    "templates": ["python", "-m", "tools.scripts.check_templates"],
}
WORKERS = 1 if (os.cpu_count() or 1) < 4 else 2
"""Processes on each database: no more in all than there are cores, as each has a browser beside it."""
SLOWEST = 20
LINE = re.compile(r"([0-9.]+)s (call|setup|teardown) +(tests/\S.*)")


def say(text: str) -> None:
    print(text, flush=True)


@dataclass
class Task:
    """A process of the run, with the file that takes what it prints."""

    name: str
    process: subprocess.Popen
    log: Path
    began: float = field(default_factory=time.monotonic)

    def wait(self) -> int:
        return self.process.wait()

    def text(self) -> str:
        return self.log.read_text()


def start(name: str, command: list[str], home: Path, environment: dict[str, str]) -> Task:
    log = home / f"{name.replace(' ', '-')}.log"
    with log.open("w") as out:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=out, stderr=subprocess.STDOUT)
    return Task(name, process, log)


def lint(home: Path) -> list[Task]:
    """The checks of the text, beside everything else and after it in turn for a core."""
    bin_ = Path(sys.prefix) / "bin"
    return [
        start(name, ["nice", str(bin_ / command[0]), *command[1:]], home, dict(os.environ))
        for name, command in CHECKS.items()
    ]


PYTEST = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:playwright"]


def compiled(home: Path) -> Task:
    """Read the tests once, so that what is compiled is there for the processes that run them: it is most of what their
    beginning takes."""
    environment = {**os.environ, "SHAWLANDS_DATA": str(home), "DATABASE_URL": f"sqlite://{home}/none.sqlite3"}
    return start("compiled", [*PYTEST, "--collect-only"], home, environment)


def run_tests(name: str, address: str, home: Path, templates: Path, arguments: list[str], **extra: str) -> Task:
    data, looked_at = home / name, home / "looked-at"
    data.mkdir()
    looked_at.mkdir(exist_ok=True)
    environment = {
        **os.environ,
        "SHAWLANDS_DATA": str(data),
        "DATABASE_URL": address,
        "SHAWLANDS_DEMO": "1",
        "SHAWLANDS_MAIL_BACKEND": "django.core.mail.backends.locmem.EmailBackend",
        "SHAWLANDS_TEST_LOOKED_AT": str(looked_at),
        databases.FOLDER: str(templates),
        **extra,
    }
    workers = [] if "-n" in arguments else ["-n", str(WORKERS), "--dist", "worksteal"]
    command = [*PYTEST, "--durations=0", "--show-capture=stdout"]
    return start(name, [*command, *workers, *arguments], home, environment)


class Result:
    """What the runs said, put together."""

    def __init__(self) -> None:
        self.passed = self.wrong = self.skipped = 0
        self.failed: list[str] = []
        self.seconds: dict[str, float] = {}

    def take(self, task: Task) -> None:
        """Print the end of a run of tests and count it."""
        code, text = task.wait(), task.text()
        found = {word: int(n) for n, word in re.findall(r"(\d+) (passed|failed|errors?|skipped)", text)}
        bad = found.get("failed", 0) + found.get("error", 0) + found.get("errors", 0)
        self.failed += [f"{name} ({task.name})" for name in re.findall(r"(?m)^(?:FAILED|ERROR) (tests/\S+)", text)]
        self.passed, self.skipped = self.passed + found.get("passed", 0), self.skipped + found.get("skipped", 0)
        self.wrong += bad + (1 if code and not bad else 0)
        for line in text.splitlines():
            if match := LINE.match(line):
                name = f"{match[3]} ({task.name})"
                self.seconds[name] = self.seconds.get(name, 0) + float(match[1])
        shown = re.sub(r"(?ms)^=+ slowest durations =+$.*?(?=^=|^\d+ (passed|failed)|\Z)", "", text)
        shown = "\n".join(line for line in shown.splitlines() if not LINE.match(line))
        say(
            f"\n=== {task.name}, {time.monotonic() - task.began:.0f} s ===\n{shown[-14000:] if code else shown[-4000:]}"
        )
        if found.get("skipped") and os.environ.get("CI"):
            say("In CI nothing may be skipped.")
            self.wrong += 1

    def take_check(self, task: Task) -> None:
        code = task.wait()
        say(f"{task.name}: {'FAILED' if code else 'passed'}")
        if code:
            say(task.text()[-6000:])
            self.failed.append(task.name)
            self.wrong += 1

    def times(self) -> None:
        """The slowest tests, and the time of all by kind."""
        say(f"\nThe {SLOWEST} slowest tests")
        for name, seconds in sorted(self.seconds.items(), key=lambda one: -one[1])[:SLOWEST]:
            say(f"{seconds:7.1f} s  {name}")
        kinds: dict[str, list[float]] = {}
        for name, seconds in self.seconds.items():
            kinds.setdefault(kind_of(name), []).append(seconds)
        say("\nTime by kind, all processes together")
        for kind, times in sorted(kinds.items(), key=lambda one: -sum(one[1])):
            say(f"{sum(times):7.1f} s  {len(times):5} tests  {kind}")


def kind_of(name: str) -> str:
    """The kind of test that a test's name says: its folder, or its file at the top."""
    parts = name.split("::")[0].split("/")
    return parts[1] if len(parts) > 2 else parts[-1].removesuffix(".py")


@contextmanager
def ended(tasks: list[Task]) -> Iterator[None]:
    """However the block is left, none of the processes goes on."""
    try:
        yield
    finally:
        for task in tasks:
            task.process.kill()
            task.process.wait()


MEMORY, ROOM = "/dev/shm", 2 * 2**30


def in_memory() -> bool:
    """Whether this machine has room for the files of a run in memory: each copy of a database on PostgreSQL is made of
    a thousand."""
    try:
        flags, free = os.statvfs(MEMORY).f_flag, shutil.disk_usage(MEMORY).free
    except OSError:
        return False
    return free > ROOM and os.access(MEMORY, os.W_OK) and not flags & os.ST_NOEXEC


@contextmanager
def folder_of_the_run() -> Iterator[Path]:
    """A folder for whatever the run writes, with the temporary files of all its processes; gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="shawlands-run-", dir=MEMORY if in_memory() else None) as folder:
        home = Path(folder)
        temporary = home / "tmp"
        temporary.mkdir()
        home.chmod(0o711)  # the server of PostgreSQL runs as nobody, and has its own folder within
        temporary.chmod(0o711)
        os.environ["TMPDIR"] = tempfile.tempdir = str(temporary)
        yield home


def main() -> int:
    arguments = sys.argv[1:]
    only = arguments.pop(arguments.index("--only") + 1) if "--only" in arguments else ""
    arguments = [argument for argument in arguments if argument != "--only"]
    long = "--long" in arguments
    arguments = [argument for argument in arguments if argument != "--long"]
    began, result = time.monotonic(), Result()
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # a run is some hundred processes of the same code
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # an interrupted run leaves no server behind
    marks = [] if long else ["-m", "not long"]
    extra = {"SHAWLANDS_LONG": "1"} if long else {}
    if not (long or only or arguments):
        extra["SHAWLANDS_TEST_BY_TURNS"] = "1"
    running: list[Task] = []
    with folder_of_the_run() as home, ended(running):
        addresses: dict[str, str] = {}
        stop: Callable[[], None] = lambda: None  # noqa: E731
        if only != "sqlite":
            server = Postgres()
            stop = server.stop
            say(f"PostgreSQL {server.version} on port {server.port}")
            addresses["postgresql"] = server.address("shawlands")
            extra["SHAWLANDS_TEST_POSTGRES_LOG"] = str(server.log)
        if only != "postgresql":
            addresses["sqlite"] = f"sqlite://{home}/tests.sqlite3"
        try:
            making = [make_templates(name, address, home) for name, address in addresses.items()]
            running += making
            checks = [] if arguments or only else lint(home)
            running += checks
            if checks:
                running.append(compiled(home))
                chromium.executable()  # there before the processes that would all unpack it
                running[-1].wait()
            tests = []
            for task, (name, address) in zip(making, addresses.items(), strict=True):
                if task.wait():
                    say(task.text()[-6000:])
                    return 1
                tests.append(run_tests(name, address, home, home / f"templates-{name}", [*marks, *arguments], **extra))
            running += tests
            for task in checks:
                result.take_check(task)
            for task in tests:
                result.take(task)
        finally:
            for task in running:
                task.process.kill()
            stop()
    result.times()
    say("".join(f"\nFAILED {name}" for name in result.failed))
    say(f"Took {time.monotonic() - began:.0f} s")
    skipped = f", {result.skipped} skipped" if result.skipped else ""
    say(f"{result.passed} passed, {result.wrong} failed{skipped}")
    return 1 if result.wrong else 0


def make_templates(name: str, address: str, home: Path) -> Task:
    folder = home / f"templates-{name}"
    folder.mkdir()
    return start(f"templates {name}", databases.command(folder), home, databases.environment(folder, address))


if __name__ == "__main__":
    sys.exit(main())
