"""The list of what one may see, at the size of a school and five times that, beside the same rule by hand."""

import math
import os
import random
from datetime import timedelta
from functools import partial

from tools.bench.timing import median_ms, paired

RECORDS = int(os.environ.get("BENCH_RECORDS", "20000"))
STAFF, GRANTS, CHILDREN, CLASSES = 60, 10_000, 600, 20
ROUNDS = 15


class Counter:
    """Counts the statements of a request, also where its connection is opened again."""

    number = 0

    def __call__(self, run, *what):
        self.number += 1
        return run(*what)


class Place:
    """Children, classes, staff, records and grants, written straight into the tables."""

    def __init__(self, world) -> None:
        from records.data_keys import new_key
        from records.models import Category
        from records.pupils import roll
        from records.pupils.models import SchoolClass
        from tests.factories import child, teacher_of, user

        self.dice, self.key = random.Random(11), new_key().row
        self.categories = list(Category.objects.filter(code__in=CATEGORIES).order_by("code"))
        for n in range(CLASSES):
            SchoolClass.objects.create(name=f"Z{n}")
        self.children = [child(f"Child{n}", "Sight", into=f"Z{n % CLASSES}") for n in range(CHILDREN)]
        self.teachers = [teacher_of(f"Z{n % CLASSES}") for n in range(40)]
        self.office = [user("office") for _ in range(STAFF - 44)]
        self.world, self.nobody, self.few = world, user("volunteer"), user("office")
        roll.teach(self.few, SchoolClass.objects.create(name="empty"))
        self.oldest: list = []
        self.write(RECORDS)
        self.grant(self.oldest[:10], [self.few])
        self.grant(self.dice.choices(self.all, k=GRANTS), [*self.teachers, *self.office])
        from records.need_to_know import grants

        for teacher in self.teachers[:10]:
            grants.exclude(teacher, by=world.head, person=self.dice.choice(self.children), reason="related")

    def write(self, count: int) -> None:
        from core import clock
        from records.models import Record, RecordSubject

        now, made = clock.now() - timedelta(days=1), []
        for _ in range(0, count, 5000):
            rows = Record.objects.bulk_create(
                Record(
                    key=self.key,
                    category=self.dice.choice(self.categories),
                    owner=self.world.dsl,
                    author=self.dice.choice(self.teachers),
                    as_at=now.date(),
                    recorded_at=now,
                )
                for _ in range(min(5000, count))
            )
            RecordSubject.objects.bulk_create(
                RecordSubject(record=row, person=self.dice.choice(self.children), start=now) for row in rows
            )
            made += rows
        self.oldest = self.oldest or made[:10]
        self.all = made

    def grant(self, records: list, people: list) -> None:
        from django.contrib.auth.models import Permission

        from core import clock
        from records.models import UserGrant

        permission = Permission.objects.get(content_type__app_label="records", codename="view_record")
        until = clock.now() + timedelta(days=90)
        UserGrant.objects.bulk_create(
            (
                UserGrant(
                    key=self.key,
                    content_object=record,
                    user=self.dice.choice(people),
                    permission=permission,
                    extent=3,
                    granter=self.world.dsl,
                    start=clock.now() - timedelta(hours=1),
                    until=until,
                )
                for record in records
            ),
            batch_size=2000,
        )


CATEGORIES = ("safeguarding", "social_care", "medical", "sen", "speech", "behaviour", "attendance", "family")
LIVE = "{0}.start <= %(now)s AND {0}.until > %(now)s"
BY_HAND = """
SELECT id, MAX(extent) FROM (
  SELECT g.content_object_id AS id, g.extent FROM records_usergrant g WHERE g.user_id = %(user)s AND {g}
  UNION ALL
  SELECT g.content_object_id, g.extent FROM records_rolegrant g
  JOIN accounts_rolemembership m ON m.group_id = g.group_id
  WHERE m.user_id = %(user)s AND {g} AND {m}
  UNION ALL
  SELECT s.record_id, g.extent FROM records_userfoldergrant g JOIN records_folder f ON f.id = g.content_object_id
  JOIN records_recordsubject s ON s.person_id = f.person_id JOIN records_record r ON r.id = s.record_id
  WHERE g.user_id = %(user)s AND {g} AND {s} AND r.category_id = f.category_id
  UNION ALL
  SELECT r.id, u.extent FROM accounts_rolemembership m JOIN records_rule u ON u.group_id = m.group_id
  JOIN records_record r ON r.category_id = u.category_id
  WHERE m.user_id = %(user)s AND u.relation = 'any' AND {m} AND {u}
  UNION ALL
  SELECT r.id, u.extent FROM pupils_classstaff t
  JOIN pupils_classmembership c ON c.school_class_id = t.school_class_id
  JOIN records_recordsubject s ON s.person_id = c.person_id JOIN records_record r ON r.id = s.record_id
  JOIN accounts_rolemembership m ON m.user_id = t.user_id
  JOIN records_rule u ON u.group_id = m.group_id AND u.category_id = r.category_id
  WHERE t.user_id = %(user)s AND u.relation = 'own_class' AND {t} AND {c} AND {s} AND {m} AND {u}
  UNION ALL
  SELECT r.id, u.extent FROM records_record r JOIN records_rule u ON u.category_id = r.category_id
  WHERE r.author_id = %(user)s AND u.relation = 'author' AND {u}
) seen
WHERE NOT EXISTS (SELECT 1 FROM records_exclusion e WHERE e.user_id = %(user)s AND e.record_id = seen.id AND {e})
  AND NOT EXISTS (SELECT 1 FROM records_exclusion e JOIN records_recordsubject s ON s.person_id = e.person_id
    WHERE e.user_id = %(user)s AND s.record_id = seen.id AND {e} AND {s})
GROUP BY id ORDER BY id DESC LIMIT 26
""".format(**{letter: LIVE.format(letter) for letter in "gmsutce"})


def by_hand(user) -> list[tuple[int, int]]:
    from django.db import connection

    from core import clock
    from core.compiled_queries import adapted

    with connection.cursor() as cursor:
        cursor.execute(BY_HAND, {"user": user.pk, "now": adapted("at", clock.now())})
        return cursor.fetchall()


def the_list(world) -> None:
    """First page for who sees much, a class, ten old ones, nothing; growth in what one may not see; plans."""
    from django.db import connection

    from records.need_to_know import visibility
    from tests.factories import browser_for

    place = Place(world)
    readers = {
        "DSL": world.dsl,
        "class teacher": place.teachers[15],
        "excluded teacher": place.teachers[0],
        "ten oldest": place.few,
        "nothing": place.nobody,
    }
    small: dict[str, float] = {}
    for size in (RECORDS, 5 * RECORDS):
        if size > RECORDS:
            place.write(size - RECORDS)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        print(f"list of what one may see, {size:,} records, {STAFF} staff, {GRANTS:,} grants:")
        for name, user in readers.items():
            newest = visibility.newest_for(user)
            assert [(pk, access.extent) for pk, access in newest.items()] == [tuple(row) for row in by_hand(user)], name
            a, b = paired(partial(visibility.newest_for, user), partial(by_hand, user), ROUNDS)
            client = browser_for(user)
            client.get("/access/")
            counter = Counter()
            with connection.execute_wrapper(counter):
                client.get("/access/")
            page = median_ms(partial(client.get, "/access/"), ROUNDS)
            small.setdefault(name, a)
            power = math.log(max(a, 0.01) / max(small[name], 0.01)) / math.log(5) if size > RECORDS else None
            print(
                f"  {name:17} {a:6.1f} ms, by hand {b:6.1f} ms: {a / b:.2f} times; whole page {page:.1f} ms, "
                f"{counter.number} statements{f'; growth exponent {power:.2f}' if power is not None else ''}"
            )
            records = median_ms(visibility.visible_to(user).count, ROUNDS)
            people = median_ms(visibility.people_known_to(user).count, ROUNDS)
            home = median_ms(partial(client.get, "/"), ROUNDS)
            print(f"  {'':17} all counted: records {records:.1f} ms, people {people:.1f} ms; home {home:.1f} ms")
    _plans(readers["class teacher"])


def _plans(user) -> None:
    """How the database walks it, into a file of its own for docs/performance.md."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from records.need_to_know import visibility

    with CaptureQueriesContext(connection) as captured:
        visibility.newest_for(user)
    out = f"build/plan-{connection.vendor}.txt"
    explain = "EXPLAIN (ANALYZE, COSTS OFF)" if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN"
    with connection.cursor() as cursor, open(out, "w") as file:
        for query in captured.captured_queries[:1]:
            cursor.execute(f"{explain} {query['sql']}")
            file.write("\n".join(" ".join(str(cell) for cell in row) for row in cursor.fetchall()) + "\n")
    print(f"  plan: {out}")
