"""Other processes on the test's own database: to write at once, and to be killed."""

import os
import subprocess
import sys
import time
from pathlib import Path

from django.db import connection

ROOT = Path(__file__).resolve().parent.parent


def environment() -> dict[str, str]:
    """The variables of a process on the very database of this test."""
    settings = connection.settings_dict
    if connection.vendor == "postgresql":
        address = f"postgresql://{settings['USER']}@{settings['HOST']}:{settings['PORT']}/{settings['NAME']}"
    else:
        address = f"sqlite://{settings['NAME']}"
    return {**os.environ, "DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "tests.settings"}


def start(code: str, **more: str) -> subprocess.Popen:
    """Run `code` in a new process with the product set up on the very database of this test."""
    program = f"import django; django.setup()\n{code}"
    return subprocess.Popen(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env={**environment(), **more},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def finish(process: subprocess.Popen, seconds: int = 120) -> str:
    """What the process printed. Whatever happens, it is over afterwards."""
    try:
        out, wrong = process.communicate(timeout=seconds)
    finally:
        process.kill()
        process.communicate()
    assert process.returncode == 0, wrong.decode()[-2000:]
    return out.decode()


def kill(process: subprocess.Popen) -> str:
    """Kill the process; what it had printed. A PostgreSQL server finishes what it was doing for it, so that is waited
    for."""
    process.kill()
    out, _ = process.communicate()
    ends = time.monotonic() + 60
    while connection.vendor == "postgresql" and _still_served():
        assert time.monotonic() < ends, "the server goes on for a process that is gone"
        time.sleep(0.02)
    return str(out.decode())


def _still_served() -> bool:
    """Whether the server works for anybody but this process on the database of this test."""
    others = "SELECT FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT EXISTS ({others} AND backend_type = 'client backend')")
        return bool(cursor.fetchone()[0])
