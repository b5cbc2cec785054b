"""Sessions: kept as digests, listed and ended by their owner, idle, and what was typed in them kept (R: G2)."""

import os
import re
import subprocess
import sys
import zlib
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail, signing
from django.test import Client, override_settings

from accounts import invitations, kept, sessions
from accounts.models import KeptText, Session
from accounts.notices import worker
from accounts.roles import Role
from core import clock
from core.audit.models import Entry
from core.models import School
from tests.factories import browser_for, code, sign_in, user
from tests.pages import flat

pytestmark = [pytest.mark.by_turns, pytest.mark.django_db, pytest.mark.requirement("G2")]
SHOW = """from shawlands import settings as s
print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE)"""
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"


def signed_in(person, agent: str = FIREFOX, number: str = "") -> Client:
    """Signed in as people are, by password and code, in such a browser."""
    client = Client(headers={"User-Agent": agent})
    client.post("/account/sign-in/", {"login": person.email, "password": "correct horse battery"})
    assert client.post("/account/factor/code/", {"code": number or code()}).headers["Location"] == "/"
    return client


def test_a_key_read_from_the_database_opens_nothing(world):
    client = browser_for(world.dsl)
    key = client.cookies["session"].value
    row = Session.objects.get(user=world.dsl)
    assert row.pk == sessions.digest(key) and key not in str(row.__dict__)
    thief = Client()
    thief.cookies["session"] = row.pk
    assert thief.get("/").headers["Location"].startswith("/account/sign-in/")
    assert client.get("/").status_code == 200


def readable(row: Session) -> str:
    """What somebody who has the database alone reads in a session: also what is only packed."""
    words = [row.session_data]
    for part in row.session_data.split(":"):
        with suppress(ValueError):
            packed = signing.b64_decode(part.lstrip(".").encode())
            words.append(packed.decode("latin-1"))
            with suppress(zlib.error):
                words.append(zlib.decompress(packed).decode("latin-1"))
    return " ".join(words)


def test_whoever_has_the_database_reads_no_token_or_address_in_a_session():
    person = user(Role.TEACHER, factor=False)
    invitations.invite(person)
    link = re.findall(r"/account/password/new/\S+/", str(mail.outbox[-1].body))[0]
    scanner = Client()
    scanner.get(link)
    token = link.strip("/").split("/")[-1].split("-", 1)[1]
    assert token in str(dict(scanner.session))
    signing_in = Client()
    signing_in.post("/account/sign-in/", {"login": user(Role.SENCO).email, "password": "correct horse battery"})
    assert "account_login" in signing_in.session
    address = signing_in.session["account_login"]["email"]
    assert address
    assert Session.objects.count() == 2
    for row in Session.objects.all():
        assert token not in readable(row) and address not in readable(row)


def test_a_session_that_was_changed_in_the_database_holds_nothing():
    store = sessions.SessionStore()
    sealed = store.encode({"word": "x"})
    assert store.decode(sealed) == {"word": "x"}
    for wrong in ("", "x", "é", sealed[:-4], sealed[4:], sealed.swapcase(), signing.dumps({"word": "x"})):
        assert store.decode(wrong) == {}
    with override_settings(SECRET_KEY="k" * 60):
        assert store.decode(sealed) == {}


@pytest.mark.parametrize(
    ("demo", "session", "csrf"), [("", "__Host-session", "__Host-csrftoken"), ("1", "session", "csrftoken")]
)
def test_cookies_are_bound_to_the_host_where_there_is_tls(demo, session, csrf):
    made = {"SHAWLANDS_DEMO": demo, "SHAWLANDS_SECRET_KEY": "k" * 60, "SHAWLANDS_HOSTS": "school.example"}
    out = subprocess.run(
        [sys.executable, "-c", SHOW],
        env={**os.environ, **made},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    assert out.stdout.split() == [session, csrf, str(not demo), str(not demo)]
    assert (settings.SESSION_COOKIE_PATH, settings.SESSION_COOKIE_DOMAIN) == ("/", None)


def test_signing_out_has_the_browser_forget_the_pages_and_the_cookie_opens_nothing():
    client = browser_for(user(Role.TEACHER))
    key = client.cookies["session"].value
    answer = client.post("/account/sign-out/")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert answer.cookies["session"].value == ""
    client.cookies["session"] = key
    assert client.get("/").headers["Location"].startswith("/account/signed-out/")


def test_own_sessions_are_listed_and_ended():
    person = user(Role.TEACHER)
    with clock.standing_at(clock.now()) as hands:
        laptop = signed_in(person)
        hands.move(minutes=1)
        phone = signed_in(person, "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) Version/18.0 Mobile Safari/604.1", code())
        page = phone.get("/account/factor/").content.decode()
        assert "Safari on an iPhone (this one)" in page and "Firefox on Windows" in page
        other = next(row for row in Session.objects.filter(user=person) if row.browser == "firefox.windows")
        assert str(other.public_id) in page and other.pk not in page
        assert phone.post("/account/sessions/end/", {"session": str(other.public_id)}).status_code == 302
        assert laptop.get("/notices/").headers["Location"] == "/account/signed-out/?next=%2Fnotices%2F"
        assert "This session was ended from another browser." in laptop.get("/account/signed-out/").content.decode()
        assert phone.get("/").status_code == 200
        assert Entry.objects.filter(action=Entry.Action.SIGN_IN, additional_data__because="session_ended").count() == 1


def test_all_other_sessions_are_ended_and_nobody_elses():
    person, neighbour = user(Role.TEACHER), user(Role.TEACHER)
    here, there, third, theirs = browser_for(person), browser_for(person), browser_for(person), browser_for(neighbour)
    stranger = Session.objects.get(user=neighbour)
    here.post("/account/sessions/end/", {"session": str(stranger.public_id)})
    here.post("/account/sessions/end/", {"session": "others"})
    assert [client.get("/").status_code for client in (here, there, third, theirs)] == [200, 302, 302, 200]


def test_a_new_password_ends_the_others_and_keeps_what_is_sent_in_them(world):
    here, there = browser_for(world.teacher), browser_for(world.teacher)
    new = {"oldpassword": "correct horse battery", "password1": "a tall orange lamp", "password2": "a tall orange lamp"}
    assert here.post("/account/password/", new).status_code == 302
    assert here.get("/").status_code == 200
    answer = there.post("/concerns/new/", {"what": "He told me about home"})
    assert answer.status_code == 403 and KeptText.objects.filter(user=world.teacher).exists()
    assert there.get("/").headers["Location"].startswith("/account/signed-out/")


def test_what_is_sent_in_a_session_that_was_ended_is_kept_for_its_owner(world):
    here, there = browser_for(world.teacher), browser_for(world.teacher)
    here.post("/account/sessions/end/", {"session": "others"})
    answer = there.post("/concerns/new/", {"what": "He told me about home", "csrfmiddlewaretoken": "x"})
    page = answer.content.decode()
    assert answer.status_code == 403 and "This session was ended from another browser." in page
    assert "has been kept for you" in page and "He told me" not in page
    text = KeptText.objects.get(user=world.teacher)
    assert b"He told me" not in bytes(text.body) and kept.read(text) == {"what": ["He told me about home"]}


def test_what_is_sent_after_idling_is_kept_offered_and_deleted_on_use():
    person = user(Role.TEACHER)
    with clock.standing_at(clock.now()) as hands:
        client = signed_in(person)
        hands.move(minutes=15)
        answer = client.post("/concerns/new/", {"what": "He told me about home"})
        assert answer.status_code == 403 and "did nothing for a while" in answer.content.decode()
        again = signed_in(person)
        page = again.get("/concerns/new/").content.decode()
        assert "You were writing something at" in page and "Put it back" in page and "He told me" not in page
        assert "You were writing something at" in again.get("/").content.decode()
        address = f"/account/kept/{KeptText.objects.get().public_id}/"
        fields = again.post(address, {"word": "back"}, headers={"Accept": "application/json"}).json()
        assert fields == {"what": ["He told me about home"]}
        assert "He told me about home" in again.post(address, {"word": "back"}).content.decode()
        again.post(address, {"word": "delete"})
        assert not KeptText.objects.exists()
        assert "You were writing" not in again.get("/concerns/new/").content.decode()


def test_the_next_person_at_the_same_computer_sees_no_sign():
    person, colleague = user(Role.TEACHER), user(Role.TEACHER)
    with clock.standing_at(clock.now()) as hands:
        client = signed_in(person)
        hands.move(minutes=15)
        client.post("/concerns/new/", {"what": "He told me about home"})
        sign_in(client, colleague)
        assert "You were writing" not in client.get("/concerns/new/").content.decode()
        address = f"/account/kept/{KeptText.objects.get().public_id}/"
        assert client.post(address, {"word": "back"}).status_code == 404
        assert client.post(address, {"word": "delete"}).status_code == 404 and KeptText.objects.exists()


def test_the_page_after_the_end_says_the_same_whether_something_was_kept_or_not():
    pages = []
    for words in ("He told me", ""):
        client = browser_for(user(Role.TEACHER))
        client.post("/account/kept/", {"to": "/concerns/new/", "what": words} if words else {})
        pages.append(client.get("/account/signed-out/?next=/concerns/new/").content)
    assert pages[0] == pages[1] and b"within 24 hours" in pages[0]


@pytest.mark.parametrize("typed", [{"paper": "7d444840-9dc0-11d1-b245-5ffdce74fad2"}, {"word": "yes"}, {}])
def test_a_press_or_a_page_that_was_left_is_nothing_to_keep(typed):
    here, there = browser_for(person := user(Role.TEACHER)), browser_for(person)
    here.post("/account/sessions/end/", {"session": "others"})
    there.post("/papers/left/", typed)
    assert not KeptText.objects.exists()


@pytest.mark.parametrize("elsewhere", ["https://evil.test/", "//evil.test/x", "/\\evil.test/x", "javascript:alert(1)"])
def test_no_address_that_a_browser_sends_leads_elsewhere(world, elsewhere):
    client = browser_for(world.teacher)
    page = client.get("/account/signed-out/", {"next": elsewhere}).content.decode()
    assert "evil" not in page and "javascript" not in page
    client.post("/account/kept/", {"to": elsewhere, "what": "some words that somebody typed"})
    assert not KeptText.objects.exists()


def test_what_is_too_long_to_keep_is_said_to_be_lost():
    client = browser_for(user(Role.TEACHER))
    assert client.post("/account/kept/", {"to": "/concerns/new/", "what": "x" * 400_001}).status_code == 413
    assert "could not be saved" in client.get("/account/signed-out/?lost=1").content.decode()


def test_without_the_key_nothing_is_kept_and_the_page_still_comes(monkeypatch):
    from core import keyring

    def no_key(*args: object) -> bytes:
        raise keyring.KeyUnavailable

    here, there = browser_for(person := user(Role.TEACHER)), browser_for(person)
    here.post("/account/sessions/end/", {"session": "others"})
    monkeypatch.setattr(keyring, "encrypt", no_key)
    assert there.post("/concerns/new/", {"what": "He told me"}).status_code == 403
    assert not KeptText.objects.exists()


def test_the_page_that_is_over_has_its_text_kept_and_signs_out():
    person = user(Role.TEACHER)
    client = browser_for(person)
    assert client.post("/account/kept/", {"to": "/concerns/new/", "what": "He told me"}).status_code == 204
    assert client.post("/account/kept/", {"to": "/records/new/", "body": "The other tab"}).status_code == 204
    assert client.get("/").status_code == 302
    assert {row.path for row in KeptText.objects.filter(user=person)} == {"/concerns/new/", "/records/new/"}
    assert Client().post("/account/kept/", {"to": "/concerns/new/", "what": "Nobody"}).status_code == 204
    assert KeptText.objects.count() == 2


@pytest.mark.parametrize("path", ["/account/password/", "/account/factor/code/"])
def test_passwords_and_codes_are_never_kept(path):
    person = user(Role.TEACHER)
    client = browser_for(person)
    client.post("/account/kept/", {"to": path, "oldpassword": "secret one"})
    client.post("/account/kept/", {"to": "/find/", "password": "secret two", "code": "123456"})
    assert not KeptText.objects.exists()


def test_kept_text_lasts_a_day_and_none_gives_way_to_another():
    person = user(Role.TEACHER)
    with clock.standing_at(clock.now()) as hands:
        for words in ("first", "second", "second"):
            client = browser_for(person)
            client.post("/account/kept/", {"to": "/concerns/new/", "what": words})
        assert [kept.read(text)["what"] for text in KeptText.objects.order_by("pk")] == [["first"], ["second"]]
        assert signed_in(person).get("/concerns/new/").content.decode().count("You were writing something at") == 2
        hands.move(hours=23)
        worker.minute()
        assert KeptText.objects.exists()
        hands.move(hours=1)
        assert not kept.mine(person).exists()
        worker.minute()
        assert not KeptText.objects.exists()


def test_the_cookie_of_an_ended_session_replaces_nothing_and_keeps_little(world):
    person = world.teacher
    client = browser_for(person)
    client.post("/account/kept/", {"to": "/concerns/new/", "what": "What the teacher typed"})
    answer = client.post("/account/kept/", {"to": "/concerns/new/", "what": "Typed by the next person"})
    assert answer.status_code == 204
    assert {"what": ["What the teacher typed"]} in [kept.read(text) for text in KeptText.objects.all()]
    for number in range(12):
        answer = client.post("/account/kept/", {"to": f"/x/{number}", "text": "y" * 390_000})
    assert answer.status_code == 413
    assert KeptText.objects.count() <= kept.ENDED.texts
    assert sum(len(text.body) for text in KeptText.objects.all()) <= kept.ENDED.size
    page = client.post("/concerns/new/", {"what": "One too many " * 30_000}).content.decode()
    assert "could not be saved" in page and "has been kept" not in page


def test_what_an_ended_session_filled_leaves_room_for_its_owner(world):
    ended = browser_for(world.teacher)
    ended.post("/account/kept/", {})
    for number in range(12):
        ended.post("/account/kept/", {"to": f"/x/{number}", "text": "y" * number})
    assert KeptText.objects.count() == kept.ENDED.texts
    mine = browser_for(world.teacher)
    assert mine.post("/account/kept/", {"to": "/concerns/new/", "what": "x" * 300_000}).status_code == 204
    for number in range(12):
        browser_for(world.teacher).post("/account/kept/", {"to": f"/y/{number}", "text": "z"})
    assert KeptText.objects.count() == kept.OWN.texts


@pytest.mark.parametrize("minutes", [5, 30])
def test_the_school_sets_how_long_nothing_may_be_done(world, minutes):
    School.objects.update(idle_minutes=minutes)
    with clock.standing_at(clock.now()) as hands:
        client = browser_for(world.teacher)
        for _ in range(3):
            hands.move(minutes=minutes, seconds=-1)
            assert client.get("/").status_code == 200
        hands.move(minutes=minutes)
        assert client.get("/").status_code == 302


def test_what_the_page_asks_by_itself_keeps_no_session_alive(world):
    client = browser_for(world.teacher)
    with clock.standing_at(clock.now()) as hands:
        client.get("/")
        for _ in range(14):
            hands.move(minutes=1)
            assert client.get("/", headers={"X-Unattended": "1"}).status_code == 200
        hands.move(minutes=1)
        assert client.get("/").status_code == 302


def test_a_session_that_has_ended_is_not_written_again_and_is_forgotten_after_a_day(world):
    client = browser_for(world.teacher)
    store = sessions.SessionStore(client.cookies["session"].value)
    assert store["_auth_user_id"] == str(world.teacher.pk)
    browser_for(world.teacher).post("/account/sessions/end/", {"session": "others"})
    store["more"] = 1
    with pytest.raises(sessions.UpdateError):
        store.save()
    row = Session.objects.get(pk=sessions.digest(client.cookies["session"].value))
    assert row.session_data == "" and row.ended_at is not None
    with clock.standing_at(clock.now() + timedelta(days=1, seconds=1)):
        sessions.SessionStore.clear_expired()
    assert not Session.objects.filter(pk=row.pk).exists()


def test_without_scripts_the_page_leads_away_by_itself(world):
    page = flat(browser_for(world.teacher).get("/concerns/new/"))
    refresh = '<meta http-equiv="refresh" content="900;url=/account/signed-out/">'
    assert f"<noscript> {refresh} </noscript>" in page
    assert "This page closes at" in page


def test_the_header_says_who_is_signed_in_and_as_what(world):
    from accounts import roles

    page = browser_for(world.dsl).get("/").content.decode()
    assert f"{world.dsl.full_name}, DSL</a>" in page
    draft = world.draft()
    for path in (f"/decisions/draft/{draft.public_id}/who/", "/decisions/danger/"):
        page = browser_for(world.teacher).get(path).content.decode()
        assert f"<span>{world.teacher.full_name}, Teacher</span>" in page and "data-me" not in page
    roles.give(world.senco, Role.TEACHER, by=None)
    page = browser_for(world.senco).get("/").content.decode()
    assert f"{world.senco.full_name}, SENCO and 1 more role</a>" in page
    assert world.senco.last_name not in page.split("</title>")[0]
