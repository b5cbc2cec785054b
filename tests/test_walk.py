"""Every URL of the table, for every role: what is refused looks like what is not there (R: G1, T1, T4)."""

import re
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver

from accounts.roles import Role
from audit.models import Entry
from notices.models import Notice
from sharing.models import Disclosure
from tests.factories import World, browser_for, masked, user

pytestmark = [pytest.mark.django_db]
NOWHERE = "7d444840-9dc0-11d1-b245-5ffdce74fad2"
EVERYONE, STAFF_ONLY = "everyone", "staff"
# Pages without an object: who gets them. Signed-out people get the sign-in page for all but the first kind.
OPEN = {
    "account_login", "account_logout", "signed_out", "account_inactive", "account_reset_password",
    "account_reset_password_done", "account_reset_password_from_key_done", "hidden_screen", "colours",
    "mfa_authenticate", "mfa_login_webauthn",
}  # fmt: skip
GONE = {"account_signup", "account_reauthenticate"}
OWN = {
    "home", "inbox", "undertaking", "changes", "mfa_index", "mfa_activate_totp", "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes", "mfa_list_webauthn", "mfa_add_webauthn", "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn", "account_change_password", "find",
}  # fmt: skip
BY_ROLE = {"people": {Role.ADMINISTRATOR}, "log": {Role.DPO}}
ACTIONS = {"start"}
TOKENS = {"account_reset_password_from_key"}
# Pages with an object: name to (method, address of one that is there, address of one that is not).
OBJECTS = {
    "record", "child", "decision", "done", "correct", "print_record", "get_file", "step", "check", "notice", "seen",
    "person", "answer_change",
}  # fmt: skip
FILES = {"print_record", "get_file"}


def names() -> set[str]:
    found: set[str] = set()

    def visit(patterns) -> None:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                visit(pattern.url_patterns)
            elif isinstance(pattern, URLPattern):
                assert pattern.name, pattern
                found.add(pattern.name)

    visit(get_resolver().url_patterns)
    return found


def test_every_url_of_the_table_has_its_case():
    cases = OPEN | GONE | OWN | set(BY_ROLE) | ACTIONS | TOKENS | OBJECTS
    assert names() == cases


@pytest.fixture
def world(db):
    return World()


def addresses(world) -> dict[str, tuple[str, str, str]]:
    """name: (method, one that is there, one that is not)."""
    decision = world.decide()
    draft = world.draft()
    notice = Notice.objects.get(kind="decision")
    slug, none = decision.reference.replace(" ", "-"), "SD-7K4M-92XC"
    d, n = f"/decisions/draft/{draft.public_id}", f"/decisions/draft/{NOWHERE}"
    return {
        "record": ("get", f"/records/{world.record.public_id}/", f"/records/{NOWHERE}/"),
        "child": ("get", f"/children/{world.child.public_id}/", f"/children/{NOWHERE}/"),
        "decision": ("get", f"/decisions/{slug}/", f"/decisions/{none}/"),
        "done": ("get", f"/decisions/{slug}/recorded/", f"/decisions/{none}/recorded/"),
        "correct": ("get", f"/decisions/{slug}/correct/", f"/decisions/{none}/correct/"),
        "print_record": ("post", f"/decisions/{slug}/print/", f"/decisions/{none}/print/"),
        "get_file": ("post", f"/decisions/{slug}/file/", f"/decisions/{none}/file/"),
        "step": ("get", f"{d}/safe/", f"{n}/safe/"),
        "check": ("get", f"{d}/check/", f"{n}/check/"),
        "notice": ("get", f"/notices/{notice.public_id}/", f"/notices/{NOWHERE}/"),
        "seen": ("post", f"/notices/{notice.public_id}/seen/", f"/notices/{NOWHERE}/seen/"),
        "person": ("get", f"/account/people/{world.teacher.public_id}/", f"/account/people/{NOWHERE}/"),
        "answer_change": ("post", f"/account/changes/{NOWHERE}/", f"/account/changes/{UUID(int=1)}/"),
    }


# Who is entitled to the world's objects; everybody else is refused.
ENTITLED = {
    "record": {"head", "senco", "teacher"},
    "child": {"head", "dsl", "deputy_dsl", "senco", "teacher", "other_teacher", "dpo"},
    "decision": {"head", "teacher"},
    "done": {"teacher", "head"},
    "correct": {"teacher"},
    "print_record": {"head", "teacher"},
    "get_file": {"teacher"},
    "step": {"teacher"},
    "check": {"teacher"},
    "notice": {"head"},
    "seen": {"head"},
    "person": {"administrator"},
    "answer_change": set(),
}
PEOPLE = ["head", "dsl", "deputy_dsl", "senco", "chair", "dpo", "administrator", "teacher", "other_teacher"]


@pytest.mark.requirement("G1")
def test_objects_open_to_the_entitled_and_are_not_there_for_all_others(world):
    table = addresses(world)
    assert set(table) == set(ENTITLED) == OBJECTS
    others = {
        role.value: user(role) for role in (Role.SUPPORT, Role.OFFICE, Role.HEALTH, Role.VOLUNTEER, Role.GOVERNOR)
    }
    for name, (method, there, nowhere) in table.items():
        for who in [*PEOPLE, *others]:
            person = others.get(who) or getattr(world, who)
            entitled = who in ENTITLED[name] or (name == "child" and who in ("support", "office"))
            answer = getattr(browser_for(person), method)(there)
            if entitled:
                assert answer.status_code in (200, 302), (name, who, answer.status_code)
                continue
            client = browser_for(person)
            client.get("/hidden/")  # the session notes once that somebody is here
            if name == "person":  # a page whose existence is public
                assert answer.status_code == 403, (name, who)
                continue
            refused = Entry.objects.filter(action=Entry.Action.REFUSED).count()
            answers, shapes = [], []
            for address in (there, nowhere):
                with CaptureQueriesContext(connection) as captured:
                    answers.append(masked(getattr(client, method)(address)))
                shapes.append([re.sub(r"s\d+_x\d+", "s", q["sql"])[:60] for q in captured.captured_queries])
            assert answers[0] == answers[1] and answers[0][0] == 404, (name, who)
            if name in ("correct", "get_file") and who in ENTITLED["decision"]:
                continue  # they may know that it exists
            assert shapes[0] == shapes[1], (name, who)
            assert Entry.objects.filter(action=Entry.Action.REFUSED).count() == refused + 2, (name, who)


@pytest.mark.requirement("G2")
def test_a_stale_second_factor_is_asked_before_anything_is_looked_up(world):
    table = addresses(world)
    client = browser_for(world.teacher, fresh=False)
    for name in OBJECTS - {"notice", "seen", "answer_change", "person"}:
        method, there, nowhere = table[name]
        answers = [getattr(client, method)(address) for address in (there, nowhere)]
        for answer, address in zip(answers, (there, nowhere), strict=True):
            assert answer.status_code == 302, (name, answer.status_code)
            assert answer.headers["Location"].startswith("/account/factor/again/?next="), name
            assert answer.headers["Location"].endswith(address.replace("/", "%2F")), name


@pytest.mark.requirement("T4")
@pytest.mark.parametrize("role", list(Role))
def test_pages_without_an_object_for_each_role(role):
    client = browser_for(user(role))
    for path, name in (("/", "home"), ("/notices/", "inbox"), ("/account/changes/", "changes"), ("/find/", "find")):
        assert client.get(path).status_code == 200, name
    assert client.get("/account/people/").status_code == (200 if role in BY_ROLE["people"] else 403)
    assert client.get("/log/").status_code == (200 if role in BY_ROLE["log"] else 403)


def test_signed_out_people_get_the_sign_in_page_for_everything_else(world):
    for name, (method, there, _) in addresses(world).items():
        answer = getattr(Client(), method)(there)
        assert answer.status_code == 302 and answer.headers["Location"].startswith("/account/sign-in/"), name
    for path in ("/", "/find/", "/log/", "/account/people/", "/notices/", "/account/undertaking/", "/account/factor/"):
        assert Client().get(path).headers["Location"].startswith("/account/sign-in/"), path


@pytest.mark.requirement("C8")
def test_nothing_but_pages_comes_out_any_other_way_than_the_one_way_out(world):
    """What is not a page (or the school's own colour, or a script's answer) has left its sealed copy behind."""
    table = addresses(world)
    for name, (method, there, _) in table.items():
        for who in PEOPLE:
            before = Disclosure.objects.count()
            answer = getattr(browser_for(getattr(world, who)), method)(there)
            page = answer.headers["Content-Type"].startswith("text/html")
            assert Disclosure.objects.count() - before == (0 if page else 1), (name, who)
            assert page or name in FILES


@pytest.mark.requirement("G2")
def test_every_page_is_no_store_and_under_the_policy(world):
    client = browser_for(world.teacher)
    for path in ("/", f"/records/{world.record.public_id}/", "/nonsense/", "/account/sign-in/"):
        headers = client.get(path).headers
        assert headers["Cache-Control"] == "no-store", path
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy
        assert headers["X-Frame-Options"] == "DENY" and headers["X-Content-Type-Options"] == "nosniff"


def test_a_get_changes_nothing_but_the_log(world):
    from django.apps import apps

    table = addresses(world)
    client = browser_for(world.teacher)

    def counts() -> dict[str, int]:
        changing = {"audit.entry", "audit.pending", "sessions.session"}
        return {
            m._meta.label: m._default_manager.count() for m in apps.get_models() if m._meta.label_lower not in changing
        }

    before = counts()
    for _, there, nowhere in table.values():
        for address in (there, nowhere):
            client.get(address)
    assert counts() == before
