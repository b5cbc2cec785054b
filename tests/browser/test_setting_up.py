"""Getting a school ready in a real browser: the task list, term dates, a list of staff, the test email (R: T4)."""

import pytest
from playwright.sync_api import expect

from accounts.models import User
from core.models import Closure, Term
from tests.browser.conftest import clean, follow

pytestmark = [pytest.mark.browser, pytest.mark.daily("postgresql"), pytest.mark.django_db(transaction=True)]

STAFF = (
    "Title,First name,Last name,Email,Role,Class\n"
    "Miss,Nia,Test,nia@school.test,Teacher,4C\n"
    "Mr,Bad,Line,bad@school.test,Caretaker,\n"
)


def fill_date(page, legend: str, day: str) -> None:
    """Type a whole date into the first field, as people paste it."""
    page.get_by_role("group", name=legend).get_by_label("Day").fill(day)


@pytest.mark.requirement("T4")
def test_the_administrator_follows_the_task_list_and_the_headteacher_approves_the_staff(desk, world):
    admin = desk.sit(world.administrator)
    follow(admin.get_by_role("link", name="Get the school ready", exact=False))
    clean(admin)
    follow(admin.get_by_role("link", name="2. Term dates and closures"))
    admin.get_by_label("Name of the term").fill("Summer term")
    fill_date(admin, "First school day", "12 April 2032")
    fill_date(admin, "Last school day", "21/7/2032")
    follow(admin.get_by_role("button", name="Add the term"))
    admin.get_by_label("Half-term").check()
    fill_date(admin, "First day closed", "31 May 2032")
    fill_date(admin, "Last day closed", "4 June 2032")
    follow(admin.get_by_role("button", name="Add the closure"))
    clean(admin)
    assert Term.objects.filter(name="Summer term").exists() and Closure.objects.get().kind == "half_term"
    desk.look(admin, "/settings/email/")
    follow(admin.get_by_role("button", name="Send me a test"))
    clean(admin)
    admin.goto(f"{desk.address}/account/people/")
    follow(admin.get_by_role("link", name="Add staff from a list"))
    clean(admin)
    follow(admin.get_by_role("button", name="Preview the list"))
    admin.get_by_role("heading", name="There is a problem").wait_for()
    file = {"name": "staff.csv", "mimeType": "text/csv", "buffer": STAFF.encode()}
    admin.get_by_label("The list").set_input_files(file)
    follow(admin.get_by_role("button", name="Preview the list"))
    clean(admin)
    expect(admin.get_by_text("is not a role here", exact=False)).to_be_visible()
    follow(admin.get_by_role("button", name="Send for approval"))
    head = desk.sit(world.head, at="/account/changes/")
    follow(head.get_by_role("link", name="Read the list", exact=False))
    clean(head)
    follow(head.get_by_role("button", name="Approve selected people"))
    expect(head.get_by_text("1 added", exact=False)).to_be_visible()
    assert User.objects.filter(email="nia@school.test").exists()


@pytest.mark.requirement("C7")
def test_the_headteacher_names_a_standing_deputy_and_the_dpo_confirms_the_purposes(desk, world):
    head = desk.sit(world.head, at="/account/away/")
    head.get_by_label("Who is your standing deputy?").select_option(label=world.deputy_dsl.full_name)
    follow(head.get_by_role("button", name="Save"))
    clean(head)
    dpo = desk.sit(world.dpo, at="")
    desk.look(dpo, "/decisions/purposes/")
    follow(dpo.get_by_role("button", name="Confirm these", exact=False))
    expect(dpo.get_by_text("Confirmed.")).to_be_visible()
