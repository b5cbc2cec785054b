"""Importing, against what must hold whatever the files: one's own export changes nothing, the order of files does not
matter, a refused file leaves every table as it was (R: B4)."""

from collections import Counter
from datetime import date, timedelta
from itertools import permutations
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core import clock
from records.intake import imports
from records.pupils.importing import ctf
from records.pupils.importing.apply import Import
from records.pupils.importing.lines import Address, Adult, FileRefused, Line, Read
from records.pupils.importing.plan import SAME, Planner, Roll
from records.pupils.models import Enrolment, Person
from tests.conftest import LONG
from tests.records.intake.files import state

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("B4")]
UPNS = ["R201100018042", "H801200001001", "P820432124017", "A394456026127"]
NAMES = ["Vetch", "Sorrel", "O’Rush", "Ünal", "Smith-Jones"]
GIVEN = ["Linnet", "Amélie", "Robin", "Jo"]
LIMITS: dict[str, Any] = {"deadline": None, "suppress_health_check": [HealthCheck.function_scoped_fixture]}
maybe = st.none


addresses = st.builds(
    Address, st.tuples(st.sampled_from(["1 Mill Street", "Flat 2, 9 The Green"])), st.sampled_from(["", "ZZ1 1ZZ"])
)
adults = st.builds(
    lambda name, **more: Adult(
        title="Ms", given_name=name, family_name="Briar", telephone=f"01632 96000{GIVEN.index(name)}", **more
    ),
    name=st.sampled_from(GIVEN),
    relationship=st.sampled_from(["mother", "carer"]),
    responsibility=st.sampled_from(["yes", "no"]),
    priority=st.integers(1, 3),
    email=st.sampled_from(["", "a@briar.example", "b@briar.example"]),
    address=maybe() | addresses,
)
contacts = st.lists(adults, max_size=3, unique_by=lambda adult: adult.given_name).map(tuple)


@st.composite
def lines(draw) -> list[Line]:
    found = []
    for number, place in enumerate(sorted(draw(st.sets(st.integers(0, 3), min_size=1))), start=1):
        found.append(
            Line(
                number,
                upn=UPNS[place],
                given_name=draw(st.sampled_from(GIVEN)),
                family_name=NAMES[place],
                birth_date=date(2017, 1, 1 + place),
                preferred_name=draw(maybe() | st.sampled_from(GIVEN)),
                sex=draw(maybe() | st.sampled_from("FM")),
                year=draw(maybe() | st.integers(-2, 6)),
                religion=draw(maybe() | st.sampled_from(["Sikh", "None"])),
                sen=draw(maybe() | st.sampled_from("NKE")),
                free_meals=draw(maybe() | st.booleans()),
                class_name=draw(maybe() | st.sampled_from(["1A", "2B"])),
                address=draw(maybe() | addresses),
                contacts=draw(maybe() | contacts),
            )
        )
    return found


def bring(found: list[Line], stamp: list[str]) -> Counter[str]:
    """Import these lines, straight from the plan."""
    roll = Roll(clock.now())
    said = [name for name in Line.__dataclass_fields__ if name not in ("problems", "notes")]
    copies = [Line(**{name: getattr(line, name) for name in said}) for line in found]
    proposals = Planner(Read(copies, all_contacts=True), roll=roll, stamp=stamp).plan()
    Import(roll, stamp, all_contacts=True).run(proposals)
    return Counter(one.kind for one in proposals)


class Undone(Exception):
    pass


@given(st.lists(lines(), min_size=2, max_size=3))
@settings(max_examples=300 if LONG else 8, **LIMITS)
def test_the_same_files_end_the_same_in_any_order(world, files):
    stamps = [[(clock.now() - timedelta(days=9 - number)).isoformat(), str(number)] for number in range(len(files))]
    ends = []
    for order in permutations(range(len(files))):
        try:
            with transaction.atomic():
                for number in order:
                    bring(files[number], stamps[number])
                ends.append(state())
                raise Undone
        except Undone:
            pass
    assert all(end == ends[0] for end in ends)


@given(lines())
@settings(max_examples=60 if LONG else 10, **LIMITS)
def test_importing_ones_own_export_changes_nothing(world, found):
    try:
        with transaction.atomic():
            bring(found, [(clock.now() - timedelta(days=1)).isoformat(), "x"])
            before = state()
            enrolled = Enrolment.objects.live().values("person")
            export = ctf.write(
                list(Person.objects.filter(pk__in=enrolled).exclude(pk=world.child.pk)), world.school, clock.now()
            )
            read = ctf.read(export, world.school)
            counts = bring(read.lines, [clock.now().isoformat(), "y"])
            assert set(counts) == {SAME}, [line.problems for line in read.lines]
            assert state() == before
            raise Undone
    except Undone:
        pass


@given(
    st.binary(max_size=400)
    | st.text(max_size=200).map(lambda text: f"<CTfile>{text}".encode("utf-8", "surrogatepass"))
    | st.lists(st.text(max_size=8), max_size=6).map(lambda cells: ",".join(cells).encode("utf-8", "surrogatepass"))
)
@settings(max_examples=400 if LONG else 60, **LIMITS)
def test_a_refused_file_leaves_every_table_as_it_was(world, content):
    def counts() -> dict[str, int]:
        return {model._meta.label: model._default_manager.count() for model in apps.get_models()}

    before = counts()
    try:
        with transaction.atomic():
            imports.take(content, "x", world.office)
            raise Undone  # it was taken, which is as well
    except FileRefused:
        assert counts() == before
    except Undone:
        pass
