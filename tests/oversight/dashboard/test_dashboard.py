"""The Headteacher's page: every figure counts exactly the rows it leads to (R: C7)."""

import csv
import io
import re
from datetime import date
from typing import Any

import pikepdf
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core import clock
from oversight.dashboard import figures, governors
from oversight.dashboard.figures import Filters, Overview, flags
from records.need_to_know import grants
from sharing.disclosures.models import Disclosure
from tests.conftest import LONG
from tests.factories import browser_for, user
from tests.sharing.unshared import not_shared

pytestmark = [pytest.mark.django_db, pytest.mark.by_turns, pytest.mark.requirement("C7")]
KINDS: dict[str, dict[str, Any]] = {
    "plain": {},
    "refused": {
        "family": ("refused", "told"),
        "override": {
            "ground": "adult",
            "facts": "The doctor says so.",
            "consulted": ["dpo"],
            "knows": "yes",
            "tell_by": None,
        },
    },
    "not_told": {
        "family": ("not_told", "agreed"),
        "not-told": {"why": ["no_reach"], "facts": "Rang twice, nobody.", "again": "never", "tell_by": None},
    },
    "no_share": not_shared(),
}
RISK = {"safe": {"harm": "unsure"}, "adult": {"adult": "no", "who": None}}


def decide(world, kind: str, **more):
    changed = {**KINDS[kind], **more}
    if kind == "not_told":
        changed["telling"] = {**world.answers()["telling"], "people": [str(world.child.public_id)]}
    if "family" in changed:
        changed["family"] = world.said(*changed["family"])
    if kind == "refused":
        told = world.answers()["telling"]
        changed["telling"] = {**told, "objection": "They would rather tell them themselves."}
    return world.decide(**changed)


def period() -> figures.Period:
    return next(one for one in figures.periods() if one.code == "all")


@given(st.lists(st.tuples(st.sampled_from(sorted(KINDS)), st.booleans(), st.booleans()), max_size=5))
@settings(max_examples=40 if LONG else 5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_total_is_the_length_of_its_list(world, plan):
    for kind, risk, hidden in plan:
        made = decide(world, kind, **(RISK if risk else {}))
        if hidden:
            grants.exclude(world.head, by=world.dsl, record=made.record, reason="It concerns them.")
    seen = Overview(world.head, period())
    numbers = seen.counts
    for flag in flags():
        found = figures.listed(world.head, Filters(period(), flag))
        assert numbers[flag] == found.count() == len(set(found)), flag
        assert seen.narrowed(Filters(period(), flag)) == [one.pk for one in found], flag


def test_the_figures_of_a_known_world_and_where_they_lead(world):
    for kind, more in (("plain", {}), ("refused", {}), ("not_told", {}), ("no_share", {}), ("no_share", RISK)):
        decide(world, kind, **more)
    sent = figures.decisions(world.head, period()).filter(against_wishes=True).get()
    recipient = sent.recipients.get().public_id
    browser_for(world.teacher).post(f"/decisions/{sent.reference.replace(' ', '-')}/file/{recipient}/")
    numbers = Overview(world.head, period()).counts
    assert numbers == {
        "": 5,
        "full": 0,
        "part": 3,
        "not_shared": 2,
        "against": 1,
        "not_told": 1,
        "other_reason": 1,
        "handed": 1,
        "to_send": 2,
        "risk": 1,
        "unseen": 5,
        "unsafe": 0,
        "danger": 0,
        "tell": 0,
        "arrival": 0,
        "answer": 0,
        "complete": 0,
        "correction": 0,
    }
    client = browser_for(world.head)
    page = client.get("/sharing/?period=all").content.decode()
    for words in (
        "To acknowledge: 4",
        "Urgent: 1",
        "Most sharing was with CAMHS: 3 of 3",
        "5 decisions",
        "Amina Yusuf",
    ):
        assert words in page, words
    for flag, number in numbers.items():
        page = client.get(f"/sharing/?period=all&flag={flag}").content.decode()
        assert re.search(rf'id="all">{number} decision', page), flag


def test_the_list_is_narrowed_and_what_is_typed_into_the_address_breaks_nothing(world):
    decide(world, "plain")
    client = browser_for(world.head)
    for query, number in (
        (f"by={world.teacher.public_id}", 1),
        (f"agency={world.contact.agency.public_id}", 1),
        ("category=speech", 1),
        ("category=medical", 0),
        ("flag=nonsense", 1),
        ("period=x&by=y", 1),
        ("page=99", 1),
    ):
        answer = client.get(f"/sharing/?period=all&{query}" if "period" not in query else f"/sharing/?{query}")
        assert answer.status_code == 200 and re.search(rf'id="all">{number} decision', answer.content.decode()), query
    assert "Remove Speech and language" in client.get("/sharing/?period=all&category=speech").content.decode()
    assert "No decisions match" in client.get("/sharing/?period=all&category=medical").content.decode()


def test_an_empty_school_and_somebody_else(world):
    assert "No decisions yet" in browser_for(world.head).get("/sharing/").content.decode()
    assert "Nothing needs you" in browser_for(world.head).get("/sharing/").content.decode()
    for person in (world.dsl, world.dpo, world.teacher, world.administrator, user("governor")):
        assert browser_for(person).get("/sharing/").status_code == 403


def test_the_number_of_statements_does_not_grow_with_the_decisions(world):
    client = browser_for(world.head)

    def statements() -> int:
        client.get("/sharing/?period=all")
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/sharing/?period=all").status_code == 200
        return len(captured.captured_queries)

    for kind in KINDS:
        decide(world, kind, **RISK)
    before = statements()
    for kind in KINDS:
        decide(world, kind, **RISK)
    assert statements() == before


def test_a_period_is_of_londons_days():
    may = figures.Period("x", "May", date(2026, 5, 1), date(2026, 5, 31))
    assert may.moments == (clock.london(2026, 5, 1), clock.london(2026, 6, 1))
    assert may.words == "May, 1 May 2026 to 31 May 2026"


def download(world, query: str = "period=all") -> list[list[str]]:
    answer = browser_for(world.head).post(f"/sharing/download/?{query}")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="share-decisions.csv"'
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


@pytest.mark.requirement("C8")
def test_the_list_leaves_as_it_stands_there_and_is_kept(world):
    for kind in KINDS:
        decide(world, kind)
    page = browser_for(world.head).get("/sharing/download/?period=all&flag=against").content.decode()
    assert "This file holds personal information" in page and "1 decision," in page
    rows = download(world)
    assert len(rows) == 1 + 4 and rows[0][0] == "Reference" and {row[2] for row in rows[1:]} == {"Amina Yusuf"}
    assert [row[5] for row in download(world, "period=all&flag=against")[1:]] == ["yes"]
    kept = Disclosure.objects.first()
    assert kept.internal_print == "list" and kept.decision is None and kept.by == world.head and kept.size
    for person in (world.dsl, world.dpo, world.administrator):
        assert browser_for(person).post("/sharing/download/").status_code == 403


def test_no_cell_of_the_list_is_a_formula(world):
    world.child.given_name = "=HYPERLINK(1)"
    world.child.save()
    decide(world, "plain")
    assert download(world)[1][2] == "'=HYPERLINK(1) Yusuf"


@pytest.mark.requirement("G4")
@given(st.lists(st.integers(0, 40), min_size=1, max_size=6))
@settings(max_examples=2000 if LONG else 300, deadline=None)
def test_nobody_works_out_a_small_count_by_subtraction(parts):
    """Whoever knows the total and what is shown is left with at least two hidden parts, or with none."""
    shown = governors.suppressed(parts)
    hidden = [part for part, said in zip(parts, shown, strict=True) if said == governors.HIDDEN]
    assert all(said == governors.HIDDEN for part, said in zip(parts, shown, strict=True) if 0 < part < 5)
    assert all(said == str(part) for part, said in zip(parts, shown, strict=True) if said != governors.HIDDEN)
    others = [part for part in parts if part and part not in hidden]
    assert len(hidden) != 1 or not others


@pytest.mark.requirement("G4")
def test_the_governors_page_holds_no_name_and_no_small_number(world, monkeypatch):
    for kind in KINDS:
        decide(world, kind)
    said: dict[str, Any] = {}
    monkeypatch.setattr(governors, "pdf", lambda name, data: said.update(data) or b"%PDF")
    answer = browser_for(world.head).post("/sharing/governors/?period=all")
    assert answer.content == b"%PDF" and Disclosure.objects.get().internal_print == "figures"
    text = str(said)
    for word in ("Amina", "Yusuf", "Nair", world.teacher.last_name, world.head.last_name):
        assert word not in text, word
    numbers = [row[1] for section in said["sections"] for row in section["rows"]]
    assert set(numbers) <= {"0", "c"}


def test_the_governors_page_is_one_tagged_page(world):
    decide(world, "plain")
    content = browser_for(world.head).post("/sharing/governors/?period=all").content
    with pikepdf.open(io.BytesIO(content)) as opened:
        assert len(opened.pages) == 1 and opened.Root.MarkInfo.Marked


def test_the_page_takes_at_most_twenty_statements(world):
    for kind in KINDS:
        decide(world, kind, **RISK)
    client = browser_for(world.head)
    client.get("/sharing/?period=all")
    with CaptureQueriesContext(connection) as captured:
        client.get("/sharing/?period=all")
    assert len(captured.captured_queries) <= 20, len(captured.captured_queries)
