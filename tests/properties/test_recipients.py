"""One rule for recipients, against a small model: the same person gets the same answer, however they are named, at
whichever door, and whoever records it (R: C5, G6c, G9)."""

import os
from dataclasses import dataclass, replace
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from core import clock
from records.corrections import protection
from records.pupils import roll
from records.pupils.models import Contact, Person
from sharing.decisions import recording
from sharing.decisions.facts import Facts, Recipient
from sharing.decisions.models import DecisionRecipient
from sharing.decisions.standing import RecipientRefused, Standing, Standings
from sharing.directory.models import Agency
from sharing.questionnaire.facts import of_context
from tests.conftest import LONG
from tests.factories import child

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.requirement("C5"),
    pytest.mark.requirement("G6c"),
    pytest.mark.requirement("G9"),
]
LEAST = int(os.environ.get("RECIPIENT_STEPS", 20_000 if LONG else 1_000))
STEPS, BATCH, EVERY = 50, 5, 10
Kind = DecisionRecipient.Kind
CYRILLIC = str.maketrans("abvgdeziklmnoprstufhABVGDEZIKLMNOPRSTUFH", "абвгдезиклмнопрстуфхАБВГДЕЗИКЛМНОПРСТУФХ")
ACCENTS = str.maketrans("aeiouAEIOU", "áêïõúÁÊÏÕÚ")
DISGUISES: dict[str, Any] = {
    "as it is": lambda given, family: f"{given} {family}",
    "capitals": lambda given, family: f"{given} {family}".upper(),
    "small": lambda given, family: f"{given} {family}".lower(),
    "with a title": lambda given, family: f"Dr {given} {family}",
    "turned round": lambda given, family: f"{family}, {given}",
    "a sign of no width": lambda given, family: f"{given[:2]}\u200b{given[2:]} {family[:1]}\u2060{family[1:]}",
    "accents": lambda given, family: f"{given} {family}".translate(ACCENTS),
    "another script": lambda given, family: f"{given} {family}".translate(CYRILLIC),
    "wide letters": lambda given, family: "".join(
        chr(ord(c) + 0xFEE0) if c.isalpha() else c for c in f"{given} {family}"
    ),
    "a slip": lambda given, family: f"{given} {family[:-1]}{family[-1]}{family[-1]}",
    "an initial between": lambda given, family: f"{given} Q. {family}",
    "more words": lambda given, family: f"{given} {family}, who lives in the next road",
    "many spaces": lambda given, family: f"  {given}\u00a0 {family} ",
}
BODIES = {"none": "", "a stroke": "-", "an organisation": "Harbour View Trust", "of the directory": "CAMHS"}


@dataclass
class Known:
    """A person of the model: what the world knows them as."""

    person: Person | None
    given: str
    family: str
    child: str = ""  # whose contact: "own", "other"
    responsible: str = "unknown"
    limited: bool = False
    is_a: str = ""  # "pupil", "subject", "colleague", "stranger"


class World(RuleBasedStateMachine):
    ground: Any

    def __init__(self) -> None:
        super().__init__()
        self.held = transaction.atomic()
        self.held.__enter__()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.held.__exit__(None, None, None)

    @initialize()
    def begin(self) -> None:
        world, self.facts = self.ground
        other = child("Tobias", "Vetchling", into="3A")
        self.subject, self.world = world.child, world
        self.people = [
            self._contact(self.subject, "own", "Halima", "Quillfeather", "yes"),
            self._contact(self.subject, "own", "Bernard", "Osterley", "yes"),
            self._contact(self.subject, "own", "Winifred", "Tolliver", "no"),
            self._contact(other, "other", "Cordelia", "Pemberton", "yes"),
            Known(other, "Tobias", "Vetchling", is_a="pupil"),
            Known(self.subject, "Amina", "Yusuf", is_a="subject"),
            Known(None, world.senco.first_name, world.senco.last_name, is_a="colleague"),
            Known(None, "Marguerite", "Zandstra", is_a="stranger"),
        ]

    def _contact(self, of: Person, which: str, given: str, family: str, responsible: str) -> Known:
        adult = roll.add_contact(of, "relative", given_name=given, family_name=family, responsibility=responsible).adult
        return Known(adult, given, family, child=which, responsible=responsible)

    # What changes

    @rule(
        what=st.sampled_from(["limited", "no longer limited", "yes", "no", "unknown", "no contact"]),
        n=st.integers(0, 2),
    )
    def something_changes(self, what: str, n: int) -> None:
        if what == "limited":
            self.a_court_limits_one(n)
        elif what == "no longer limited":
            self.the_limit_ends(n)
        elif what == "no contact":
            self.a_contact_ends(n)
        else:
            self.responsibility_changes(n, what)

    def a_court_limits_one(self, n: int) -> None:
        known = self.people[n]
        if known.person and not known.limited:
            protection.limit(self.subject, known.person, by=self.world.dsl, reason="An order of a court.")
            known.limited = True
        count("limit")

    def the_limit_ends(self, n: int) -> None:
        known = self.people[n]
        if known.person and known.limited:
            protection.lift_limit(self.subject, known.person, by=self.world.dsl, reason="It has ended.")
            known.limited = False
        count("lift")

    def responsibility_changes(self, n: int, responsible: str) -> None:
        known = self.people[n]
        rows = Contact.objects.live().filter(adult=known.person)
        if known.child and rows:
            for row in rows:
                row.end()
            roll.add_contact(self.subject, "relative", adult=known.person, responsibility=responsible)
            known.responsible = responsible
        count("responsibility")

    def a_contact_ends(self, n: int) -> None:
        known = self.people[n]
        if known.child and not known.limited and sum(bool(p.child == "own") for p in self.people) > 1:
            for row in Contact.objects.live().filter(adult=known.person):
                row.end()
            known.child = ""
        count("end")

    # Naming them

    @rule(
        n=st.integers(0, 7),
        door=st.sampled_from(["ticked", "typed", "asked"]),
        disguise=st.sampled_from(sorted(DISGUISES)),
        body=st.sampled_from(sorted(BODIES)),
        near=st.booleans(),
    )
    def one_is_named(self, n: int, door: str, disguise: str, body: str, *, near: bool) -> None:
        known = self.people[n]
        if door == "ticked" and not (known.child or known.limited):
            door = "typed"
        author = self.world.teacher if near else self.world.other_teacher
        recipient = self._recipient(known, door, disguise, body)
        standing = Standings(author, [self.subject], clock.now()).of(recipient).standing
        expected = self._expected(known, door, body, near=near)
        assert standing in expected, (known, door, disguise, body, near, standing, expected)
        count(door)
        if sum(USED.values()) % EVERY == 0 and near:
            self._record(recipient, standing)

    def _recipient(self, known: Known, door: str, disguise: str, body: str) -> Recipient:
        if door == "ticked":
            assert known.person
            return Recipient(Kind.PARENT, known.person.full_name, "relative", adult=known.person)
        name, at = DISGUISES[disguise](known.given, known.family), BODIES[body]
        agency = Agency.objects.filter(name=at).first()
        return Recipient(Kind.OUTSIDE, name, "relative", at, agency=agency, typed=True)

    def _expected(self, known: Known, door: str, body: str, *, near: bool) -> set[Standing]:
        """What the model says. `near`: the author sees the contacts of this child, and of no other."""
        private = body in ("none", "a stroke")
        rest = {"an organisation": Standing.ORGANISATION, "of the directory": Standing.AGENCY}.get(
            body, Standing.PRIVATE
        )
        if known.limited:
            return {Standing.LIMITED}
        if door == "ticked":
            if known.child == "own":
                return {Standing.RESPONSIBLE if known.responsible == "yes" else Standing.CONTACT}
            return {Standing.OTHER_FAMILY}
        met = {
            "pupil": Standing.PUPIL,
            "subject": Standing.SUBJECT,
            "colleague": Standing.COLLEAGUE_TYPED,
        }.get(known.is_a)
        if known.child == "own" and near:
            met = Standing.CONTACT_TYPED
        if known.child == "other" and not near:
            met = Standing.OTHER_FAMILY  # the other teacher sees the contacts of that class
        if met is None:
            return {rest}
        return {met if private else Standing.NAMESAKE}

    def _record(self, recipient: Recipient, standing: Standing) -> None:
        """Recording refuses the same, whatever the pages let through."""
        facts: Facts = replace(self.facts, recipients=(recipient,), agreed=True)
        why = Standings(facts.author, facts.subjects, clock.now()).refusal(recipient)
        with transaction.atomic():
            if why:
                with pytest.raises(RecipientRefused):
                    recording.record(facts)
            else:
                recording.record(facts)
            transaction.set_rollback(True)
        count("recorded")


USED: dict[str, int] = {}


def count(kind: str) -> None:
    USED[kind] = USED.get(kind, 0) + 1


def test_the_same_person_gets_the_same_answer_however_they_are_named(world, figures):
    facts = of_context(world.context(world.draft()))
    World.ground = (world, facts)
    USED.clear()
    while sum(USED.values()) < LEAST:
        run_state_machine_as_test(
            World,
            settings=settings(
                max_examples=BATCH,
                stateful_step_count=STEPS,
                deadline=None,
                print_blob=False,
                database=None,
                suppress_health_check=list(HealthCheck),
                phases=(Phase.generate, Phase.shrink),
            ),
        )
    figures("recipients against the model", f"{sum(USED.values()):,} steps: {USED}")
    assert len(USED) == 8
