"""Each thing around signing in stands in the log by its code, and changes to an account are mailed (R: G2, T1)."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.test import Client
from post_office.models import Email

from accounts.events import REFUSED, Event
from accounts.notices.kinds import ACCOUNT_MAIL
from accounts.roles import Role
from core.audit.models import Entry
from tests.accounts.test_enrolling import PASSWORD, code_of, invited, set_password
from tests.factories import browser_for, code, user

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("G2"), pytest.mark.requirement("T1")]


class Log:
    """What is written from here on: codes with whose account it was."""

    def __init__(self) -> None:
        self.last = Entry.objects.latest("pk").pk if Entry.objects.exists() else 0

    def codes(self) -> list[tuple[str, str]]:
        new = Entry.objects.filter(pk__gt=self.last, kind="accounts.user").order_by("pk")
        return [(e.additional_data["because"], e.object_pk) for e in new if (e.additional_data or {}).get("because")]


def mailed(person) -> list[str]:
    return [mail.subject for mail in Email.objects.order_by("pk") if person.email in mail.to]


def test_coming_by_the_mail_leaves_each_step(world):
    person, link = invited(world)
    log, client = Log(), Client()
    set_password(client, link)
    client.post("/account/sign-in/", {"login": person.email, "password": PASSWORD})
    client.get("/account/factor/app/")
    client.post("/account/factor/app/", {"code": code_of(client)})
    client.get("/account/factor/recovery/")
    steps = [Event.RESET_DONE, Event.SIGNED_IN, Event.APP_ADDED, Event.RECOVERY_SHOWN]
    assert log.codes() == [(step, str(person.public_id)) for step in steps]
    assert [ACCOUNT_MAIL[event][0] for event in (Event.RESET_DONE, Event.APP_ADDED)] == mailed(person)


def test_a_sign_in_with_password_and_code_and_a_sign_out():
    person, client, log = user(Role.TEACHER), Client(), Log()
    client.post("/account/sign-in/", {"login": person.email, "password": "correct horse battery"})
    client.post("/account/factor/code/", {"code": "000000"})
    client.post("/account/factor/code/", {"code": code()})
    client.post("/account/sign-out/")
    steps = [Event.CODE_WRONG, Event.CODE_RIGHT, Event.SIGNED_IN, Event.SIGNED_OUT]
    assert log.codes() == [(step, str(person.public_id)) for step in steps]
    new = Entry.objects.filter(pk__gt=log.last)
    assert {e.actor_id for e in new.filter(action=Entry.Action.SIGN_IN)} == {person.pk}
    assert new.get(action=Entry.Action.REFUSED).actor_id is None


def test_a_failed_sign_in_holds_nothing_of_what_was_typed():
    person, log = user(Role.TEACHER), Log()
    for login in (person.email, "quillon@elsewhere.example"):
        Client().post("/account/sign-in/", {"login": login, "password": "zephyrine-typed"})
    assert log.codes() == [("sign_in_failed", str(person.public_id)), ("sign_in_failed", "unknown")]
    for entry in Entry.objects.filter(pk__gt=log.last):
        assert "quillon" not in str(entry.__dict__) and "zephyrine" not in str(entry.__dict__)
        assert entry.actor_id is None and entry.action == Entry.Action.REFUSED


def test_a_password_that_was_forgotten_or_changed():
    person, log = user(Role.TEACHER), Log()
    for email in (person.email, "quillon@elsewhere.example"):
        Client().post("/account/password/forgotten/", {"email": email})
    new = {"oldpassword": "correct horse battery", "password1": PASSWORD, "password2": PASSWORD}
    assert browser_for(person).post("/account/password/", new).status_code == 302
    key = str(person.public_id)
    assert log.codes() == [("reset_asked", key), ("reset_asked", "unknown"), ("password_changed", key)]
    assert mailed(person)[-1] == "Your password was changed"


def test_recovery_codes_used_and_made():
    person = user(Role.TEACHER)
    first = RecoveryCodes.activate(person).generate_codes()[0]
    client, log = browser_for(person, fresh=False), Log()
    assert client.post("/account/factor/again/", {"code": first}).status_code == 302
    assert client.post("/account/factor/recovery/new/").status_code == 302
    assert [code for code, _ in log.codes()] == ["recovery_used", "recovery_made"]
    assert mailed(person) == ["A recovery code was used", "New recovery codes were made"]
    assert client.post("/account/factor/again/", {"code": first}).status_code == 200
    assert Authenticator.objects.filter(user=person, type="recovery_codes").count() == 1


def test_a_passkey_that_is_not_ours_is_refused_in_the_log():
    person, log = user(Role.TEACHER), Log()
    Client().post("/account/factor/passkeys/sign-in/", {"credential": "{}"})
    assert log.codes() == [("passkey_wrong", "unknown")]
    assert person.is_active


def test_mails_about_an_account_name_nobody_and_every_event_has_its_line_in_the_docs():
    from pathlib import Path

    person = user(Role.TEACHER)
    words = " ".join(" ".join(pair) for pair in ACCOUNT_MAIL.values())
    assert person.last_name not in words and "@" not in words
    docs = (Path(__file__).parents[2] / "docs/log-format.md").read_text()
    assert all(f"`{event.value}`" in docs for event in Event)
    assert {event for event in Event if "wrong" in event.value or "failed" in event.value} == REFUSED


def test_recovery_codes_on_the_page_are_an_entry_also_where_the_tick_is_missing(world):
    client, log = browser_for(world.teacher), Log()
    RecoveryCodes.activate(world.teacher)
    page = client.post("/account/factor/recovery/", {})
    assert page.status_code == 400 and log.codes() == [(Event.RECOVERY_SHOWN, str(world.teacher.public_id))]


def test_a_wrong_current_password_is_an_entry_as_a_wrong_sign_in_is():
    person = user(Role.TEACHER)
    client, log = browser_for(person), Log()
    new = {"password1": "plum orchard ladder seven", "password2": "plum orchard ladder seven"}
    page = client.post("/account/password/", {"oldpassword": "a guess of mine", **new})
    assert page.status_code == 200 and log.codes() == [(Event.PASSWORD_WRONG, str(person.public_id))]
    assert Entry.objects.latest("pk").action == Entry.Action.REFUSED
