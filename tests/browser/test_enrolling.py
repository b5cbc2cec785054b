"""The first sign-in as a person comes to it: the mail's link, a password, a passkey or an app (R: G2)."""

import pytest
from django.core import mail
from playwright.sync_api import expect

from tests.accounts.test_enrolling import PASSWORD, invited
from tests.browser.conftest import clean, follow, virtual_authenticator

pytestmark = [
    pytest.mark.by_turns,
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.requirement("G2"),
]


def come_by_the_mail(desk, world, page):
    """Ned opens the link that he was sent, sets a password, and signs in by it."""
    person, link = invited(world)
    page.goto(desk.address + link)
    clean(page)
    page.get_by_label("New password", exact=True).fill(PASSWORD)
    page.get_by_label("Type the new password again").fill(PASSWORD)
    follow(page.get_by_role("button", name="Set password"))
    follow(page.get_by_role("link", name="Sign in"))
    page.get_by_label("Email address").fill(person.email)
    page.get_by_label("Password").fill(PASSWORD)
    follow(page.get_by_role("button", name="Sign in", exact=True))
    page.get_by_role("heading", name="Signing in safely").wait_for()
    clean(page)
    return person


def keep_codes_and_accept(page):
    page.get_by_role("heading", name="Recovery codes").wait_for()
    expect(page.locator("[data-codes] li")).to_have_count(10)
    page.get_by_role("button", name="Copy").click()
    page.get_by_text("Copied.").or_(page.get_by_text("Not copied.")).wait_for()
    expect(page.get_by_role("button", name="Print")).to_be_visible()
    clean(page)
    page.get_by_label("I have kept these").check()
    follow(page.get_by_role("button", name="Continue"))
    page.get_by_label("I accept this").check()
    follow(page.get_by_role("button", name="Accept and continue"))
    page.get_by_role("heading", name="Home").wait_for()


def test_a_passkey_from_the_mail_and_it_signs_in_afterwards(desk, world):
    page = desk.page(new=True)
    mail.outbox.clear()
    come_by_the_mail(desk, world, page)
    virtual_authenticator(page)
    follow(page.get_by_role("link", name="Set up a passkey"))
    clean(page)
    page.get_by_role("button", name="Set up a passkey").click()
    keep_codes_and_accept(page)
    page.goto(desk.address + "/account/changes/")
    assert page.get_by_role("heading", level=1).inner_text() != "Enter your security code"
    page.get_by_role("button", name="Sign out").first.click()
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.get_by_role("heading", name="Home").wait_for()


def test_an_app_from_the_mail(desk, world):
    from accounts.one_time import step_of
    from core import clock
    from tests.factories import code_for

    page = desk.page(new=True)
    come_by_the_mail(desk, world, page)
    follow(page.get_by_role("link", name="Use an app that shows codes"))
    clean(page)
    secret = page.locator(".app-code").inner_text()
    number = code_for(secret)
    assert step_of(secret, number) == int(clock.now().timestamp()) // 30
    page.get_by_label("Code from the app").fill(number)
    follow(page.get_by_role("button", name="Set up the app"))
    keep_codes_and_accept(page)


def test_a_passkey_that_is_refused_says_so(desk, world):
    page = desk.page(new=True)
    come_by_the_mail(desk, world, page)
    virtual_authenticator(page, verified=False)
    follow(page.get_by_role("link", name="Set up a passkey"))
    page.get_by_role("button", name="Set up a passkey").click()
    page.get_by_text("That did not work. Try again, or use another way.").wait_for()
