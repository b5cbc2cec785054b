"""What stops guessing: locks that stay, passwords that are known, links that lead here alone (R: G2)."""

import re

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.test import Client
from post_office.models import Email

from accounts.roles import Role
from core.models import School
from tests.factories import browser_for, user

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("G2")]


def test_no_number_of_other_failures_lifts_a_lock():
    person, client = user(Role.TEACHER), Client()
    for _ in range(5):
        client.post("/account/sign-in/", {"login": person.email, "password": "wrong"})
    for number in range(800):
        cache.set(f"zz-another-failure:{number}", [number], 300)
    page = client.post("/account/sign-in/", {"login": person.email, "password": "correct horse battery"})
    assert page.status_code == 200 and b"There is a problem" in page.content


@pytest.mark.parametrize(
    "password", ["footballfootball", "FOOTBALLFOOTBALL", "Footballfootball", " qwertyuiop12 ", "1q2w3e4r5t6y7u8i"]
)
def test_a_password_that_attackers_know_is_refused(password):
    with pytest.raises(ValidationError, match="three random words"):
        validate_password(password)


@pytest.mark.parametrize(
    ("password", "refused"),
    [
        ("Fernhill Primary", True),
        ("fernhillprimaryschool", True),
        ("Primary School 2026!", True),
        ("FERNHILL-12345", True),
        ("Fernhill fox lantern", False),
        ("hill 1234 5678 9", False),
    ],
)
def test_the_name_of_the_school_is_no_password(password, refused):
    School(name="Fernhill Primary School", la_number="999", establishment_number="2001").save()
    try:
        validate_password(password)
        assert not refused
    except ValidationError as refusal:
        assert refused and "the school’s name" in refusal.messages[0]


@pytest.mark.parametrize("password", ["wren-otter-lantern", "correct horse battery", "🙈 two odd words", "ß" * 12])
def test_another_password_is_taken(password):
    validate_password(password)


def test_a_password_that_is_too_short_gets_one_sentence():
    with pytest.raises(ValidationError) as refusal:
        validate_password("password")
    assert len(refusal.value.messages) == 1


def test_the_page_of_the_app_leads_back_to_the_account_once_an_app_is_set():
    client = browser_for(user(Role.TEACHER))
    for answer in (client.get("/account/factor/app/"), client.post("/account/factor/app/", {"code": "123456"})):
        assert answer.status_code == 302 and answer.headers["Location"] == "/account/factor/"


def test_the_links_of_mails_lead_to_the_configured_address_whatever_host_was_asked(settings, mailoutbox):
    settings.PUBLIC_ADDRESS, settings.ALLOWED_HOSTS = "https://school.test", ["school.test", "evil.test"]
    person = user(Role.TEACHER)
    Client().post("/account/password/forgotten/", {"email": person.email}, HTTP_HOST="evil.test")
    Client().post("/account/password/forgotten/", {"email": "nobody@school.test"}, HTTP_HOST="evil.test")
    office = browser_for(user(Role.ADMINISTRATOR))
    invited = {"first_name": "A", "last_name": "B", "email": "a@school.test", "role": "office"}
    assert office.post("/account/people/", invited, HTTP_HOST="evil.test").status_code == 302
    mails = [f"{mail.subject} {mail.body}" for mail in mailoutbox] + [mail.message for mail in Email.objects.all()]
    assert len(mailoutbox) == 3 and not any("evil" in mail for mail in mails)
    links = [link for mail in mails for link in re.findall(r"https?://\S+", mail)]
    assert len(links) >= 3 and all(link.startswith("https://school.test/") for link in links)
