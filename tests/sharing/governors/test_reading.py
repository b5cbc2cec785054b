"""What opens of governors' papers, to whom and when; and what is written down (R: P1, P2)."""

import io
import shutil
import zipfile
from datetime import timedelta

import pytest
from PIL import Image

from accounts.notices.models import Notice
from accounts.roles import Role
from core import clock
from core.audit.models import Entry
from core.refusals import Refused
from records.documents import word_to_pdf
from records.vault.vault import Reader
from sharing.governors import copies, preparing, reading_rules
from sharing.governors.models import Note, PaperPage
from tests.factories import browser_for, user
from tests.sharing.governors.meeting import SECRET, Board, a_pdf

pytestmark = [pytest.mark.by_turns, pytest.mark.django_db, pytest.mark.requirement("P1"), pytest.mark.requirement("P2")]


@pytest.fixture
def board(world):
    return Board()


def test_undertaking_agenda_page_text_note(board):
    paper = board.paper()
    board.issue()
    client = browser_for(board.nell)
    address = f"/papers/{board.meeting.slug}/"
    assert client.get(board.path(paper)).status_code == 404
    before = client.get(address).content.decode()
    assert "Before you read: meeting of" in before and SECRET not in before
    assert "Tick to accept, or close this page" in client.post(address).content.decode()
    assert client.post(address, {"accept": "on"}).status_code == 302
    agenda = client.get(address).content.decode()
    assert f"Matter {SECRET}" in agenda and f"Report {SECRET}" in agenda
    shown = client.get(board.path(paper)).content.decode()
    assert "Page 1 of 1" in shown and "It cannot be downloaded or printed." in shown
    assert SECRET not in shown.split("<title>")[1].split("</title>")[0]
    text = client.get(board.path(paper, "1/text/")).content.decode()
    assert text.count("Nettle ·") == 2 and text.index("Part 1") < text.index(f"The text of {SECRET}")
    client.post(board.path(paper, "notes/"), {"text": f"ask about {SECRET}"})
    assert f"ask about {SECRET}" in client.get(board.path(paper, "notes/")).content.decode()
    board.accept(board.finn)
    assert SECRET not in browser_for(board.finn).get(board.path(paper, "notes/")).content.decode()
    assert SECRET.encode() not in bytes(Note.objects.get().text)


def test_a_page_is_marked_in_its_pixels_and_how_long_it_was_read_is_in_the_log(board):
    paper = board.paper()
    board.issue()
    board.accept(board.nell, board.finn)
    with clock.standing_at(clock.now()) as hands:
        client = browser_for(board.nell)
        picture = client.get(board.path(paper, "1/picture/"))
        assert picture["Content-Type"] == "image/png"
        other = browser_for(board.finn).get(board.path(paper, "1/picture/")).content
        mine, theirs = (Image.open(io.BytesIO(one)).convert("L") for one in (picture.content, other))
        assert mine.size == theirs.size and mine.tobytes() != theirs.tobytes()
        hands.move(seconds=40)
        assert client.post("/papers/left/").status_code == 204
    entry = Entry.objects.get(additional_data__because="left")
    assert entry.object_pk == str(PaperPage.objects.get().public_id) and entry.actor == board.nell
    assert entry.additional_data["seconds"] == 40 and entry.additional_data["page"] == 1


def test_nothing_opens_before_the_issue_and_nothing_after(board):
    paper = board.paper()
    board.accept(board.nell)
    client = browser_for(board.nell)
    assert client.get(board.path(paper)).status_code == 404
    board.issue()
    assert client.get(board.path(paper)).status_code == 200
    copies.release_copy(paper, board.nell, Reader(board.clerk, True), numbered=True, words="x")
    with clock.standing_at(board.meeting.until):
        client = browser_for(board.nell)
        after = client.get(board.path(paper))
        assert after.status_code == 404
        said = after.content.decode()
        assert "These papers have been collected" in said and "give copy 1 to the clerk" in said and SECRET not in said
        for what in ("1/picture/", "1/text/", "notes/"):
            refused = client.get(board.path(paper, what))
            assert refused.status_code == 404 and b"collected" not in refused.content


def test_who_is_kept_from_an_item_finds_nothing_of_it(board):
    paper, other = board.paper(), board.paper(board.second)
    board.issue()
    board.accept(board.nell, board.finn)
    client = browser_for(board.nell)
    interest = {"item": str(board.first.public_id), "reason": "She is my sister"}
    client.post(f"/papers/{board.meeting.slug}/interest/", interest)
    agenda = client.get(f"/papers/{board.meeting.slug}/").content.decode()
    assert "Item 1" in agenda and "Item 2" not in agenda, "no gap says that there is another"
    assert client.get(board.path(paper)).status_code == 404 and client.get(board.path(other)).status_code == 200
    with clock.standing_at(board.meeting.until):
        assert b"collected" not in browser_for(board.nell).get(board.path(paper)).content
    assert "my sister" not in browser_for(board.finn).get(f"/papers/{board.meeting.slug}/").content.decode()
    assert "my sister" in browser_for(board.clerk).get(f"/meetings/{board.meeting.slug}/").content.decode()


def test_a_clerk_kept_from_an_item_does_not_see_it_and_the_chair_sets_it_up(board):
    preparing.keep_from(board.first, board.clerk, "excluded", "It is about her", by=board.chair)
    with pytest.raises(Refused, match="Nobody would be left"):
        preparing.keep_from(board.first, board.chair, "declared", "It is about him", by=board.chair)
    page = browser_for(board.clerk).get(f"/meetings/{board.meeting.slug}/").content.decode()
    assert "Item 1" in page and "Item 2" not in page and "about her" not in page
    address = f"/meetings/{board.meeting.slug}/item/{board.first.public_id}/paper/"
    assert browser_for(board.clerk).get(address).status_code == 404
    assert browser_for(board.chair).get(address).status_code == 200


def test_a_second_clerk_sets_up_and_reads_only_when_named(board):
    paper = board.paper()
    board.issue()
    second = user(Role.CLERK)
    client = browser_for(second)
    assert client.get(f"/meetings/{board.meeting.slug}/").status_code == 200
    assert client.get(f"/papers/{board.meeting.slug}/")["Location"] == f"/meetings/{board.meeting.slug}/"
    board.accept(second)
    assert client.get(board.path(paper)).status_code == 404
    preparing.name(board.meeting, second, by=board.clerk)
    assert client.get(board.path(paper)).status_code == 200


def test_a_replaced_paper_closes_and_whoever_opened_it_is_told(board):
    old = board.paper()
    board.issue()
    board.accept(board.nell, board.finn)
    browser_for(board.nell).get(board.path(old, "1/picture/"))
    new = board.paper(replaces=old)
    client = browser_for(board.nell)
    assert client.get(board.path(old)).status_code == 404 and client.get(board.path(new)).status_code == 200
    told = Notice.objects.filter(kind="paper_changed").values_list("person", flat=True)
    assert list(told) == [board.nell.pk]
    with pytest.raises(Refused, match="replaced already"):
        board.paper(replaces=old)


def test_a_governor_added_and_removed_within_the_hour(board):
    paper = board.paper()
    board.issue()
    preparing.unname(board.meeting, board.finn)
    board.accept(board.finn)
    assert browser_for(board.finn).get(board.path(paper)).status_code == 404
    preparing.name(board.meeting, board.finn, by=board.clerk)
    assert browser_for(board.finn).get(board.path(paper)).status_code == 200
    preparing.unname(board.meeting, board.finn)
    assert not reading_rules.papers(board.finn).exists()


def test_a_paper_that_stopped_in_the_middle_never_opens(board, monkeypatch):
    from records.documents import files

    def stops(content):
        yield from list(files_drawn(content))[:1]
        raise KeyboardInterrupt

    files_drawn = files.drawn
    monkeypatch.setattr(files, "drawn", stops)
    with pytest.raises(KeyboardInterrupt):
        board.paper(content=a_pdf("one", "two", "three"))
    board.issue()
    board.accept(board.nell)
    assert PaperPage.objects.exists() and not reading_rules.papers(board.nell).exists()
    assert "not all pages came" in browser_for(board.clerk).get(f"/meetings/{board.meeting.slug}/").content.decode()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xd0\xcf\x11\xe0 old", "must be a PDF"),
        (b"hello there", "must be a PDF"),
        (b"%PDF-1.7 broken", "damaged"),
        (b"<html>", "must be a PDF"),
    ],
)
def test_what_is_no_paper_is_refused_beside_the_field(board, content, said):
    sent = {"title": "Report on it", "file": io.BytesIO(content)}
    answer = browser_for(board.clerk).post(f"/meetings/{board.meeting.slug}/item/{board.first.public_id}/paper/", sent)
    assert answer.status_code == 400 and said in answer.content.decode()
    assert "Report on it" in answer.content.decode()


def a_word_file(text: str) -> bytes:
    """The least Office Open XML document."""
    out = io.BytesIO()
    kinds = "application/vnd.openxmlformats-"
    with zipfile.ZipFile(out, "w") as parts:
        parts.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" '
            f'ContentType="{kinds}package.relationships+xml"/><Override PartName="/word/document.xml" '
            f'ContentType="{kinds}officedocument.wordprocessingml.document.main+xml"/></Types>',
        )
        relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
        parts.writestr(
            "_rels/.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
            f'Type="{relations}" Target="word/document.xml"/></Relationships>',
        )
        parts.writestr(
            "word/document.xml",
            '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>'
            f"{text}</w:t></w:r></w:p></w:body></w:document>",
        )
    return out.getvalue()


def test_a_word_file_becomes_a_pdf_where_libreoffice_is_there_and_is_refused_where_not(board, monkeypatch):
    word = a_word_file(f"Words of {SECRET}")
    if shutil.which("soffice"):
        paper = board.paper(content=word)
        board.issue()
        board.accept(board.nell)
        text = browser_for(board.nell).get(board.path(paper, "1/text/")).content.decode()
        assert f"Words of {SECRET}" in text
    monkeypatch.setattr(word_to_pdf.shutil, "which", lambda name: None)
    address = f"/meetings/{board.meeting.slug}/item/{board.first.public_id}/paper/"
    answer = browser_for(board.clerk).post(address, {"title": "Report", "file": io.BytesIO(word)})
    assert answer.status_code == 400 and "Save it as a PDF there" in answer.content.decode()


def test_a_file_is_taken_away_only_where_the_clerk_allowed_it(board):
    kept, allowed = board.paper(), board.paper(board.second, download=True)
    board.issue()
    board.accept(board.nell)
    client = browser_for(board.nell)
    assert client.post(board.path(kept, "file/")).status_code == 404
    file = client.post(board.path(allowed, "file/"))
    assert file["Content-Type"] == "application/pdf" and file.content.startswith(b"%PDF-")
    assert SECRET.encode() not in file.content  # pictures, marked; no text that could be copied
    with pytest.raises(Refused, match="cannot be taken away"):
        board.paper(board.item("other", complete=True), download=True)


def test_past_meetings_take_nothing(board):
    with clock.standing_at(board.meeting.until):
        for work in (lambda: board.paper(), lambda: board.item(), lambda: board.issue()):
            with pytest.raises(Refused, match="have been collected"):
                work()
        with pytest.raises(Refused, match="in the future"):
            preparing.begin("Board", clock.now(), clock.now() + timedelta(hours=1), by=board.clerk)
