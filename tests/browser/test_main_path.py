"""The thin path in a real browser: a teacher reads, decides, the Headteacher acknowledges (R: C11, C7, G10)."""

import re

import pytest
from playwright.sync_api import expect

from accounts.notices.models import Notice
from sharing.decisions.models import ShareDecision
from sharing.disclosures.models import Disclosure
from tests.browser.conftest import clean, follow

pytestmark = [pytest.mark.browser, pytest.mark.daily("sqlite"), pytest.mark.django_db(transaction=True)]


def decide(page, world, look=lambda page: None) -> None:
    """From the child's page to the reference, as a teacher presses."""

    def go_on() -> None:
        look(page)
        before = page.url
        follow(page.get_by_role("button", name="Continue", exact=True))
        page.wait_for_url(lambda url: url != before)

    follow(page.get_by_role("button", name="Record a share decision"))
    page.get_by_role("group", name="suffering, or at risk").get_by_label("No", exact=True).check()
    go_on()
    page.get_by_label("Dr Priya Nair").check()
    go_on()
    page.get_by_label("Speech and language").check()
    page.get_by_label("Only the part marked for sharing").check()
    go_on()
    page.get_by_label("They know, and they agree").check()
    page.get_by_label("Amina knows, and is happy with it").check()
    go_on()
    page.get_by_label("Mrs Hodan Yusuf").check()
    page.get_by_label("Today", exact=True).check()
    page.get_by_label("What would be shared, with whom").check()
    go_on()
    page.get_by_label("Share: part of 1 record").check()
    go_on()
    page.get_by_label("Health care or medicine").check()
    page.get_by_label("Why is it essential").fill("The clinic cannot plan without it.")
    page.get_by_label("Why is it appropriate").fill("Only the doctor who sees the child.")
    go_on()
    page.get_by_label("Today", exact=True).check()
    for label in ("The address is right", "These are the only people", "This is all that is needed"):
        page.get_by_label(label).check()
    go_on()
    look(page)
    follow(page.get_by_role("button", name="Record this decision"))
    page.wait_for_url("**/recorded/")
    look(page)


@pytest.mark.requirement("C11")
@pytest.mark.requirement("C7")
@pytest.mark.parametrize(("width", "script"), [(1280, True), (320, False)])
def test_a_teacher_decides_and_the_headteacher_acknowledges(desk, world, width, script):
    """Wide with scripts and narrow without; axe finds nothing on any page, none moves sideways."""

    look = clean if script else lambda page: None  # axe needs scripts
    teacher = desk.sit(world.teacher, width=width, script=script)
    look(teacher)
    follow(teacher.get_by_role("link", name="Find a child"))
    teacher.get_by_label("Name").fill("ami")
    follow(teacher.get_by_role("button", name="Find"))
    look(teacher)
    follow(teacher.get_by_role("link", name="Amina Yusuf"))
    look(teacher)
    follow(teacher.get_by_role("link", name="Speech and language"))
    expect(teacher.get_by_text("You can see part of this record.")).to_be_visible()
    expect(teacher.get_by_text("The part for teachers.")).to_be_visible()
    assert not teacher.get_by_text("The whole text.").count()
    look(teacher)
    follow(teacher.get_by_role("link", name="Amina Yusuf"))
    decide(teacher, world, look)
    decision = ShareDecision.objects.get()
    expect(teacher.get_by_text(decision.reference)).to_be_visible()
    with teacher.expect_download() as got:
        teacher.get_by_role("button", name="Get the file to send").click()
    assert got.value.suggested_filename == f"{decision.reference.replace(' ', '-')}-to-send.pdf"
    assert Disclosure.objects.count() == 1

    head = desk.sit(world.head, width=width, script=script)
    look(head)
    follow(head.get_by_role("link", name=decision.reference))
    look(head)
    follow(head.get_by_role("button", name="I have seen this"))
    expect(head.get_by_text("Seen by you")).to_be_visible()
    assert Notice.objects.get(person=world.head).seen
    follow(head.get_by_role("link", name="Notices"))
    look(head)


@pytest.mark.requirement("C10")
def test_what_is_typed_is_saved_as_one_goes_and_a_lost_connection_is_said(desk, world):
    teacher = desk.sit(world.teacher)
    follow(teacher.get_by_role("link", name="Record a share decision"))
    teacher.get_by_label("Someone has asked us").check()
    follow(teacher.get_by_role("button", name="Continue", exact=True))
    field = teacher.get_by_label("Name", exact=True)
    for address in ("**/asked/", "**/account/state/**"):
        teacher.route(address, lambda route: route.abort())
    field.fill("Typed on a train")
    teacher.get_by_text("Not saved: there is no connection").wait_for()
    expect(field).to_have_value("Typed on a train")
    teacher.unroute_all()
    field.fill("Typed on a train again")
    teacher.get_by_text("Saved at").wait_for()
    assert teacher.evaluate("localStorage.length + sessionStorage.length") == 0
    teacher.reload()
    expect(field).to_have_value("Typed on a train again")
    desk.wrong[:] = [said for said in desk.wrong if "ERR_FAILED" not in said]


def test_errors_are_said_at_the_top_and_beside_the_field_and_take_the_focus(desk, world):
    teacher = desk.sit(world.teacher, width=320, at=f"/children/{world.child.public_id}/")
    follow(teacher.get_by_role("button", name="Record a share decision"))
    follow(teacher.get_by_role("button", name="Continue", exact=True))
    teacher.get_by_role("heading", name="There is a problem").wait_for()
    assert teacher.title().startswith("Error: Is the child suffering")
    clean(teacher)
    teacher.get_by_role("link", name="Select yes, no or not sure").click()
    assert teacher.evaluate("document.activeElement.id") == "id_harm"


def test_by_keyboard_alone(desk, world):
    teacher = desk.sit(world.teacher, at=f"/children/{world.child.public_id}/")
    teacher.keyboard.press("Tab")
    assert teacher.evaluate("document.activeElement.textContent") == "Skip to main content"
    teacher.keyboard.press("Enter")
    for _ in range(20):
        teacher.keyboard.press("Tab")
        if "Record a share decision" in teacher.evaluate("document.activeElement.textContent"):
            break
    teacher.keyboard.press("Enter")
    teacher.wait_for_url("**/safe/")
    teacher.locator("#id_harm").focus()
    teacher.keyboard.press("ArrowDown")
    teacher.keyboard.press("Enter")  # the first submit button in the code is Continue
    teacher.wait_for_url("**/who/")


@pytest.mark.requirement("G2")
def test_the_screen_hides_at_two_presses_without_the_network(desk, world):
    teacher = desk.sit(world.teacher, at=f"/children/{world.child.public_id}/")
    teacher.context.set_offline(True)
    teacher.keyboard.press("Escape")
    teacher.keyboard.press("Escape")
    assert teacher.title() == "School" and "Amina" not in teacher.content()
    teacher.context.set_offline(False)
    teacher.get_by_role("link", name="Show again").click()
    teacher.get_by_role("heading", name="Amina Yusuf").wait_for()


@pytest.mark.requirement("C7a")
@pytest.mark.requirement("C2")
def test_a_concern_about_the_headteacher_goes_to_the_chair(desk, world):
    dsl = desk.sit(world.dsl, at=f"/children/{world.child.public_id}/")
    follow(dsl.get_by_role("button", name="Record a share decision"))
    dsl.get_by_label("Yes", exact=True).check()
    follow(dsl.get_by_role("button", name="Continue", exact=True))
    dsl.get_by_label("the Headteacher").check()
    clean(dsl)
    follow(dsl.get_by_role("button", name="Continue", exact=True))
    dsl.get_by_role("heading", name="Who must not see this?").wait_for()
    expect(dsl.get_by_label(world.head.full_name)).to_be_checked()
    clean(dsl)
    follow(dsl.get_by_role("button", name="Continue", exact=True))
    dsl.get_by_role("heading", name="Who would it go to?").wait_for()
    expect(dsl.get_by_text("Safety comes first.")).to_be_visible()
    clean(dsl)
    assert not Notice.objects.filter(person=world.head).exists()


PAGES = {
    "head": ["/", "/notices/", "/find/", "/account/changes/", "/account/factor/", "/account/password/"],
    "administrator": ["/account/people/", "/account/factor/passkeys/", "/account/factor/passkeys/add/"],
    "dpo": ["/log/", "/account/undertaking/", "/account/factor/recovery/new/"],
    "teacher": ["/nonsense/", "/account/people/", "/account/sign-out/", "/account/signed-out/", "/hidden/"],
}


def test_axe_finds_nothing_on_the_other_pages(desk, world):
    world.decide(safe={"harm": "unsure"}, adult={"adult": "no", "who": None})
    for who, paths in PAGES.items():
        page = desk.sit(getattr(world, who), at="")
        more = [f"/account/people/{world.teacher.public_id}/"] if who == "administrator" else []
        for path in paths + more:
            desk.look(page, path)
    page = desk.page()
    for path in ("/account/sign-in/", "/account/password/forgotten/", "/account/password/sent/", "/account/closed/"):
        desk.look(page, path)


@pytest.mark.requirement("T1")
def test_no_title_holds_a_name(desk, world):
    teacher = desk.sit(world.teacher, at="")
    for path in (f"/children/{world.child.public_id}/", f"/records/{world.record.public_id}/"):
        teacher.goto(desk.address + path)
        assert not re.search("Amina|Yusuf", teacher.title())
