"""The product's need to know against the model, step by step and in the past (R: G1, T3).

One step is one thing that happens; after each, one record is asked for all people, now and at a moment before, and
one person for all records, by each of the product's questions.
"""

import os
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from accounts import leaving, roles
from accounts.models import User
from accounts.notices import notify
from core import clock
from core.refusals import Refused
from records.corrections import reassign
from records.models import Category, Exclusion, Record, Rule, UserGrant
from records.need_to_know import grants, visibility
from records.need_to_know.grants import GrantRefused
from records.pupils import roll
from records.pupils.models import ClassMembership, ClassStaff, KeyWorker, Person, SchoolClass
from records.vault.filing import Words, file_record
from sharing.internal import briefings, circulation_reading, circulations, cover, emergency
from sharing.internal.models import Circulation
from tests.conftest import LONG
from tests.factories import child, user
from tests.properties.model_of_sight import ALL, FOR_STAFF, REFERENCE, SHIPPED, STAFF, SUMMARY, Model, Span
from tests.properties.model_of_sight import FAR as NEVER
from tools.demo.school import make_school

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("G1"), pytest.mark.requirement("T3")]
STEPS = 50
LEAST = int(os.environ.get("SIGHT_STEPS", 20_000 if LONG else 1_000))
BATCH = 5
"""Examples a time, until that many steps have been taken: how many steps an example has is chance."""
SHRINK = () if os.environ.get("SIGHT_SHRINK") == "no" else (Phase.shrink,)
BEGINS = clock.london(2027, 3, 24, 9)  # four days before the clocks go forward
CATEGORIES = ("safeguarding", "medical", "behaviour", "sen", "professional_notes")
ROLES = (
    "headteacher",
    "dsl",
    "deputy_dsl",
    "senco",
    "teacher",
    "support",
    "medical",
    "first_aider",
    "office",
    "health",
    "governor",
)
FIRST = ("headteacher", "dsl", "teacher", "teacher", "support", "first_aider", "health", "senco")
some = st.integers(0, 2**16)
ends = st.sampled_from([None, 0, 1, 60, 3600, 86_400, 10 * 86_400])
USED: dict[str, int] = {}
COMPARED = [0]
KINDS_OF_STEP = 12


def _quiet(*args: Any, **kwargs: Any) -> None:
    """Mail and notices are shown elsewhere: here they would only take time."""


@pytest.fixture
def ground(db, monkeypatch) -> dict[str, Any]:
    for module in (circulations, emergency, briefings):
        monkeypatch.setattr(module.notify, "notify", _quiet)
    with clock.standing_at(BEGINS - timedelta(days=1)):
        make_school()
        classes = [SchoolClass.objects.create(name=name) for name in ("3A", "5C", "6B")]
        people = [user(role) for role in FIRST]
        children = [child(f"Child{n}", "Vetch", into=classes[n % 3].name) for n in range(4)]
        started = clock.now()
    return {"classes": classes, "people": people, "children": children, "at": started}


class Sight(RuleBasedStateMachine):
    ground: dict[str, Any] = {}

    @initialize()
    def begin(self) -> None:
        self.point = transaction.savepoint()
        self.context = clock.standing_at(BEGINS)
        self.hands = self.context.__enter__()
        self.model = Model()
        at = self.ground["at"].replace(tzinfo=None)
        self.classes, self.children = self.ground["classes"], self.ground["children"]
        self.people = [User.objects.get(pk=one.pk) for one in self.ground["people"]]
        self.model.rules += [Span(words, datetime.min) for words in SHIPPED]
        for person, role in zip(self.people, FIRST, strict=True):
            self.model.roles.append(Span((person.pk, role), at))
        for n, one in enumerate(self.children):
            self.model.pupils.append(Span((one.pk, self.classes[n % 3].pk), at))
        self.records: list[Record] = []
        self.moments = [self.now]
        self.given: list[tuple[Any, Span]] = []  # what can be ended: the product's row and the model's
        self.circulated: list[tuple[Circulation, list[Span], set[int]]] = []
        for n, category in enumerate(CATEGORIES):
            self.write(n, n, n + 1, category)

    def teardown(self) -> None:
        if hasattr(self, "context"):
            self.context.__exit__(None, None, None)
            transaction.savepoint_rollback(self.point)

    # Words for both sides

    @property
    def now(self) -> datetime:
        """The product's moment, as the model says it."""
        return clock.now().replace(tzinfo=None)

    @staticmethod
    def ours(moment: datetime | None) -> datetime:
        return NEVER if moment is None or moment == clock.FAR else moment.replace(tzinfo=None)

    def one(self, of: list[Any], n: int) -> Any:
        return of[n % len(of)]

    def here(self) -> list[User]:
        return [one for one in self.people if one.pk not in self.model.left]

    def staff_of(self, who: User) -> bool:
        return bool(self.model.holds(who.pk, self.now) & STAFF)

    def write(self, author: int, first: int, second: int, category: str) -> None:
        who = self.one(self.here(), author)
        about = list(dict.fromkeys([self.one(self.children, first), self.one(self.children, second)]))
        words = [Words("whole", {"heading": "W", "text": "w"})]
        filed = file_record(category, about, words, author=who, owner=who)
        self.records.append(filed)
        self.model.records[filed.pk] = (category, who.pk, self.now)
        self.model.subjects += [Span((filed.pk, one.pk), self.now) for one in about]

    def span(self, start: int | None, lasts: int | None) -> tuple[datetime, datetime | None]:
        begin = clock.now() + timedelta(seconds=start or 0)
        return begin, begin + timedelta(seconds=lasts) if lasts is not None else None

    def granted(
        self,
        act: Callable[[], Any],
        whom: tuple[str, Any],
        what: tuple[Any, ...],
        extent: int,
        refused: bool,
        begin: datetime,
        until: datetime | None,
    ) -> None:
        """Do it on both sides; what must be refused is refused."""
        if refused or (until is not None and until <= begin):
            with pytest.raises((GrantRefused, Refused)), transaction.atomic():
                act()
            return
        row = act()
        start, end = self.ours(begin), self.ours(until)
        if until is None:  # one without an end stands at a time
            for span in self.model.grants:
                if span.says[:2] == (whom, what) and span.until == NEVER and getattr(span, "source", "") == "grant":
                    span.until = max(start, span.start)
        span = Span((whom, what, extent), start, end)
        span.source = "grant"  # type: ignore[attr-defined]
        self.model.grants.append(span)
        self.given.append((row, span))

    # What happens

    @rule(n=st.sampled_from([1, 59, 60, 1800, 3600, 86_399, 86_400, 4 * 86_400]), to_a_boundary=st.booleans(), k=some)
    def time_passes(self, n: int, to_a_boundary: bool, k: int) -> None:
        """On by so much, or exactly to the next start or end of something, or to just before it."""
        coming = sorted(
            {
                moment
                for spans in (self.model.grants, self.model.staff, self.model.roles, self.model.kept_out)
                for span in spans
                for moment in (span.start, span.until)
                if self.now < moment < NEVER
            }
        )
        if to_a_boundary and coming:
            moment = coming[0].replace(tzinfo=clock.now().tzinfo)
            self.hands.at = moment - timedelta(microseconds=1) if k % 3 == 0 else moment
        else:
            self.hands.move(seconds=n)
        self.after("time")

    @rule(author=some, first=some, second=some, category=st.sampled_from(CATEGORIES))
    def a_record_is_written(self, author: int, first: int, second: int, category: str) -> None:
        if len(self.records) < 14:
            self.write(author, first, second, category)
        self.after("record")

    @rule(n=some, k=some, extent=st.sampled_from([REFERENCE, SUMMARY, FOR_STAFF, ALL]), start=ends, lasts=ends)
    def granted_to_a_person(self, n: int, k: int, extent: int, start: int | None, lasts: int | None) -> None:
        record, whom = self.one(self.records, n), self.one(self.people, k)
        begin, until = self.span(start, lasts)
        refused = record.category.code == "professional_notes" or whom.pk in self.model.left or not self.staff_of(whom)
        self.granted(
            lambda: grants.grant(record, whom, by=self.people[0], extent=extent, start=begin, until=until),
            ("user", whom.pk),
            ("record", record.pk),
            extent,
            refused,
            begin,
            until,
        )
        self.after("grant")

    @rule(n=some, role=st.sampled_from(ROLES), extent=st.sampled_from([SUMMARY, ALL]), start=ends, lasts=ends)
    def granted_to_a_role(self, n: int, role: str, extent: int, start: int | None, lasts: int | None) -> None:
        record = self.one(self.records, n)
        begin, until = self.span(start, lasts)
        refused = record.category.code == "professional_notes" or role not in STAFF
        self.granted(
            lambda: grants.grant(record, role, by=self.people[0], extent=extent, start=begin, until=until),
            ("role", role),
            ("record", record.pk),
            extent,
            refused,
            begin,
            until,
        )
        self.after("role grant")

    @rule(n=some, k=some, category=st.sampled_from(CATEGORIES), to_role=st.booleans(), start=ends, lasts=ends)
    def granted_all_of_a_kind(
        self, n: int, k: int, category: str, to_role: bool, start: int | None, lasts: int | None
    ) -> None:
        about, whom, role = self.one(self.children, n), self.one(self.people, k), self.one(list(ROLES), k)
        kind = Category.objects.get(code=category)
        begin, until = self.span(start, lasts)
        words: dict[str, Any] = {"by": self.people[0], "start": begin, "until": until}
        if to_role:
            refused = category == "professional_notes" or role not in STAFF
            self.granted(
                lambda: grants.grant(grants.folder(about, kind), role, **words),
                ("role", role),
                ("all", about.pk, category),
                ALL,
                refused,
                begin,
                until,
            )
        else:
            left = whom.pk in self.model.left
            refused = category == "professional_notes" or left or not self.staff_of(whom)
            self.granted(
                lambda: grants.grant(grants.folder(about, kind), whom, **words),
                ("user", whom.pk),
                ("all", about.pk, category),
                ALL,
                refused,
                begin,
                until,
            )
        self.after("kind grant")

    @rule(n=some)
    def something_given_is_ended(self, n: int) -> None:
        if self.given:
            row, span = self.one(self.given, n)
            row.refresh_from_db()
            row.end()
            self.ended(span)
        self.after("end")

    def ended(self, span: Span) -> None:
        if self.now < span.until:
            span.until = max(self.now, span.start)

    @rule(n=some, k=some, person=st.booleans(), lasts=ends)
    def somebody_is_kept_out(self, n: int, k: int, person: bool, lasts: int | None) -> None:
        whom = self.one(self.people, n)
        until = clock.now() + timedelta(seconds=lasts) if lasts is not None else None
        words: dict[str, Any] = {"by": self.people[0], "reason": "related", "until": until}
        if person:
            about = self.one(self.children, k)
            row: Exclusion = grants.exclude(whom, person=about, **words)
            says = (whom.pk, ("person", about.pk))
        else:
            record = self.one(self.records, k)
            row, says = grants.exclude(whom, record=record, **words), (whom.pk, ("record", record.pk))
        span = Span(says, self.now, self.ours(until))
        self.model.kept_out.append(span)
        self.given.append((row, span))
        self.after("exclusion")

    @rule(
        n=some,
        category=st.sampled_from(CATEGORIES[:4]),
        role=st.sampled_from(sorted(STAFF)),
        relation=st.sampled_from(["any", "own_class", "key_worker"]),
        extent=st.sampled_from([SUMMARY, ALL]),
    )
    def a_rule_changes(self, n: int, category: str, role: str, relation: str, extent: int) -> None:
        kind = Category.objects.get(code=category)
        if n % 2:
            Rule.objects.create(category=kind, group=roles.group(role), relation=relation, extent=extent)
            self.model.rules.append(Span((category, role, relation, extent), self.now))
        else:
            rows = list(Rule.objects.live().filter(category=kind).select_related("group").order_by("pk"))
            row = self.one(rows, n // 2) if rows else None
            if row is not None:
                says = (category, row.group.name if row.group else None, row.relation, row.extent)
                span = next(s for s in self.model.rules if s.says == says and s.at(self.now))
                row.end()
                span.until = max(self.now, span.start)
        self.after("rule")

    @rule(n=some, k=some)
    def a_child_changes_class(self, n: int, k: int) -> None:
        one, into = self.one(self.children, n), self.one(self.classes, k)
        roll.move(one, into)
        for span in self.model.pupils:
            if span.says[0] == one.pk and span.at(self.now):
                span.until = max(self.now, span.start)
        self.model.pupils.append(Span((one.pk, into.pk), self.now))
        assert ClassMembership.objects.live().filter(person=one).count() == 1
        self.after("move")

    @rule(n=some, k=some, start=ends)
    def somebody_is_with_a_class(self, n: int, k: int, start: int | None) -> None:
        whom, where = self.one(self.here(), n), self.one(self.classes, k)
        begin = clock.now() + timedelta(seconds=start or 0)
        row: ClassStaff = roll.teach(whom, where, start=begin)
        span = Span((whom.pk, where.pk), self.ours(begin))
        self.model.staff.append(span)
        self.given.append((row, span))
        self.after("class")

    @rule(n=some, k=some, days=st.integers(0, 3))
    def somebody_covers_a_class(self, n: int, k: int, days: int) -> None:
        whom, where = self.one(self.here(), n), self.one(self.classes, k)
        day = clock.today() + timedelta(days=days)
        bell = clock.london(day.year, day.month, day.day, 15, 30)
        if bell <= clock.now():
            with pytest.raises(Refused):
                cover.cover(whom, where, day)
        else:
            before = ClassStaff.objects.count()
            row = cover.cover(whom, where, day)
            if ClassStaff.objects.count() > before:
                begin = max(self.now, clock.london_day(day).replace(tzinfo=None))
                self.model.staff.append(Span((whom.pk, where.pk), begin, self.ours(bell)))
                self.given.append((row, self.model.staff[-1]))
        self.after("cover")

    @rule(n=some, k=some)
    def somebody_is_key_worker(self, n: int, k: int) -> None:
        whom, about = self.one(self.here(), n), self.one(self.children, k)
        row = KeyWorker.objects.create(user=whom, person=about)
        span = Span((whom.pk, about.pk), self.now)
        self.model.workers.append(span)
        self.given.append((row, span))
        self.after("key worker")

    @rule(n=some, role=st.sampled_from(ROLES), start=ends)
    def a_role_is_given(self, n: int, role: str, start: int | None) -> None:
        whom = self.one(self.here(), n)
        standing = [s for s in self.model.roles if s.says == (whom.pk, role) and s.until > self.now]
        if not standing:
            begin = clock.now() + timedelta(seconds=start or 0)
            roles.give(whom, role, by=None, start=begin)
            self.model.roles.append(Span((whom.pk, role), self.ours(begin)))
        self.after("role")

    @rule(n=some, role=st.sampled_from(ROLES), when=ends)
    def a_role_ends(self, n: int, role: str, when: int | None) -> None:
        whom = self.one(self.here(), n)
        moment = clock.now() + timedelta(seconds=when) if when is not None else None
        roles.end(whom, role, moment)
        for span in self.model.roles:
            if span.says == (whom.pk, role) and span.until > self.now and self.ours(moment or clock.now()) < span.until:
                span.until = max(self.ours(moment or clock.now()), span.start)
        self.after("role end")

    @rule(n=some)
    def somebody_leaves(self, n: int) -> None:
        here = self.here()
        if len(here) > 5:
            whom = self.one(here, n)
            leaving.leave(whom)
            self.model.left[whom.pk] = self.now
            for spans in (self.model.roles, self.model.staff, self.model.workers):
                for span in spans:
                    if span.says[0] == whom.pk:
                        self.ended(span)
            for span in self.model.grants:
                if span.says[0] == ("user", whom.pk):
                    self.ended(span)
            self.file_what_is_read()
        self.after("leaving")

    @rule(n=some, k=some, more=some, lasts=st.sampled_from([60, 3600, 86_400]))
    def a_report_is_circulated(self, n: int, k: int, more: int, lasts: int) -> None:
        record = self.one(self.records, n)
        readers = list({one.pk: one for one in (self.one(self.people, k), self.one(self.people, more))}.values())
        due = clock.now() + timedelta(seconds=lasts)
        by = next(one for one in self.here() if one not in readers)
        kept_out = self.kept_out_of(record.pk)
        refused = record.category.code == "professional_notes" or any(
            one.pk in kept_out or one.pk in self.model.left or not self.staff_of(one) for one in readers
        )
        words: dict[str, Any] = {"by": by, "due": due, "reason": "minutes"}
        if refused:
            with pytest.raises((Refused, GrantRefused)), transaction.atomic():
                circulations.circulate(record, readers, **words)
        else:
            made = circulations.circulate(record, readers, **words)
            spans = [Span((("user", one.pk), ("record", record.pk), ALL), self.now, self.ours(due)) for one in readers]
            self.model.grants += spans
            self.circulated.append((made, spans, set()))
        self.after("circulation")

    @rule(n=some, k=some)
    def a_reader_marks_it_read(self, n: int, k: int) -> None:
        live = [entry for entry in self.circulated if any(span.at(self.now) for span in entry[1])]
        if live:
            made, spans, read = self.one(live, n)
            rows = list(made.readers.select_related("grant__user", "circulation__record").order_by("pk"))
            row = self.one(rows, k)
            if row.grant.until > clock.now():
                circulation_reading.mark_read(row)
                read.add(row.grant.user_id)
                self.file_what_is_read([(made, spans, read)])
        self.after("read")

    def kept_out_of(self, record: int) -> set[int]:
        about = self.model.about(record, self.now)
        matters = {("record", record), *(("person", child) for child in about)}
        return {s.says[0] for s in self.model.kept_out if s.at(self.now) and s.says[1] in matters}

    def file_what_is_read(self, of: list[Any] | None = None) -> None:
        """A circulation ends when nobody is left who is here, not kept out, and has not read it."""
        for made, spans, read in of or self.circulated:
            waiting, kept_out = False, self.kept_out_of(made.record_id)
            for span in spans:
                who = span.says[0][1]
                out = who in kept_out
                waiting = waiting or (
                    self.now < span.until and who not in read and who not in self.model.left and not out
                )
            if not waiting:
                for span in spans:
                    self.ended(span)

    @rule(n=some, k=some, kinds=st.sets(st.sampled_from(CATEGORIES), min_size=1))
    def emergency_access(self, n: int, k: int, kinds: set[str]) -> None:
        whom, about = self.one(self.here(), n), self.one(self.children, k)
        may = {"headteacher", "dsl", "deputy_dsl", "senco", "medical", "first_aider"}
        twice = any(
            s.at(self.now)
            and s.says[0] == ("user", whom.pk)
            and s.says[1][:2] == ("all", about.pk)
            and getattr(s, "source", "") == "emergency"
            for s in self.model.grants
        )
        if not self.model.holds(whom.pk, self.now) & may or "professional_notes" in kinds or twice:
            with pytest.raises(Refused), transaction.atomic():
                emergency.open_up(whom, about, kinds, reason="now")
        else:
            opened = emergency.open_up(whom, about, kinds, reason="now")
            assert opened.until - opened.at == timedelta(minutes=60)
            for kind in kinds:
                says = (("user", whom.pk), ("all", about.pk, kind), ALL)
                span = Span(says, self.now, self.now + timedelta(minutes=60))
                span.source = "emergency"  # type: ignore[attr-defined]
                self.model.grants.append(span)
        self.after("emergency")

    @rule(n=some, k=some, lasts=st.sampled_from([60, 86_400]), accept=st.booleans())
    def a_briefing(self, n: int, k: int, lasts: int, accept: bool) -> None:
        about, whom, by = self.one(self.children, n), self.one(self.here(), k), self.one(self.here(), n)
        if not self.staff_of(whom) or len(self.records) > 14:
            return
        if any(s.says == (whom.pk, ("person", about.pk)) and s.at(self.now) for s in self.model.kept_out):
            return
        until = clock.now() + timedelta(seconds=lasts)
        made = briefings.brief(about, "Sit near the door", [whom], by=by, until=until)
        record = made.record
        self.records.append(record)
        self.model.records[record.pk] = ("briefing", by.pk, self.now)
        self.model.subjects.append(Span((record.pk, about.pk), self.now))
        whole = ("user", whom.pk), ("record", record.pk)
        self.model.grants.append(Span((*whole, REFERENCE), self.now, self.ours(until)))
        if accept:
            self.hands.move(seconds=30)
            grant = UserGrant.objects.live().get(user=whom, content_object=record)
            if self.staff_of(whom):
                briefings.accept(grant)
                self.model.grants[-1].until = self.now
                self.model.grants.append(Span((*whole, ALL), self.now, self.ours(until)))
            else:  # their role ended meanwhile
                with pytest.raises(GrantRefused):
                    briefings.accept(grant)
        self.after("briefing")

    @rule(n=some, k=some)
    def a_record_moves_to_another_child(self, n: int, k: int) -> None:
        record = self.one(self.records, n)
        about = sorted(self.model.about(record.pk, self.now))
        was, to = Person.objects.get(pk=self.one(about, n)), self.one(self.children, k)
        if was.pk != to.pk and to.pk not in about:
            reassign.move_record(record, was, to, by=self.people[0], reason="wrong child")
            for span in self.model.subjects:
                if span.says == (record.pk, was.pk) and span.at(self.now):
                    span.until = max(self.now, span.start)
            self.model.subjects.append(Span((record.pk, to.pk), self.now))
        self.after("wrong child")

    # And after each: are both of one mind?

    def after(self, what: str) -> None:
        USED[what] = USED.get(what, 0) + 1
        self.moments.append(self.now)
        number = sum(USED.values())
        before = self.moments[(number * 7) % len(self.moments)]
        for moment in (self.now, before):
            at = moment.replace(tzinfo=clock.now().tzinfo)
            record = self.records[number % len(self.records)]
            real = {
                person.pk: {(row.extent, row.subject) for row in access.rows}
                for person, access in visibility.who_can_see(record, at)
            }
            for person in self.people:
                expected = self.model.sees(person.pk, record.pk, moment)
                found = real.get(person.pk, set())
                assert found == expected, (what, person.last_name, moment, found, expected)
                COMPARED[0] += 1
            person = User.objects.get(pk=self.people[number % len(self.people)].pk)
            seen = {one.pk for one in self.records if self.model.sees(person.pk, one.pk, moment)}
            if number % 3:
                assert set(visibility.newest_for(person, at)) == seen
            else:  # built anew in the ORM each time, which is slow
                assert set(visibility.visible_to(person, at).values_list("pk", flat=True)) == seen
            access = visibility.access_to(person, record, at)
            assert (access is not None) == (record.pk in seen)
            COMPARED[0] += 1 + len(self.records)


def test_no_difference_from_the_model(ground, figures):
    Sight.ground = ground
    USED.clear()
    assert notify.notify is _quiet
    while sum(USED.values()) < LEAST:
        run_state_machine_as_test(
            Sight,
            settings=settings(
                max_examples=BATCH,
                stateful_step_count=STEPS,
                deadline=None,
                print_blob=False,
                database=None,
                suppress_health_check=list(HealthCheck),
                phases=(Phase.generate, *SHRINK),
            ),
        )
    figures("need to know against the model", f"{sum(USED.values()):,} steps, {COMPARED[0]:,} comparisons")
    assert COMPARED[0] >= 20 * LEAST and len(USED) >= KINDS_OF_STEP, USED
