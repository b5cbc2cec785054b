"""Signing in as people do: password and code, and a passkey in a virtual authenticator (R: G2)."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import clean, follow, virtual_authenticator
from tests.factories import code

pytestmark = [
    pytest.mark.by_turns,
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.requirement("G2"),
]


def test_password_and_code_then_a_passkey(desk, world):
    page = desk.page(new=True)
    page.goto(desk.address + "/")
    page.get_by_label("Email address").fill(world.teacher.email)
    page.get_by_label("Password").fill("correct horse battery")
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("heading", name="Enter your security code").wait_for()
    clean(page)
    page.get_by_label("Security code").fill(code())
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("heading", name="Home").wait_for()

    virtual_authenticator(page)
    page.goto(desk.address + "/account/factor/passkeys/add/")
    page.get_by_role("button", name="Set up a passkey").click()
    page.get_by_role("heading", name="Recovery codes").wait_for()
    page.get_by_label("I have kept these").check()
    follow(page.get_by_role("button", name="Continue"))
    page.get_by_role("button", name="Sign out").first.click()
    page.get_by_role("heading", name="Sign in", exact=True).wait_for()
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.get_by_role("heading", name="Home").wait_for()
    page.goto(f"{desk.address}/records/{world.record.public_id}/")
    expect(page.get_by_text("The part for teachers.")).to_be_visible()  # a passkey is a second factor
