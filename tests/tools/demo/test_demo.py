"""The demo school is made by the product's own functions, whole, and the same every time."""

import pytest
from django.db import connection

from accounts.models import User
from accounts.roles import Role
from records.intake import concerns, held
from records.intake.models import ImportRun
from records.models import Record
from records.need_to_know import search, visibility
from records.pupils.models import Pupil
from sharing.decisions.models import ShareDecision
from tests.conftest import LONG
from tests.databases import undone
from tests.records.intake.files import state
from tools.demo import school
from tools.demo.people import PEOPLE

pytestmark = [pytest.mark.django_db, pytest.mark.by_turns, pytest.mark.keeps_no_count]


def somebody(role: str) -> User:
    return User.objects.get(email=next(person.email for person in PEOPLE if person.role == role))


def look(children: int, records: int, decisions: int) -> None:
    assert Pupil.objects.count() == children and User.objects.count() == len(PEOPLE) >= 60
    assert ShareDecision.objects.count() == decisions + 4
    written = Record.objects.exclude(category__code__in=("draft", "held", "share_decision", "concern"))
    assert written.count() >= records
    assert set(ImportRun.objects.values_list("state", flat=True)) == {"done"}
    assert {person.role for person in PEOPLE} == set(Role)
    dsl, teacher = somebody(Role.DSL), somebody(Role.TEACHER)
    assert [one.full_name for one in search.find(teacher, "amina yusuf")] == ["Amina Yusuf"]
    assert search.find(teacher, "teasel") == [] and len(search.find(dsl, "teasel vetch")) == 1
    assert {one.kind for one in held.waiting(dsl)} == {"in_care", "child"}
    assert concerns.waiting(teacher) == [] and not visibility.visible_to(somebody(Role.ADMINISTRATOR)).exists()


@pytest.fixture
def small(monkeypatch):
    for name, value in (("CHILDREN", 40), ("RECORDS", 14), ("DECISIONS", 6), ("CONCERNS", 3)):
        monkeypatch.setattr(school, name, value)


def test_a_small_demo_school_is_whole_and_the_same_every_time(small):
    ends = []  # that it is made the same twice is no matter of the database: daily on one of them
    for _ in range(2 if LONG or connection.vendor == "sqlite" else 1):
        with undone():
            school.build()
            look(40, 14, 6)
            ends.append((state(), sorted(ShareDecision.objects.values_list("outcome", flat=True))))
    assert ends[0] == ends[-1]


@pytest.mark.long
def test_the_whole_demo_school():
    school.build()
    look(420, 400, 200)
