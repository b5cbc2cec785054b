"""What opens is exactly the rule: roles, papers, times, against a small model of its own (R: P1)."""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts import roles
from accounts.roles import Role
from core import clock
from records import data_keys, sealing
from sharing.disclosures.models import Disclosure
from sharing.governors import copies, preparing, reading_rules
from sharing.governors.models import Copy, Paper, PaperPage, Ready
from tests.conftest import LONG
from tests.factories import World, browser_for, user
from tests.sharing.governors.meeting import Board

pytestmark = [pytest.mark.by_turns, pytest.mark.django_db, pytest.mark.requirement("P1"), pytest.mark.keeps_no_count]
ROLES = (Role.GOVERNOR, Role.CHAIR, Role.CLERK, Role.HEADTEACHER, Role.TEACHER, Role.ADMINISTRATOR, Role.DPO)
WHEN = ("before", "issued", "last moment", "closed", "a month later")


@pytest.fixture
def board(db):
    return World() and Board()


GOOD = {
    "role": Role.GOVERNOR,
    "ended": False,
    "named": "yes",
    "accepted": "yes",
    "kept": "no",
    "all_pages": True,
    "swapped": "no",
    "copy": False,
    "when": "issued",
}
OTHERWISE: list[tuple[str, object]] = [
    *(("role", role) for role in ROLES),
    ("ended", True),
    ("named", "no"),
    ("named", "taken away"),
    ("accepted", "no"),
    ("accepted", "an older version"),
    ("kept", "yes"),
    ("kept", "it ended"),
    ("all_pages", False),
    ("swapped", "yes"),
    ("swapped", "not yet all there"),
    ("copy", True),
    *(("when", when) for when in WHEN),
]


def rule(case: dict) -> bool:
    """The rule, said once more in plain words, without the database."""
    return (
        case["role"] in ("governor", "chair", "clerk", "headteacher")
        and not case["ended"]
        and case["named"] == "yes"
        and case["accepted"] == "yes"
        and case["kept"] != "yes"
        and case["all_pages"]
        and case["swapped"] != "yes"
        and case["when"] in ("issued", "last moment")
    )


def play(board, case: dict) -> None:
    """Let it happen so, and look: what opens is what the rule says, also in the browser."""
    point = transaction.savepoint()
    try:
        with clock.standing_at(clock.now()) as hands:
            who = user(case["role"])
            if case["role"] in reading_rules.ATTEND and case["named"] != "no":
                preparing.name(board.meeting, who, by=board.clerk)
            paper = drawn(board, case["all_pages"])
            if case["accepted"] != "no":
                preparing.accept(board.meeting, who)
            if case["accepted"] == "an older version":
                preparing.MeetingUndertaking.objects.create(version=9, text="More", since=clock.now())
            if case["kept"] != "no":
                row = preparing.keep_from(board.first, who, "excluded", "kin", by=board.clerk)
                hands.move(minutes=1)
                if case["kept"] == "it ended":
                    row.end()
            if case["when"] != "before":
                hands.move(minutes=1)
                board.issue()
            if case["copy"] and reading_rules.readers(board.first).filter(pk=who.pk).exists():
                key = data_keys.new_key()
                paper_copy(paper, who, board, key)
            if case["swapped"] != "no":
                drawn(board, case["swapped"] == "yes", replaces=paper)
            if case["named"] == "taken away":
                hands.move(minutes=1)
                preparing.unname(board.meeting, who)
            if case["ended"]:
                hands.move(minutes=1)
                roles.end(who, case["role"])
            closes = board.meeting.until
            hands.at = {
                "before": clock.now(),
                "issued": clock.now(),
                "last moment": closes - timedelta(seconds=1),
                "closed": closes,
                "a month later": closes + timedelta(days=30),
            }[case["when"]]
            expected = rule(case)
            assert reading_rules.papers(who).filter(pk=paper.pk).exists() == expected, case
            got = browser_for(who).get(board.path(paper, "1/text/"))
            assert (got.status_code == 200) == expected, case
            assert (b"The words of the page" in got.content) == expected, case
    finally:
        transaction.savepoint_rollback(point)


def test_each_condition_alone(board):
    for what, value in OTHERWISE:
        play(board, {**GOOD, what: value})


@settings(
    max_examples=400 if LONG else 20,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(st.sampled_from(OTHERWISE), min_size=2, max_size=4))
def test_conditions_together(board, otherwise):
    play(board, {**GOOD, **dict(otherwise)})


def paper_copy(paper, who, board, key) -> None:
    """A numbered copy that is out: it changes nothing of what opens."""
    kept = Disclosure(
        internal_print=copies.PAPER,
        media_type="application/pdf",
        file_name="copy.pdf",
        size=1,
        sha256="0" * 64,
        by=board.clerk,
    )
    sealing.seal(kept, "content", b"copy", key)
    kept.save()
    Copy.objects.create(paper=paper, number=1, holder=who, by=board.clerk, disclosure=kept)


def drawn(board, ready, replaces=None):
    """A paper as it stands in the database, without drawing it anew each time."""
    key = data_keys.new_key()
    paper = Paper(item=board.first, pages_in_all=1, by=board.clerk, replaces=replaces)
    sealing.seal(paper, "title", "Report", key)
    paper.save()
    page = PaperPage(paper=paper, number=1)
    sealing.seal(page, "image", b"png", key)
    sealing.seal(page, "text", "The words of the page", key)
    page.save()
    if ready:
        Ready.objects.create(paper=paper)
    return paper
