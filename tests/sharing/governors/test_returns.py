"""Copies, destruction by two, what is missing, what is kept (R: P3)."""

from datetime import timedelta

import pytest

from accounts.notices.models import Notice
from core import clock
from core.keyring import KeyUnavailable
from core.refusals import Refused
from records import data_keys
from records.vault.vault import Reader
from sharing.disclosures.models import Disclosure
from sharing.governors import copies, preparing, reference_targets, returns
from sharing.governors.models import Copy, Note
from tests.factories import browser_for
from tests.sharing.governors.meeting import SECRET, Board

pytestmark = [pytest.mark.by_turns, pytest.mark.django_db, pytest.mark.requirement("P3")]


@pytest.fixture
def board(world):
    return Board()


def copy_for(board, paper, who) -> Copy:
    answer = browser_for(board.clerk).post(
        f"/meetings/{board.meeting.slug}/paper/{paper.public_id}/copy/", {"who": str(who.public_id)}
    )
    assert answer.status_code == 200 and answer.content.startswith(b"%PDF-")
    return Copy.objects.latest("pk")


def test_copies_are_numbered_ticked_back_and_missed(board):
    paper = board.paper()
    board.issue()
    one, two = copy_for(board, paper, board.nell), copy_for(board, paper, board.finn)
    assert (one.number, two.number) == (1, 2)
    page = browser_for(board.clerk).get("/meetings/copies/").content.decode()
    assert "Copy 1 of item 1" in page and "Copy 2 of item 1" in page
    browser_for(board.clerk).post(f"/meetings/{board.meeting.slug}/copies/{one.public_id}/back/")
    browser_for(board.clerk).post(f"/meetings/{board.meeting.slug}/copies/{one.public_id}/back/")
    assert list(returns.not_returned()) == [two]
    with clock.standing_at(board.meeting.until + timedelta(days=6)) as hands:
        assert reference_targets.tell_of_missing() == 0
        hands.move(days=1)
        assert reference_targets.tell_of_missing() == 1 and reference_targets.tell_of_missing() == 0
        head = Notice.objects.get(kind="copies_missing").person
        said = browser_for(head).get("/meetings/copies/").content.decode()
        assert "Copy 2 of item 1" in said and "Copy 1 of" not in said and "It is back" not in said


@pytest.mark.requirement("C7a")
def test_a_headteacher_who_is_the_subject_hears_nothing_of_a_missing_copy(board, world):
    paper = board.paper()
    board.issue()
    copy_for(board, paper, board.nell)
    preparing.keep_from(board.first, world.head, "excluded", "It is about her", by=board.clerk)
    with clock.standing_at(board.meeting.until + timedelta(days=8)):
        assert reference_targets.tell_of_missing() == 0
        client = browser_for(world.head)
        assert "not returned" not in client.get("/").content.decode()
        assert "Copy 1" not in client.get("/meetings/copies/").content.decode()
        assert "Copy 1" in browser_for(board.chair).get("/meetings/copies/").content.decode()


def test_who_may_not_read_gets_no_copy(board):
    paper, secret = board.paper(), board.paper(board.item("other", complete=True))
    preparing.keep_from(board.first, board.finn, "declared", "kin", by=board.finn)
    for what, who, why in ((paper, board.finn, "may read the paper"), (secret, board.nell, "no copies")):
        with pytest.raises(Refused, match=why):
            copies.release_copy(what, who, Reader(board.clerk, True), numbered=True, words="x")


def test_two_people_destroy_and_only_the_master_stays(board):
    paper = board.paper()
    board.issue()
    board.accept(board.nell)
    browser_for(board.nell).post(board.path(paper, "notes/"), {"text": f"my {SECRET}"})
    copy_for(board, paper, board.finn)
    clerk = f"/meetings/{board.meeting.slug}/destroy/"
    early = browser_for(board.clerk).post(clerk, {"shredded": "on"})
    assert early.status_code == 400 and b"The papers are still open" in early.content
    with clock.standing_at(board.meeting.until + timedelta(hours=1)):
        assert browser_for(board.clerk).post(clerk, {}).status_code == 400
        browser_for(board.clerk).post(clerk, {"shredded": "on"})
        again = browser_for(board.clerk).post(clerk, {"shredded": "on"})
        assert again.status_code == 400 and b"Another person must confirm it" in again.content
        assert paper.pages.get().key.destroyed_at is None
        browser_for(board.chair).post(clerk, {"shredded": "on"})
        gone = [paper.pages.get().key, Note.objects.get().key, Disclosure.objects.get(internal_print="paper").key]
        for key in gone:
            with pytest.raises(KeyUnavailable):
                data_keys.unwrap(key)
        data_keys.unwrap(paper.master.key)
        made = browser_for(board.clerk).post(f"/meetings/{board.meeting.slug}/certificate/")
        assert made["Content-Type"] == "application/pdf" and SECRET.encode() not in made.content
        page = browser_for(board.clerk).get(f"/meetings/{board.meeting.slug}/").content.decode()
        assert "Destroyed" in page and f"Report {SECRET}" not in page


def test_what_is_kept_opens_with_clerk_and_chair_together(board):
    paper = board.paper()
    address = f"/meetings/{board.meeting.slug}/kept/"
    picture = f"{address}{paper.master.public_id}/1/"
    assert browser_for(board.clerk).get(picture).status_code == 404
    browser_for(board.clerk).post(address, {"why": "The tribunal asked for it"})
    assert browser_for(board.clerk).get(picture).status_code == 404
    asked = browser_for(board.chair).get(address).content.decode()
    assert "The tribunal asked for it" in asked and "Agree: open it for an hour" in asked
    with pytest.raises(Refused, match="clerk and the chair together"):
        returns.agree(board.meeting.asks.get(), by=board.clerk)
    browser_for(board.chair).post(address)
    for who in (board.clerk, board.chair):
        client = browser_for(who)
        assert f"Report {SECRET}" in client.get(address).content.decode()
        assert client.get(picture)["Content-Type"] == "image/png"
    with clock.standing_at(clock.now() + timedelta(minutes=61)):
        assert browser_for(board.clerk).get(picture).status_code == 404
