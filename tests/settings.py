"""Settings of the tests: the product's own, on keys and databases made for one run.

Which database is chosen by SHAWLANDS_TEST_DATABASE (default: SQLite); `python -m tests` runs both.
"""

import os
import tempfile
from pathlib import Path

_data = Path(os.environ.get("SHAWLANDS_DATA") or tempfile.mkdtemp(prefix="shawlands-tests-"))
os.environ.setdefault("SHAWLANDS_DATA", str(_data))
os.environ.setdefault("SHAWLANDS_DEMO", "1")
os.environ.setdefault("DATABASE_URL", os.environ.get("SHAWLANDS_TEST_DATABASE", f"sqlite://{_data}/tests.sqlite3"))
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

from shawlands.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
if str(DATABASES["default"]["ENGINE"]).endswith("sqlite3"):  # noqa: F405
    DATABASES["default"]["TEST"] = {"NAME": str(_data / "tests.sqlite3")}  # noqa: F405
    DATABASES["default"]["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"  # noqa: F405
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 0  # noqa: F405
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405
