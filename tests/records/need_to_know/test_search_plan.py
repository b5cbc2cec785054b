"""What a search for a child costs when the database does not know yet how many there are (R: G2)."""

import json
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from core import statistics
from records.intake import imports
from records.need_to_know import search
from tests.factories import enrol, record
from tests.records.intake.files import bring, ctf, some

pytestmark = [pytest.mark.requirement("G2")]
postgres = pytest.mark.only("postgresql")
PUPILS = 300


def known_rows(table: str) -> float:
    """How many rows the database believes this table has: 0 where it does not know."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT reltuples FROM pg_class WHERE relname = %s", [table])
            return max(cursor.fetchone()[0], 0)
        cursor.execute("SELECT count(*) FROM sqlite_master WHERE name = 'sqlite_stat1'")
        if not cursor.fetchone()[0]:
            return 0
        cursor.execute("SELECT max(CAST(stat AS integer)) FROM sqlite_stat1 WHERE tbl = %s", [table])
        return cursor.fetchone()[0] or 0


def nodes(plan: dict[str, Any]) -> list[dict[str, Any]]:
    return [plan, *(node for below in plan.get("Plans", ()) for node in nodes(below))]


def cost_of(run: Any) -> tuple[int, int]:
    """The most rows that one step of the plans of these statements touched, and the buffers that all read."""
    with CaptureQueriesContext(connection) as captured:
        run()
    most = buffers = 0
    with connection.cursor() as cursor:
        for query in captured.captured_queries:
            if not query["sql"].startswith("SELECT"):
                continue
            cursor.execute("EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) " + query["sql"])
            found = cursor.fetchone()[0]
            plan = (json.loads(found) if isinstance(found, str) else found)[0]["Plan"]
            buffers += plan["Shared Hit Blocks"] + plan["Shared Read Blocks"]
            for node in nodes(plan):
                removed = sum(value for name, value in node.items() if name.startswith("Rows Removed by"))
                most = max(most, int((node["Actual Rows"] + removed) * node["Actual Loops"]))
    return most, buffers


TYPED = ("wren", "wren3 maple3", "zzzz")


@postgres
@pytest.mark.django_db(transaction=True)
def test_a_search_is_cheap_though_the_statistics_are_those_of_an_empty_school(world, figures):
    statistics.refresh_all()
    with transaction.atomic():
        people = [
            enrol(given_name=f"Wren{n}", family_name=f"Maple{n % 40}", year=3, protected=n % 2 == 0)
            for n in range(PUPILS)
        ]
        for person in people[: PUPILS // 2]:
            record("speech", person, author=world.senco)
    assert known_rows("pupils_person") < 50
    costs = [cost_of(lambda typed=typed: search.find(world.teacher, typed)) for typed in TYPED]
    most, buffers = max(cost[0] for cost in costs), max(cost[1] for cost in costs)
    figures(f"search, {PUPILS} pupils, stale statistics", f"at most {most:,} rows in a step, {buffers:,} buffers")
    assert most <= PUPILS**2 and buffers <= 20 * PUPILS


@pytest.mark.django_db(transaction=True)
def test_an_import_leaves_the_database_knowing_how_many_there_are(world):
    statistics.refresh_all()
    before = known_rows("pupils_person")
    bring(ctf(some(60)), world.office)
    assert known_rows("pupils_person") >= before + 60


@postgres
@pytest.mark.django_db(transaction=True)
def test_a_search_after_an_import_costs_no_more_than_the_pupils(world, figures):
    statistics.refresh_all()
    bring(ctf(some(PUPILS)), world.office)
    costs = [cost_of(lambda typed=typed: search.find(world.teacher, typed)) for typed in ("a", "rose", "zzzz")]
    most = max(cost[0] for cost in costs)
    figures(f"search, {PUPILS} pupils, after an import", f"at most {most:,} rows in a step")
    assert most <= 12 * PUPILS


@pytest.mark.django_db(transaction=True)
def test_an_import_is_done_though_the_statistics_cannot_be_made(world, monkeypatch):
    from django.db import DatabaseError

    def refuse(*args: Any) -> None:
        raise DatabaseError

    monkeypatch.setattr(statistics, "refresh", refuse)
    assert bring(ctf(some(2)), world.office).state == imports.State.DONE
