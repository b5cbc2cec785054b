"""Each paper as a whole: what a recipient reads is what tests/golden/ has, word for word (R: C8, C11, G9).

Where a paper is meant to change: SHAWLANDS_GOLDEN=write, run this file, and read what has changed.
"""

import os
import re
from pathlib import Path

import pypdfium2
import pytest

from accounts.models import User
from core import clock
from records.pupils.models import Pupil
from sharing.directory.models import Agency, AgencyContact
from tests.sharing.decisions.matters import MATTERS, Matter
from tools.demo.school import make_terms

pytestmark = [pytest.mark.by_turns, pytest.mark.django_db, pytest.mark.requirement("C11", "C8")]

GOLDEN = Path(__file__).parents[2] / "golden"
WRITES = os.environ.get("SHAWLANDS_GOLDEN") == "write"
CODES = (
    re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-"),  # an id
    re.compile(r"\b[a-z]+_[a-z_]+\b"),  # a code
    re.compile(r"\[['\"]|['\"]\]|\{['\"]|\bNone[\])},]|\bTrue\b|\bFalse\b|<[a-zA-Z]|&#?\w+;"),  # Python, or markup
)


@pytest.fixture
def school(world):
    """The small school on a day of its own in 2031, so that each paper has the same dates and names."""
    User.objects.update(first_name="Fern")
    for person in vars(world).values():
        if isinstance(person, User):
            person.refresh_from_db()
    Pupil.objects.filter(person=world.child).update(birth_date="2022-05-03")
    AgencyContact.objects.update(checked_on="2031-04-20")
    Agency.objects.exclude(agreement="").update(agreement_review="2032-03-01")
    with clock.standing_at(clock.london(2031, 5, 14, 10, 20)):
        make_terms(2030)
        yield world


def text_of(content: bytes) -> str:
    """What is on the pages, line by line, without the references and the checkpoint, which are new each time."""
    with pypdfium2.PdfDocument(content) as pages:
        text = "\n\n".join(page.get_textpage().get_text_range() for page in pages)
    lines = [line.strip() for line in text.replace("\r\n", "\n").split("\n")]
    text = re.sub(r"\b(SD|M)[ -][0-9A-Z]{4}[ -][0-9A-Z]{4}\b", r"\1-0000-0000", "\n".join(lines))
    text = re.sub(r"Log: (no checkpoint yet|[\d,]+ entries, [0-9a-f]{12})", "Log: a checkpoint", text)
    text = re.sub(r"Fern\d+", "Fern", text)
    return re.sub(r"(Master kept:\s)[0-9a-f]{16}", r"\g<1>a hash", text) + "\n"


@pytest.mark.parametrize("matter", MATTERS, ids=lambda matter: matter.__name__)
def test_a_paper_reads_as_it_should_and_says_nothing_else(school, matter: Matter):
    text, expected = text_of(matter(school)), GOLDEN / f"{matter.__name__}.txt"
    if WRITES:
        expected.write_text(text)
    assert text.split() == expected.read_text().split()
    for code in CODES:
        assert not code.search(text), code.search(text)
    for left_out in MATTERS[matter]:
        assert left_out not in text


def test_no_expected_text_is_left_over():
    assert {path.stem for path in GOLDEN.glob("*.txt")} == {matter.__name__ for matter in MATTERS}
