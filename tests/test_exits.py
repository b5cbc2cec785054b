"""Whatever leaves by any exit is what its reader may open: every exit, an arbitrary world (R: G1).

An exit is a page, a list, a search, a file, a mail, an error. What it may reveal: names and ids of children, ids of
records, references of decisions. `tests/leaving.py` says where each subject's exits are.
"""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core import clock
from records.need_to_know import grants
from tests.conftest import LONG
from tests.factories import browser_for
from tests.leaving import Ground, exits
from tests.walking import Page, of_kind

pytestmark = [pytest.mark.django_db, pytest.mark.by_turns, pytest.mark.requirement("G1")]


def test_every_page_without_an_object_is_an_exit_or_holds_no_list():
    assert {name for name, page in of_kind(Page).items() if page.lists} <= exits().keys()


def arbitrary(protected: set[int], kept_out: set[tuple[int, int]], given_: set[tuple[int, int]]) -> Ground:
    """A world: who is protected, kept out, granted what."""
    ground = Ground(protected)
    world, until = ground.world, clock.now() + timedelta(days=60)
    for who, what in sorted(given_):
        person, record = ground.people[who % len(ground.people)], ground.records[what % len(ground.records)]
        if not grants.refusal(record.category, person):
            grants.grant(record, person, by=world.dsl, until=until, reason="On the trip")
    for who, what in sorted(kept_out):
        person, child = ground.people[who % len(ground.people)], ground.children[what]
        grants.exclude(person, by=world.head, person=child, reason="related")
    return ground


@pytest.mark.keeps_no_count  # each world is rolled back, its entries with it
@settings(
    max_examples=30 if LONG else 2,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)
@given(
    protected=st.sets(st.integers(0, 3)),
    kept_out=st.sets(st.tuples(st.integers(0, 12), st.integers(0, 3)), max_size=12),
    given_=st.sets(st.tuples(st.integers(0, 12), st.integers(0, 9)), max_size=8),
    readers=st.sets(st.integers(0, 12), min_size=4, max_size=4),
)
def test_no_exit_reveals_what_its_reader_may_not_open(protected, kept_out, given_, readers, db):
    point = transaction.savepoint()
    try:
        ground, found = arbitrary(protected, kept_out, given_), []
        for person in (ground.people[n] for n in sorted(readers)):
            hidden, client = ground.may_not(person), browser_for(person)
            for name, leave in exits().items():
                text = leave(client, ground, person)
                if name == "log:log":
                    hidden_here = {sign: what for sign, what in hidden.items() if "-" not in sign}  # ids, and no names
                else:
                    hidden_here = hidden
                found += [f"{name}, {person}: shows {what}" for sign, what in hidden_here.items() if sign in text]
                if name == "mail" and any(child.given_name in text for child in ground.children):
                    found.append(f"{name}, {person}: names a child")
        assert not found, "\n".join(found)
    finally:
        transaction.savepoint_rollback(point)
