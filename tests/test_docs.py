"""The docs stay true, and the project speaks of the project alone."""

import ast
import re
import subprocess
from itertools import pairwise

from tests.discovery import PRODUCT
from tests.processes import ROOT
from tools.scripts import draw_architecture
from tools.scripts.requirements import PAGE, page

DOCS = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
LOCKS = ("requirements.txt", "requirements/dev.txt", "requirements/node.txt")
NAMED = {"django", "django-guardian", "django-auditlog", "psycopg2-binary", "django-crispy-forms", "pytest-django"}


def test_the_page_of_requirements_is_what_the_tests_say():
    assert PAGE.read_text() == page(), "run: make docs"


def test_the_drawing_of_the_folders_is_what_the_imports_say():
    assert draw_architecture.PAGE.read_text() == draw_architecture.drawing(), "run: make docs"


def test_every_file_and_folder_that_the_docs_name_is_there():
    for doc in DOCS:
        for named in re.findall(r"`((?:[\w.-]+/)+(?:[\w.-]+\.\w+)?)`", doc.read_text()):
            assert named == "build/" or (ROOT / named).exists(), (doc.name, named)


def test_the_tree_of_the_architecture_names_every_folder_and_no_other():
    page = (ROOT / "docs/architecture.md").read_text()
    tree = page.split("## The tree\n```\n")[1].split("```")[0]
    top, named = "", set()
    for indent, folder in re.findall(r"(?m)^( *)([\w-]+)/ ", tree):
        top, path = (top, f"{top}/{folder}") if indent else (folder, folder)
        assert (ROOT / path).is_dir(), path
        named.add(path)
    for top in draw_architecture.tops():
        assert {top, *(f"{top}/{name}" for row in draw_architecture.layers_of(top) for name in row)} <= named


def test_every_link_from_one_page_to_another_leads_to_a_file():
    for doc in DOCS:
        for target in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", doc.read_text()):
            assert (doc.parent / target).exists(), (doc.name, target)


def test_lock_files_name_no_registry():
    for name in ("package-lock.json", *LOCKS):
        text = (ROOT / name).read_text()
        assert '"resolved"' not in text and "--index-url" not in text and "--find-links" not in text, name


def test_every_python_package_is_pinned_with_its_hash():
    for name in LOCKS:
        for line in (ROOT / name).read_text().splitlines():
            if re.match(r"^[a-zA-Z]", line):
                assert re.match(r"^[\w.\[\],-]+==[\w.]+(?: ;.*)? \\$", line), line


def test_the_top_level_lock_holds_every_package_that_the_specification_names():
    locked = re.findall(r"(?m)^([\w-]+)==", (ROOT / "requirements.txt").read_text())
    assert set(locked) >= NAMED


PASSES_BY = r"bulk_create\(|bulk_update\(|disable_auditlog|\.objects\.[a-z_().]*update\("


def test_what_makes_rows_round_the_log_is_nowhere_in_the_product():
    """auditlog follows save and delete: bulk writing of followed models would pass it by."""
    found = subprocess.run(
        ["grep", "-rnE", PASSES_BY, *PRODUCT, "tools/demo", "--include=*.py"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    ).stdout.splitlines()
    allowed = (
        "accounts/roles.py",
        "core/audit/sealing.py",
        "core/audit/models.py",
        "core/audit/bulk.py",
        "core/audit/entries.py",
    )
    # They hold nothing about anybody but what Person has, or had before a change that the log has followed.
    unfollowed = ("NameWord.objects", "KnownName.objects", "Stamps.objects")
    found = [line for line in found if not line.startswith(allowed)]
    assert [line for line in found if not any(name in line for name in unfollowed)] == []


def test_what_is_said_of_a_constant_stands_below_it():
    """A text under nothing is what a moved constant has left behind."""
    files = [path for top in PRODUCT for path in (ROOT / top).rglob("*.py")]
    for path in files:
        body = ast.parse(path.read_text()).body
        for above, below in pairwise(body):
            if isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant):
                fits = isinstance(above, ast.Assign | ast.AnnAssign) and above.end_lineno == below.lineno - 1
                assert fits, (path.relative_to(ROOT), below.lineno)
