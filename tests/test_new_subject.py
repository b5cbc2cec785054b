"""A subject is added by a folder, a line in the list of apps and a line in the URL table, and by nothing else.

`tests/example_subject` is a second project with one subject more, on databases of its own: CONTRIBUTING.md's example.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from tests import databases
from tests.discovery import PRODUCT, TESTS, TOOLS, modules
from tests.processes import ROOT

SETTINGS = "tests.example_subject.settings"
FOLDER = TESTS / "example_subject"
WHOLE = (
    "tests/test_walk.py",
    "tests/test_exits.py",
    "tests/test_canary.py",
    "tests/shawlands/test_urls.py",
    "tests/accounts/test_step_up.py::test_every_form_that_can_wait_for_a_code_has_its_words",
)
NOT_OF_THIS_RUN = {"PYTEST_XDIST_WORKER", "PYTEST_ADDOPTS", "SHAWLANDS_TEST_BY_TURNS"}


def run(folder: Path, data: Path, *command: str) -> str:
    """What a process of the second world printed; `folder`: its databases."""
    inherited = {name: value for name, value in os.environ.items() if name not in NOT_OF_THIS_RUN}
    told = {
        "DJANGO_SETTINGS_MODULE": SETTINGS,
        "SHAWLANDS_DATA": str(data),
        "DATABASE_URL": f"sqlite://{data}/empty.sqlite3",
        databases.FOLDER: str(folder),
    }
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=ROOT, env=inherited | told, capture_output=True, text=True
    )
    assert done.returncode == 0, f"{done.stdout[-6000:]}\n{done.stderr[-3000:]}"
    return done.stdout


def test_a_new_subject_changes_nothing_but_the_list_of_apps_and_the_url_table(tmp_path):
    """Migrated from the product's state; then the walk, the exits, the canary and the subject's own tests."""
    folder, data = tmp_path / "templates", tmp_path / "data"
    shutil.copytree(databases.templates(), folder)
    data.mkdir()
    migrated = run(folder, folder, "tests.example_subject.prepare", str(folder))
    assert migrated.count("Applying lost_property.0001_initial") == len(databases.KINDS), migrated
    assert migrated.count("Applying") == len(databases.KINDS)
    quietly = ("-q", "-p", "no:cacheprovider", "-p", "no:playwright", "-p", "no:xdist")
    said = run(folder, data, "pytest", *quietly, *WHOLE, str(FOLDER.relative_to(ROOT)))
    passed = re.search(r"(\d+) passed", said)
    assert passed and int(passed[1]) > 40 and "skipped" not in said, said


def test_the_product_knows_nothing_of_it():
    known = re.compile(r"lost.?property|example_subject", re.IGNORECASE)
    places = [ROOT / name for name in (*PRODUCT, *(TOOLS - {"tests"}), "templates", "assets")]
    files = [file for place in places for file in place.rglob("*") if file.is_file()]
    text = [file for file in files if file.suffix in {".py", ".html", ".js", ".scss", ".txt", ".typ"}]
    assert len(text) > 500
    assert [str(file) for file in text if known.search(file.read_text())] == []


def test_it_is_no_part_of_the_ordinary_world():
    for name in ("walk_cases", "exits", "planting"):
        assert (FOLDER / "tests" / f"{name}.py").exists()
        assert not [module for module in modules(name) if "example_subject" in module.__name__]
