"""What is set up wrongly for a meeting is refused beside the question that it is about (R: P1)."""

from datetime import date, timedelta

import pytest

from core import clock
from sharing.governors.models import GovernorsMeeting, Item
from tests.factories import browser_for
from tests.pages import flat
from tests.sharing.governors.meeting import Board

pytestmark = [pytest.mark.by_turns, pytest.mark.django_db, pytest.mark.requirement("P1")]


@pytest.fixture
def board(world):
    return Board()


def refused_beside(answer, name: str, words: str) -> None:
    page = flat(answer)
    assert answer.status_code == 400 and page.count(words) == 2  # in the summary, and beside the question
    assert f'<p id="id_{name}-error" class="govuk-error-message">' in page


def on(day: date) -> dict[str, int]:
    return {"on_day": day.day, "on_month": day.month, "on_year": day.year}


def test_a_meeting_that_closes_before_it_begins_is_refused_beside_the_end(board):
    client = browser_for(board.clerk)
    asked = {"committee": "Finance", **on(clock.today() + timedelta(days=1)), "begins": "6pm", "closes": "5pm"}
    answer = client.post("/meetings/", asked)
    refused_beside(answer, "closes", "The papers must close after the meeting begins")
    assert GovernorsMeeting.objects.count() == 1
    assert client.post("/meetings/", {**asked, "closes": "9pm"}).status_code == 302


def test_a_time_that_the_clocks_leave_out_is_refused_beside_itself(board):
    last = date(clock.today().year + 1, 3, 31)
    sunday = last - timedelta(days=(last.weekday() + 1) % 7)
    asked = {"committee": "Finance", **on(sunday), "begins": "1:30am", "closes": "9pm"}
    answer = browser_for(board.clerk).post("/meetings/", asked)
    refused_beside(answer, "begins", "There is no such time on that day: the clocks change")


def test_only_an_item_in_part_two_is_completely_confidential(board):
    client, address = browser_for(board.clerk), f"/meetings/{board.meeting.slug}/item/"
    items = Item.objects.count()
    answer = client.post(address, {"title": "The budget", "restricted": "open", "complete": "on"})
    refused_beside(answer, "complete", "Only an item in part two can be under complete confidentiality")
    assert Item.objects.count() == items
    assert client.post(address, {"title": "The budget", "restricted": "open"}).status_code == 302
    assert Item.objects.latest("pk").restricted == ""
