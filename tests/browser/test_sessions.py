"""Time on a shared computer, in the browser: what idling hides and gives back, the code asked for on the page where
one is, and sessions that are ended (R: G2)."""

import pytest
from playwright.sync_api import expect

from accounts.models import KeptText, Session
from core import clock
from records.models import Record
from tests.browser.conftest import clean, follow, violations, virtual_authenticator
from tests.factories import code

pytestmark = [
    pytest.mark.by_turns,
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.requirement("G2"),
]
WORDS = "He told me about home"


def sign_in_again(page, person) -> None:
    page.get_by_role("heading", name="You were signed out").wait_for()
    follow(page.get_by_role("link", name="Sign in to carry on"))
    page.get_by_label("Email address").fill(person.email)
    page.get_by_label("Password").fill("correct horse battery")
    follow(page.get_by_role("button", name="Sign in", exact=True))
    page.get_by_label("Security code").fill(code())
    follow(page.get_by_role("button", name="Sign in", exact=True))


def with_a_clock(desk, person, path: str):
    """A page whose clock is moved by the test, at `path`."""
    page = desk.sit(person, new=True, at="")
    page.clock.install()
    page.goto(desk.address + path)
    return page


def test_idle_hides_at_once_and_gives_back_what_was_typed(desk, world):
    page = with_a_clock(desk, world.teacher, "/concerns/new/")
    page.get_by_label("What").first.fill(WORDS)
    page.clock.fast_forward("13:01")
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("heading", name="You will be signed out in 2 minutes").wait_for()
    expect(dialog.get_by_text("What you have typed will be kept for you.")).to_be_visible()
    assert "Your work is saved" not in page.content()
    assert violations(page) == []
    page.clock.fast_forward("02:00")
    page.get_by_role("heading", name="You were signed out").wait_for()
    expect(page.get_by_text("sign in within 24 hours to put it back")).to_be_visible()
    clean(page)
    page.go_back()
    assert WORDS not in page.content() and "What" not in page.title()
    page.goto(desk.address + "/account/signed-out/?next=/concerns/new/")
    sign_in_again(page, world.teacher)
    assert page.url.endswith("/concerns/new/")
    assert not page.get_by_label("What").first.input_value()
    clean(page)
    page.get_by_role("button", name="Put it back").click()
    page.get_by_text("It is back in the form.").wait_for()
    expect(page.get_by_label("What").first).to_have_value(WORDS)
    assert not KeptText.objects.exists()


LATER = "minutes => { const now = Date.now; Date.now = () => now() + minutes * 60000 }"
"""The page's clock goes on by so many minutes at once."""


@pytest.mark.requirement("G1")
def test_a_confidential_page_is_gone_within_a_second_or_two_in_every_tab(desk, world):
    page = desk.sit(world.senco, new=True)
    other = page.context.new_page()
    for one in (page, other):
        one.goto(desk.address + f"/records/{world.record.public_id}/")
        expect(one.get_by_text("The whole text.")).to_be_visible()
        one.route("**/account/kept/", lambda route: None)  # an answer never comes
    page.evaluate(LATER, 15)
    for one in (page, other):
        expect(one.get_by_text("Screen hidden")).to_be_visible(timeout=15_000)
        assert one.title() == "School" and "The whole text." not in one.content()


def test_without_a_connection_the_cover_stays_and_it_is_tried_again(desk, world):
    page = with_a_clock(desk, world.teacher, "/concerns/new/")
    page.get_by_label("What").first.fill(WORDS)
    page.route("**/account/kept/", lambda route: route.abort())
    with page.expect_event("requestfailed"):
        page.clock.fast_forward("15:00")
    expect(page.get_by_text("Screen hidden")).to_be_visible()
    assert WORDS not in page.content()
    page.unroute_all()
    page.clock.fast_forward("00:11")
    page.get_by_role("heading", name="You were signed out").wait_for()
    assert KeptText.objects.count() == 1
    desk.wrong[:] = [line for line in desk.wrong if "ERR_FAILED" not in line]


def test_a_lid_that_is_opened_later_shows_nothing(desk, world):
    """While the computer slept no timer ran: clocks are compared as soon as the page is in view."""
    page = with_a_clock(desk, world.senco, f"/records/{world.record.public_id}/")
    hidden = page.evaluate(
        """async () => {
          const now = Date.now
          Date.now = () => now() + 5 * 3600 * 1000
          document.dispatchEvent(new Event('visibilitychange'))
          return document.body.textContent.trim()
        }"""
    )
    assert hidden == "Screen hidden"


def test_doing_something_in_one_tab_keeps_all_of_them(desk, world):
    page = with_a_clock(desk, world.teacher, "/concerns/new/")
    other = page.context.new_page()
    other.goto(desk.address + "/concerns/new/")
    page.clock.fast_forward("10:00")
    page.get_by_label("What").first.press_sequentially("a")
    page.clock.fast_forward("06:00")
    for one in (page, other):
        expect(one.get_by_label("What").first).to_be_visible()
    assert not other.get_by_role("dialog").is_visible()


def test_staying_signed_in_and_signing_out_now(desk, world):
    page = with_a_clock(desk, world.teacher, "/")
    page.clock.fast_forward("13:30")
    page.get_by_role("button", name="Stay signed in").click()
    page.clock.fast_forward("05:00")
    page.get_by_role("heading", name="Home").wait_for()
    page.clock.fast_forward("08:30")
    page.get_by_role("button", name="Sign out now").click()
    page.get_by_role("heading", name="You were signed out").wait_for()
    assert not Session.objects.filter(user=world.teacher, ended_at=None).exists()


def test_without_scripts_the_page_leads_away(desk, world):
    """The page says when; a minute would be too long for a test, so the answer is changed on its way."""
    page = desk.sit(world.teacher, script=False)

    def sooner(route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().replace('content="900;', 'content="1;'))

    page.route("**/concerns/new/", sooner)
    page.goto(desk.address + "/concerns/new/")
    assert "This page closes at" in page.content()
    clean_width(page)
    page.wait_for_url("**/account/signed-out/")


def clean_width(page) -> None:
    page.set_viewport_size({"width": 320, "height": 900})
    assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


def test_the_code_is_asked_for_on_the_page_and_the_text_stays(desk, world):
    """Stale on *Add a record*: a dialog, the text kept, and nobody says "signed out"."""
    page = desk.sit(world.senco, at=f"/records/new/{world.child.public_id}/")
    fill_record(page)
    with clock.standing_at(clock.now()):
        make_stale(world.senco)
        page.get_by_role("button", name="Record it").click()
        dialog = page.get_by_role("dialog", name="Enter your security code to continue")
        dialog.wait_for()
        assert page.evaluate("document.activeElement.name") == "code"
        assert "signed out" not in dialog.inner_text()
        assert violations(page) == []
        dialog.get_by_role("button", name="Continue").click()
        expect(dialog.get_by_text("Enter the security code")).to_be_visible()
        dialog.get_by_label("Security code").fill("000000")
        dialog.get_by_role("button", name="Continue").click()
        dialog.get_by_text("Check the code and enter a new one").wait_for()
        before = Record.objects.count()
        dialog.get_by_label("Security code").fill(code())
        follow(dialog.get_by_role("button", name="Continue"))
        assert Record.objects.count() == before + 1


def fill_record(page) -> None:
    page.get_by_label("What kind of record is it?").select_option("sen")
    page.get_by_label("A fact: seen, heard or measured").check()
    page.get_by_label("What you record about Amina").fill("Reads for ten minutes at a time now.")
    page.get_by_label("I saw or heard it myself").check()


def make_stale(person) -> None:
    """From here on the second factor is too old; the session goes on."""
    from accounts.sessions import SessionStore

    for row in Session.objects.filter(user=person, ended_at=None):
        store = SessionStore()
        data = store.decode(row.session_data)
        data["account_authentication_methods"][0]["at"] -= 5 * 3600
        Session.objects.filter(pk=row.pk).update(session_data=store.encode(data))


def test_cancelling_the_code_sends_nothing(desk, world):
    page = desk.sit(world.senco, at=f"/records/new/{world.child.public_id}/")
    fill_record(page)
    make_stale(world.senco)
    before = Record.objects.count()
    page.get_by_role("button", name="Record it").click()
    page.get_by_role("dialog", name="Enter your security code to continue").get_by_text("Cancel").click()
    page.get_by_text("Not sent. What you have typed is still here.").wait_for()
    assert Record.objects.count() == before


@pytest.mark.requirement("T4")
def test_a_change_of_settings_after_forty_minutes_takes_a_passkey_or_a_code(desk, world):
    page = desk.sit(world.administrator, new=True, at="")
    virtual_authenticator(page)
    page.goto(desk.address + "/account/factor/passkeys/add/")
    page.get_by_role("button", name="Set up a passkey").click()
    page.get_by_label("I have kept these").check()
    follow(page.get_by_role("button", name="Continue"))
    page.goto(desk.address + "/settings/sessions/")
    page.get_by_label("Minutes of doing nothing").fill("10")
    from accounts.sessions import SessionStore

    row = Session.objects.get(user=world.administrator, ended_at=None)
    data = SessionStore().decode(row.session_data)
    for one in data["account_authentication_methods"]:
        one["at"] -= 40 * 60
    Session.objects.filter(pk=row.pk).update(session_data=SessionStore().encode(data))
    page.get_by_role("button", name="Save times").click()
    dialog = page.get_by_role("dialog", name="Enter your security code to continue")
    follow(dialog.get_by_role("button", name="Use your passkey"))
    page.get_by_text("The times have been changed.").wait_for()


@pytest.mark.parametrize("script", [False, True], ids=["without scripts", "with scripts"])
def test_sent_by_no_script_the_code_is_a_page_and_the_form_goes_on(desk, world, script):
    page = desk.sit(world.administrator, script=script, at="/settings/sessions/")
    page.get_by_label("Minutes of doing nothing").fill("10")
    make_stale(world.administrator)
    save = page.get_by_role("button", name="Save times")
    if script:  # past the script of the page, so that axe can look at what comes
        with page.expect_navigation():
            save.evaluate("button => HTMLFormElement.prototype.submit.call(button.form)")
        clean(page)
    else:
        follow(save)
    expect(page.get_by_text("Signing out and security codes. You can look")).to_be_visible()
    page.get_by_role("textbox", name="Security code").fill(code())
    follow(page.get_by_role("button", name="Continue"))
    if script:
        clean(page)
    expect(page.get_by_role("definition").filter(has_text="10")).to_be_visible()
    follow(page.get_by_role("button", name="Send", exact=True))
    page.get_by_text("The times have been changed.").wait_for()


def test_danger_and_a_concern_take_no_code(desk, world):
    page = desk.sit(world.teacher, at="")
    for path in ("/decisions/danger/", "/concerns/new/"):
        page.goto(desk.address + path)
        make_stale(world.teacher)
        page.locator("main form[data-keep] button").first.click()
        page.wait_for_load_state()
        page.get_by_text("There is a problem").wait_for()
        assert not page.get_by_role("dialog").is_visible()


def test_a_session_is_ended_from_another_browser_and_the_text_is_kept(desk, world):
    typing = desk.sit(world.teacher, new=True, at="/concerns/new/")
    typing.get_by_label("What").first.fill(WORDS)
    page = desk.sit(world.teacher, new=True, at="/account/factor/")
    clean(page)
    expect(page.get_by_text("(this one)")).to_be_visible()
    follow(page.get_by_role("button", name="End all other sessions"))
    page.get_by_text("1 session ended.").wait_for()
    typing.get_by_role("button", name="Pass it on").click()
    typing.get_by_text("This session was ended from another browser. Sign in again in another window").wait_for()
    typing.reload()
    typing.get_by_text("This session was ended from another browser.").wait_for()
