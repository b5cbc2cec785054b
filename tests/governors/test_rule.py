"""What opens is exactly the rule: roles, papers, times, against a small model of its own (R: P1)."""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts import roles
from accounts.roles import Role
from governors import opening, setting_up
from governors.models import Copy, Ready
from school import clock
from tests.conftest import LONG
from tests.factories import World, browser_for, user
from tests.governors.meeting import Board

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("P1"), pytest.mark.keeps_no_count]
ROLES = (Role.GOVERNOR, Role.CHAIR, Role.CLERK, Role.HEADTEACHER, Role.TEACHER, Role.ADMINISTRATOR, Role.DPO)
WHEN = ("before", "issued", "last moment", "closed", "a month later")


@pytest.fixture
def board(db):
    return World() and Board()


@settings(
    max_examples=400 if LONG else 40, deadline=None, database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip
@given(
    role=st.sampled_from(ROLES), ended=st.booleans(), named=st.sampled_from(("yes", "no", "taken away")),
    accepted=st.sampled_from(("yes", "no", "an older version")), kept=st.sampled_from(("no", "yes", "it ended")),
    complete_pages=st.booleans(), swapped=st.sampled_from(("no", "yes", "not yet all there")), copy=st.booleans(),
    when=st.sampled_from(WHEN),
)  # fmt: skip
def test_what_opens_is_exactly_the_rule(board, role, ended, named, accepted, kept, complete_pages, swapped, copy, when):
    point = transaction.savepoint()
    try:
        with clock.standing_at(clock.now()) as hands:
            who = user(role)
            if role in opening.ATTEND and named != "no":
                setting_up.name(board.meeting, who, by=board.clerk)
            paper = drawn(board, complete_pages)
            if copy:
                assert Copy._meta.model_name == "copy"  # a copy that is out changes nothing of what opens
            if swapped != "no":
                drawn(board, swapped == "yes", replaces=paper)
            if accepted != "no":
                setting_up.accept(board.meeting, who)
            if accepted == "an older version":
                newer = setting_up.MeetingUndertaking(version=9, text="More", since=clock.now())
                newer.save()
            if kept != "no":
                row = setting_up.keep_from(board.first, who, "excluded", "kin", by=board.clerk)
                hands.move(minutes=1)
                if kept == "it ended":
                    row.end()
            if named == "taken away":
                hands.move(minutes=1)
                setting_up.unname(board.meeting, who)
            if ended:
                hands.move(minutes=1)
                roles.end(who, role)
            if when != "before":
                hands.move(minutes=1)
                board.issue()
            at = {
                "before": clock.now(), "issued": clock.now(), "last moment": board.meeting.until - timedelta(seconds=1),
                "closed": board.meeting.until, "a month later": board.meeting.until + timedelta(days=30),
            }[when]  # fmt: skip
            hands.at = at
            expected = (
                role in ("governor", "chair", "clerk", "headteacher") and not ended and named == "yes"
                and accepted == "yes" and kept != "yes" and complete_pages and swapped != "yes"
                and when in ("issued", "last moment")
            )  # fmt: skip
            assert opening.papers(who).filter(pk=paper.pk).exists() == expected
            if expected or hash((role, named, kept, when)) % 5 == 0:
                client = browser_for(who)
                # A role that has ended gets the page that says the account is closed.
                got = client.get(board.path(paper, "1/text/"))
                assert (got.status_code == 200) == expected
                assert (b"The words of the page" in got.content) == expected
    finally:
        transaction.savepoint_rollback(point)


def drawn(board, ready, replaces=None):
    """A paper as it stands in the database, without drawing it anew each time."""
    from governors.models import Paper, PaperPage
    from records import sealing

    key = sealing.new_key()
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
