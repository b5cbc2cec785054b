"""Other processes on the test's own database: to write at once, and to be killed."""

import os
import subprocess
import sys
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
        cwd=ROOT, env={**environment(), **more}, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def finish(process: subprocess.Popen, seconds: int = 120) -> str:
    """What the process printed. Whatever happens, it is over afterwards."""
    try:
        out, wrong = process.communicate(timeout=seconds)
    finally:
        process.kill()
        process.communicate()
    assert process.returncode == 0, wrong.decode()[-2000:]
    return out.decode()
