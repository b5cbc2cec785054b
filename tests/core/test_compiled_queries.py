"""Prepared queries give what the ORM gives, and never answer another question (R: G1)."""

from datetime import datetime

import pytest
from django.db import connection
from django.db.models import Count
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from core import clock
from core.compiled_queries import Prepared
from records.models import RecordSubject

pytestmark = pytest.mark.django_db


def rows(record: int, at: datetime | None):
    found = RecordSubject.objects.live(at).filter(record=record)
    return found.select_related("person__pupil", "move").annotate(number=Count("record__sections")).order_by("pk")


def test_objects_are_those_of_the_orm_with_what_is_selected_and_annotated(world):
    prepared = Prepared(lambda record, at, **_: rows(record, at))
    now = clock.now()
    wanted = list(rows(world.record.pk, now))
    assert prepared.objects(record=world.record.pk, at=now) == wanted
    with CaptureQueriesContext(connection) as captured:
        found = prepared.objects(record=world.record.pk, at=now)
        for one, other in zip(found, wanted, strict=True):
            fields = [field.attname for field in one._meta.concrete_fields]
            assert [getattr(one, name) for name in fields] == [getattr(other, name) for name in fields]
            assert (one.number, one.move, one.person) == (other.number, other.move, other.person)
            assert one.person.pupil.upn == other.person.pupil.upn
    assert len(captured) == 1
    assert prepared.first(record=0, at=now) is None


@pytest.mark.parametrize("values", [{}, {"word": "a", "at": clock.FAR}])
def test_a_value_too_few_or_too_many_is_an_error(values):
    prepared = Prepared(lambda word, **_: User.objects.filter(last_name=word))
    with pytest.raises(ValueError, match="takes word"):
        prepared.rows(**values)


def test_a_value_that_the_query_changes_on_the_way_is_an_error(world):
    prepared = Prepared(lambda word, **_: User.objects.filter(last_name=word.upper()))
    with pytest.raises(ValueError, match="takes"):
        prepared.rows(word=world.teacher.last_name)
