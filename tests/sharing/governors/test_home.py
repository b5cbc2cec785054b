"""What governors, clerk, chair and Headteacher find on their home pages (R: P1, P3, P5)."""

from datetime import timedelta

import pytest

from accounts import roles
from accounts.roles import Role
from core import clock
from records.vault.vault import Reader
from sharing.governors import copies, minutes
from tests.factories import browser_for
from tests.pages import flat
from tests.sharing.governors.meeting import SECRET, Board

pytestmark = [pytest.mark.by_turns, pytest.mark.django_db, pytest.mark.requirement("P3")]


@pytest.fixture
def board(world):
    return Board()


def home(person) -> str:
    return browser_for(person).get("/").content.decode()


def test_each_is_told_what_waits_and_nothing_of_what_it_is_about(board):
    paper = board.paper()
    day = clock.local(board.meeting.meets_at)
    said = f"{day.day} {day:%B}"
    assert "Papers to issue by" in home(board.clerk) and said not in home(board.nell)
    board.issue()
    assert f"Accept the undertaking for {said}" in home(board.nell)
    board.accept(board.nell)
    assert f"Papers for {said}: 1, read before" in home(board.nell)
    copies.release_copy(paper, board.nell, Reader(board.clerk, True), numbered=True, words="x")
    with clock.standing_at(board.meeting.until + timedelta(minutes=1)) as hands:
        assert said not in home(board.nell)
        minutes.draft(board.meeting, {board.first: ("It was agreed.", "")}, by=board.clerk)
        clerk = home(board.clerk)
        for line in ("1 paper copy not back", f"Papers of {said} to destroy", "Minutes to check for names"):
            assert line in clerk, line
        minutes.send(board.meeting, Reader(board.clerk, True), sure=True)
        assert f"Minutes of {said} to approve" in home(board.chair)
        hands.move(days=8)
        assert "Papers not returned: 1" in home(roles.holder(Role.HEADTEACHER))
        assert not any(SECRET in home(one) for one in (board.nell, board.clerk, board.chair))


@pytest.mark.requirement("P5")
def test_guidance_on_prudence_stands_where_governors_start(board):
    page = flat(browser_for(board.nell).get("/papers/"))
    assert "Outside the meeting" in page and "I cannot speak about that." in page


@pytest.mark.requirement("P1")
def test_mails_of_a_meeting_hold_a_reference_and_nothing_else(board):
    from post_office.models import Email

    board.paper()
    board.issue()
    for mail in Email.objects.filter(subject__contains="M "):
        text = f"{mail.subject} {mail.message}"
        assert SECRET not in text and "Staffing" not in text and "Nettle" not in text
        assert board.meeting.reference in mail.subject
    assert Email.objects.filter(subject__contains=board.meeting.reference).count() == 3
