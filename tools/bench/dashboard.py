"""The Headteacher's page over many decisions, beside the same numbers by SQL written by hand."""

import os
import time
from datetime import timedelta
from functools import partial

from tools.bench.timing import paired

DECISIONS = int(os.environ.get("BENCH_DECISIONS", "100000"))


# Who sees it, written by hand: rules for any child, grants, authorship, less exclusions.
SEEN = """
WITH seen AS (
  SELECT d.* FROM decisions_sharedecision d JOIN records_record r ON r.id = d.record_id
  WHERE d.recorded_at >= %(start)s AND d.recorded_at < %(end)s AND (
    r.category_id IN (
      SELECT u.category_id FROM records_rule u JOIN accounts_rolemembership m ON m.group_id = u.group_id
      WHERE m.user_id = %(user)s AND u.relation = 'any' AND u.start <= %(now)s AND u.until > %(now)s
        AND m.start <= %(now)s AND m.until > %(now)s)
    OR r.id IN (SELECT content_object_id FROM records_usergrant
      WHERE user_id = %(user)s AND start <= %(now)s AND until > %(now)s)
    OR (r.author_id = %(user)s AND r.category_id IN (SELECT category_id FROM records_rule
      WHERE relation = 'author' AND start <= %(now)s AND until > %(now)s)))
  AND r.id NOT IN (SELECT record_id FROM records_exclusion
    WHERE user_id = %(user)s AND record_id IS NOT NULL AND start <= %(now)s AND until > %(now)s)
  AND NOT EXISTS (SELECT 1 FROM records_exclusion e JOIN records_recordsubject s ON s.person_id = e.person_id
    WHERE e.user_id = %(user)s AND s.record_id = r.id AND e.start <= %(now)s AND e.until > %(now)s))
"""
SENT = "EXISTS (SELECT 1 FROM disclosures_disclosure x WHERE x.decision_id = d.id)"
EVENT = "EXISTS (SELECT 1 FROM decisions_event v WHERE v.decision_id = d.id AND v.what = '{}')"
LATER = "EXISTS (SELECT 1 FROM decisions_event v WHERE v.decision_id = d.id AND v.what = '{}' AND v.due > %(today)s)"
DONE = "EXISTS (SELECT 1 FROM decisions_completion c WHERE c.decision_id = d.id)"
SHARES = "d.outcome <> 'no_share'"


def due(field: str, done: str, again: str) -> str:
    return f"d.{field} <= %(today)s AND NOT {EVENT.format(done)} AND NOT {LATER.format(again)}"


CONDITIONS = {
    "full": "d.outcome = 'share_all'",
    "part": "d.outcome = 'share_part'",
    "not_shared": "d.outcome = 'no_share'",
    "against": "d.against_wishes",
    "not_told": f"{SHARES} AND d.family_not_told",
    "other_reason": f"{SHARES} AND d.family_not_told AND NOT d.by_exception",
    "handed": f"{SHARES} AND {SENT}",
    "risk": "d.outcome = 'no_share' AND d.harm <> 'no'",
    "unsafe": "d.unsafe",
    "danger": "d.origin = 'danger'",
    "unseen": """EXISTS (SELECT 1 FROM notices_notice n LEFT JOIN notices_seen s ON s.notice_id = n.id
      WHERE n.reference = d.reference AND n.person_id = %(user)s AND s.id IS NULL)""",
    "to_send": f"{SHARES} AND d.channel <> '' AND NOT {SENT}",
    "tell": due("tell_by", "told", "put_off"),
    "arrival": f"{due('receipt_due', 'arrived', 'not_arrived')} AND {SENT}",
    "answer": f"{due('answer_due', 'reply', 'no_reply')} AND {SENT}",
    "complete": f"d.complete_by IS NOT NULL AND NOT {DONE}",
    "correction": EVENT.format("to_tell"),
}


def by_hand(user) -> dict[str, int]:
    """The same numbers, lists and patterns; returns the numbers."""
    from django.db import connection

    from core import clock
    from oversight.dashboard import views
    from oversight.dashboard.figures import WATCH

    values = {
        "start": clock.london(2000, 1, 1),
        "end": clock.now() + timedelta(days=1),
        "now": clock.now(),
        "user": user.pk,
        "today": clock.today(),
    }
    week = (
        "date(d.recorded_at, 'weekday 0', '-6 days')"
        if connection.vendor == "sqlite"
        else "date_trunc('week', d.recorded_at)"
    )
    with connection.cursor() as cursor:

        def rows(text: str) -> list:
            cursor.execute(f"{SEEN} {text}", values)
            return cursor.fetchall()

        sums = ", ".join(f"SUM(CASE WHEN {condition} THEN 1 ELSE 0 END)" for condition in CONDITIONS.values())
        counts = rows(f"SELECT COUNT(*), {sums} FROM seen d")[0]
        numbers = dict(zip(("", *CONDITIONS), counts, strict=True))
        for flag in WATCH:
            if numbers[flag]:
                rows(f"SELECT d.* FROM seen d WHERE {CONDITIONS[flag]} ORDER BY d.recorded_at DESC, d.id DESC LIMIT 5")
        rows(f"SELECT d.* FROM seen d ORDER BY d.recorded_at DESC, d.id DESC LIMIT {views.A_PAGE}")
        rows(f"SELECT {week}, d.outcome, COUNT(*) FROM seen d GROUP BY 1, 2")
        for table, name in (
            (
                "decisions_decisionitem i JOIN records_record o ON o.id = i.record_id JOIN records_category k "
                "ON k.id = o.category_id",
                "k.name",
            ),
            ("decisions_decisionrecipient i JOIN directory_agency k ON k.id = i.agency_id", "k.name"),
        ):
            rows(
                f"SELECT {name}, COUNT(DISTINCT d.id) FROM seen d JOIN ({table}) ON i.decision_id = d.id "
                f"WHERE {SHARES} GROUP BY 1"
            )
        rows("SELECT d.decided_by_id, COUNT(*) FROM seen d GROUP BY 1")
    return numbers


def the_dashboard(world) -> None:
    """Statements and time of the page, beside the same by hand."""
    from django.db import connection, reset_queries
    from django.test.utils import CaptureQueriesContext

    from oversight.dashboard import figures
    from tests.factories import browser_for
    from tools.bench.many_decisions import ManyDecisions

    began = time.perf_counter()
    ManyDecisions(world, DECISIONS).write()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    print(f"{DECISIONS:,} decisions written in {time.perf_counter() - began:.0f} s")
    head, address = browser_for(world.head), "/sharing/?period=all"
    assert head.get(address).status_code == 200
    reset_queries()
    with CaptureQueriesContext(connection) as captured:
        head.get(address)
    statements = len(captured.captured_queries)
    everything = next(period for period in figures.periods() if period.code == "all")
    mine, theirs = figures.Overview(world.head, everything).counts, by_hand(world.head)
    assert mine == theirs, (mine, theirs)
    a, b = paired(partial(head.get, address), partial(by_hand, world.head), 5)
    print(
        f"dashboard over {DECISIONS:,} decisions: {statements} statements (to hold: 20), "
        f"{a:,.0f} ms, the same by hand {b:,.0f} ms: {a / b:.2f} times (to hold: 1.5)"
    )
