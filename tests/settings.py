"""Settings of the tests: the product's own, on keys and databases made for one run.

DATABASE_URL says on which (default: SQLite); `python -m tests` runs both.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

if not os.environ.get("SHAWLANDS_DATA"):
    os.environ["SHAWLANDS_DATA"] = tempfile.mkdtemp(prefix="shawlands-tests-")
    atexit.register(shutil.rmtree, os.environ["SHAWLANDS_DATA"], ignore_errors=True)
_data = Path(os.environ["SHAWLANDS_DATA"])
# Each process of a run has a folder of its own; a process that a test starts shares its test's.
if (_process := os.environ.get("PYTEST_XDIST_WORKER", "")) and _data.name != _process:
    _data = _data / _process
    _data.mkdir(exist_ok=True)
os.environ["SHAWLANDS_DATA"] = str(_data)
os.environ.setdefault("SHAWLANDS_DEMO", "1")
os.environ.setdefault("DATABASE_URL", f"sqlite://{_data}/tests.sqlite3")
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

from shawlands.settings import *  # noqa: E402, F403

LEFT_OUT = [str(Path(__file__).parent / "example_subject")]
"""Folders of tests whose subject is not in this world."""
WALKED = ""
"""What the names of the URLs begin with that are walked; empty: all."""

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
if str(DATABASES["default"]["ENGINE"]).endswith("sqlite3"):  # noqa: F405
    _options = DATABASES["default"]["OPTIONS"]  # noqa: F405
    _options["init_command"] = _options["init_command"].replace("synchronous=FULL", "synchronous=OFF")
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 0  # noqa: F405
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405
