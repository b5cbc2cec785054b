"""An Administrator and a friend who teaches try to open a safeguarding record, in a real browser (R: T4, G1)."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from accounts.models import PendingChange
from accounts.notices.models import Notice
from core.audit.models import Entry
from records.need_to_know import visibility
from tests import factories
from tests.browser.conftest import follow

pytestmark = [pytest.mark.browser, pytest.mark.daily("postgresql"), pytest.mark.django_db(transaction=True)]
WAITS = "second person"


def ask(page: Page, kind: str, **answers: str) -> None:
    """The form on a person's page."""
    page.get_by_label(kind, exact=True).check()
    if "role" in answers:
        page.get_by_label("Which role?").select_option(label=answers["role"])
    if "email" in answers:
        page.get_by_label("New e-mail address").fill(answers["email"])
    follow(page.get_by_role("button", name="Ask", exact=True))


@pytest.mark.requirement("T4", "G1")
def test_seven_ways_to_a_safeguarding_record_are_closed_and_each_attempt_is_heard_of(desk, world):
    secret = factories.record("safeguarding", world.child, author=world.dsl)
    friend, admin, address = world.other_teacher, desk.sit(world.administrator), desk.address

    def person(one) -> str:
        return f"{address}/account/people/{one.public_id}/"

    def category() -> None:
        admin.goto(f"{address}/settings/categories/{secret.category.public_id}/")

    def a_role() -> None:
        admin.goto(person(friend))
        ask(admin, "Give a role", role="Designated safeguarding lead")

    def the_dsls_address() -> None:
        admin.goto(person(world.dsl))
        ask(admin, "Change the e-mail address", email="mallory@elsewhere.test")

    def the_dsls_factor() -> None:
        admin.goto(person(world.dsl))
        ask(admin, "Reset the second factor")

    def the_dsls_account() -> None:
        admin.goto(person(world.dsl))
        ask(admin, "Close the account")

    def a_rule() -> None:
        category()
        admin.get_by_text("Let a role see it").click()
        form = admin.locator("form").filter(has_text="Of which pupils?")
        form.get_by_label("Which role?").select_option(label="Teacher")
        form.get_by_label("For any pupil").check()
        form.locator("input[name=extent][value='5']").check()
        follow(form.get_by_role("button", name="Show who would see more"))
        follow(admin.get_by_role("button", name="Ask for it"))

    def another_owner() -> None:
        category()
        admin.get_by_label("Who owns such records?").select_option(label="Headteacher")
        follow(admin.get_by_role("button", name="Save", exact=True))

    def a_class() -> None:
        room = world.teacher.classes.get().school_class
        admin.goto(f"{address}/settings/classes/{room.public_id}/")
        admin.get_by_label("Who?").select_option(label=friend.full_name)
        follow(admin.get_by_role("button", name="Ask", exact=True))

    ways: list[Callable[[], None]] = [
        a_role,
        the_dsls_address,
        the_dsls_factor,
        the_dsls_account,
        a_rule,
        another_owner,
        a_class,
    ]
    for number, way in enumerate(ways, start=1):
        way()
        expect(admin.get_by_text(WAITS, exact=False).first).to_be_visible()
        change = PendingChange.objects.order_by("pk").last()
        assert change is not None and PendingChange.objects.count() == number, way
        told = set(Notice.objects.filter(reference=change.reference).values_list("person", flat=True))
        assert world.dpo.pk in told and {world.head.pk, world.dsl.pk} & told, way
        assert visibility.access_to(friend, secret) is None

    teacher = desk.sit(friend, at="/account/changes/")
    expect(teacher.get_by_role("button", name="Agree", exact=False)).to_have_count(0)
    assert teacher.goto(f"{address}/records/{secret.public_id}/").status == 404
    refused = Entry.objects.filter(actor=friend, object_pk=str(secret.public_id))
    assert refused.exists(), "the attempt is in the log"

    dpo = desk.sit(world.dpo, at="/account/changes/")
    for change in PendingChange.objects.all():
        expect(dpo.get_by_role("heading", name=change.reference)).to_be_visible()
    expect(dpo.get_by_text(world.administrator.full_name, exact=False)).to_have_count(len(ways))
