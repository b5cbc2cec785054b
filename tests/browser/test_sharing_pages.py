"""axe, 320 pixels and the weight of the pages round the flow: every template of share decisions."""

from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import expect

from core import references
from sharing.decisions import drafts, harm_notices
from sharing.decisions.models import ShareDecision
from sharing.directory.models import AgencyContact, Purpose
from tests.browser.conftest import clean, follow
from tests.factories import browser_for, child
from tests.sharing.flow import ask_the_dsl
from tests.sharing.unshared import not_shared
from tests.sharing.walk_cases import RISK

pytestmark = [pytest.mark.browser, pytest.mark.daily("sqlite"), pytest.mark.django_db(transaction=True)]
DANGER = {"query": "amina", "told": ["nobody"], "account": "She is afraid to go home.", "when": "now"}
STEPS: dict[str, tuple[str, dict[str, dict[str, Any]]]] = {
    "asked": ("asked", {}),
    "when": ("done", {}),
    "outside": ("share", {"who": {"to": "other"}}),
    "parent": ("share", {"who": {"to": "parent"}}),
    "agreement": ("share", {"who": {"to": "other"}}),
    "inside": ("share", {"who": {"to": "staff"}}),
    "others": ("share", {"who": {"to": "parent"}}),
    "moving": ("share", {"who": {"to": "school"}}),
    "keep-from": ("share", {}),
    "basis": ("share", {}),
}


def to(world, where: str) -> dict:
    """The answer about the recipient, of a kind."""
    school = AgencyContact.objects.filter(agency__kind="school")[0]
    return {
        "to": where,
        "directory": None,
        "school": str(school.public_id) if where == "school" else None,
        "staff": str(world.senco.public_id) if where == "staff" else None,
        "more": [],
    }


@pytest.mark.parametrize("step", sorted(STEPS))
def test_axe_finds_nothing_on_the_pages_of_the_flow_and_on_their_errors(desk, world, step):
    origin, changed = STEPS[step]
    if "who" in changed:
        changed = {"who": to(world, changed["who"]["to"])}
        if step == "agreement":
            changed["outside"] = {"who": "Rowan Heath", "role": "neighbour", "body": ""}
        if step == "others":
            changed["parent"] = {"adults": [str(world.mother.public_id)], "identity": "sight"}
    draft = world.draft(origin=origin, **changed)
    teacher = desk.sit(world.teacher, width=320, at=f"/decisions/draft/{draft.public_id}/{step}/")
    assert f"/{step}/" in teacher.url
    clean(teacher)
    if step == "keep-from":
        return  # nobody ticked is an answer
    follow(teacher.get_by_role("button", name="Continue", exact=True))
    teacher.get_by_role("heading", name="There is a problem").wait_for()
    clean(teacher)


def test_axe_finds_nothing_where_others_are_named_in_what_goes(desk, world):
    kofi = child("Kofi", "Mensa")
    what = {
        **world.answers()["what"],
        "unwritten": "Kofi Mensa\nand Kofi",
        "unwritten_kind": "behaviour",
        "unwritten_nature": "fact",
        "unwritten_source": "I saw it",
    }
    said = {str(kofi.public_id): {"do": "remove", "why": ""}}
    draft = world.draft(what=what, others={"said": said, "read": True})
    teacher = desk.sit(world.teacher, width=320, at=f"/decisions/draft/{draft.public_id}/others/")
    assert teacher.locator("mark").all_inner_texts() == ["[another person]", "[another person]"]
    clean(teacher)
    teacher.goto(teacher.url.replace("/others/", "/check/"))
    expect(teacher.locator("mark")).to_have_count(2)
    clean(teacher)


def test_axe_finds_nothing_round_a_decision(desk, world):
    look = desk.look
    decision, risky = world.decide(), world.decide(**RISK, **not_shared())
    slug, of_risk = references.slug(decision.reference), references.slug(risky.reference)
    recipient = decision.recipients.get().public_id
    browser_for(world.teacher).post(f"/decisions/{slug}/file/{recipient}/")
    harmful = world.draft(**RISK)
    harm_notices.tell(harmful, [world.child], [])
    draft = world.draft()
    asked = ask_the_dsl(world, draft, shows="draft", urgent=True)
    keep = {"keep-from": {"people": [str(world.head.public_id)]}}
    hidden = references.slug(world.decide(**keep).reference)
    teacher = desk.sit(world.teacher, at="")
    d = f"/decisions/draft/{draft.public_id}"
    for path in (
        "/",
        "/decisions/start/",
        "/decisions/danger/",
        f"/decisions/danger/{draft.public_id}/",
        "/decisions/agencies/",
        "/decisions/words/",
        f"{d}/close/",
        f"/decisions/draft/{harmful.public_id}/close/",
        f"{d}/why/advice/",
        f"{d}/why/advice-had/",
        f"/decisions/advice/{asked.public_id}/",
        f"{d}/why/",
        f"/decisions/{slug}/told/{recipient}/",
        f"/decisions/{slug}/passphrases/",
        f"/decisions/{slug}/print/",
        f"/decisions/{slug}/correct/",
        f"/decisions/{of_risk}/recorded/",
        f"/decisions/{slug}/",
        *(f"/decisions/{slug}/add/{what}/" for what in ("arrival", "answer", "tell", "review", "withdrawn")),
    ):
        look(teacher, path)
    teacher.goto(f"{desk.address}/decisions/start/")
    follow(teacher.get_by_role("button", name="Continue"))
    clean(teacher)
    teacher.goto(f"{desk.address}/decisions/danger/")
    with teacher.expect_response("**/danger/"):
        teacher.get_by_role("button", name="Record it now").click()
    teacher.get_by_role("heading", name="There is a problem").wait_for()
    clean(teacher)
    dsl = desk.sit(world.dsl, at="")
    for path in (
        "/",
        f"/decisions/advice/{asked.public_id}/",
        f"/decisions/{of_risk}/review/",
        "/account/away/",
        f"/decisions/{references.slug(harmful.reference)}/",
        f"/decisions/draft/{harmful.public_id}/agree/",
    ):
        look(dsl, path)
    look(desk.sit(world.chair, at=""), f"/decisions/{hidden}/headteacher/")
    look(desk.sit(world.head, at=""), "/sharing/download/?period=all")
    dpo = desk.sit(world.dpo, at="")
    agency, purpose = world.contact.agency.public_id, Purpose.objects.get(code="health").public_id
    for path in (
        "/",
        "/decisions/purposes/",
        f"/decisions/purposes/{purpose}/",
        "/decisions/agencies/new/",
        f"/decisions/agencies/{agency}/",
        f"/decisions/agencies/{agency}/new/",
        f"/decisions/agencies/contact/{world.contact.public_id}/",
    ):
        look(dpo, path)
    inside = world.decide(
        by=world.senco,
        who=to(world, "staff") | {"staff": str(world.other_teacher.public_id)},
        inside={"how_long": "once", "on": None},
        why={"purpose": "health", "other": None, "essential": "She covers the class"},
    )
    look(desk.sit(world.other_teacher, at=""), f"/decisions/{references.slug(inside.reference)}/")
    made = browser_for(world.teacher).post(
        "/decisions/danger/", {**DANGER, "once": "7d444840-9dc0-11d1-b245-5ffdce74fad2"}
    )
    look(teacher, made.headers["Location"])


@pytest.mark.requirement("C11")
def test_a_page_weighs_at_most_100_kb_on_a_first_visit(desk, world):
    """Everything that the browser asks for on the heaviest pages; files as the product's own server sends them."""
    for _ in range(3):
        world.decide()
    draft = drafts.start(world.teacher, world.child)
    slug = references.slug(ShareDecision.objects.latest("pk").reference)
    for person, path in (
        (world.teacher, f"/decisions/draft/{draft.public_id}/who/"),
        (world.head, "/sharing/?period=all"),
        (world.teacher, f"/decisions/{slug}/"),
        (world.teacher, "/decisions/start/"),
        (world.dsl, "/"),
    ):
        page = desk.page(new=True)
        fetched: list[str] = []
        page.on("response", lambda answer, fetched=fetched: fetched.append(answer.url.removeprefix(desk.address)))
        desk.take_seat(page, person)
        fetched.clear()
        page.goto(desk.address + path, wait_until="networkidle")
        files = [address for address in fetched if address.startswith("/static/")]
        assert "/static/shawlands.css" in files and "/static/app.js" in files
        weight = len(page.content().encode()) + sum(map(served, files))
        assert weight <= 100_000, (path, weight)


def served(address: str) -> int:
    """The bytes of a file as the product's own server sends it to a browser that takes compressed ones."""
    answer = Client().get(address, HTTP_ACCEPT_ENCODING="gzip, deflate, br")
    return len(b"".join(answer.streaming_content))  # type: ignore[attr-defined]


@pytest.mark.requirement("C2")
def test_a_danger_entry_is_sent_by_a_script_too_when_the_second_factor_has_grown_stale(desk, world):
    page = desk.sit(world.teacher, at="/decisions/danger/")
    page.locator("#id_query").fill("amina")
    page.get_by_label("Children’s social care").check()
    page.get_by_label("What is happening").fill("She is afraid to go home.")
    stale = browser_for(world.teacher, fresh=False).cookies["session"].value
    page.context.clear_cookies(name="session")
    page.context.add_cookies([{"name": "session", "value": stale, "url": desk.address}])
    follow(page.get_by_role("button", name="Record it now"))
    page.wait_for_url("**/account/factor/again/**")
    assert ShareDecision.objects.get().harm == "yes"


@pytest.mark.requirement("C10")
@pytest.mark.parametrize("link", ["What the words mean", "A child is in danger now"])
def test_a_link_that_leads_away_saves_what_is_typed_first(desk, world, link):
    draft = world.draft()
    page = desk.sit(world.teacher, at=f"/decisions/draft/{draft.public_id}/why/")
    page.get_by_label("Why is it essential").fill("Typed a moment ago, not yet saved.")
    follow(page.get_by_role("link", name=link))
    page.goto(f"{desk.address}/decisions/draft/{draft.public_id}/why/")
    expect(page.get_by_label("Why is it essential")).to_have_value("Typed a moment ago, not yet saved.")
