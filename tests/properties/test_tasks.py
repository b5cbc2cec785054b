"""What is recorded is heard, every open task is on a list of whoever must do it, and doing it takes it off (R: C7, C9).

One step is one thing that happens at a school; after each, what one person's home leads to is compared with what the
rows themselves say is open, and with time what nobody looked at must have reached a person who can open it.
"""

import os
from contextlib import ExitStack
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from accounts import deputies, leaving, roles
from accounts.models import User
from accounts.notices import home, kinds, notify
from accounts.notices.models import Notice
from accounts.roles import Role
from core import clock
from core.refusals import Refused
from records.intake import concerns
from records.intake.models import Concern
from records.models import Exclusion
from records.need_to_know import grants, visibility
from sharing.decisions import audience, follow_up, later_entries, recording
from sharing.decisions.facts import AccessEnded, NotComplete
from sharing.decisions.models import Advice, Event, Question, ShareDecision
from sharing.decisions.notice_kinds import Kind
from sharing.internal import emergency, requests
from sharing.internal.models import AccessRequest, EmergencyAccess
from sharing.questionnaire import advice
from sharing.questionnaire.facts import of_context
from tests.conftest import LONG, looked_at_and_undone
from tests.factories import World, user
from tests.reaching import reached
from tests.sharing.unshared import not_shared

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("C7", "C9")]
STEPS = 100
LEAST = int(os.environ.get("TASK_STEPS", 20_000 if LONG else 1_000))
BATCH = 4
SHRINK = () if os.environ.get("TASK_SHRINK") == "no" else (Phase.shrink,)
PEOPLE = ("head", "dsl", "deputy_dsl", "senco", "teacher", "dpo", "chair")
LEADS = {Role.DSL, Role.DEPUTY_DSL, Role.HEADTEACHER}
MOST_DECISIONS = 3
some = st.integers(0, 2**16)
TAKEN = [0]
NOT_SHARED = not_shared(why=["too_much"], reasons="The family is private.", category="")


class Tasks(RuleBasedStateMachine):
    world: World

    @initialize()
    def begin(self) -> None:
        self.context = ExitStack()
        self.context.enter_context(looked_at_and_undone())
        self.hands = self.context.enter_context(clock.standing_at(clock.london(2026, 11, 30, 9)))
        self.people = [User.objects.get(pk=getattr(self.world, name).pk) for name in PEOPLE]
        self.people.append(user(Role.DEPUTY_DSL, last_name="Yew"))
        self.made = 0

    def teardown(self) -> None:
        if hasattr(self, "context"):
            self.context.close()

    def one(self, of: list[Any], n: int) -> Any:
        return of[n % len(of)]

    def here(self) -> list[User]:
        return [person for person in self.people if person.is_active]

    def staff(self, n: int) -> User | None:
        here = [person for person in self.here() if roles.held_by(person) & roles.READERS]
        return self.one(here, n) if here else None

    def refused_or(self, act: Any) -> Any:
        """What is recorded; None where it was refused, with whom to ask."""
        try:
            with transaction.atomic():
                return act()
        except Refused as refusal:
            assert any(word in str(refusal) for word in ("Ask ", "Call ", "has left", "already", "open")), str(refusal)
            return None

    # What is recorded

    @rule(n=some, harm=st.booleans(), shares=st.booleans(), ticked=st.sets(st.sampled_from((*PEOPLE[:3], "chair"))))
    def a_decision_is_recorded(self, n: int, harm: bool, shares: bool, ticked: set[str]) -> None:
        by = self.staff(n)
        if by is None or self.made >= MOST_DECISIONS or not visibility.person_known_to(by, self.world.child.public_id):
            return
        self.made += 1
        grants.grant(self.world.record, by, by=self.world.dsl)
        keep = [
            str(person.public_id) for person in (getattr(self.world, name) for name in sorted(ticked)) if person != by
        ]
        changed: dict[str, Any] = {"safe": {"harm": "yes" if harm else "no"}}
        changed |= {"adult": {"adult": "no"}} if harm else {}
        changed |= {"keep-from": {"people": keep}} if keep else {}
        changed |= {} if shares else NOT_SHARED
        context = self.world.context(self.world.draft(by, **changed))
        told = audience.listeners(by, context.subjects.people, context.safety.withheld, harm)
        if not told:
            return
        try:
            facts = of_context(context)
        except (NotComplete, AccessEnded):
            return
        made = self.refused_or(lambda: recording.record(facts))
        if made:
            assert self.heard(made.reference, made.decided_by), made.reference
        self.after("decision")

    @rule(n=some, to=st.sampled_from([concerns.DSL, concerns.HEAD, concerns.CHAIR]))
    def a_concern_is_passed_on(self, n: int, to: str) -> None:
        by = self.one(self.here(), n)
        made = self.refused_or(
            lambda: concerns.pass_on(by=by, about="Amina", what="She cried.", when="today", to=to, once=uuid4())
        )
        if made:
            assert self.heard(made.reference, None), to
        self.after("concern")

    @rule(n=some, kind=st.sampled_from(["safeguarding", "medical", "behaviour"]))
    def access_is_asked_for(self, n: int, kind: str) -> None:
        by = self.staff(n)
        if by:
            until = clock.now() + timedelta(days=30)
            made = self.refused_or(lambda: requests.ask(by, self.world.child, [kind], until=until, reason="Her trip"))
            if made:
                assert self.heard(made.reference, by), kind
        self.after("request")

    @rule(n=some)
    def an_emergency_is_opened(self, n: int) -> None:
        by = self.staff(n)
        if by and emergency.told_ids([EmergencyAccess(pk=0, by=by, person=self.world.child)])[0]:
            made = self.refused_or(lambda: emergency.open_up(by, self.world.child, ["medical"], reason="Fainted"))
            if made:
                assert self.heard(made.reference, by)
        self.after("emergency")

    @rule(n=some, k=some)
    def advice_is_asked_for(self, n: int, k: int) -> None:
        by, whom = self.staff(n), self.staff(k)
        if by and whom and by != whom and Advice.objects.count() < 6:
            draft = self.world.draft(by)
            advice.ask(
                draft, by, whom, "Shall I?", people=[], shows="question", names=False, urgent=bool(n % 2), instead=False
            )
        self.after("advice")

    @rule(n=some, k=some)
    def a_question_is_asked(self, n: int, k: int) -> None:
        decisions = list(ShareDecision.objects.filter(decided_by__is_active=True).order_by("pk"))
        if decisions:
            decision = self.one(decisions, n)
            told = [
                person
                for person in self.here()
                if person != decision.decided_by and visibility.access_to(person, decision.record)
            ]
            if told:
                by = self.one(told, k)
                rows, facts = [["Question", "Why?"]], {"question": "Why?"}
                section = later_entries.add(decision.record, by, "question", rows, "Asked", facts)
                Question.objects.create(decision=decision, section=section, asked_by=by)
                notify.notify(decision.decided_by, Kind.QUESTION, decision.reference)
        self.after("question")

    # Who is there

    @rule(n=some)
    def a_person_is_kept_out(self, n: int) -> None:
        whom = self.one(self.people, n)
        kept_out = visibility.excluded_from([self.world.child])
        if len(kept_out) < 3 and whom.pk not in kept_out:
            grants.exclude(whom, by=self.world.dpo, person=self.world.child, reason="related")
            notify.pass_on_what_is_not_theirs(whom)
        self.after("exclusion")

    @rule()
    def an_exclusion_ends(self) -> None:
        row = Exclusion.objects.live().filter(person=self.world.child).first()
        if row:
            row.end()
        self.after("exclusion ended")

    @rule(n=some)
    def a_person_leaves(self, n: int) -> None:
        if len(self.here()) > 4:
            leaver = self.one(self.here(), n)
            leaving.leave(leaver)
            leaver.refresh_from_db()
        self.after("left")

    @rule(n=some, k=some, away=st.booleans())
    def a_deputy_is_named(self, n: int, k: int, away: bool) -> None:
        person, deputy = self.one(self.here(), n), self.one(self.here(), k)
        if person != deputy:
            deputies.name(person, deputy, away=away, until=clock.now() + timedelta(days=40))
        self.after("deputy")

    @rule(hours=st.sampled_from([1, 5, 30, 120]))
    def time_passes(self, hours: int) -> None:
        self.hands.move(hours=hours)
        notify.pass_on_overdue()
        if hours == 120:
            for reference in Notice.objects.filter(due_at__isnull=False).values_list("reference", flat=True).distinct():
                assert self.heard(reference, None) or not self.could_hear(reference), reference
        self.after("time")

    # What is done

    @rule(n=some, k=some)
    def a_notice_is_acknowledged(self, n: int, k: int) -> None:
        person = self.one(self.here(), n)
        if waiting := notify.waiting(person):
            notice = self.one(waiting, k)
            notify.pressed(notice)
            assert not Notice.objects.filter(person=person, reference=notice.reference, seen=None).exists()
        self.after("acknowledged")

    @rule(n=some, granted=st.booleans())
    def a_request_is_answered(self, n: int, granted: bool) -> None:
        person = self.one(self.here(), n)
        if waiting := requests.waiting(person):
            request = waiting[0]
            for place in requests.open_places(request, person):
                requests.answer(request, place, by=person, granted=granted, reason="For the trip")
            self.gone(person, "access-requests", request.reference, "access_asked")
        self.after("answered")

    @rule(n=some)
    def an_emergency_is_reviewed(self, n: int) -> None:
        person = self.one(self.here(), n)
        if waiting := emergency.to_review(person):
            emergency.review(waiting[0], by=person, justified=True)
            assert not Notice.objects.filter(reference=waiting[0].reference, seen=None).exists()
            for other in self.here():
                self.gone(other, "access-review", waiting[0].reference)
        self.after("reviewed")

    @rule(n=some, agrees=st.booleans())
    def a_decision_is_reviewed(self, n: int, agrees: bool) -> None:
        person = self.one(self.here(), n)
        for name, _, decisions in follow_up.asked_of(person):
            if name == "review":
                follow_up.review(decisions[0], person, agrees=agrees, why="We have spoken to the mother.")
                for other in self.here():
                    self.gone(other, "review", decisions[0].reference, "review")
            else:
                follow_up.keep_or_tell(decisions[0], person, keep=agrees, why="It concerns them.")
                self.gone(person, "stand-in", decisions[0].reference, "decision_stand_in")
        self.after("decision reviewed")

    # What is compared

    def heard(self, reference: str, author: User | None) -> bool:
        """Somebody has looked, or a person who is here has a notice and can open what it is about."""
        target = notify.target_of(reference)
        for notice in Notice.objects.filter(reference=reference).select_related("person", "seen"):
            if hasattr(notice, "seen"):
                return True
            person = notice.person
            if person != author and person.is_active and reference in target.known_to(person, [reference]):
                return True
        return False

    def could_hear(self, reference: str) -> bool:
        """Whether there is anybody on the staff who leads, was not told before, and may know: then they should have
        been told."""
        told = set(Notice.objects.filter(reference=reference).values_list("person", flat=True))
        decision = ShareDecision.objects.filter(reference=reference).first()
        concern = Concern.objects.filter(reference=reference).first()
        if decision is None and concern is None:
            return False  # answered by role: whoever holds it is asked
        record = decision.record if decision else concern.record
        kept_out = visibility.kept_out_of(record) | {decision.decided_by_id if decision else concern.raised_by_id}
        adult = concern is not None and record.category.code == "adult_concern_passed"
        leads = {Role.HEADTEACHER} if adult else LEADS
        return any(
            roles.held_by(person) & leads and person.pk not in kept_out | told
            for person in self.here()
            if not (adult and roles.held_by(person) & {Role.DSL, Role.DEPUTY_DSL})
        )

    def open_to(self, person: User) -> set[str]:
        """The references of all that is open for a person, by the rows themselves."""
        unseen = {n.reference for n in Notice.objects.filter(person=person, seen=None) if notify.is_known(person, n)}
        asked = {
            request.reference
            for request in AccessRequest.objects.filter(answers=None, until__gt=clock.now())
            if person in requests.answerers(request)
        }
        reviews = {
            opened.reference
            for opened in EmergencyAccess.objects.filter(review=None)
            if person in emergency.told(opened)
        }
        questions = Question.objects.filter(answer=None, decision__decided_by=person)
        advised = Advice.objects.filter(asked=person, answers=None)
        done = Event.objects.filter(what__in=(Event.What.AGREED, Event.What.OVERRULED)).values("decision")
        to_review = {
            decision.reference
            for decision in ShareDecision.objects.filter(outcome="no_share", harm="yes").exclude(pk__in=done)
            if Notice.objects.filter(person=person, kind="review", reference=decision.reference).exists()
            and visibility.access_to(person, decision.record)
        }
        named = set(questions.values_list("decision__reference", flat=True))
        return unseen | asked | reviews | named | set(advised.values_list("draft__reference", flat=True)) | to_review

    def gone(self, person: User, name: str, reference: str, kind: str = "") -> None:
        """It is off the person's list, and its notices are seen."""
        for line in home.tasks_of(person, roles.held_by(person)):
            assert line.name != name or reference not in {item.words for item in line.items}, (name, reference)
        waiting = Notice.objects.filter(person=person, reference=reference, kind=kind, seen=None)
        assert not waiting.exists(), (name, reference)

    def after(self, what: str) -> None:
        TAKEN[0] += 1
        if TAKEN[0] % 10:
            return
        person = self.one(self.here(), TAKEN[0])
        lines = home.tasks_of(person, roles.held_by(person))
        shown = {item.words for line in lines for item in line.items}
        # A task that needs a role is for those who hold it.
        wanted = self.open_to(person) if roles.held_by(person) else set()
        assert wanted <= shown, (what, person.last_name, wanted - shown)
        for line in lines:
            names = [item.words for item in line.items]
            assert len(names) == len(set(names)) or line.name.startswith(("urgent-advice", "advice")), (
                line.words,
                names,
            )
        if TAKEN[0] % 250 == 0:
            for line in lines:
                assert not line.items or reached(person, line.items[-1].link) <= 3, line.words


def test_what_is_recorded_is_heard_and_every_open_task_is_on_a_list_until_it_is_done(world):
    Tasks.world = world
    TAKEN[0] = 0
    while TAKEN[0] < LEAST:
        run_state_machine_as_test(
            Tasks,
            settings=settings(
                max_examples=BATCH,
                stateful_step_count=STEPS,
                deadline=None,
                suppress_health_check=list(HealthCheck),
                phases=(Phase.generate, *SHRINK),
            ),
        )


def test_every_open_task_is_within_three_presses_also_with_500_others_open(world):
    """Of every kind of notice, and of the tasks that are no notices, the newest of five hundred and one."""
    wanted: dict[str, str] = {}
    target = world.decide()
    others = [
        Notice(person=world.head, kind=kind, reference=target.reference)
        for kind, words in kinds.all_kinds().items()
        if kind.startswith("decision") and words.home
        for _ in range(20)
    ]
    Notice.objects.bulk_create(others)
    for name in range(30):
        concern = concerns.pass_on(
            by=world.teacher, about=f"Child {name}", what="Sad.", when="today", to=concerns.HEAD, once=uuid4()
        )
        wanted[concern.reference] = f"/concerns/{concern.slug}/"
    Notice.objects.bulk_create(
        Notice(person=world.head, kind="concern", reference=reference) for reference in list(wanted) for _ in range(15)
    )
    asked = requests.ask(
        world.teacher, world.child, ["behaviour"], until=clock.now() + timedelta(days=2), reason="For the trip"
    )
    opened = emergency.open_up(world.senco, world.child, ["medical"], reason="Fainted")
    assert Notice.objects.filter(person=world.head, seen=None).count() > 500
    if world.head in requests.answerers(asked):
        assert reached(world.head, f"/access/requests/{asked.slug}/") <= 3
    assert reached(world.head, f"/access/emergencies/{opened.slug}/") <= 3
    for address in list(wanted.values())[::7]:
        assert reached(world.head, address) <= 3
    assert reached(world.head, f"/decisions/{target.reference.replace(' ', '-')}/") <= 3
