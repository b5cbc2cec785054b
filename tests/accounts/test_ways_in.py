"""Every way into an account goes at once: with a new address, a reset, a first role that reads, and leaving
(R: T4, G2)."""

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.socialaccount.models import SocialAccount
from django.apps import apps
from django.conf import settings
from django.core import mail
from django.test import Client
from post_office.models import Email

from accounts import approvals, invitations, leaving, people, roles, ways_in
from accounts.models import ChangeAnswer, PendingChange, Session, User
from accounts.roles import Role
from core import clock, references
from core.refusals import Refused
from records.pupils.models import SchoolClass
from tests import discovery
from tests.factories import browser_for, user
from tests.pages import flat

pytestmark = [pytest.mark.by_turns, pytest.mark.django_db, pytest.mark.requirement("T4"), pytest.mark.requirement("G2")]

NO_WAY_IN = {
    "account.EmailConfirmation",  # goes with its address
    "accounts.Acceptance",
    "accounts.ChangeAnswer",
    "accounts.Deputising",
    "accounts.IdentityProvider",
    "accounts.KeptText",
    "accounts.PendingChange",
    "accounts.RoleMembership",
    "accounts.User_groups",
    "accounts.User_user_permissions",
    "auditlog.LogEntry",
    "guardian.UserObjectPermission",
}
"""What points at a person and lets nobody in as them."""


def test_a_new_way_into_an_account_is_among_those_that_are_taken_away():
    # Our other apps know whom they are asked by; signing in is `accounts` and the packages that it uses.
    pointing = {
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label not in discovery.labels() - {"accounts"}
        and any(field.related_model is User for field in model._meta.get_fields() if field.concrete)
    }
    assert {model._meta.label for model in pointing} - NO_WAY_IN == {model._meta.label for model in ways_in.OPENS}
    fields = {field.name for field in User._meta.get_fields() if field.concrete}
    assert fields == {
        "id",
        "password",
        "last_login",
        "is_superuser",
        "groups",
        "user_permissions",
        "public_id",
        "email",
        "title",
        "first_name",
        "last_name",
        "is_active",
        "left_at",
    }
    assert settings.AUTHENTICATION_BACKENDS == [
        "accounts.backend.AccountBackend",  # a password; allauth's own code adds a link or passkey
        "records.need_to_know.backend.NeedToKnowBackend",  # signs nobody in
    ]
    assert set(settings.MFA_SUPPORTED_TYPES) == {"totp", "webauthn", "recovery_codes"}
    assert {app for app in settings.INSTALLED_APPS if app.startswith("allauth")} == {
        "allauth",
        "allauth.account",
        "allauth.mfa",
        "allauth.socialaccount",
    }
    for name in ("ACCOUNT_LOGIN_BY_CODE_ENABLED", "ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED", "MFA_TRUST_ENABLED"):
        assert not getattr(settings, name, False)


def every_way(person: User) -> Client:
    """Give the person each way into their account; returns a browser that is signed in."""
    person.set_password("violet tractor ninety")
    person.save()
    invitations.address_proven(person)
    RecoveryCodes.activate(person)
    Authenticator.objects.create(user=person, type="webauthn", data={})
    SocialAccount.objects.create(user=person, provider="x", uid="x")
    return browser_for(person)


def none_is_left(person: User, client: Client, link: str = "") -> None:
    person.refresh_from_db()
    assert not person.has_usable_password()
    for model in (Authenticator, SocialAccount):
        assert not model.objects.filter(user=person).exists(), model
    assert not EmailAddress.objects.filter(user=person, verified=True).exists()
    assert not Session.objects.filter(user=person, ended_at=None).exists()
    assert client.get("/").status_code == 302 and "_auth_user_id" not in client.session
    if link:
        assert "no longer works" in Client().get(link, follow=True).content.decode()


def link_to(address: str) -> str:
    """The newest link to set a password that was mailed there."""
    bodies = [str(one.body) for one in mail.outbox if address in one.to]
    return re.findall(r"https?://[^/]+(/account/password/new/\S+)", "\n".join(bodies))[-1]


@pytest.mark.parametrize("kind", ["change_email", "reset_factor", "leave"])
def test_each_way_is_taken_away_and_the_address_is_proven_anew(world, kind):
    person = world.teacher
    client, old_link = every_way(person), invitations.password_link(person).split("8000", 1)[1]
    if kind == "leave":
        leaving.leave(person)
    else:
        email = "new@school.test" if kind == "change_email" else ""
        approvals.answer(approvals.ask(kind, person, by=world.administrator, email=email), by=world.head, agreed=True)
    none_is_left(person, client, old_link)
    assert Email.objects.filter(subject="An account of the school’s provider was disconnected").exists()
    if kind != "leave":
        assert Client().get(link_to(person.email), follow=True).status_code == 200


def test_an_account_that_was_prepared_by_an_administrator_opens_nothing_with_a_first_role_that_reads(world):
    admin = browser_for(world.administrator)
    form = {"title": "Ms", "first_name": "Jane", "last_name": "Smith", "email": "mine@evil.test", "role": "volunteer"}
    admin.post("/account/people/", form)
    jane = User.objects.get(email="mine@evil.test")
    client, address = every_way(jane), f"/account/people/{jane.public_id}/"
    admin.post(address, {"kind": "change_email", "role": "", "email": "jane@school.test"})
    jane.refresh_from_db()
    assert jane.email == "jane@school.test"
    none_is_left(jane, client)
    client = every_way(jane)  # as whoever came in by another way
    admin.post(address, {"kind": "give_role", "role": "senco", "email": ""})
    approvals.answer(PendingChange.objects.get(person=jane, answer=None), by=world.head, agreed=True)
    assert Role.SENCO in roles.held_by(jane)
    none_is_left(jane, client)
    assert link_to("jane@school.test")


def test_whoever_set_their_password_before_the_first_role_was_approved_keeps_it(world):
    nia, _ = people.add_with_role(
        by=world.administrator, role="teacher", email="nia@school.test", first_name="Nia", last_name="Test"
    )
    invitations.invite(nia)
    nia.set_password("violet tractor ninety")
    nia.save()
    approvals.answer(PendingChange.objects.get(person=nia), by=world.head, agreed=True)
    nia.refresh_from_db()
    assert nia.has_usable_password()


def test_a_further_role_takes_nothing_away(world):
    change = approvals.ask("give_role", world.teacher, by=world.administrator, role="senco")
    approvals.answer(change, by=world.head, agreed=True)
    world.teacher.refresh_from_db()
    assert world.teacher.has_usable_password() and Authenticator.objects.filter(user=world.teacher).exists()


@pytest.mark.parametrize("kind", ["change_email", "reset_factor"])
@pytest.mark.parametrize("when", ["later", "waiting"])
def test_who_is_to_read_later_or_waits_to_is_protected_from_now(world, kind, when):
    person = user(last_name="Newcomer")
    if when == "later":
        roles.give(person, Role.DSL, by=None, start=clock.now() + timedelta(days=3))
    else:
        approvals.ask("give_role", person, by=world.administrator, role="dsl")
    before = person.email
    assert approvals.ask(kind, person, by=world.administrator, email="mine@evil.test"), "it waits"
    person.refresh_from_db()
    assert person.email == before and Authenticator.objects.filter(user=person).exists()


def test_a_role_that_does_not_go_with_one_that_waits_is_refused_and_never_breaks_the_answer(world):
    person = user(last_name="Newcomer")
    waiting = approvals.ask("give_role", person, by=world.administrator, role="teacher")
    with pytest.raises(Refused, match="no role that"):
        approvals.ask("give_role", person, by=world.administrator, role="administrator")
    roles.give(person, Role.ADMINISTRATOR, by=None)  # by whatever way
    answer = browser_for(world.head).post(f"/account/changes/{waiting.public_id}/", {"word": "yes"}, follow=True)
    assert "An Administrator sets things up and holds no role that reads" in answer.content.decode()
    assert roles.held_by(person) == {Role.ADMINISTRATOR} and not hasattr(PendingChange.objects.get(), "answer")


def test_nothing_is_given_to_an_account_that_is_closed(world):
    person = user(Role.VOLUNTEER)
    waiting = approvals.ask("give_role", person, by=world.administrator, role="teacher")
    detail = {"class": str(SchoolClass.objects.get(name="4C").public_id)}
    with_a_class = approvals.ask("put_in_class", person, by=world.administrator, detail=detail)
    leaving.leave(person)
    answer = browser_for(world.head).post(f"/account/changes/{waiting.public_id}/", {"word": "yes"}, follow=True)
    assert "account is closed" in answer.content.decode() and not roles.held_or_to_be(person)
    for kind, more in (("give_role", {"role": "volunteer"}), ("change_email", {"email": "x@school.test"})):
        with pytest.raises(Refused, match="account is closed"):
            approvals.ask(kind, person, by=world.administrator, **more)
    with pytest.raises(Refused, match="account is closed"):
        approvals.answer(with_a_class, by=world.head, agreed=True)
    assert not approvals.answer(with_a_class, by=world.head, agreed=False).agreed, "no is always an answer"
    with pytest.raises(Refused, match="account is closed"):
        roles.give(person, Role.TEACHER, by=None)


def test_who_approves_a_change_to_an_account_sees_its_address(world):
    approvals.ask("give_role", world.teacher, by=world.administrator, role="senco")
    page = browser_for(world.head).get("/account/changes/").content.decode()
    assert world.teacher.full_name in page and world.teacher.email in page


def test_of_two_answers_at_the_same_moment_the_first_stands(world, monkeypatch):
    person = user(Role.VOLUNTEER)
    change = approvals.ask(PendingChange.Kind.GIVE_ROLE, person, by=world.administrator, role=Role.TEACHER)
    assert change is not None
    people = approvals.second_persons

    def meanwhile(asked):
        found = people(asked)
        ChangeAnswer.objects.create(change=asked, by=world.dsl, agreed=False)
        return found

    monkeypatch.setattr(approvals, "second_persons", meanwhile)
    assert not approvals.answer(change, by=world.head, agreed=True).agreed
    assert Role.TEACHER not in roles.held_by(person)


def test_the_person_and_whoever_asked_read_what_a_change_was_and_what_became_of_it(world):
    person = user(Role.TEACHER)
    change = approvals.ask(PendingChange.Kind.GIVE_ROLE, person, by=world.administrator, role=Role.SENCO)
    assert change is not None
    for reader in (person, world.administrator):
        assert "Not answered yet" in browser_for(reader).get("/account/changes/").content.decode()
    approvals.answer(change, by=world.head, agreed=True)
    for reader in (person, world.administrator):
        page = flat(browser_for(reader).get("/account/changes/"))
        assert change.reference in page and Role.SENCO.label in page and f"Agreed by {world.head.full_name}" in page
    assert change.reference not in browser_for(world.other_teacher).get("/account/changes/").content.decode()


def test_whoever_is_told_of_a_change_finds_it_whatever_it_is_and_however_late_it_was_answered(world):
    person, address = user(Role.TEACHER), "mallory@elsewhere.test"
    change = approvals.ask(PendingChange.Kind.CHANGE_EMAIL, person, by=world.administrator, email=address)
    assert change is not None
    waits = browser_for(world.head).get("/account/changes/").content.decode()
    assert waits.count(change.reference) == 3, "once, with its two buttons"
    with clock.standing_at(clock.now() + timedelta(days=40)):
        approvals.answer(change, by=world.head, agreed=False)
        for reader in (person, world.administrator, world.dpo):
            page = flat(browser_for(reader).get("/account/changes/"))
            assert change.reference in page and address in page and "Refused by" in page


def test_a_change_of_a_kind_that_no_app_registers_is_neither_asked_for_nor_agreed(world):
    with pytest.raises(ValueError, match="no app registers"):
        approvals.ask("gone", world.administrator, by=world.administrator)
    change = PendingChange.objects.create(
        reference=references.new("P"), kind="gone", person=world.teacher, asked_by=world.administrator
    )
    page = flat(browser_for(world.head).get("/account/changes/"))
    assert "A change that is not made any more" in page
    with pytest.raises(Refused, match="not made any more"):
        approvals.answer(change, by=world.head, agreed=True)
    assert not approvals.answer(change, by=world.head, agreed=False).agreed


class Wrong(approvals.ChangeHandler):
    """A kind of change that must not be registered."""

    label = "Anything"

    def carry_out(self, change: PendingChange) -> None:
        raise AssertionError

    def words(self, change: PendingChange) -> str:
        return ""


@pytest.mark.parametrize("kind", [*PendingChange.Kind.values, "x" * 21, "staff_list"])
def test_no_app_takes_over_a_kind_of_change(kind):
    handler = Wrong()
    handler.kind = kind
    with pytest.raises(ValueError, match="two apps register"):
        approvals.register(handler)
