"""A paper is whole on its page, whatever it holds: long names, long addresses, many pages (R: C11)."""

import io

import pikepdf
import pypdfium2
import pytest

from records.documents.letters import heads, pdf
from records.pupils.models import Pupil
from tests.factories import child

pytestmark = [pytest.mark.by_turns, pytest.mark.requirement("C11")]

NAME = "W" * 60
ADDRESS = f"https://www.example.org/{'a' * 120}/index.html"
LONG = [
    pytest.param(NAME, id="a name in capitals"),
    pytest.param(NAME.lower() * 3, id="a word"),
    pytest.param(ADDRESS, id="a web address"),
    pytest.param("名" * 90, id="Chinese"),
    pytest.param("ш" * 90, id="Cyrillic"),
]
MILLIMETRE = 72 / 25.4
MARGIN, PAPER = 22 * MILLIMETRE, 210 * MILLIMETRE
COLUMN = MARGIN + 0.35 * (PAPER - 2 * MARGIN)
"""Where the second column of a table begins."""


def paper(**more: object) -> bytes:
    data = {
        "school": "Shawlands Primary School",
        "title": "A letter",
        "lead": [],
        "sections": [],
        "foot": "Made today.",
        "log": "Log: no checkpoint yet",
    }
    return pdf("paper", data | more)


def boxes(content: bytes) -> list[tuple[float, float]]:
    """The left and the right edge of each stretch of text."""
    edges = []
    for page in pypdfium2.PdfDocument(content):
        text = page.get_textpage()
        rects = [text.get_rect(number) for number in range(text.count_rects())]
        edges += [(left, right) for left, _, right, _ in rects]
    return edges


@pytest.mark.parametrize("long", LONG)
def test_a_long_word_never_leaves_its_column_or_the_paper(long):
    content = paper(
        school=f"School {long}",
        address=f"{long} Lane",
        title=f"About {long}",
        heads=[("About", f"{long} Yusuf")],
        greeting=f"Dear {long}",
        lead=[f"You asked about {long}."],
        sections=[{"heading": long, "text": f"See {long} now.", "rows": [[long, "What was said"], ["Said", long]]}],
        closing=["Yours sincerely", "", long],
        complaints=f"See {long}.",
        foot=f"Printed by {long}.",
    )
    assert all(left >= MARGIN - 2 and right <= PAPER - MARGIN + 2 for left, right in boxes(content))


@pytest.mark.parametrize("long", LONG)
def test_a_long_name_never_runs_into_the_next_column(long):
    rows = [[long, "What was said"], ["Said", long]]
    content = paper(school="S", title="T", foot="F", sections=[{"heading": "", "rows": rows}])
    assert all(right <= COLUMN + 1 or left >= COLUMN - 1 for left, right in boxes(content))


def test_a_word_that_fits_is_not_broken():
    content = paper(lead=["responsibilities and confidentiality " * 12])
    words = pypdfium2.PdfDocument(content)[0].get_textpage().get_text_range().split()
    assert words.count("responsibilities") == words.count("confidentiality") == 12


def test_thirty_pages_are_counted_and_tagged():
    content = paper(sections=[{"heading": f"Part {number}", "text": "One line.\n" * 33} for number in range(30)])
    pages = pypdfium2.PdfDocument(content)
    assert len(pages) >= 30
    for number in (0, 12, len(pages) - 1):
        words = pages[number].get_textpage().get_text_range()
        assert f"Page {number + 1} of {len(pages)}" in words and "Confidential: A letter" in words
    with pikepdf.open(io.BytesIO(content)) as opened:
        assert opened.Root.MarkInfo.Marked and "/StructTreeRoot" in opened.Root


@pytest.mark.django_db
def test_children_are_identified_by_full_name_date_of_birth_and_class():
    named = child("Amina", "Yusuf", into="4C")
    Pupil.objects.filter(person=named).update(birth_date="2017-05-03")
    assert heads.identified([named]) == "Amina Yusuf, born 3 May 2017, class 4C"
