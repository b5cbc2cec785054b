"""Adding a record, and the files that belong to one (R: G10, C5, T1)."""

import io
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from core import clock
from records.documents import files
from records.documents.letters import pdf
from records.models import Attachment, Extent, Record, Section
from records.vault import vault
from tests import factories
from tests.factories import browser_for
from tests.pages import flat

pytestmark = [pytest.mark.by_turns, pytest.mark.django_db]


def picture(kind: str = "PNG", size: tuple[int, int] = (60, 40), **more) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "red").save(out, kind, **more)
    return out.getvalue()


def paper() -> bytes:
    words = {"title": "A letter", "school": "Shawlands", "lead": ["From the clinic."], "sections": [], "foot": ""}
    return pdf("paper", {**words, "log": ""})


def said(**more) -> dict[str, object]:
    today = clock.today()
    return {
        "once": str(uuid4()),
        "category": "medical",
        "as_at_day": today.day,
        "as_at_month": today.month,
        "as_at_year": today.year,
        "stands": "fact",
        "whole": "Seen by the nurse for a rash.",
        "source": "own",
    } | more


@pytest.mark.requirement("G10")
def test_a_record_is_added_in_parts_for_those_who_need_them(world):
    senco = browser_for(world.senco)
    given = said(
        category="sen",
        part="Give one instruction at a time.",
        for_sharing="on",
        summary="Needs a quiet place.",
        source="outside",
        body="Council SEN team",
        conditions=["ask_first", "not_parents"],
        paper="Cabinet 3",
        files=[SimpleUploadedFile("Amina.pdf", paper()), SimpleUploadedFile("x", picture())],
    )
    page = senco.post(f"/records/new/{world.child.public_id}/", given, follow=True)
    text = page.content.decode()
    assert "Recorded. It cannot be changed" in text and "Ask them before passing it on" in text
    filed = Record.objects.latest("pk")
    assert filed.owner == world.senco
    shown = {
        who: {part.section.name for part in vault.open_record(world.reader(who), filed.public_id).parts}
        for who in (world.senco, world.teacher)
    }
    assert shown[world.senco] == {"source", "summary", "part", "whole", "paper", "file-1", "file-2"}
    assert shown[world.teacher] == {"source", "summary", "part"}
    assert Section.objects.get(record=filed, name="part").for_sharing
    assert "Amina.pdf" not in text


def test_the_same_form_twice_is_one_record_and_another_persons_child_is_not_there(world):
    teacher, given = browser_for(world.teacher), said()
    for _ in range(2):
        assert teacher.post(f"/records/new/{world.child.public_id}/", given).status_code == 302
    assert Record.objects.filter(category__code="medical").count() == 1
    hidden = factories.child("Teasel", "Vetch", into="3A", protected=True)
    assert teacher.get(f"/records/new/{hidden.public_id}/").status_code == 404


def test_what_the_author_may_not_read_is_owned_by_the_dsl_and_only_a_reference(world):
    browser_for(world.teacher).post(f"/records/new/{world.child.public_id}/", said(category="safeguarding"))
    filed = Record.objects.get(category__code="safeguarding")
    assert filed.owner == world.dsl
    assert vault.open_record(world.reader(world.teacher), filed.public_id).access.extent == Extent.REFERENCE


@pytest.mark.requirement("G10")
def test_a_record_about_two_children_shows_each_only_what_is_said_of_them(world):
    other = factories.child("Robin", "Sorrel", into="3A")
    teacher = browser_for(world.teacher)
    given = said(category="behaviour", other="robin", other_whole="Robin said sorry.", whole="Amina was pushed over.")
    assert teacher.post(f"/records/new/{world.child.public_id}/", given).status_code == 302
    filed = Record.objects.get(category__code="behaviour")
    seen = vault.open_record(world.reader(world.other_teacher), filed.public_id)
    assert [part.text for part in seen.parts if part.section.name == "whole"] == ["Robin said sorry."]
    assert {row.person for row in filed.subjects.all()} == {world.child, other}
    for missing in (
        {"other": "zzz"},
        {"other": "robin", "other_whole": ""},
        {"other": "robim", "other_whole": "He was sorry."},
    ):
        page = teacher.post(f"/records/new/{world.child.public_id}/", said(category="behaviour", **missing))
        assert page.status_code == 400


def test_who_sent_a_record_is_asked_under_that_answer(world):
    page = flat(browser_for(world.teacher).get(f"/records/new/{world.child.public_id}/"))
    under = page.partition("Another body sent it")[2].partition("On what conditions?")[0]
    assert 'class="govuk-radios__conditional"' in under and 'name="body"' in under and page.count('name="body"') == 1


def test_an_empty_form_and_hostile_values_get_a_message_beside_each_field(world):
    teacher = browser_for(world.teacher)
    page = teacher.post(f"/records/new/{world.child.public_id}/", {"once": str(uuid4())}).content.decode()
    for words in (
        "Select what kind of record",
        "Enter the date",
        "Select what it is",
        "Enter what you record",
        "Select where it comes from",
    ):
        assert words in page
    for name in said():
        for value in ("\0", "x" * 30_000, "<script>", "\u202e", "-1", ""):
            answer = teacher.post(f"/records/new/{world.child.public_id}/", said(**{name: value}))
            assert answer.status_code in (302, 400), (name, value)
    assert (
        "Enter who sent it"
        in teacher.post(f"/records/new/{world.child.public_id}/", said(source="outside")).content.decode()
    )


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"<html><script>alert(1)</script></html>", "a web page, whatever its name says"),
        (b"\x89PNG\r\n\x1a\n<svg onload=alert(1)>", "damaged"),
        (b"MZ\x90\0" + bytes(400), "We take PDF"),
        (b"%PDF-1.7\n<script>", "damaged"),
        (b"PK\x03\x04" + bytes(30), "We take PDF"),
        (b"\xff\xd8\xff", "damaged"),
        (b"a\0b", "We take PDF"),
        (b"GIF89a", "taken"),
        (b"", "The file is empty"),
    ],
)
def test_files_are_taken_by_what_they_hold_not_by_their_name(world, content, says):
    sent = SimpleUploadedFile("holiday.png", content, content_type="image/png")
    page = browser_for(world.teacher).post(f"/records/new/{world.child.public_id}/", said(files=[sent]))
    if says == "taken":  # six plain letters are plain text
        assert page.status_code == 302
        return
    assert page.status_code == 400 and says in page.content.decode()
    assert not Attachment.objects.exists()


def test_a_picture_that_would_fill_the_memory_is_refused_by_a_process_of_its_own(world):
    bomb = picture(size=(9000, 9000))
    assert len(bomb) < 1_000_000
    with pytest.raises(files.FileNotTaken, match=r"too large|damaged"):
        files.check(bomb)


@pytest.mark.requirement("T1")
def test_a_file_is_shown_a_page_a_picture_with_an_entry_and_without_what_it_hid(world):
    exif = Image.Exif()
    exif[0x010E] = "secret place"
    sent = [SimpleUploadedFile("a", picture("JPEG", exif=exif.tobytes())), SimpleUploadedFile("b", paper())]
    browser_for(world.senco).post(f"/records/new/{world.child.public_id}/", said(category="sen", files=sent))
    filed = Record.objects.latest("pk")
    first, second = (filed.sections.get(name=f"file-{n}") for n in (1, 2))
    client = browser_for(world.senco)
    address = f"/records/{filed.public_id}/files"
    page = client.get(f"{address}/{first.public_id}/1.png")
    assert page.headers["Content-Type"] == "image/png" and b"secret" not in page.content
    assert page.headers["Cache-Control"] == "no-store"
    assert "From the clinic." in client.get(f"{address}/{second.public_id}/?as=text").content.decode()
    for number in ("99", "²", "-1", "000001" + "9" * 5000):
        assert client.get(f"{address}/{second.public_id}/", {"page": number}).status_code == 200
    for nowhere in (f"{first.public_id}/2.png", f"{first.public_id}/0.png", f"{uuid4()}/1.png", f"{uuid4()}/"):
        assert client.get(f"{address}/{nowhere}").status_code == 404
    assert browser_for(world.teacher).get(f"{address}/{first.public_id}/1.png").status_code == 404
    assert bytes(Attachment.objects.first().content)[:1] == b"\x01"


def test_more_than_five_files_and_one_that_is_too_large(world):
    many = [SimpleUploadedFile(f"{n}.txt", b"two words") for n in range(6)]
    page = browser_for(world.teacher).post(f"/records/new/{world.child.public_id}/", said(files=many))
    assert "You can add up to 5 files" in page.content.decode()
    large = [SimpleUploadedFile("x.txt", b"x" * 10_000_001)]
    page = browser_for(world.teacher).post(f"/records/new/{world.child.public_id}/", said(files=large))
    assert "must be smaller than 10 MB" in page.content.decode()


def test_the_date_that_is_filled_in_can_be_sent_as_it_stands(world):
    """A year written with a comma once came back as an error."""
    page = flat(browser_for(world.teacher).get(f"/records/new/{world.child.public_id}/"))
    assert f'name="as_at_year" type="text" inputmode="numeric" value="{clock.today().year}"' in page
