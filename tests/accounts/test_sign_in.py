"""Signing in, the second factor, the undertaking, and how long they last (R: G2, G6)."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from accounts import leaving, roles, undertakings
from accounts.models import Acceptance, Undertaking, User
from accounts.notices.models import Notice
from accounts.roles import Role
from core import clock
from core.refusals import Refused
from tests.factories import SECRET, World, browser_for, code, code_for, sign_in, user

pytestmark = [pytest.mark.by_turns, pytest.mark.django_db, pytest.mark.requirement("G2")]


def test_password_then_code_then_home():
    person, client = user(Role.TEACHER), Client()
    answer = client.post("/account/sign-in/", {"login": person.email, "password": "correct horse battery"})
    assert answer.headers["Location"] == "/account/factor/code/"
    assert client.get("/").status_code == 302
    answer = client.post("/account/factor/code/", {"code": code()})
    assert answer.headers["Location"] == "/"
    assert client.get("/").status_code == 200
    session = client.session
    assert "correct horse" not in str(dict(session)) and SECRET not in str(dict(session))


def test_five_wrong_passwords_lock_the_address_for_five_minutes():
    person, client = user(Role.TEACHER), Client()
    for _ in range(5):
        client.post("/account/sign-in/", {"login": person.email, "password": "wrong"})
    page = client.post("/account/sign-in/", {"login": person.email, "password": "correct horse battery"})
    assert page.status_code == 200 and b"There is a problem" in page.content


def test_known_and_unknown_addresses_get_the_same_page():
    import re

    person = user(Role.TEACHER)
    pages = []
    for login in (person.email, "nobody@shawlands.example"):
        page = Client().post("/account/sign-in/", {"login": login, "password": "wrong"}).content.decode()
        pages.append(re.sub(r'value="[^"]*"', "", page))
    assert pages[0] == pages[1]


@pytest.mark.parametrize("path", ["/account/sign-up/", "/admin/", "/account/email/", "/accounts/login/"])
def test_what_nobody_may_do_does_not_exist(path):
    assert browser_for(user(Role.TEACHER)).get(path).status_code == 404


def test_nothing_is_shown_before_a_second_factor_is_set_up():
    world = World()
    person = user(Role.DSL, factor=False)
    client = browser_for(person)
    for path in ("/", f"/records/{world.record.public_id}/", "/find/", "/notices/"):
        assert client.get(path).headers["Location"] == "/account/factor/"
    assert client.get("/account/factor/app/").status_code == 200


def test_enrolling_shows_recovery_codes_and_keeps_the_secret_sealed():
    person = user(Role.TEACHER, factor=False)
    client = browser_for(person)
    client.get("/account/factor/app/")
    secret = client.session["mfa.totp.secret"]
    number = code_for(secret)
    answer = client.post("/account/factor/app/", {"code": number})
    assert answer.headers["Location"] == "/account/factor/recovery/"
    assert client.get("/account/factor/recovery/").status_code == 200
    stored = Authenticator.objects.get(user=person, type="totp").data["secret"]
    assert secret not in stored


@pytest.mark.requirement("T4")
def test_adding_or_showing_factors_takes_a_fresh_one():
    client = browser_for(user(Role.TEACHER), fresh=False)
    Authenticator.objects.update(created_at=clock.now() - timedelta(days=1))
    for path in ("/account/factor/passkeys/add/", "/account/factor/recovery/", "/account/factor/recovery/new/"):
        assert client.get(path).headers["Location"].startswith("/account/factor/again/")


@pytest.mark.requirement("T4")
def test_no_page_removes_a_factor():
    client = browser_for(user(Role.TEACHER))
    for path in (
        "/account/factor/app/deactivate/",
        "/account/factor/totp/deactivate/",
        "/account/factor/passkeys/1/remove/",
    ):
        assert client.post(path).status_code == 404


def test_step_up_comes_back_to_the_page_and_a_used_code_does_not_work_again():
    world = World()
    client = browser_for(world.senco, fresh=False)
    path = f"/records/{world.record.public_id}/"
    answer = client.get(path)
    assert answer.headers["Location"] == f"/account/factor/again/?next=%2Frecords%2F{world.record.public_id}%2F"
    number = code()
    assert client.post("/account/factor/again/", {"code": number, "next": path}).headers["Location"] == path
    assert client.get(path).status_code == 200
    sign_in(client, world.senco, fresh=False)
    assert client.post("/account/factor/again/", {"code": number, "next": path}).status_code == 200


@pytest.mark.parametrize("seconds", [0, 29, 31, 45, 59])
def test_a_code_counts_once_however_long_it_would_be_accepted(seconds):
    """The step is accepted for 90 seconds; its code is used up for good."""
    person = user(Role.TEACHER)
    with clock.standing_at(clock.now().replace(second=0, microsecond=0)) as hands:
        number = code()
        assert browser_for(person, fresh=False).post("/account/factor/again/", {"code": number}).status_code == 302
        hands.move(seconds=seconds)
        client = browser_for(person, fresh=False)
        page = client.post("/account/factor/again/", {"code": number})
        assert page.status_code == 200 and b"Each code works once" in page.content
        hands.move(seconds=60)
        assert client.post("/account/factor/again/", {"code": code()}).status_code == 302


def test_an_older_code_does_not_count_after_a_newer_one():
    person = user(Role.TEACHER)
    with clock.standing_at(clock.now().replace(second=0, microsecond=0)) as hands:
        older = code()
        hands.move(seconds=30)
        assert browser_for(person, fresh=False).post("/account/factor/again/", {"code": code()}).status_code == 302
        assert browser_for(person, fresh=False).post("/account/factor/again/", {"code": older}).status_code == 200


def test_the_code_that_set_the_app_up_is_used_up():
    person = user(Role.TEACHER, factor=False)
    client = browser_for(person)
    client.get("/account/factor/app/")
    number = code_for(client.session["mfa.totp.secret"])
    client.post("/account/factor/app/", {"code": number})
    assert browser_for(person, fresh=False).post("/account/factor/again/", {"code": number}).status_code == 200


def test_a_password_is_no_second_factor():
    world = World()
    client = browser_for(world.senco)
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": clock.now().timestamp()}]
    session.save()
    assert client.get(f"/records/{world.record.public_id}/").status_code == 302


def test_a_next_address_elsewhere_is_not_followed():
    client = browser_for(user(Role.TEACHER), fresh=False)
    answer = client.post("/account/factor/again/", {"code": code(), "next": "https://evil.example/"})
    assert answer.status_code == 302 and "evil" not in answer.headers["Location"]


def test_fifteen_minutes_of_nothing_signs_out():
    client = browser_for(user(Role.TEACHER))
    with clock.standing_at(clock.now()) as hands:
        assert client.get("/").status_code == 200
        hands.move(minutes=14)
        assert client.get("/").status_code == 200
        hands.move(minutes=14)
        assert client.get("/").status_code == 200
        hands.move(minutes=15)
        assert client.get("/").headers["Location"] == "/account/signed-out/?next=%2F"


@pytest.mark.requirement("G6")
def test_the_undertaking_comes_before_first_use_yearly_and_when_it_changes():
    person = user(Role.TEACHER, accepted=False)
    client = browser_for(person)
    assert client.get("/").headers["Location"] == "/account/undertaking/"
    assert client.get("/account/undertaking/").status_code == 200
    assert not Acceptance.objects.filter(user=person).exists()
    assert client.post("/account/undertaking/").status_code == 400
    assert client.post("/account/undertaking/", {"accept": "yes"}).headers["Location"] == "/"
    assert client.get("/").status_code == 200
    Undertaking.objects.create(version=2, text="New words")
    assert client.get("/").headers["Location"] == "/account/undertaking/"
    undertakings.accept(person)
    with clock.standing_at(clock.now()) as hands:
        sign_in(client, person)
        assert client.get("/").status_code == 200
        hands.move(days=366)
        sign_in(client, person)
        assert client.get("/").headers["Location"] == "/account/undertaking/"


@pytest.mark.requirement("G1")
def test_a_role_that_ends_ends_the_open_session():
    person = user(Role.TEACHER)
    client = browser_for(person)
    assert client.get("/").status_code == 200
    roles.end(person, Role.TEACHER)
    answer = client.get("/")
    assert answer.status_code == 403 and b"Your access has ended" in answer.content
    assert client.get("/").status_code == 302


@pytest.mark.requirement("G1")
def test_a_closed_account_is_out_at_the_next_press():
    person = user(Role.TEACHER)
    client = browser_for(person)
    leaving.leave(person)
    assert client.get("/").headers["Location"].startswith("/account/signed-out/")


# Two people (R: T4)


@pytest.mark.requirement("T4")
def test_a_reading_role_waits_for_a_second_person_and_tells(world):
    admin = browser_for(world.administrator)
    new = {"title": "Mr", "first_name": "Ned", "last_name": "Nettle", "email": "ned@shawlands.example", "role": "dsl"}
    assert admin.post("/account/people/", new).status_code == 302
    person = User.objects.get(email="ned@shawlands.example")
    assert roles.held_by(person) == frozenset()
    change = person.changes.get()
    told = {(notice.person, notice.kind) for notice in Notice.objects.filter(reference=change.reference)}
    assert told == {
        (world.head, "change_asked"),
        (world.dsl, "change_asked"),
        (person, "change_about_you"),
        (world.dpo, "change_about_someone"),
    }
    path = f"/account/changes/{change.public_id}/"
    for outsider in (world.administrator, world.teacher, world.dpo, person):
        client = browser_for(outsider)
        assert client.post(path, {"word": "yes"}).status_code in (403, 404)
    assert roles.held_by(person) == frozenset()
    head = browser_for(world.head)
    assert change.reference in head.get("/account/changes/").content.decode()
    assert head.post(path, {"word": "yes"}).status_code == 302
    assert roles.held_by(person) == {"dsl"}
    membership = person.memberships.get()
    assert (membership.given_by, membership.confirmed_by) == (world.administrator, world.head)
    browser_for(world.dsl).post(path, {"word": "no"})
    assert roles.held_by(person) == {"dsl"}


@pytest.mark.requirement("T4")
@pytest.mark.parametrize(
    ("kind", "more"),
    [("reset_factor", {}), ("change_email", {"email": "other@shawlands.example"}), ("give_role", {"role": "dsl"})],
)
def test_a_readers_factor_address_and_role_change_by_two_people_only(world, kind, more):
    admin = browser_for(world.administrator)
    assert admin.post(f"/account/people/{world.teacher.public_id}/", {"kind": kind, **more}).status_code == 302
    world.teacher.refresh_from_db()
    assert Authenticator.objects.filter(user=world.teacher).exists()
    assert world.teacher.email != "other@shawlands.example" and roles.held_by(world.teacher) == {"teacher"}
    change = world.teacher.changes.get()
    browser_for(world.dsl).post(
        f"/account/changes/{change.public_id}/", {"word": "no" if kind == "give_role" else "yes"}
    )
    world.teacher.refresh_from_db()
    assert Authenticator.objects.filter(user=world.teacher).exists() == (kind == "give_role")
    assert (world.teacher.email == "other@shawlands.example") == (kind == "change_email")
    assert roles.held_by(world.teacher) == {"teacher"}


@pytest.mark.requirement("T4")
def test_an_administrator_holds_no_reading_role_and_asks_nothing_for_themselves(world):
    admin = browser_for(world.administrator)
    path = f"/account/people/{world.administrator.public_id}/"
    for answers in ({"kind": "give_role", "role": "dsl"}, {"kind": "reset_factor"}):
        assert admin.post(path, answers).status_code == 400
    other = user(Role.ADMINISTRATOR)
    page = admin.post(f"/account/people/{other.public_id}/", {"kind": "give_role", "role": "dsl"})
    assert page.status_code == 400 and b"holds no role that reads" in page.content
    with pytest.raises(Refused):
        roles.give(other, Role.DSL, by=world.head)
    with pytest.raises(Refused):
        roles.give(world.head, Role.ADMINISTRATOR, by=None)


@pytest.mark.requirement("T4")
def test_the_person_concerned_is_no_second_person(world):
    admin = browser_for(world.administrator)
    admin.post(f"/account/people/{world.head.public_id}/", {"kind": "reset_factor"})
    change = world.head.changes.get()
    assert browser_for(world.head).post(f"/account/changes/{change.public_id}/", {"word": "yes"}).status_code == 404
    assert Authenticator.objects.filter(user=world.head).exists()


def test_people_and_roles_are_the_administrators_page(world):
    for person in (world.head, world.teacher, world.dpo):
        assert browser_for(person).get("/account/people/").status_code == 403
    assert browser_for(world.administrator).get("/account/people/").status_code == 200


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({}, "Enter the first name"),
        ({"email": "nonsense"}, "Enter an e-mail address in the correct format"),
        ({"first_name": "x" * 81}, "must be 80 characters or less. You have 1 too many"),
        ({"role": "king"}, "Select"),
        ({"first_name": "a\0b"}, "characters we cannot keep"),
    ],
)
def test_bad_input_on_a_new_person_is_said_beside_the_field(world, answers, words):
    page = browser_for(world.administrator).post("/account/people/", answers)
    assert page.status_code == 400 and words in page.content.decode()


def test_the_mail_that_invites_holds_a_link_and_nothing_personal(world):
    from django.core import mail

    admin = browser_for(world.administrator)
    admin.post(
        "/account/people/",
        {
            "title": "Mr",
            "first_name": "Ned",
            "last_name": "Nettle",
            "email": "ned@shawlands.example",
            "role": "volunteer",
        },
    )
    (sent,) = mail.outbox
    assert "Ned" not in sent.body + sent.subject and "Nettle" not in sent.body
    path = sent.body.split("http://localhost:8000")[1].split()[0]
    page = Client().get(path, follow=True)
    assert page.status_code == 200 and b"Set your password" in page.content
