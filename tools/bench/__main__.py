"""Measurements, side by side in one run: `make bench`. Ratios and added milliseconds, no verdicts.

On a SQLite file and on a PostgreSQL started here. BENCH_BEFORE=<commit>: pages with forms and recording instead,
now beside that commit. Absolute figures are the machine's; compare inside a line.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

from tools.bench.dashboard import the_dashboard
from tools.bench.form_pages import RECORDING
from tools.bench.names import the_name_check
from tools.bench.papers import the_papers
from tools.bench.sight import the_list
from tools.bench.timing import median_ms, paired

ENTRIES = int(os.environ.get("BENCH_ENTRIES", "60000"))
ONLY = os.environ.get("BENCH_ONLY", "")
PUPILS = int(os.environ.get("BENCH_PUPILS", "2000"))
WARMING, TURNS = 1, 12


def measure() -> None:
    """All figures on the database that the environment names."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("prepare", verbosity=0, stdout=open(os.devnull, "w"))  # noqa: SIM115
    from django.conf import settings
    from django.test.utils import override_settings

    from tests.factories import World, browser_for

    settings.ALLOWED_HOSTS.append("testserver")
    world = World()
    client = browser_for(world.senco)
    print(f"\n== {connection.vendor} ==")
    full, bare = f"/records/{world.record.public_id}/", f"/bare/{world.record.public_id}/"
    with override_settings(ROOT_URLCONF="tests.test_statements"):
        for address in (full, bare):
            assert client.get(address).status_code == 200
        a, b = paired(lambda: client.get(full), lambda: client.get(bare))
    print(f"record page: {a:.1f} ms, bare {b:.1f} ms: {a - b:.1f} ms added, {a / b:.2f} times")
    child = f"/children/{world.child.public_id}/"
    print(f"child's page: {median_ms(lambda: client.get(child)):.1f} ms")
    if ONLY in ("", "dashboard"):
        the_dashboard(world)
    if ONLY in ("", "sight"):
        the_list(world)
    if ONLY in ("", "names"):
        the_name_check()
    if ONLY in ("", "papers"):
        the_papers()
    if ONLY:
        return
    a_childs_page(world, client)
    the_school(world, client)
    the_log(world)


def a_childs_page(world, client) -> None:
    """How many statements a child's page takes, with one record and with many."""
    from django.db import connection, reset_queries
    from django.test.utils import CaptureQueriesContext

    from tests.factories import browser_for, record

    counts = {}
    office = browser_for(world.head)
    for more in (0, 40):
        for _ in range(more):
            record("speech", world.child, author=world.senco)
        address = f"/children/{world.child.public_id}/"
        office.get(address)
        with CaptureQueriesContext(connection) as captured:
            office.get(address)
        counts[more + 1] = len(captured.captured_queries)
    reset_queries()
    figures = ", ".join(f"{number} with {records} records" for records, number in counts.items())
    print(f"child's page, all three tiers: statements: {figures}")


def the_school(world, client) -> None:
    """Importing and finding, at the size of a school and ten times that."""
    from core import clock
    from records.intake import imports
    from records.need_to_know import search
    from records.pupils.importing import ctf
    from tools.demo import invented

    times = {}
    for count in (PUPILS, 10 * PUPILS):
        children = invented.children(count, school=f"9{count:06}"[:7], autumn=2026, seed=count)
        content = invented.ctf(children, la="999", establishment="2001", made_at=clock.now())
        began = time.perf_counter()
        run = imports.take(content, "x", world.office)
        answers = {str(proposal.line.number): "new" for proposal in imports.look(run, content, {}).of("asked")}
        imports.agree(run, imports.look(run, content, answers), answers)
        looked = time.perf_counter() - began
        began = time.perf_counter()
        imports.do(run)
        times[count] = time.perf_counter() - began
        run.refresh_from_db()
        assert run.state == "done", run.state
        began = time.perf_counter()
        ctf.read(content, world.school)
        read = time.perf_counter() - began
        print(
            f"importing {count:,} pupils with contacts: {times[count]:.1f} s (to hold: 10 s at 2,000), "
            f"looking {looked:.1f} s, reading the file alone {read:.1f} s; "
            f"most memory of the process so far {peak():.0f} MB"
        )
    ratio = times[10 * PUPILS] / times[PUPILS]
    print(f"ten times the pupils take {ratio:.1f} times as long")
    for typed in ("amina", "caitlin", "rowen", "a", "zzzz", "rose mallow"):
        took = median_ms(partial(search.find, world.office, typed), 9)
        print(f"finding “{typed}” among {11 * PUPILS:,}: {took:.0f} ms (to hold: 100)")


def peak() -> float:
    """The most memory that this process has had, in MB."""
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def the_log(world) -> None:
    """Appending, sealing, verifying in the database and offline."""
    import hashlib
    import io

    from django.db import connection

    from core.audit import entries, export, verifier, verify
    from core.audit.models import Entry, Pending
    from core.audit.sealing import seal_all

    began = time.perf_counter()
    for number in range(500):
        entries.write(world.child, Entry.Action.ACCESS, because="rule.any:dsl", need="a" * 32, extent=5, number=number)
    print(f"appending: {500 / (time.perf_counter() - began):,.0f} entries/s one by one, each its own commit")
    columns = ", ".join(field.column for field in Entry._meta.concrete_fields if field.column != "id")
    while Entry.objects.count() < ENTRIES:
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO audit_entry ({columns}) SELECT {columns} FROM audit_entry LIMIT 20000")
    began, waiting = time.perf_counter(), Pending.objects.count()
    seal_all()
    print(f"sealing: {waiting / (time.perf_counter() - began):,.0f} entries/s")
    began = time.perf_counter()
    size = verify.verify()
    speed = size / (time.perf_counter() - began)
    print(f"verifying in the database: {speed:,.0f} entries/s over {size:,} (to hold: 30,000)")
    with tempfile.NamedTemporaryFile() as file:
        out = io.BytesIO()
        export.export(out)
        file.write(out.getvalue())
        file.flush()

        def bare() -> None:
            with open(file.name, "rb") as source:
                for line in source:
                    hashlib.sha256(line).digest()

        pairs = [(median_ms(bare, 1), median_ms(lambda: verifier.verify(file.name, []), 1)) for _ in range(9)]
    ratio = statistics.median(a / b for a, b in pairs)
    print(f"verifying offline: {ratio:.2f} of bare SHA-256 over the same lines (to hold: 0.50)")


def the_forms(root: Path, folder: Path) -> None:
    """Pages with forms, here and at the commit that BENCH_BEFORE names: opened by turns, so that what else the
    machine does falls on both."""
    before = os.environ["BENCH_BEFORE"]
    other = folder / "before"
    subprocess.run(["git", "worktree", "add", "--quiet", "--detach", str(other), before], cwd=root, check=True)
    (other / "build").symlink_to(root / "build")
    program = (root / "tools/bench/form_pages.py").read_text()
    took: dict[str, list[dict[str, float]]] = {"before": [], "now": []}
    try:
        sides = {
            name: started(tree, program, folder / f"data-{name}") for name, tree in (("before", other), ("now", root))
        }
        for _ in range(WARMING + TURNS):
            for name, side in sides.items():
                assert side.stdin and side.stdout
                side.stdin.write("\n")
                side.stdin.flush()
                took[name].append(json.loads(side.stdout.readline()))
        for side in sides.values():
            side.communicate()
    finally:
        subprocess.run(["git", "worktree", "remove", "--force", str(other)], cwd=root, check=True)
    print(f"\n== pages with forms, processor time, now beside {before} ==")
    turns = list(zip(took["before"][WARMING:], took["now"][WARMING:], strict=True))
    for page in took["now"][0]:
        a, b = (statistics.median(run[page] for run in took[name][WARMING:]) for name in ("before", "now"))
        more = statistics.median(now[page] - then[page] for then, now in turns)
        held = f"{b / a:.2f} times (to hold: 1.10)" if page == RECORDING else f"{more:+.2f} ms (to hold: +1.50)"
        print(f"{page:24} before {a:6.2f} ms   now {b:6.2f} ms   {held}")


def started(tree: Path, program: str, data: Path) -> "subprocess.Popen[str]":
    """The program that opens the pages, in this checkout."""
    data.mkdir()
    environment = {
        **os.environ,
        "SHAWLANDS_DEMO": "1",
        "SHAWLANDS_DATA": str(data),
        "DATABASE_URL": f"sqlite://{data}/bench.sqlite3",
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "PYTHONPATH": str(tree),
    }
    command = [sys.executable, "-c", program]
    return subprocess.Popen(
        command, cwd=tree, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def main() -> None:
    if "--measure" in sys.argv:
        measure()
        return
    from tests.postgres import Postgres

    server = Postgres()
    root = Path(__file__).resolve().parent.parent.parent
    try:
        with tempfile.TemporaryDirectory(prefix="shawlands-bench-") as folder:
            if "BENCH_BEFORE" in os.environ:
                the_forms(root, Path(folder))
                return
            for name, address in (
                ("sqlite", f"sqlite://{folder}/sqlite/bench.sqlite3"),
                ("postgresql", server.address("postgres", "postgres")),
            ):
                data = Path(folder) / name
                data.mkdir()
                environment = {
                    **os.environ,
                    "SHAWLANDS_DEMO": "1",
                    "SHAWLANDS_DATA": str(data),
                    "DATABASE_URL": address,
                    "DJANGO_SETTINGS_MODULE": "tests.settings",
                }
                subprocess.run(
                    [sys.executable, "-m", "tools.bench", "--measure"], cwd=root, env=environment, check=True
                )
    finally:
        server.stop()


if __name__ == "__main__":
    main()
