"""Power, step by step (R: T4): what an Administrator asks for and accomplices press, in any order, gives nobody more
and takes nothing from those who watch, until a second person agrees; then those concerned and the DPO have heard.

One step is one act. What a second person agrees to is the new beginning; everything else must leave power as it was.
"""

import os
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from accounts import approvals, provider_setup, roles
from accounts.account_changes import NameDeputy
from accounts.models import PendingChange, User
from accounts.notices import notify
from accounts.notices.models import Notice
from accounts.power import Effect
from accounts.roles import Role
from core import clock, terms
from core.refusals import Refused
from oversight.settings import reached, sessions
from records.models import Category, Rule
from records.need_to_know import rules
from records.pupils import staff
from records.pupils.models import ClassStaff, SchoolClass
from sharing.directory import changes
from sharing.directory.models import AgencyContact
from sharing.internal import emergency, giving, requests
from sharing.internal.models import AccessGiven, AccessRequest
from tests import power
from tests.conftest import LONG
from tests.power import ACCOMPLICES, Power, untold, wrong

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("T4", "G1")]
STEPS = 50
LEAST = int(os.environ.get("POWER_STEPS", 20_000 if LONG else 1_000))
COMPARE_EACH = 10
ALLOWED = ("answer", "give")
"""Steps after which power may be another: they compare before, and begin again."""
some = st.integers(0, 2**16)
WATCHERS = ("head", "dsl", "deputy_dsl", "dpo", "chair", "coming")
PEOPLE = (*WATCHERS, *ACCOMPLICES, "senco", "teacher")
USED: dict[str, int] = {}


class Acts(RuleBasedStateMachine):
    world: Any = None

    @initialize()
    def begin(self) -> None:
        self.point = transaction.savepoint()
        self.people = {name: User.objects.get(pk=getattr(self.world, name).pk) for name in PEOPLE}
        self.admin = User.objects.get(pk=self.world.administrator.pk)
        self.records = [record.pk for record in self.world.kinds]
        self.held = {one.pk: roles.held_by(one) for one in self.people.values()}
        self.steps = 0
        self.before = Power(self.world, self.records)

    def teardown(self) -> None:
        if hasattr(self, "point"):
            try:
                self.compare("the end")
            finally:
                transaction.savepoint_rollback(self.point)

    def one(self, rows: Any, n: int) -> Any:
        rows = list(rows)
        return rows[n % len(rows)]

    def person(self, n: int) -> User:
        return User.objects.get(pk=self.people[self.one(PEOPLE, n)].pk)

    def try_(self, what: str, act: Callable[[], object]) -> bool:
        """Whether it was done, and not refused."""
        USED[what] = USED.get(what, 0) + 1
        self.steps += 1
        try:
            with transaction.atomic():
                act()
            done = True
        except Refused:
            done = False
        if self.steps % COMPARE_EACH == 0 and what not in ALLOWED:
            self.compare(what)
        return done

    def compare(self, what: str) -> None:
        assert not wrong(self.before, Power(self.world, self.records), self.world), what

    # What the Administrator asks for

    @rule(n=some, k=some, kind=st.sampled_from(["give_role", "change_email", "reset_factor", "end_role", "leave"]))
    def an_account(self, n: int, k: int, kind: str) -> None:
        person = self.person(n)
        held = sorted(roles.held_or_to_be(person)) or ["teacher"]
        role = self.one(held if kind == "end_role" else Role.values, k) if kind.endswith("role") else ""
        email = f"mallory{self.steps}@elsewhere.test" if kind == "change_email" else ""
        self.try_(kind, lambda: approvals.ask(kind, person, by=self.admin, role=role, email=email))

    @rule(n=some, k=some, ends=st.booleans())
    def a_rule(self, n: int, k: int, ends: bool) -> None:
        category = self.one(Category.objects.filter(code__in=["safeguarding", "medical", "sen"]).order_by("pk"), n)
        live = list(Rule.objects.live().filter(category=category).order_by("pk"))
        if ends and live:
            self.try_("end rule", lambda: rules.ask_to_end(self.one(live, k), by=self.admin))
        else:
            role = self.one(Role.values, k)
            more = {"role": role, "relation": "any", "extent": 5}
            self.try_("add rule", lambda: rules.ask_to_add(by=self.admin, category=category, **more))

    @rule(n=some, k=some, renames=st.booleans())
    def a_category(self, n: int, k: int, renames: bool) -> None:
        category = self.one(Category.objects.filter(code__in=["safeguarding", "medical", "sen"]).order_by("pk"), n)
        if renames:
            name = f"Minutes {self.steps}"
            self.try_("rename", lambda: rules.ask_to_rename(by=self.admin, category=category, name=name))
        else:
            role = self.one(["", *Role.values], k)
            self.try_("owner", lambda: rules.ask_to_own(by=self.admin, category=category, role=role))

    @rule(n=some, ends=st.booleans())
    def a_class(self, n: int, ends: bool) -> None:
        rows = list(ClassStaff.objects.filter(until=clock.FAR).order_by("pk"))
        if ends and rows:
            self.try_("end class", lambda: staff.end_with_class(self.one(rows, n), by=self.admin))
        else:
            detail = {"class": str(SchoolClass.objects.get(name="4C").public_id)}
            person = self.person(n)
            self.try_("class", lambda: approvals.ask("put_in_class", person, by=self.admin, detail=detail))

    @rule(n=some, k=some, asks=st.sampled_from(["admin", "dpo"]), checked=st.booleans())
    def where_an_agency_is_reached(self, n: int, k: int, asks: str, checked: bool) -> None:
        contact = self.one(AgencyContact.objects.order_by("pk"), n)
        new = {name: getattr(contact, name) for name in changes.OF_CONTACT}
        other = {"address": f"m{k}@elsewhere.test", "name": "Mallory", "active": False, "usual": True}
        name = self.one([*other, "new"], k)
        new |= {name: other[name]} if name in other else other
        known, by = contact if name in other else None, self.admin if asks == "admin" else self.people["dpo"]
        ask = changes.ask_for_contact
        self.try_("contact", lambda: ask(contact.agency, known, new, checked=checked, by=by))

    @rule(n=some, k=some)
    def the_schools_numbers(self, n: int, k: int) -> None:
        name = self.one(reached.GUARDED, n)
        value: Any = {"look_within_days": k % 5 + 1, "look_within_hours_urgent": k % 24 + 1}.get(name, f"01632 {k}")
        if name == "bell":
            value = f"{k % 24:02}:00:00"
        if name == "access_until":
            value = clock.today() + timedelta(days=k % 360)
        self.try_("numbers", lambda: reached.ask({**reached.now(), name: value}, by=self.admin))

    @rule(idle=st.integers(5, 30), fresh=st.integers(15, 240))
    def the_times(self, idle: int, fresh: int) -> None:
        self.try_("times", lambda: sessions.change({"idle_minutes": idle, "fresh_minutes": fresh}, by=self.admin))

    @rule()
    def the_provider_is_turned_off(self) -> None:
        self.try_("provider", lambda: provider_setup.stop(self.admin))

    # What accomplices press

    def accomplices(self) -> list[User]:
        """Those who have not been given a role since, by two people: it may let them do what they try."""
        people = [self.people[name] for name in ACCOMPLICES]
        return [one for one in people if roles.held_by(one) <= self.held[one.pk]]

    @rule(n=some, k=some)
    def an_accomplice_agrees(self, n: int, k: int) -> None:
        waiting = list(PendingChange.objects.filter(answer=None).order_by("pk"))
        who = self.one([*self.accomplices(), self.admin], k)
        if waiting:
            change = self.one(waiting, n)
            self.try_("accomplice agrees", lambda: approvals.answer(change, by=who, agreed=True))

    @rule(n=some, k=some)
    def an_accomplice_asks_answers_or_opens(self, n: int, k: int) -> None:
        if not self.accomplices():
            return
        who, child = self.one(self.accomplices(), n), self.world.child
        until, open_ = clock.now() + timedelta(days=1), list(AccessRequest.objects.order_by("pk"))
        acts: list[Callable[[], object]] = [
            lambda: emergency.open_up(who, child, ["safeguarding"], reason="now"),
            lambda: approvals.ask(NameDeputy.kind, who, by=self.people["senco"]),
        ]
        if len(open_) < 3:
            acts.append(lambda: requests.ask(who, child, ["safeguarding", "medical"], until=until, reason="a trip"))
        if open_:
            for place in ("dsl", "medical", "headteacher"):
                acts.append(lambda place=place: requests.answer(open_[0], place, by=who, granted=True))  # type: ignore[misc]
        self.try_("accomplice acts", self.one(acts, k))

    # What those do who may

    @rule(n=some, k=some, agreed=st.booleans())
    def a_second_person_answers(self, n: int, k: int, agreed: bool) -> None:
        waiting = list(PendingChange.objects.filter(answer=None).order_by("pk"))
        if not waiting:
            return
        change = self.one(waiting, n)
        seconds = approvals.second_persons(change)
        if not seconds:
            return
        self.compare("before an answer")
        by = self.one(seconds, k)
        assert by not in (change.asked_by, change.person)
        concerned = approvals.concerned(change)
        if self.try_("answer", lambda: approvals.answer(change, by=by, agreed=agreed)) and agreed:
            told = set(Notice.objects.filter(reference=change.reference).values_list("person", flat=True))
            assert {one.pk for one in concerned} <= told | {change.asked_by_id}, change.kind
            assert not untold(PendingChange.objects.get(pk=change.pk))
            self.before = Power(self.world, self.records)

    @rule(n=some, k=some, days=st.integers(-1, 30_000))
    def the_owner_gives_access(self, n: int, k: int, days: int) -> None:
        to, record = self.person(n), self.one(self.world.kinds, k)
        by = self.people["head"]
        if Role.HEADTEACHER not in roles.held_by(by) or to == by:
            return
        self.compare("before access is given")
        until = clock.now() + timedelta(days=days)
        more = {"by": by, "reason": "a trip", "until": until, "all_about": self.world.child}
        if self.try_("give", lambda: giving.give(record, to, **more)):
            assert until <= clock.end_of(terms.last_day_of_access())
            gift = AccessGiven.objects.latest("pk")
            told = {one.person for one in Notice.objects.filter(reference=gift.reference)}
            lead = [one for role in giving.LINE for one in roles.holders(role) if one not in (by, to)]
            assert to in told and (not lead or told & set(lead))
            self.before = Power(self.world, self.records)


def test_nobody_has_more_power_and_no_watcher_less_unless_a_second_person_agreed(world, figures, monkeypatch):
    monkeypatch.setattr(notify, "send", lambda *_: None)  # the notices stay; their mails would only take time
    Acts.world = power.grow(world)
    assert {handler.effect for handler in approvals.kinds().values()} == set(Effect)
    USED.clear()
    while sum(USED.values()) < LEAST:
        run_state_machine_as_test(
            Acts,
            settings=settings(
                max_examples=5,
                stateful_step_count=STEPS,
                deadline=None,
                print_blob=False,
                database=None,
                suppress_health_check=list(HealthCheck),
                phases=(Phase.generate,),
            ),
        )
    figures("power step by step", f"{sum(USED.values()):,} steps")
    assert len(USED) >= 15, USED
