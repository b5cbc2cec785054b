"""Run everything: `python -m tests [--long] [--only sqlite|postgresql] [pytest's arguments]`.

Lint and types first, then all tests on SQLite and on a PostgreSQL started here, side by side, on each in two
halves with a database of their own. What cannot run says so loudly; with CI=true nothing may be left out.
"""

import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CHECKS = {
    "ruff check": ["ruff", "check", "."],
    "ruff format": ["ruff", "format", "--check", "."],
    "import-linter": ["lint-imports"],
    "mypy": ["mypy", "."],
}


def say(text: str) -> None:
    print(text, flush=True)


def lint() -> list[str]:
    """Names of the checks that failed, their output printed."""
    bin_ = Path(sys.prefix) / "bin"
    failed = []
    for name, command in CHECKS.items():
        done = subprocess.run([bin_ / command[0], *command[1:]], cwd=ROOT, capture_output=True, text=True, check=False)
        say(f"{name}: {'passed' if done.returncode == 0 else 'FAILED'}")
        if done.returncode:
            say((done.stdout + done.stderr)[-6000:])
            failed.append(name)
    return failed


def start(name: str, database: str, home: Path, arguments: list[str], **extra: str) -> tuple[subprocess.Popen, Path]:
    data, log = home / name, home / f"{name}.log"
    data.mkdir()
    environment = {
        **os.environ,
        "SHAWLANDS_DATA": str(data),
        "SHAWLANDS_TEST_DATABASE": database,
        "DATABASE_URL": database,
        "SHAWLANDS_DEMO": "1",
        "SHAWLANDS_MAIL_BACKEND": "django.core.mail.backends.locmem.EmailBackend",
        "PYTHONDONTWRITEBYTECODE": "1",
        **extra,
    }
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "-p",
        "no:playwright",
        *arguments,
    ]
    with log.open("w") as out:
        return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=out, stderr=subprocess.STDOUT), log


def main() -> int:
    arguments = sys.argv[1:]
    only = arguments.pop(arguments.index("--only") + 1) if "--only" in arguments else ""
    arguments = [argument for argument in arguments if argument != "--only"]
    long = "--long" in arguments
    arguments = [argument for argument in arguments if argument != "--long"]
    began = time.monotonic()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # an interrupted run leaves no server behind
    failed = [] if arguments or only else lint()
    from tests.postgres import Postgres

    marks = [] if long else ["-m", "not long"]
    extra = {"SHAWLANDS_LONG": "1"} if long else {}
    halves = ("",) if arguments else ("1", "2")
    with tempfile.TemporaryDirectory(prefix="shawlands-run-") as folder:
        home, server = Path(folder), None
        running: dict[str, tuple[subprocess.Popen, Path]] = {}
        try:
            if only != "sqlite":
                server = Postgres()
                say(f"PostgreSQL {server.version} on port {server.port}")
                for half in halves:
                    running[f"postgresql{half}"] = start(
                        f"postgresql{half}", server.address(f"shawlands{half}"), home, [*marks, *arguments],
                        SHAWLANDS_TEST_POSTGRES_LOG=str(server.log), SHAWLANDS_TEST_HALF=half, **extra,
                    )  # fmt: skip
            if only != "postgresql":
                for half in halves:
                    lite = f"sqlite://{home}/sqlite{half}/tests.sqlite3"
                    running[f"sqlite{half}"] = start(
                        f"sqlite{half}", lite, home, [*marks, *arguments], SHAWLANDS_TEST_HALF=half, **extra
                    )
            passed = wrong = skipped = 0
            for name, (process, log) in running.items():
                code = process.wait()
                text = log.read_text()
                found = {word: int(n) for n, word in re.findall(r"(\d+) (passed|failed|error|errors|skipped)", text)}
                bad = found.get("failed", 0) + found.get("error", 0) + found.get("errors", 0)
                passed, skipped = passed + found.get("passed", 0), skipped + found.get("skipped", 0)
                wrong += bad
                say(f"\n=== {name} ===\n{text[-14000:] if code else text[-2500:]}")
                if code and not bad:
                    wrong += 1
                if found.get("skipped") and os.environ.get("CI"):
                    say("In CI nothing may be skipped.")
                    wrong += 1
        finally:
            for process, _ in running.values():
                process.kill()
            if server:
                server.stop()
    wrong += len(failed)
    say(f"\n{', '.join(failed)} failed" if failed else "")
    say(f"Took {time.monotonic() - began:.0f} s")
    say(f"{passed} passed, {wrong} failed, {skipped} skipped" if skipped else f"{passed} passed, {wrong} failed")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
