"""The school's people in a real browser: the office imports, a teacher finds, anyone raises a concern (R: B4, C0)."""

import re

import pytest
from playwright.sync_api import expect

from records.intake import imports
from records.intake.models import Concern, ImportRun
from records.models import Record
from records.pupils.models import Pupil
from tests import factories
from tests.browser.conftest import clean, follow
from tests.records.intake.files import ctf, some

pytestmark = [pytest.mark.browser, pytest.mark.daily("postgresql"), pytest.mark.django_db(transaction=True)]
CONCERN_PRESSES = 5


@pytest.mark.requirement("B4")
def test_the_office_looks_at_a_file_imports_it_undoes_it_and_imports_it_again(desk, world):
    content = ctf(some(120))
    office = desk.sit(world.office)
    file = {"name": "9992001_CTF_9992001_001.xml", "mimeType": "text/xml", "buffer": content}

    def bring() -> None:
        follow(office.get_by_role("link", name="Home"))
        follow(office.get_by_role("link", name="Import pupils"))
        clean(office)
        office.get_by_label("The file").set_input_files(file)
        follow(office.get_by_role("button", name="Look at the file"))
        expect(office.get_by_text("120", exact=True).first).to_be_visible()
        clean(office)
        follow(office.get_by_role("button", name="Import 120 lines"))
        clean(office)
        expect(office.get_by_text("0% done")).to_be_visible()
        imports.work()
        office.get_by_role("heading", name="Imported").wait_for()

    bring()
    assert Pupil.objects.count() == 121
    follow(office.get_by_role("button", name="Undo this import"))
    expect(office.get_by_text("Undone on")).to_be_visible()
    clean(office)
    bring()
    expect(office.get_by_text("Imported on")).to_be_visible()
    assert Pupil.objects.count() == 121 and ImportRun.objects.count() == 2


@pytest.mark.requirement("B4")
def test_a_csv_is_matched_by_eye_and_asks_what_it_cannot_know(desk, world):
    rows = "Pupil number,Surname,Forename,DOB\n,Yusuf,Amina,2018-01-01\nA801200001001,Wrong,Number,2018-01-01\n"
    office = desk.sit(world.office, at="/imports/")
    office.get_by_label("The file").set_input_files({"name": "a.csv", "mimeType": "text/csv", "buffer": rows.encode()})
    follow(office.get_by_role("button", name="Look at the file"))
    clean(office)
    office.get_by_label("UPN", exact=True).select_option("0")
    follow(office.get_by_role("button", name="Look at the lines"))
    clean(office)
    expect(office.get_by_text("would be H")).to_be_visible()
    follow(office.get_by_role("button", name=re.compile("Import 1 line")))
    office.get_by_role("heading", name="There is a problem").wait_for()
    clean(office)
    office.get_by_label("The same child as Amina Yusuf, Year 4 · 4C").check()
    follow(office.get_by_role("button", name=re.compile("Import 1 line")))
    imports.work()
    office.get_by_role("heading", name="Imported").wait_for()
    assert Pupil.objects.get(person=world.child).birth_date.year == 2018


@pytest.mark.requirement("C0")
@pytest.mark.parametrize(("width", "script"), [(1280, True), (320, True), (320, False)])
def test_a_concern_is_passed_on_in_under_a_minute(desk, world, width, script):
    """Five presses and three short texts from the home page, with and without scripts."""
    volunteer = desk.sit(factories.user("volunteer"), width=width, script=script)
    presses = 0

    def press(what) -> None:
        nonlocal presses
        presses += 1
        what.click()

    press(volunteer.get_by_role("link", name="Pass on a concern"))
    volunteer.get_by_role("heading", name="Pass on a concern").wait_for()
    if script:
        clean(volunteer)
    typed = {
        "Who is it about?": "Amina, 4C",
        "What did you see or hear?": "She was crying and would not say why.",
        "When?": "Today at lunch",
    }
    for label, words in typed.items():
        press(volunteer.get_by_label(label))
        volunteer.get_by_label(label).fill(words)
    press(volunteer.get_by_role("button", name="Pass it on"))
    volunteer.get_by_role("heading", name="Passed on").wait_for()
    assert presses <= CONCERN_PRESSES
    expect(volunteer.get_by_text(Concern.objects.get().reference)).to_be_visible()
    if script:
        clean(volunteer)


@pytest.mark.requirement("C0")
def test_what_was_typed_survives_a_lost_connection_a_double_press_and_a_session_that_ended(desk, world):
    teacher = desk.sit(world.teacher, at="/concerns/new/")
    teacher.get_by_label("Who is it about?").fill("Amina, 4C")
    teacher.get_by_label("What did you see or hear?").fill("She was crying and would not say why.")
    teacher.get_by_label("When?").fill("Today")
    send = teacher.get_by_role("button", name="Pass it on")
    teacher.route("**/account/state/**", lambda route: route.abort())
    send.click()
    teacher.get_by_text("Not sent: there is no connection").wait_for()
    teacher.unroute("**/account/state/**")
    cookies = teacher.context.cookies()
    teacher.context.clear_cookies()
    teacher.wait_for_timeout(1100)  # a second press within a second counts as a slip
    send.click()
    teacher.get_by_text("You have been signed out").wait_for()
    expect(teacher.get_by_label("Who is it about?")).to_have_value("Amina, 4C")
    teacher.context.add_cookies(cookies)
    teacher.wait_for_timeout(1100)
    send.dblclick()
    teacher.get_by_role("heading", name="Passed on").wait_for()
    assert Concern.objects.count() == 1
    desk.wrong[:] = [said for said in desk.wrong if "ERR_FAILED" not in said]


def test_the_childs_page_its_records_and_what_leads_from_it(desk, world):
    from tests.factories import record

    secret = factories.child("Teasel", "Vetch", into="3A", protected=True)
    record("safeguarding", world.child, author=world.dsl)
    for person in (world.teacher, world.head):
        page = desk.sit(person, at="/find/")
        page.get_by_label("Name").fill("teasel")
        follow(page.get_by_role("button", name="Find", exact=True))
        expect(page.get_by_text("Nothing found that you may see.")).to_be_visible()
        page.goto(f"{desk.address}/children/{secret.public_id}/")
        expect(page.get_by_role("heading", name="Page not found")).to_be_visible()
        page.goto(f"{desk.address}/children/{world.child.public_id}/")
        clean(page)
        follow(page.get_by_role("link", name="Who may see what"))
        clean(page)
    for path in ("twice", "protect"):
        page.goto(f"{desk.address}/records/{path}/{world.child.public_id}/")
        clean(page)
    page.goto(f"{desk.address}/children/{world.child.public_id}/key-worker/")
    clean(page)
    page.goto(f"{desk.address}/records/{world.record.public_id}/move/{world.child.public_id}/")
    clean(page)


@pytest.mark.requirement("G10")
def test_a_teacher_adds_a_record_with_a_file_and_reads_it(desk, world):
    teacher = desk.sit(world.senco, at=f"/records/new/{world.child.public_id}/")
    clean(teacher)
    follow(teacher.get_by_role("button", name="Record it"))
    teacher.get_by_role("heading", name="There is a problem").wait_for()
    clean(teacher)
    teacher.get_by_label("What kind of record is it?").select_option("sen")
    teacher.get_by_label("A fact: seen, heard or measured").check()
    teacher.get_by_label("What you record about Amina").fill("Reads for ten minutes at a time now.")
    teacher.get_by_label("I saw or heard it myself").check()
    teacher.get_by_label("Files").set_input_files(
        {"name": "note.txt", "mimeType": "text/plain", "buffer": b"Ten minutes on Monday."}
    )
    follow(teacher.get_by_role("button", name="Record it"))
    clean(teacher)
    follow(teacher.get_by_role("link", name="Read file 1"))
    expect(teacher.get_by_text("Ten minutes on Monday.")).to_be_visible()
    clean(teacher)
    assert Record.objects.filter(category__code="sen").count() == 1


def test_axe_finds_nothing_on_the_settings_and_the_held_and_concern_pages(desk, world):
    from tests.records.intake.things import something_held, something_passed_on

    admin = desk.sit(world.administrator, at="")
    fourth = factories.SchoolClass.objects.get(name="4C")
    category = world.record.category.public_id
    for path in (
        "",
        "school/",
        "terms/",
        "classes/",
        f"classes/{fourth.public_id}/",
        "categories/",
        f"categories/{category}/",
    ):
        admin.goto(f"{desk.address}/settings/{path}")
        clean(admin)
    held, concern = something_held(world), something_passed_on(world)
    dsl = desk.sit(world.dsl, at="")
    for path in ("", "imports/held/", f"imports/held/{held.public_id}/", "concerns/", f"concerns/{concern.slug}/"):
        dsl.goto(f"{desk.address}/{path}")
        clean(dsl)
