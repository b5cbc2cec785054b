"""Governors' papers in a browser: from the clerk's new meeting to the certificate and the published minutes."""

from datetime import timedelta

import pytest

from core import clock
from sharing.governors import returns
from sharing.governors.models import GovernorsMeeting, Paper
from tests.browser.conftest import clean, follow
from tests.browser.test_access import fill_day
from tests.browser.test_scenarios import At
from tests.sharing.governors.meeting import Board, a_pdf

pytestmark = [
    pytest.mark.by_turns,
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.requirement("P1"),
]
WARY = {"name": "grievance.pdf", "mimeType": "application/pdf"}


@pytest.mark.requirement("P2")
@pytest.mark.requirement("P3")
@pytest.mark.requirement("P4")
def test_a_meeting_from_the_agenda_to_the_certificate(desk, world):
    board = Board()
    with clock.standing_at(clock.now()) as hands:
        clerk = At(desk, board.clerk)
        clerk.press_link("Meetings")
        clerk.page.get_by_label("Which committee?").fill("Pupil discipline committee")
        fill_day(clerk, "Day of the meeting", clock.today() + timedelta(days=10))
        clerk.page.get_by_label("When does it begin?").fill("6pm")
        clerk.go_on("Make the meeting")
        for number, what in ((1, "A grievance"), (2, "An exclusion")):
            clerk.press_link("Add an item")
            clerk.page.get_by_label("What is the item?").fill(what)
            clerk.page.get_by_label("A named p").first.check()
            clerk.go_on("Add the item")
            clerk.press_link(f"Add a paper to item {number}")
            clerk.page.get_by_label("Title of the paper").fill(f"Report on {what.lower()}")
            clerk.page.get_by_label("The paper, as a PDF").set_input_files(
                {**WARY, "buffer": a_pdf("What happened first", "What happened then")}
            )
            clerk.go_on("Add the paper")
            clerk.sees("The paper is there, each page sealed.")
        clerk.press_link("Change who reads the papers")
        for one in (board.nell, board.finn, board.chair):
            clerk.page.get_by_label(one.full_name).check()
        clerk.go_on("Save")
        clerk.press_link("Keep somebody from item 1")
        clerk.page.get_by_label("Who takes no part?").select_option(label=board.nell.full_name)
        clerk.page.get_by_label("The board excluded them").check()
        clerk.page.get_by_label("What is the reason?").fill("The grievance is her cousin’s.")
        clerk.go_on("Keep them from it")
        clerk.go_on("Issue the papers")
        clerk.sees("Issued. The named governors have been told.", "The grievance is her cousin’s.")
        clean(clerk.page)
        meeting = GovernorsMeeting.objects.get(committee="Pupil discipline committee")
        day = f"{clock.local(meeting.meets_at).day} {clock.local(meeting.meets_at):%B}"

        nell = At(desk, board.nell, width=820)
        nell.press_link(f"Accept the undertaking for {day}")
        clean(nell.page)
        nell.page.get_by_label("I accept this for the meeting").check()
        nell.go_on("Accept and open the papers")
        nell.sees("Item 1: An exclusion")
        assert not nell.page.get_by_text("grievance").count()
        nell.press_link("Report on an exclusion")
        pages = Paper.objects.get(item__meeting=meeting, item__number=2).pages_in_all
        nell.sees(f"Page 1 of {pages}", "It cannot be downloaded or printed.")
        picture = nell.page.locator("img.app-paper")
        assert picture.evaluate("one => one.decode().then(() => one.naturalWidth)") > 1000
        clean(nell.page)
        nell.press_link("Next")
        nell.sees(f"Page 2 of {pages}")
        nell.page.get_by_label("Go to page").fill("1")
        follow(nell.page.get_by_role("button", name="Go"))
        nell.press_link("Text version")
        nell.sees("What happened first")
        clean(nell.page)
        read = nell.page.url
        hidden = Paper.objects.get(item__meeting=meeting, item__number=1)
        nell.open(f"/papers/{meeting.slug}/{hidden.public_id}/1/")
        nell.heading("Page not found")

        clerk.press_link("Paper copy of Report on an exclusion")
        clerk.page.get_by_label("Who gets the copy?").select_option(label=board.finn.full_name)
        with clerk.page.expect_download() as download:
            clerk.page.get_by_role("button", name="Make the copy").click()
        assert download.value.suggested_filename == f"{meeting.slug}-copy-1.pdf"

        hands.at = meeting.until + timedelta(minutes=30)
        nell = At(desk, board.nell, width=820)
        nell.open(read.removeprefix(desk.address))
        nell.heading("Page not found")
        nell.open(f"/papers/{meeting.slug}/")
        nell.heading("These papers have been collected")
        clean(nell.page)
        clerk = At(desk, board.clerk)
        clerk.press_link("1 paper copy not back")
        follow(clerk.page.get_by_role("button", name="It is back"))
        clerk.sees("All paper copies are back.")
        for one, button in ((board.clerk, "Begin the destruction"), (board.chair, "Confirm the destruction")):
            seat = At(desk, one)
            seat.open(f"/meetings/{meeting.slug}/destroy/")
            seat.page.get_by_label("have been shredded").check()
            seat.go_on(button)
        seat.sees("Destroyed. Nobody can open these papers again.")
        with seat.page.expect_download() as download:
            seat.page.get_by_role("button", name="Certificate of destruction").click()
        assert download.value.suggested_filename == f"{meeting.slug}-certificate.pdf"

        clerk.open(f"/meetings/{meeting.slug}/minutes/")
        clerk.page.get_by_label("Item 2: what was decided").fill("The exclusion of Amina Yusuf was upheld.")
        clerk.page.get_by_label("Item 2: confidential minutes").fill("Amina’s mother spoke.")
        clerk.go_on("Save and check for names")
        clerk.sees("This may identify someone: 1 place", "write “Pupil A”")
        clean(clerk.page)
        clerk.press_link("Change the minutes")
        clerk.page.get_by_label("Item 2: what was decided").fill("The exclusion of Pupil A was upheld.")
        clerk.go_on("Save and check for names")
        clerk.page.get_by_label("No child could be recognised").check()
        clerk.go_on("Send to the chair")
        chair = At(desk, board.chair)
        chair.press_link(f"Minutes of {day} to approve")
        chair.press_link("Approve the minutes")
        chair.sees("The exclusion of Pupil A was upheld.")
        chair.go_on("Approve and publish")
        chair.sees("The exclusion of Pupil A was upheld.", "Whoever keeps these minutes is a witness of the log.")
        clean(chair.page)
    assert not chair.page.get_by_text("mother spoke").count()


@pytest.mark.daily("sqlite")
def test_every_page_of_governors_is_clean_wide_and_narrow(desk, world):
    board = Board()
    paper = board.paper(download=True)
    board.issue()
    board.accept(board.nell)
    returns.agree(returns.ask_for_masters(board.meeting, "The tribunal asked", by=board.clerk), by=board.chair)
    slug = board.meeting.slug
    reads = [
        "/",
        "/papers/",
        f"/papers/{slug}/",
        f"/papers/{slug}/interest/",
        board.path(paper),
        board.path(paper, "1/text/"),
        board.path(paper, "notes/"),
    ]
    keeps = ["/", "/meetings/", "/meetings/copies/", "/minutes/"] + [
        f"/meetings/{slug}/{what}"
        for what in (
            "",
            "item/",
            f"item/{paper.item.public_id}/paper/",
            f"item/{paper.item.public_id}/keep-from/",
            "governors/",
            f"paper/{paper.public_id}/copy/",
            "destroy/",
            "kept/",
            "minutes/",
            "minutes/check/",
            "minutes/approve/",
        )
    ]
    for person, paths in ((board.nell, reads), (board.clerk, keeps)):
        page = desk.sit(person, at="")
        for path in paths:
            desk.look(page, path)
