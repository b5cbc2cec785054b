"""From the newest tagged version to this one: nothing is lost, and the log still holds against an attack (R: T2)."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from tests.databases import Postgres
from tests.processes import ROOT

pytestmark = [pytest.mark.by_turns, pytest.mark.on_both, pytest.mark.requirement("T2")]
VERSION = re.compile(r"v\d+\.\d+\.\d+")


def git(*words: str) -> str:
    return subprocess.run(["git", *words], cwd=ROOT, check=True, capture_output=True, text=True).stdout


def newest_tag() -> str:
    """The newest version that this one comes from, as `v0.2.0`; where a checkout has none, what was committed last."""
    tags = git("tag", "--list", "v*", "--merged", "HEAD", "--sort=-version:refname").split()
    return next((tag for tag in tags if VERSION.fullmatch(tag)), "HEAD")


@pytest.fixture
def database(tmp_path):
    """The address of a database with nothing in it."""
    if not settings.DATABASES["default"]["ENGINE"].endswith("postgresql"):
        yield f"sqlite://{tmp_path}/school.sqlite3"
        return
    server = Postgres(f"{os.environ.get('PYTEST_XDIST_WORKER', 'one')}_upgrade")
    told = settings.DATABASES["default"]
    Postgres._run(f"CREATE DATABASE {server.name('school')}")
    yield f"postgresql://{told['USER']}@{told['HOST']}:{told['PORT']}/{server.name('school')}"
    server.drop("school")


def run(code: Path, data: Path, database: str, *words: str) -> dict:
    """What `tests.shawlands.upgrade` of that code answers, on that database."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.shawlands.upgrade", *words],
        cwd=code,
        env=os.environ
        | {
            "DATABASE_URL": database,
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "PYTEST_XDIST_WORKER": "",
            "SHAWLANDS_DATA": str(data),
        },
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout.splitlines()[-1])


@pytest.fixture
def before(tmp_path):
    """The code of the version that this one comes from."""
    try:
        archive = subprocess.run(["git", "archive", newest_tag()], cwd=ROOT, check=True, capture_output=True).stdout
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("no git here, or no repository: what was before is not known")
    folder = tmp_path / "before"
    folder.mkdir()
    subprocess.run(["tar", "-x", "-C", str(folder)], input=archive, check=True)
    return folder


def test_from_the_newest_tagged_version_nothing_is_lost_and_the_log_holds(before, database, tmp_path):
    data = tmp_path / "data"
    data.mkdir()
    old = run(before, data, database, "fill")
    new = run(ROOT, data, database, "attack", old["checkpoint"], old["reference"])
    assert new["cards"] == old["cards"] != []
    fewer = {label: (count, new["rows"].get(label)) for label, count in old["rows"].items() if count}
    assert {label: counts for label, counts in fewer.items() if (counts[1] or 0) < counts[0]} == {}
    assert new["open to change"] == new["triggers missing"] == []
    assert old["rows"]["audit.Seal"] <= new["proved"] < new["proved afterwards"]
