"""docs/operations.md does what it says: its own words are run, on both databases (R: G2, T2).

Each command is the page's. Folders and addresses are in variables alone.
"""

import os
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.oversight.test_startup import LIVE, SET_UP, a_real_school, manage
from tests.postgres import APPLICATION, OWNER, Postgres
from tests.processes import ROOT

pytestmark = [pytest.mark.requirement("G2")]
PAGE = ROOT / "docs/operations.md"
MARKED = re.compile(r"<!-- run: (\w+) ([\w-]+) -->\n```sh\n(.*?)```", re.DOTALL)

OPEN = """
from accounts.models import User
from oversight.startup import refuse_unsafe_start
from records import need_to_know, vault
from records.models import Record
from records.vault import Reader
refuse_unsafe_start()
dsl = User.objects.get(email="sana.ahmed@school.test")
for record in need_to_know.visible_to(dsl).order_by("pk"):
    opened = vault.open_record(Reader(dsl, fresh=True), record.public_id)
    print("opened:", " ".join(part.text for part in opened.parts))
"""


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


SIGN = "from audit import checkpoints; print(checkpoints.make().note)"
VERIFY = "from audit.verify import verify; print('verified:', verify())"


def back_up_and_restore(old: Place, new: Place, private: list[str]) -> None:
    """A school with a record, backed up, restored elsewhere, and the record opened there."""
    manage(["prepare"], old.where)
    manage(SET_UP, old.where)
    before = in_a_shell(old, LIVE, OPEN)
    assert before
    old.follow("back-up")
    later = Path(old.where["BACKUP"]).parent / "later.txt"
    later.write_text(manage(["shell", "-c", f"{OPEN}\n{SIGN}"], old.where))  # looks that the backup does not have
    new.follow("restore")
    with pytest.raises(AssertionError, match="cut back"):
        manage(["verify_log", "--checkpoint", str(later)], new.where)
    *after, verified = in_a_shell(new, OPEN, VERIFY)
    assert after == before and verified.startswith("verified:")
    assert oct(Path(new.where["SHAWLANDS_KEYS"], "school.keys").stat().st_mode)[-3:] == "600"
    for name in private:
        assert Path(name).stat().st_mode & 0o077 == 0, name


def in_a_shell(place: Place, *code: str) -> list[str]:
    lines = manage(["shell", "-c", "\n".join(code)], place.where).splitlines()
    return [line for line in lines if line.startswith(("opened:", "verified:"))]


def folders(tmp_path: Path, name: str) -> dict[str, str]:
    return {
        "SHAWLANDS_DATA": str(tmp_path / name / "data"),
        "SHAWLANDS_KEYS": str(tmp_path / f"{name} keys"),
        "BACKUP": str(tmp_path / "kept/one"),
        "BACKUP_KEYS": str(tmp_path / "kept apart/one"),
    }


@pytest.mark.only("sqlite")
def test_the_page_backs_up_and_restores_sqlite(tmp_path):
    old, new = (Place("sqlite", a_real_school(tmp_path, **folders(tmp_path, name))) for name in ("old", "new"))
    kept = [old.where["BACKUP"], f"{old.where['BACKUP']}/shawlands.sqlite3", f"{new.where['SHAWLANDS_DATA']}"]
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
    back_up_and_restore(old, new, [old.where["BACKUP"], f"{old.where['BACKUP']}/shawlands.dump"])
