"""Coming by the link that was mailed: password, second factor, recovery codes, undertaking, Home (R: G2)."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client

from accounts.models import User
from tests.factories import browser_for, code_for
from tests.pages import flat

pytestmark = [pytest.mark.by_turns, pytest.mark.django_db, pytest.mark.requirement("G2")]
PASSWORD = "a tall orange lamp"


def invited(world, role: str = "volunteer") -> tuple[User, str]:
    """Somebody whose account the Administrator has just made, and the link in their mail."""
    person = {"title": "Mr", "first_name": "Ned", "last_name": "Nettle", "email": "ned@shawlands.example", "role": role}
    assert browser_for(world.administrator).post("/account/people/", person).status_code == 302
    return User.objects.get(email="ned@shawlands.example"), link_in(str(mail.outbox[-1].body))


def link_in(text: str) -> str:
    return re.findall(r"http://localhost:8000(/account/password/new/\S+)", text)[0]


def set_password(client: Client, link: str, password: str = PASSWORD):
    form = client.get(link).headers["Location"]
    return client.post(form, {"password1": password, "password2": password})


def signed_in(world) -> tuple[Client, User]:
    """Ned, who followed the link, and is signed in by his password."""
    person, link = invited(world)
    client = Client()
    assert set_password(client, link).status_code == 302
    client.post("/account/sign-in/", {"login": person.email, "password": PASSWORD})
    return client, person


def code_of(client: Client) -> str:
    return code_for(client.session["mfa.totp.secret"])


def test_the_link_the_password_an_app_the_codes_the_undertaking_home(world):
    client, person = signed_in(world)
    assert client.get("/").headers["Location"] == "/account/factor/"
    first = flat(client.get("/account/factor/"))
    assert first.index("Set up a passkey") < first.index("Use an app that shows codes")
    assert client.get("/account/factor/app/").status_code == 200
    assert client.get("/account/factor/passkeys/add/").status_code == 200
    client.get("/account/factor/app/")
    answer = client.post("/account/factor/app/", {"code": code_of(client)})
    assert answer.headers["Location"] == "/account/factor/recovery/"
    assert client.get("/").headers["Location"] == "/account/factor/recovery/"
    page = client.get("/account/factor/recovery/").content.decode()
    assert len(re.findall(r"<li>\d{8}</li>", page)) == 10
    again = client.post("/account/factor/recovery/", {})
    assert again.status_code == 400 and "Tick to say that you have kept the codes" in again.content.decode()
    assert client.post("/account/factor/recovery/", {"kept": "yes"}).headers["Location"] == "/"
    assert "Make new codes" in client.get("/account/factor/recovery/").content.decode()  # and they are shown again
    assert client.get("/").headers["Location"] == "/account/undertaking/"
    assert client.post("/account/undertaking/", {"accept": "yes"}).headers["Location"] == "/"
    assert client.get("/").status_code == 200
    assert Authenticator.objects.filter(user=person, type="totp").exists()


def test_no_code_is_asked_right_after_enrolling(world):
    client, _ = signed_in(world)
    client.get("/account/factor/app/")
    client.post("/account/factor/app/", {"code": code_of(client)})
    client.post("/account/factor/recovery/", {"kept": "yes"})
    client.post("/account/undertaking/", {"accept": "yes"})
    assert client.get("/account/changes/").status_code == 200  # a page behind a fresh factor


def test_a_scanner_that_opens_the_link_uses_nothing_up(world):
    person, link = invited(world)
    scanner = Client()
    for _ in range(3):
        assert scanner.head(link).status_code == 302
        assert scanner.get(link, follow=True).status_code == 200
    assert not EmailAddress.objects.filter(user=person, verified=True).exists()
    assert set_password(Client(), link).status_code == 302
    assert EmailAddress.objects.get(user=person).verified


def test_a_link_that_was_used_or_is_too_old_says_what_to_do(world):
    _, link = invited(world)
    set_password(Client(), link)
    for path in (link, "/account/password/new/1-abc-def/"):
        page = Client().get(path).content.decode()
        assert (
            "This link no longer works" in page
            and "It has been used, is more than 3 days old, or a newer one was made." in page
        )
        assert 'href="/account/password/forgotten/"' in page and 'href="/account/sign-in/"' in page


def test_a_link_lasts_three_days(world, monkeypatch):
    from datetime import datetime, timedelta

    from allauth.account.forms import default_token_generator

    _, link = invited(world)
    for days, words in ((2.9, "Set your password"), (3.1, "This link no longer works")):
        later = datetime.now() + timedelta(days=days)
        monkeypatch.setattr(type(default_token_generator), "_now", lambda self, at=later: at)
        assert words in Client().get(link, follow=True).content.decode()


def test_a_link_for_a_forgotten_password_works_the_same(world):
    _client, person = signed_in(world)
    mail.outbox.clear()
    Client(SERVER_NAME="127.0.0.1").post("/account/password/forgotten/", {"email": person.email})
    assert set_password(Client(), link_in(mail.outbox[-1].body), "three other words").status_code == 302
    person.refresh_from_db()
    assert person.check_password("three other words")


def test_who_let_the_invitation_run_out_gets_a_new_link(world):
    person, _ = invited(world)
    mail.outbox.clear()
    Client().post("/account/password/forgotten/", {"email": person.email})
    assert set_password(Client(), link_in(str(mail.outbox[-1].body))).status_code == 302


@pytest.mark.requirement("T4")
def test_an_address_that_was_changed_reaches_the_account_no_longer(world):
    _client, person = signed_in(world)
    admin = browser_for(world.administrator)
    admin.post(f"/account/people/{person.public_id}/", {"kind": "change_email", "email": "new@shawlands.example"})
    mail.outbox.clear()
    Client().post("/account/password/forgotten/", {"email": "ned@shawlands.example"})
    assert all("/password/new/" not in sent.body for sent in mail.outbox)


def test_an_address_that_is_not_proven_is_no_silent_refusal(world):
    from allauth.account.models import EmailAddress

    client, person = signed_in(world)
    EmailAddress.objects.filter(user=person).update(verified=False)
    page = client.get("/account/factor/passkeys/add/", follow=True).content.decode()
    assert "we need to know that your email address is yours" in page
    assert 'href="/account/password/forgotten/"' in page


def test_the_page_of_an_app_that_is_set_up_leads_to_the_account():
    from accounts.roles import Role
    from tests.factories import user

    assert browser_for(user(Role.TEACHER)).get("/account/factor/app/").headers["Location"] == "/account/factor/"
