"""A school is prepared, set up, backed up and restored as docs/operations.md says: its own words are run, on both
databases (R: G2, T2).

Each command is the page's. Folders and addresses are in variables alone.
"""

import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from tests.postgres import APPLICATION, OWNER, Postgres
from tests.processes import ROOT
from tests.shawlands.test_startup import environment

pytestmark = [pytest.mark.requirement("G2")]
PAGE = ROOT / "docs/operations.md"
MARKED = re.compile(r"<!-- run: (\w+) ([\w-]+) -->\n```sh\n(.*?)```", re.DOTALL)

SET_UP = ["set_up", "--file", "tests/shawlands/school.toml"]
LIVE = """
from uuid import uuid4
from accounts import people, roles, leaving
from accounts.models import User
from records.intake import concerns, imports
from records.pupils.models import Pupil
from records.corrections import reassign, protection
from records.vault.vault import Reader
office = people.add(email="o@school.test", first_name="O", last_name="P")
roles.give(office, "office", by=None)
rows = "UPN,Surname,Forename,DOB,Class,Address\\n" + "".join(
    f"{upn},Vetch,{name},2018-03-02,{room},1 Mill Street\\n"
    for upn, name, room in (("H801200001001", "Lin", "3A"), ("R201100018042", "Lark", "4C"))
)
for content in (rows, rows.replace("4C", "5C")):
    run = imports.take(content.encode(), "x", office)
    imports.agree(run, imports.look(run, content.encode(), {}), {})
    imports.do(run)
    run.refresh_from_db()
    assert run.state == "done"
imports.undo_last(run, Reader(office, fresh=True))
dsl = User.objects.get(email="sana.ahmed@school.test")
first, second = (pupil.person for pupil in Pupil.objects.order_by("pk"))
concerns.about(concerns.pass_on(by=office, about="Lin", what="two words", when="now", once=uuid4()).record, first)
reassign.undo(reassign.merge(first, second, by=dsl, reason="two words"))
protection.protect_address(first, by=dsl, reason="two words")
leaving.leave(office)
from core import statistics
statistics.refresh([Pupil])
"""

OPEN = """
from accounts.models import User
from shawlands.startup import refuse_unsafe_start
from records.need_to_know import visibility
from records.vault import vault
from records.models import Record
from records.vault.vault import Reader
refuse_unsafe_start()
dsl = User.objects.get(email="sana.ahmed@school.test")
for record in visibility.visible_to(dsl).order_by("pk"):
    opened = vault.open_record(Reader(dsl, fresh=True), record.public_id)
    print("opened:", " ".join(part.text for part in opened.parts))
"""


def a_real_school(tmp_path, **more: str) -> dict[str, str]:
    own = {"SHAWLANDS_HOSTS": "school.test", "SHAWLANDS_DATA": str(tmp_path)}
    return environment(**own | more)


def manage(words: list[str], where: dict[str, str]) -> str:
    done = subprocess.run(
        [sys.executable, "manage.py", *words], cwd=ROOT, env=where, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


def commands(database: str, subject: str) -> list[str]:
    """The page's commands on this subject for this database, in the page's order."""
    return [
        text
        for which, what, text in MARKED.findall(PAGE.read_text())
        if what == subject and which in (database, "both")
    ]


@dataclass
class Place:
    """A machine on which the page is followed."""

    database: str
    where: dict[str, str]

    def follow(self, subject: str) -> None:
        """Do what the page says on this subject."""
        texts = commands(self.database, subject)
        assert texts, subject
        for text in texts:
            done = subprocess.run(
                ["bash", "-euo", "pipefail", "-c", text], cwd=ROOT, env=self.where, capture_output=True, text=True
            )
            assert done.returncode == 0, f"{text}\n{done.stdout[-1500:]}\n{done.stderr[-1500:]}"


@pytest.fixture
def servers() -> Iterator[tuple[Postgres, Postgres]]:
    """Two servers with nothing on them: the page makes the roles."""
    running = Postgres(roles=False), Postgres(roles=False)
    try:
        yield running
    finally:
        for server in running:
            server.stop()


VERIFY = 'from django.core.management import call_command; call_command("verify_log")'
REWRITE = """
from django.db import ProgrammingError
from core.audit import triggers
try:
    triggers.remove()
except ProgrammingError as error:
    print("verified:", type(error.__cause__).__name__)
"""
SIGN = "from core.audit import checkpoints; print(checkpoints.make().note)"


def start_a_school(place: Place) -> None:
    """Prepared and set up, by whoever may: fit to start."""
    manage(["prepare"], place.where)
    said = manage(SET_UP, place.where)
    assert said.count("https://school.test/account/password/new/") == 4 and "Public key" in said
    assert len(Path(place.where["SHAWLANDS_KEYS"], "sessions.key").read_text()) > 50
    manage(["work", "--once"], place.where)


def back_up_and_restore(old: Place, new: Place, private: list[str]) -> None:
    """A school with a record, backed up, restored elsewhere, and the record opened there."""
    before = in_a_shell(old, LIVE, OPEN)
    assert before
    old.follow("back-up")
    later = Path(old.where["BACKUP"]).parent / "later.txt"
    later.write_text(manage(["shell", "-c", f"{OPEN}\n{SIGN}"], old.where))  # looks that the backup does not have
    new.follow("restore")
    with pytest.raises(AssertionError, match="cut back"):
        manage(["verify_log", "--checkpoint", str(later)], new.where)
    *opened, verified = in_a_shell(new, OPEN, VERIFY)
    assert opened == before and "every one stands where and as it was sealed" in verified
    assert oct(Path(new.where["SHAWLANDS_KEYS"], "school.keys").stat().st_mode)[-3:] == "600"
    for name in private:
        assert Path(name).stat().st_mode & 0o077 == 0, name


def in_a_shell(place: Place, *code: str) -> list[str]:
    lines = manage(["shell", "-c", "\n".join(code)], place.where).splitlines()
    return [line for line in lines if line.startswith(("opened:", "verified:")) or " entries: " in line]


def folders(tmp_path: Path, name: str) -> dict[str, str]:
    return {
        "SHAWLANDS_DATA": str(tmp_path / name / "data"),
        "SHAWLANDS_KEYS": str(tmp_path / f"{name} keys"),
        "BACKUP": str(tmp_path / "kept/one"),
        "BACKUP_KEYS": str(tmp_path / "kept apart/one"),
    }


def made_of(file: str | Path) -> dict[str, Any]:
    """The tables of a SQLite database with their columns, its indexes and triggers; not the library's own books."""
    with closing(sqlite3.connect(file)) as database:
        found: dict[str, Any] = {}
        for kind, name, sql in database.execute("SELECT type, name, sql FROM sqlite_master"):
            columns = database.execute(f'PRAGMA table_info("{name}")') if kind == "table" else ()
            found[name] = sorted(row[1:4] for row in columns) or " ".join((sql or "").split())
    return {name: parts for name, parts in found.items() if name not in ("django_migrations", "sqlite_stat1")}


@pytest.mark.only("sqlite")
def test_the_page_backs_up_and_restores_sqlite(tmp_path):
    old, new = (Place("sqlite", a_real_school(tmp_path, **folders(tmp_path, name))) for name in ("old", "new"))
    kept = [old.where["BACKUP"], f"{old.where['BACKUP']}/shawlands.sqlite3", f"{new.where['SHAWLANDS_DATA']}"]
    start_a_school(old)
    data = Path(old.where["SHAWLANDS_DATA"])
    by_models, by_migrations = (
        made_of(file) for file in (connection.settings_dict["NAME"], data / "shawlands.sqlite3")
    )
    assert by_migrations == by_models  # the tests' templates are made without migrations
    for file in (Path(old.where["SHAWLANDS_KEYS"], "school.keys"), data / "shawlands.sqlite3"):
        assert oct(file.stat().st_mode)[-3:] == "600"
    back_up_and_restore(old, new, kept)


@pytest.mark.only("postgresql")
@pytest.mark.requirement("T2")
def test_the_page_sets_up_backs_up_and_restores_postgresql(tmp_path, servers):
    def place(name: str, server: Postgres) -> Place:
        address = f"127.0.0.1:{server.port}/shawlands"
        more = {
            **folders(tmp_path, name),
            "PATH": f"{server.bin}:{os.environ['PATH']}",
            "ADMIN_URL": server.address("postgres", "postgres"),
            "OWNER_PASSWORD": "it's one",
            "APP_PASSWORD": "another",
            "DATABASE_URL": f"postgresql://{APPLICATION}:another@{address}",
            "SHAWLANDS_OWNER_DATABASE_URL": f"postgresql://{OWNER}:it's%20one@{address}",
        }
        return Place("postgresql", a_real_school(tmp_path, **more))

    old, new = (place(name, server) for name, server in zip(("old", "new"), servers, strict=True))
    old.follow("set-up")
    new.follow("set-up")
    start_a_school(old)
    assert in_a_shell(old, REWRITE) == ["verified: InsufficientPrivilege"]
    back_up_and_restore(old, new, [old.where["BACKUP"], f"{old.where['BACKUP']}/shawlands.dump"])
