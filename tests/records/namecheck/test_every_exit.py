"""One check of text for every exit: questions for advice, briefings, titles of papers (R: G10.3, C4, G6h)."""

import re
from datetime import timedelta

import pytest

from core import clock
from core.refusals import Refused
from sharing.decisions.models import Advice
from sharing.governors import preparing
from sharing.internal import briefings
from sharing.internal.models import Briefing
from sharing.questionnaire import advice
from tests.factories import browser_for, child
from tests.pages import flat
from tests.sharing.governors.meeting import Board

pytestmark = [pytest.mark.by_turns, pytest.mark.django_db, pytest.mark.requirement("G10.3")]


@pytest.mark.requirement("C4")
def test_a_question_that_is_not_to_say_whom_it_is_about_goes_without_a_name(world):
    draft = world.draft()
    client, address = browser_for(world.teacher), f"/decisions/draft/{draft.public_id}/safe/advice/"
    asked = {
        "whom": str(world.dsl.public_id),
        "question": "May I tell the clinic that Amina and Mrs Yusuf had a row?",
        "shows": "question",
        "unnamed": "on",
        "urgent": "no",
    }
    answer = client.post(address, asked)
    page = flat(answer.content.decode())
    assert answer.status_code == 400 and "This may identify someone: Amina, Mrs Yusuf" in page
    goes = r"that <mark>Pupil \w</mark> and <mark>\w+ \w</mark> had a row"
    assert re.search(goes, answer.content.decode()), "the text as it will go, each place marked"
    assert not Advice.objects.exists()
    assert client.post(address, {**asked, "take_out": "on"}).status_code == 302
    put = Advice.objects.get()
    read = flat(browser_for(world.dsl).get(f"/decisions/advice/{put.public_id}/").content.decode())
    assert "May I tell the clinic that" in read and "Amina" not in read and "Yusuf" not in read
    how = {"shows": "question", "names": False, "urgent": False, "instead": False}
    with pytest.raises(Refused, match="may identify someone"):
        advice.ask(draft, world.teacher, world.dsl, "Is Amina safe?", people=[world.child], **how)
    named = {**asked, "question": "Is Amina safe?"}
    del named["unnamed"]
    assert client.post(address, named).status_code == 302


@pytest.mark.requirement("G6h")
def test_a_briefing_names_no_other_child_unless_it_says_why(world):
    child("Kofi", "Mensa")
    client, address = browser_for(world.senco), f"/records/{world.record.public_id}/briefing/"
    until = clock.today() + timedelta(days=10)
    sent = {
        "text": "Amina does not sit beside Kofi Mensa.",
        "readers": [str(world.teacher.public_id)],
        "until_day": until.day,
        "until_month": until.month,
        "until_year": until.year,
    }
    answer = client.post(address, sent)
    assert answer.status_code == 400 and "This may identify someone: Kofi Mensa" in flat(answer.content.decode())
    assert "<mark>Pupil A</mark>" in answer.content.decode() and not Briefing.objects.exists()
    assert client.post(address, {**sent, "names_kept": "They hit each other."}).status_code == 302
    assert client.post(address, {**sent, "take_out": "on"}).status_code == 302
    with pytest.raises(Refused, match="may identify someone"):
        briefings.brief(world.child, "Kofi Mensa hit her", [world.teacher], by=world.dsl, until=clock.end_of(until))


@pytest.mark.requirement("P4")
def test_the_title_of_an_item_or_paper_names_no_child(world):
    board = Board()
    with pytest.raises(Refused, match="This may identify someone: Amina Yusuf"):
        preparing.add_item(board.meeting, "The exclusion of Amina Yusuf", by=board.clerk, restricted="pupil")
    with pytest.raises(Refused, match="Write the title without a name"):
        preparing.add_paper(board.first, "Report on Amina Yusuf", b"%PDF-1.7", by=board.clerk)
