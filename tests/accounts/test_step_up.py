"""When the security code is asked for again, and what becomes of what was being sent (R: G2, T4)."""

import re

import pytest
from django.test import Client

from accounts import allauth_urls, approvals, carrying_on, roles
from accounts.models import KeptText, PendingChange, Undertaking
from accounts.roles import Role
from core import clock
from core.models import School
from tests import factories
from tests.factories import browser_for, code, sign_in, user
from tests.pages import flat
from tests.records.documents.test_files import said
from tests.walking import methods, views

pytestmark = [pytest.mark.by_turns, pytest.mark.django_db, pytest.mark.requirement("G2")]

FACTORS = {
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "account_change_password",
}


def shown(client: Client, person, minutes: int) -> Client:
    """Signed in, at work, with a factor shown so many minutes ago."""
    sign_in(client, person)
    session = client.session
    session["account_authentication_methods"][0]["at"] -= minutes * 60
    session.save()
    return client


@pytest.mark.requirement("T4")
@pytest.mark.parametrize("name", sorted(FACTORS))
def test_factors_and_passwords_ask_as_well(name):
    from django.urls import reverse

    client = shown(Client(), user(Role.TEACHER), 40)
    assert client.get(reverse(name)).headers["Location"].startswith("/account/factor/again/")


def test_work_goes_on_for_two_hours_without_a_code(world):
    client, path = Client(), f"/records/{world.record.public_id}/"
    with clock.standing_at(clock.now()) as hands:
        sign_in(client, world.senco)
        for _ in range(11):
            hands.move(minutes=10)
            assert client.get(path).status_code == 200
        hands.move(minutes=10)
        assert client.get(path).headers["Location"].startswith("/account/factor/again/")


def test_a_gap_of_a_quarter_of_an_hour_takes_a_code_although_one_is_still_signed_in(world):
    School.objects.update(idle_minutes=30)
    client, path = Client(), f"/records/{world.record.public_id}/"
    with clock.standing_at(clock.now()) as hands:
        sign_in(client, world.senco)
        assert client.get(path).status_code == 200
        hands.move(minutes=14)
        assert client.get(path).status_code == 200
        hands.move(minutes=15)
        assert client.get("/").status_code == 200
        assert client.get(path).headers["Location"].startswith("/account/factor/again/")
        client.post("/account/factor/again/", {"code": code(), "next": path})
        assert client.get(path).status_code == 200


@pytest.mark.parametrize("minutes", [15, 240])
def test_the_school_says_for_how_long(world, minutes):
    School.objects.update(fresh_minutes=minutes)
    client, path = Client(), f"/records/{world.record.public_id}/"
    assert shown(client, world.senco, minutes - 1).get(path).status_code == 200
    assert shown(client, world.senco, minutes).get(path).status_code == 302


def test_a_passkey_touch_counts(world):
    client = browser_for(world.senco, fresh=False)
    session = client.session
    session["account_authentication_methods"] = [{"method": "mfa", "type": "webauthn", "at": clock.now().timestamp()}]
    session.save()
    assert client.get(f"/records/{world.record.public_id}/").status_code == 200


def test_printing_after_forty_minutes_takes_a_code_and_then_none_for_fifteen(world):
    decision = world.decide()
    path = f"/decisions/{decision.reference.replace(' ', '-')}/print/"
    with clock.standing_at(clock.now()) as hands:
        client = shown(Client(), world.head, 40)
        assert client.get(path).status_code == 200
        answer = client.post(path, {"whom": str(world.dsl.public_id)})
        assert answer.headers["Location"].startswith("/account/factor/again/?next=")
        page = client.post("/account/factor/again/", {"code": code(), "next": path}).content.decode()
        assert f'<form method="post" action="{path}">' in page
        hands.move(minutes=14)
        assert client.post(path, {"whom": str(world.dsl.public_id)}).status_code in (200, 400)
        hands.move(minutes=1)
        assert client.post(path, {"whom": str(world.dsl.public_id)}).status_code == 302


def test_the_way_out_itself_asks_for_a_factor_shown_lately(world):
    from records.vault.vault import Reader, SecondFactorNeeded
    from sharing.disclosures.models import Disclosure
    from sharing.disclosures.release import InternalPrint, release

    for lately in (True, None, False):
        reader = Reader(world.senco, fresh=True, shown_lately=lately)
        assert reader.lets_out == (lately is not False)
    with pytest.raises(SecondFactorNeeded):
        release(
            InternalPrint(world.record), content=b"x", file_name="a.pdf", media_type="application/pdf", reader=reader
        )
    assert not Disclosure.objects.exists()


def words(page: str) -> str:
    """What the main part of a page says."""
    return " ".join(re.sub(r"<[^>]+>", " ", page.split("<main")[1].split("</main")[0]).split())


@pytest.fixture
def grant(world):
    """A colleague at an unlocked screen has pressed the button that gives a record to them."""
    path = f"/records/{world.record.public_id}/give/"
    form = {"to": "person", "person": str(world.other_teacher.public_id), "extent": "5", "reason": "He needs <it>."}
    client = shown(Client(), world.senco, 20)
    return client, path, client.post(path, form).headers["Location"]


def test_what_waits_for_the_code_is_said_in_words_and_sent_by_its_owner(world, grant):
    client, path, asks = grant
    asked = words(client.get(asks).content.decode())
    assert "Waiting to be sent" in asked and "Give access to a record" in asked and "Cancel" in asked
    assert "He needs" not in asked
    page = client.post("/account/factor/again/", {"code": code(), "next": path}).content.decode()
    said = words(page)
    assert "Nothing has been sent yet" in said and "Give access to a record" in said and "Cancel" in said
    assert f"Person {world.other_teacher.full_name}" in said and "Reason He needs &lt;it&gt;." in said
    assert "data-carry-on" not in page


def test_what_waits_for_the_code_can_be_cancelled_before_it(world, grant):
    client, path, _ = grant
    for again in ("/account/factor/again/", "/account/factor/passkeys/again/"):
        assert client.post(again, {"cancel": "yes", "next": path}).headers["Location"] == "/"
    assert not KeptText.objects.exists()
    answer = client.post("/account/factor/again/", {"code": code(), "next": path})
    assert answer.headers["Location"] == path


def test_every_form_that_can_wait_for_a_code_has_its_words():
    """Nothing typed into a page of the account is kept, so none of it waits."""
    own = {name for name in views() if name.startswith("accounts:")}
    own |= {pattern.name for pattern in allauth_urls.urlpatterns}
    forms = {name for name, view in views().items() if "POST" in methods(view)} - own
    said = set(carrying_on.all_forms())
    assert forms == said, forms ^ said


def test_of_a_form_one_thing_is_said():
    carrying_on.register({"child:find": carrying_on.all_forms()["child:find"]})
    with pytest.raises(ValueError, match="child:find"):
        carrying_on.register({"child:find": "Something else"})


def test_without_scripts_what_was_sent_goes_on_after_the_code(world):
    """The text is kept sealed meanwhile, and is in the page after the code alone."""
    client = browser_for(world.senco, fresh=False)
    path = f"/records/new/{world.child.public_id}/"
    answer = client.post(path, {"text": "She spoke <clearly> today", "category": "speech"})
    asked = client.get(answer.headers["Location"]).content.decode()
    assert (
        "What you typed is kept." in asked
        and "She spoke" not in asked
        and "signed out" not in asked.split("<main")[1].split("</main")[0]
    )
    assert b"She spoke" not in bytes(KeptText.objects.get().body)
    wrong = client.post("/account/factor/again/", {"code": "000000", "next": path})
    assert wrong.status_code == 200 and KeptText.objects.exists()
    page = client.post("/account/factor/again/", {"code": code(), "next": path}).content.decode()
    assert 'name="text" value="She spoke &lt;clearly&gt; today"' in page
    fields = dict(re.findall(r'<input type="hidden" name="(category|text)" value="([^"]*)">', page))
    assert fields == {"category": "speech", "text": "She spoke &lt;clearly&gt; today"}
    assert path in client.get("/").content.decode()  # kept, and offered, until it is sent
    carried = re.search(r'name="carried" value="([^"]*)"', page)
    assert carried
    refused = client.post(path, {**fields, "category": "", "carried": carried[1]})
    assert refused.status_code == 400 and KeptText.objects.exists()
    client.post(f"/records/new/{factories.child().public_id}/", {"carried": carried[1]})
    assert KeptText.objects.exists()
    sent = client.post(path, said(category="speech", carried=carried[1]))
    assert sent.status_code == 302 and not KeptText.objects.exists()


def test_what_is_sent_after_the_undertaking_has_run_out_is_kept(world):
    """Whether it comes straight from its page or from the page after the code."""
    client, path = browser_for(world.senco), f"/records/new/{world.child.public_id}/"
    kept = KeptText.objects
    Undertaking.objects.create(version=2, text="New words")
    for address, fields in (("/concerns/new/", {"what": "She is afraid"}), (path, {"text": "She spoke today"})):
        assert client.post(address, fields).headers["Location"] == "/account/undertaking/"
    assert {row.path for row in kept.all()} == {"/concerns/new/", path}
    carried = kept.get(path=path).public_id
    client.post(path, {"text": "She spoke today", "carried": str(carried)})
    assert kept.filter(public_id=carried).exists()
    client.post("/account/undertaking/", {"accept": "yes"})
    home = client.get("/").content.decode()
    assert path in home and "/concerns/new/" in home


def test_a_second_press_of_the_code_loses_nothing(world):
    client = browser_for(world.senco, fresh=False)
    path = f"/records/new/{world.child.public_id}/"
    client.post(path, {"text": "She spoke today", "category": "speech"})
    once = code()
    client.post("/account/factor/again/", {"code": once, "next": path})
    assert b"Each code works once" in client.post("/account/factor/again/", {"code": once, "next": path}).content
    assert path in client.get("/").content.decode() and KeptText.objects.exists()


@pytest.mark.parametrize("path", ["/decisions/danger/", "/concerns/new/"])
def test_danger_and_passing_on_a_concern_take_no_code(world, path):
    client = shown(Client(), world.teacher, 5 * 60)
    assert client.get(path).status_code == 200
    assert client.post(path, {"what": "He told me about home"}).status_code in (200, 400, 302)
    answer = client.post(path, {})
    assert "/factor/" not in answer.headers.get("Location", "")


def test_danger_from_a_draft_takes_no_code_and_then_no_child(world):
    draft = world.draft(by=world.teacher)
    danger = f"/decisions/danger/{draft.public_id}/"
    assert "Amina" in shown(Client(), world.teacher, 0).get(danger).content.decode()
    client = shown(Client(), world.teacher, 5 * 60)
    for nowhere in (danger, "/decisions/danger/7d444840-9dc0-11d1-b245-5ffdce74fad2/"):
        assert client.get(nowhere).headers["Location"] == "/decisions/danger/"


def test_the_dialog_is_answered_by_script(world):
    client = browser_for(world.senco, fresh=False)
    state = client.get("/account/state/", {"path": f"/records/new/{world.child.public_id}/"}).json()
    assert (state["in"], state["ask"], state["app"], state["passkey"]) == (True, True, True, False)
    json = {"Accept": "application/json"}
    wrong = client.post("/account/factor/again/", {"code": "000000"}, headers=json)
    assert wrong.status_code == 400 and "Each code works once" in wrong.json()["error"]
    assert client.post("/account/factor/again/", {"code": code()}, headers=json).json()["csrf"]
    assert client.get("/account/state/", {"path": "/account/people/"}).json()["ask"] is False
    assert Client().get("/account/state/").json() == {"in": False, "why": ""}


def test_state_tells_what_takes_a_code_and_is_nothing_to_guess_with(world):
    client = shown(Client(), world.head, 40)
    for path, known, asks in (
        ("/account/people/", True, True),
        ("/find/", True, False),
        ("/concerns/new/", False, False),
        ("/nonsense/", False, False),
        ("", False, False),
        ("\0", False, False),
    ):
        answer = client.get("/account/state/", {"path": path})
        if answer.status_code == 200:
            assert (answer.json()["known"], answer.json()["ask"]) == (known, asks), path


@pytest.mark.requirement("T4")
def test_longer_times_take_a_second_person_and_shorter_ones_do_not(world):
    client, path = browser_for(world.administrator), "/settings/sessions/"
    page = client.post(path, {"idle_minutes": "4", "fresh_minutes": "300"})
    text = page.content.decode()
    assert page.status_code == 400 and "enter a number from 5 to 30" in text and "from 15 to 240" in text
    for times, now in (((10, 60), (10, 60)), ((30, 60), (10, 60)), ((5, 15), (5, 15))):
        client.post(path, {"idle_minutes": str(times[0]), "fresh_minutes": str(times[1])})
        school = School.here()
        assert (school.idle_minutes, school.fresh_minutes) == now
    change = PendingChange.objects.get(kind="times")
    head = browser_for(world.head)
    asked = head.get("/account/changes/").content.decode()
    assert "30 minutes of doing nothing (now 5), 60 minutes with one code (now 15)" in asked
    page = head.post(f"/account/changes/{change.public_id}/", {"word": "yes"}, follow=True)
    assert "has changed since it was asked for" in page.content.decode(), "they have been made shorter meanwhile"
    assert (School.here().idle_minutes, School.here().fresh_minutes) == (5, 15)
    client.post(path, {"idle_minutes": "30", "fresh_minutes": "60"})
    again = PendingChange.objects.filter(kind="times", answer=None).latest("pk")
    head.post(f"/account/changes/{again.public_id}/", {"word": "yes"})
    assert (School.here().idle_minutes, School.here().fresh_minutes) == (30, 60)


@pytest.mark.parametrize(
    "came_from", ["http://testserver/account/changes/", "http://elsewhere.test/account/changes/", ""]
)
def test_what_cannot_be_kept_leads_back_to_the_page_with_its_form_and_says_so(world, came_from):
    change = approvals.ask(PendingChange.Kind.GIVE_ROLE, world.teacher, by=world.administrator, role=Role.SENCO)
    assert change is not None
    client, address = browser_for(world.head, fresh=False), f"/account/changes/{change.public_id}/"
    headers = {"referer": came_from} if came_from else {}
    asked = client.post(address, {"word": "yes"}, headers=headers).headers["Location"]
    page = flat(client.get(asked))
    assert "Nothing has been sent yet: your code is needed first." in page
    after = client.post(asked, {"code": code()}, follow=True)
    assert Role.SENCO not in roles.held_by(world.teacher) and not hasattr(change, "answer")
    ours = came_from.startswith("http://testserver")
    assert after.status_code == (200 if ours else 405)
    assert (change.reference if ours else "Nothing was sent") in flat(after)
