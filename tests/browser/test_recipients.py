"""Who receives what, seen in a browser: a father limited by a court; a release to a mother (R: G6c, G9, T1)."""

import pytest
from playwright.sync_api import expect

from records.corrections import protection
from records.pupils import roll
from tests.browser.conftest import clean, follow
from tests.factories import child, record

pytestmark = [pytest.mark.browser, pytest.mark.daily("postgresql"), pytest.mark.django_db(transaction=True)]
REFUSED = "There is a limit on what Mr Idris Yusuf may be given. Speak to"


def go_on(page, **chosen) -> None:
    """Fill in what is asked, by label, and continue."""
    for label, value in chosen.items():
        page.get_by_label(label.replace("_", " "), exact=True).fill(value)
    follow(page.get_by_role("button", name="Continue", exact=True))


def tick(page, *labels: str) -> None:
    for label in labels:
        page.get_by_label(label, exact=True).check()


@pytest.mark.requirement("G9")
def test_a_father_limited_by_a_court_is_refused_ticked_typed_and_asking(desk, world):
    father = roll.add_contact(
        world.child, "father", title="Mr", given_name="Idris", family_name="Yusuf", responsibility="yes"
    ).adult
    protection.limit(world.child, father, by=world.dsl, reason="A court has said so.")
    page = desk.sit(world.teacher, at=f"/decisions/draft/{world.draft().public_id}/who/")
    tick(page, "A parent or carer")
    go_on(page)
    tick(page, "Mr Idris Yusuf, father", "I know them by sight")
    go_on(page)
    expect(page.get_by_text(REFUSED).first).to_be_visible()
    clean(page)
    page.goto(page.url.replace("/parent/", "/who/"))
    tick(page, "Someone else outside the school")
    go_on(page)
    for name in ("YUSUF, Idris", "Mr Yusuf", "Идрис Юсуф"):
        page.get_by_label("Name", exact=True).fill(name)
        page.get_by_label("Job or role", exact=True).fill("father")
        page.get_by_label("Organisation (if they have one)", exact=True).fill("-")
        go_on(page)
        expect(page.get_by_text(REFUSED).first).to_be_visible()
    clean(page)
    asked = world.draft(origin="asked", asked=world.asked(who="Idris Yusuf", role="father"), who=_asker(), **_what())
    page.goto(f"{desk.address}/decisions/draft/{asked.public_id}/who/")
    expect(page.get_by_text(REFUSED)).to_be_visible()
    clean(page)
    page.goto(f"{desk.address}/decisions/draft/{asked.public_id}/decide/")
    page.get_by_label("Share: ").check()
    go_on(page)
    expect(page.get_by_text(REFUSED).first).to_be_visible()
    assert not page.get_by_text("A court has said so").count()


def _asker() -> dict:
    return {"to": "asker", "directory": None, "school": None, "staff": None, "more": []}


def _what() -> dict:
    what = {"records": [], "how": {}, "unwritten": "How she is", "unwritten_kind": "behaviour"}
    what |= {"unwritten_nature": "fact", "unwritten_source": "I saw it"}
    return {"what": {**what, "everything": "yes", "left_out": ""}}


@pytest.mark.requirement("G9")
def test_a_mother_gets_what_concerns_her_child_with_the_other_names_taken_out(desk, world):
    child("Kofi", "Mensa")
    kept = record("speech", world.child, author=world.senco, text="Amina spoke to Kofi Mensa. Kofi answered her.")
    about = {"people": [str(world.child.public_id)]}
    what = {"records": [str(kept.public_id)], "how": {str(kept.public_id): "whole"}, "unwritten": ""}
    who = {"to": "parent", "directory": None, "school": None, "staff": None, "more": []}
    parent = {"adults": [str(world.mother.public_id)], "identity": "sight"}
    draft = world.draft(
        by=world.senco,
        about=about,
        who=who,
        parent=parent,
        what={**what, "unwritten_kind": "", "everything": "", "left_out": ""},
    )
    page = desk.sit(world.senco, at=f"/decisions/draft/{draft.public_id}/others/", shown=1)
    expect(page.locator("mark").first).to_be_visible()
    page.get_by_label("Take it out", exact=False).first.check()
    page.get_by_label("I have read it", exact=False).check()
    clean(page)
    go_on(page)
    tick(page, "Amina knows, and is happy with it")
    go_on(page)
    tick(page, "Amina", "Today", "What would be shared, with whom, how and why")
    go_on(page)
    expect(page.get_by_role("heading", name="Check it, and choose how to send it")).to_be_visible()
    go_on(page)
    expect(page.get_by_text("Enter the address or number that it goes to").first).to_be_visible()
    clean(page)
    tick(page, "Today", "In person, to the named person")
    for box in page.get_by_role("checkbox").all()[-2:]:
        box.check()
    go_on(page)
    expect(page.get_by_role("heading", name="Check your answers")).to_be_visible()
    clean(page)
    follow(page.get_by_role("button", name="Record this decision"))
    expect(page.get_by_text("In person", exact=False).first).to_be_visible()
    slug = page.url.split("/decisions/")[1].split("/")[0]
    page.goto(f"{desk.address}/decisions/{slug}/")
    page.emulate_media(media="print")
    assert not page.locator("#main").is_visible(), "a browser's print leaves no entry, so it shows one line"
    page.emulate_media(media="screen")
