"""Minutes: what is open and what is not, names that stop it, publication that witnesses the log (R: P4)."""

from datetime import timedelta

import pytest
from django.test import Client

from core import clock
from core.audit.models import Checkpoint
from sharing.governors.models import MinutesPart, Published
from tests.factories import browser_for
from tests.sharing.governors.meeting import SECRET, Board

pytestmark = [pytest.mark.by_turns, pytest.mark.django_db, pytest.mark.requirement("P4")]


@pytest.fixture
def board(world):
    board = Board()
    with clock.standing_at(board.meeting.meets_at + timedelta(hours=1)):
        yield board


def write(board, first: str, closed: str = f"discussed {SECRET}") -> str:
    browser_for(board.clerk).post(
        f"/meetings/{board.meeting.slug}/minutes/", {"open_1": first, "closed_1": closed, "open_2": "", "closed_2": ""}
    )
    return browser_for(board.clerk).get(f"/meetings/{board.meeting.slug}/minutes/check/").content.decode()


def test_a_name_stops_it_whoever_presses_what(board, world):
    base = f"/meetings/{board.meeting.slug}/minutes/"
    checked = write(board, "It was agreed to help Amina Yusuf. Amina stays.")
    assert checked.count("<mark>") == 2 and checked.count("write “Pupil A”") == 2 and "Send to the chair" not in checked
    assert SECRET not in checked
    forged = browser_for(board.clerk).post(f"{base}check/", {"sure": "on"})
    assert forged.status_code == 400 and b"This may identify someone" in forged.content
    browser_for(board.chair).post(f"{base}approve/")
    assert not Published.objects.exists()
    assert Client().get(f"/minutes/{board.meeting.slug}/").status_code == 404


def test_staff_count_in_an_item_about_staff(board, world):
    assert "Adult A" in write(board, f"The appeal of {world.teacher.full_name} was heard.")


def test_clean_minutes_are_sent_approved_and_published_and_witness_the_log(board):
    base = f"/meetings/{board.meeting.slug}/minutes/"
    checked = write(board, "The appeal was heard and the decision upheld.")
    assert "Send to the chair" in checked
    unsure = browser_for(board.clerk).post(f"{base}check/", {})
    assert unsure.status_code == 400 and b"Tick to confirm that no child" in unsure.content
    browser_for(board.chair).post(f"{base}approve/")
    assert not Published.objects.exists()  # not sent yet
    browser_for(board.clerk).post(f"{base}check/", {"sure": "on"})
    browser_for(board.clerk).post(f"{base}approve/")
    assert not Published.objects.exists()  # not by whoever sent it
    for _ in range(2):
        browser_for(board.chair).post(f"{base}approve/")
    row = Published.objects.get()
    page = Client().get(f"/minutes/{board.meeting.slug}/").content.decode()
    assert "The appeal was heard" in page and SECRET not in page
    note = Checkpoint.objects.order_by("-size").first().note
    assert row.checkpoint == note and "data:image/svg+xml" in page
    assert note.splitlines()[2] in page
    file = Client().get(f"/minutes/{board.meeting.slug}/pdf/")
    assert file.content == bytes(row.pdf) and file.content.startswith(b"%PDF-")
    later = browser_for(board.clerk).post(base, {"open_1": "Other", "closed_1": "", "open_2": "", "closed_2": ""})
    assert later.status_code == 302 and not MinutesPart.objects.filter(version=2).exists()
    assert browser_for(board.clerk).get(base).status_code == 302  # the confidential part opens with two from now


def test_a_changed_version_must_be_sent_again(board):
    base = f"/meetings/{board.meeting.slug}/minutes/"
    write(board, "The appeal was heard.")
    browser_for(board.clerk).post(f"{base}check/", {"sure": "on"})
    write(board, "The appeal was heard again.")
    browser_for(board.chair).post(f"{base}approve/")
    assert not Published.objects.exists()


def test_the_confidential_part_is_under_another_key_and_the_public_page_never_opens_it(board):
    write(board, "The appeal was heard.")
    public, closed = MinutesPart.objects.order_by("-is_open")
    assert public.key != closed.key and SECRET.encode() not in bytes(closed.content)


def test_nothing_is_published_of_complete_confidentiality(board):
    with clock.standing_at(board.meeting.meets_at - timedelta(hours=1)):
        item = board.item("other", complete=True)
    sent = {f"open_{item.number}": "Something", f"closed_{item.number}": "", "closed_1": "", "closed_2": ""}
    browser_for(board.clerk).post(f"/meetings/{board.meeting.slug}/minutes/", sent)
    assert not MinutesPart.objects.filter(item=item).exists()
