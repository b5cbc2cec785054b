"""Sign-in with the school's own accounts elsewhere, against a real provider in another process (R: G2, T4)."""

import html
import re
import subprocess
import sys
import time
from typing import Any

import pytest
import requests
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from django.urls import reverse
from post_office.models import Email

from accounts import approvals, leaving, provider, provider_setup
from accounts.events import Event
from accounts.models import IdentityProvider, PendingChange
from accounts.notices.models import Notice
from core import clock
from core.audit.models import Entry
from core.refusals import Refused
from tests.conftest import LONG
from tests.factories import browser_for, user
from tests.identity_provider import CLIENT, SECRET, SUBJECT
from tests.processes import ROOT

pytestmark = [pytest.mark.by_turns, pytest.mark.django_db, pytest.mark.requirement("G2")]
GUID = "72f988bf-86f1-41af-91ab-2d7cd011db47"


@pytest.fixture(scope="module")
def issuer():
    """The address of a provider in a process of its own."""
    process = subprocess.Popen([sys.executable, "-m", "tests.identity_provider"], cwd=ROOT, stdout=subprocess.PIPE)
    assert process.stdout
    yield process.stdout.readline().decode().strip()
    process.kill()
    process.communicate()


@pytest.fixture
def service(world, issuer):
    """The provider, agreed to by two people, and telling the truth."""
    lie(issuer)
    ask(world, issuer)
    approvals.answer(PendingChange.objects.get(kind="provider"), by=world.head, agreed=True)
    return provider.current()


def lie(issuer: str, **how: Any) -> None:
    provider.forget()
    requests.post(f"{issuer}/lie", json=how, timeout=5).raise_for_status()


def ask(world, issuer: str, **changed: str) -> int:
    form = {"kind": "other", "tenant": "", "issuer": issuer, "client_id": CLIENT, "secret": SECRET} | changed
    return browser_for(world.administrator).post("/account/provider/", form).status_code


def there(client: Client) -> str:
    """Press the button, sign in over there: the address, with the code, to which the provider sends us back."""
    page = client.post("/account/provider/sign-in/").content.decode()
    address = re.search(r'href="(http://127[^"]+)"', page)
    assert address, page[-600:]
    answer = requests.get(html.unescape(address[1]), allow_redirects=False, timeout=5)
    return answer.headers["Location"].split("8000", 1)[1]


def connect(person) -> Client:
    client = browser_for(person)
    assert client.get(there(client)).status_code == 302
    return client


def test_it_is_off_until_two_people_have_turned_it_on(world, issuer):
    assert "/account/provider/" not in Client().get("/account/sign-in/").content.decode()
    assert Client().post("/account/provider/sign-in/").status_code == 404
    assert Client().get("/account/provider/back/").status_code == 404
    assert ask(world, issuer) == 302 and provider.current() is None
    change = PendingChange.objects.get(kind="provider")
    assert Notice.objects.filter(person=world.dpo, reference=change.reference).exists()
    page = browser_for(world.head).get("/account/changes/").content.decode()
    assert issuer in page and CLIENT in page and SECRET not in page
    with pytest.raises(Refused):
        approvals.answer(change, by=world.administrator, agreed=True)
    approvals.answer(change, by=world.head, agreed=True)
    assert "Sign in with another service" in Client().get("/account/sign-in/").content.decode()
    browser_for(world.administrator).post("/account/provider/", {"which": "off"})  # off takes one
    assert provider.current() is None and Client().post("/account/provider/sign-in/").status_code == 404


def test_the_secret_is_sealed_and_a_change_ends_what_was_connected_before(world, issuer, service):
    assert SECRET.encode() not in bytes(service.secret) and service.open_secret() == SECRET
    connect(world.teacher)
    assert provider.connection_of(world.teacher)
    ask(world, issuer, client_id="another")
    approvals.answer(PendingChange.objects.get(kind="provider", answer=None), by=world.dsl, agreed=True)
    assert IdentityProvider.objects.in_use().get().client_id == "another"
    assert provider.connection_of(world.teacher) is None


def test_a_person_connects_once_and_signs_in_by_subject_with_the_code_still_asked(world, service):
    connect(world.teacher)
    assert SocialAccount.objects.get().extra_data == {} and SocialAccount.objects.get().uid == SUBJECT
    client = Client()
    answer = client.get(there(client), follow=True)
    assert answer.redirect_chain[-1][0].startswith(reverse("mfa_authenticate"))  # no claim, so our own factor
    assert "_auth_user_id" not in client.session
    entries = Entry.objects.filter(kind="accounts.user").values_list("additional_data__because", flat=True)
    assert Event.PROVIDER_CONNECTED in entries


def test_a_signed_claim_counts_as_the_second_factor_only_where_it_is_new(world, issuer, service):
    connect(world.teacher)
    for claims, signed_in in (
        ({"amr": ["pwd", "mfa"], "auth_time": int(time.time()) - 5}, True),
        ({"amr": ["pwd", "mfa"], "auth_time": int(time.time()) - 3600}, False),
        ({"amr": ["pwd", "mfa"]}, False),
        ({"amr": "mfa", "auth_time": int(time.time())}, False),
        ({"amr": ["pwd"], "auth_time": int(time.time())}, False),
    ):
        lie(issuer, claims=claims)
        client = Client()
        client.get(there(client))
        assert ("_auth_user_id" in client.session) is signed_in, claims
        if signed_in:
            assert client.get("/find/").status_code == 200  # fresh: nothing asks again


def test_nobody_is_matched_by_an_email_address_and_nobody_gets_an_account(world, issuer, service):
    from accounts.models import User

    before = User.objects.count()
    lie(issuer, claims={"email": world.head.email, "email_verified": True})
    client = Client()
    answer = client.get(there(client))
    assert answer.status_code == 403 and "is not connected to an account here" in answer.content.decode()
    assert "_auth_user_id" not in client.session and User.objects.count() == before
    assert not SocialAccount.objects.exists()


def odd(part: str, values: dict[str, list[Any]]) -> list[dict[str, Any]]:
    """A lie for each of these values."""
    return [{part: {name: value}} for name, some in values.items() for value in some]


NO_ADDRESS = [5, ["x"], None, "http://127.0.0.1:1]/", "http://127.0.0.1:99999/"]
NO_TIME = ["x", ["x"], {}]
ODD = [
    *odd("config", dict.fromkeys(("authorization_endpoint", "token_endpoint", "jwks_uri"), NO_ADDRESS)),
    *odd("config", {"token_endpoint_auth_methods_supported": [5, {"client_secret_post": 5}]}),
    *odd("claims", {"sub": ["", "x" * 192, "a\0b", "a\nb", "ä", 5, ["x"], {"x": 1}, True]}),
    *odd("claims", {"iat": [10**30, *NO_TIME], "nbf": [10**30, *NO_TIME], "exp": NO_TIME}),
    *odd("claims", {"nonce": [["x"], "ä", 5], "aud": [5, [5], {}, []]}),
]


@pytest.mark.parametrize("how", ODD, ids=repr)
@pytest.mark.parametrize("who", ["signs in", *(["connects"] if LONG else [])])
def test_a_provider_that_answers_oddly_is_refused_in_words(world, issuer, service, how, who):
    connect(world.teacher)
    client = Client() if who == "signs in" else browser_for(world.other_teacher)
    lie(issuer, **how)
    answer = client.post("/account/provider/sign-in/")
    if answer.status_code == 200:
        lie(issuer, claims=how.get("claims", {}))
        back = there(client)
        lie(issuer, **how)
        answer = client.get(back)
    assert answer.status_code == 403 and "did not confirm who you are" in answer.content.decode()
    assert SocialAccount.objects.count() == 1


def test_what_the_provider_says_was_shown_counts_from_when_it_was_shown(world, issuer, service):
    connect(world.teacher)
    lie(issuer, claims={"amr": ["mfa"], "auth_time": int(time.time()) - 890})
    with clock.standing_at(clock.now()) as hands:
        client = Client()
        client.get(there(client))
        assert "_auth_user_id" in client.session
        shown = [one for one in client.session["account_authentication_methods"] if one["method"] == "mfa"]
        assert 889 < clock.now().timestamp() - shown[0]["at"] < 895 and len(shown) == 1
        assert client.post("/account/provider/disconnect/").headers["Location"] == reverse("mfa_index")
        hands.move(seconds=30)
        answer = client.post("/account/provider/disconnect/")  # more than 15 minutes ago
        assert answer.headers["Location"].startswith("/account/factor/again/")


def test_nobody_signs_in_by_it_without_a_second_factor_of_their_own(world, issuer, service):
    connect(world.teacher)
    Authenticator.objects.filter(user=world.teacher, type="totp").delete()
    lie(issuer, claims={"amr": ["mfa"], "auth_time": int(time.time())})
    client = Client()
    answer = client.get(there(client))
    assert answer.status_code == 403 and "a second way to prove it is you" in answer.content.decode()
    assert "_auth_user_id" not in client.session


def test_connecting_and_disconnecting_are_mailed(world, issuer, service):
    client = connect(world.teacher)
    client.post("/account/provider/disconnect/")
    mailed = [mail.subject for mail in Email.objects.order_by("pk") if world.teacher.email in mail.to]
    words = "An account of the school’s provider was"
    assert mailed == [f"{words} connected", f"{words} disconnected"]


def test_what_the_provider_says_of_itself_is_asked_for_once_in_some_minutes(world, issuer, service, monkeypatch):
    asked: list[str] = []
    get = requests.Session.get

    def counted(session: requests.Session, url: str, **options):
        asked.append(url)
        return get(session, url, **options)

    monkeypatch.setattr(requests.Session, "get", counted)
    for _ in range(3):
        assert Client().post("/account/provider/sign-in/").status_code == 200
    assert len(asked) == 1
    now = time.monotonic()
    monkeypatch.setattr(time, "monotonic", lambda: now + provider.KEPT_SECONDS + 1)
    Client().post("/account/provider/sign-in/")
    assert len(asked) == 2


def test_outsiders_press_the_button_as_often_as_they_may_sign_in(world, issuer, service):
    answers = [Client().post("/account/provider/sign-in/").status_code for _ in range(31)]
    assert answers == [200] * 30 + [429]


def lies() -> dict[str, dict[str, Any]]:
    """What a provider may lie about, by now's clock."""
    now = int(time.time())
    return {
        "another issuer in the token": {"claims": {"iss": "https://elsewhere.example"}},
        "another issuer in its discovery": {"config": {"issuer": "https://elsewhere.example"}},
        "another audience": {"claims": {"aud": "another-client"}},
        "several audiences, for another party": {"claims": {"aud": [CLIENT, "another"], "azp": "another"}},
        "expired": {"claims": {"exp": now - 120}},
        "no expiry": {"claims": {"exp": None}},
        "from the future": {"claims": {"iat": now + 3600, "exp": now + 7200}},
        "an hour old": {"claims": {"iat": now - 3600}},
        "another nonce": {"claims": {"nonce": "another"}},
        "no nonce": {"claims": {"nonce": None}},
        "no subject": {"claims": {"sub": None}},
        "another key": {"key": "other"},
        "not signed": {"algorithm": "none"},
        "signed with the secret": {"algorithm": "HS256"},
        "keys by an unsafe way": {"config": {"jwks_uri": "http://elsewhere.example/keys"}},
    }


@pytest.mark.parametrize("what", lies())
def test_a_provider_that_lies_signs_nobody_in(world, issuer, service, what):
    connect(world.teacher)
    client, told = Client(), lies()[what]
    lie(issuer, **{name: value for name, value in told.items() if name != "config"})
    back = there(client)
    lie(issuer, **told)
    answer = client.get(back)
    assert answer.status_code == 403 and "did not confirm who you are" in answer.content.decode()
    assert "_auth_user_id" not in client.session
    assert Entry.objects.filter(action=Entry.Action.REFUSED, additional_data__because=Event.PROVIDER_WRONG).exists()
    assert client.get(back).status_code == 403  # and not the second time


def test_the_tenant_is_pinned(world, issuer, service):
    connect(world.teacher)
    IdentityProvider.objects.in_use().update(kind="microsoft", tenant=GUID)
    for tid, status in ((GUID, 302), ("9188040d-6c67-4c5b-b112-36a304b66dad", 403), (None, 403)):
        lie(issuer, claims={"tid": tid})
        client = Client()
        assert client.get(there(client)).status_code == status, tid


def test_an_answer_to_nothing_or_to_another_browser_is_refused(world, service):
    connect(world.teacher)
    mine, theirs = Client(), Client()
    back = there(mine)
    for client in (theirs, browser_for(world.office)):
        answer = client.get(back)
        assert answer.status_code == 403
    assert mine.get(back).status_code == 302
    assert Client().get("/account/provider/back/?code=x&state=y").status_code == 403
    assert Client().get("/account/provider/back/?error=access_denied").status_code == 403


def test_one_subject_belongs_to_one_person_and_a_closed_account_stays_closed(world, service):
    connect(world.teacher)
    connect(world.office)
    assert SocialAccount.objects.get().user == world.teacher
    leaving.leave(world.teacher)
    client = Client()
    client.get(there(client))
    assert "_auth_user_id" not in client.session


def test_connecting_takes_a_second_factor_shown_lately_and_is_undone_by_oneself(world, service):
    from tests.factories import sign_in

    stale = sign_in(Client(), world.teacher, fresh=False)
    assert stale.post("/account/provider/sign-in/").status_code == 302
    client = connect(world.teacher)
    assert "Connected since" in client.get("/account/factor/").content.decode()
    client.post("/account/provider/disconnect/")
    assert not SocialAccount.objects.exists()


def test_a_provider_that_cannot_be_reached_says_so(world, issuer, service):
    IdentityProvider.objects.in_use().update(issuer="http://127.0.0.1:9")
    answer = Client().post("/account/provider/sign-in/")
    assert answer.status_code == 403 and "did not confirm who you are" in answer.content.decode()


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"kind": "microsoft", "tenant": "common"}, "Enter the tenant ID"),
        ({"kind": "microsoft", "tenant": "school.example"}, "Enter the tenant ID"),
        ({"kind": "google", "tenant": ""}, "Enter the school’s domain"),
        ({"issuer": "http://id.school.example"}, "begins with https://"),
        ({"issuer": ""}, "begins with https://"),
        ({"tenant": "school.example"}, "Leave this empty: only Microsoft and Google"),
        ({"issuer": "https://accounts.google.com"}, "Select Google Workspace"),
        ({"issuer": "https://Accounts.Google.com.:443/"}, "Select Google Workspace"),
        ({"issuer": f"https://login.microsoftonline.com/{GUID}/v2.0"}, "Select Microsoft Entra"),
        ({"issuer": f"https://sts.windows.net/{GUID}"}, "Select Microsoft Entra"),
        ({"secret": ""}, "Enter the client secret"),
        ({"kind": ""}, "Select the service"),
    ],
)
def test_settings_that_would_let_in_others_are_refused(world, issuer, changed, words):
    safe = {"kind": "other", "issuer": issuer, "tenant": ""} | {k: v for k, v in changed.items() if k != "secret"}
    if "secret" not in changed and safe["kind"]:
        with pytest.raises(Refused):
            provider_setup.ask(world.administrator, **safe, client_id=CLIENT, secret=SECRET)
    form = {"kind": "other", "tenant": "", "issuer": issuer, "client_id": CLIENT, "secret": SECRET} | changed
    page = browser_for(world.administrator).post("/account/provider/", form)
    assert page.status_code == 400 and words in page.content.decode()
    assert not IdentityProvider.objects.exists() and SECRET not in page.content.decode()
    assert browser_for(user("teacher")).get("/account/provider/").status_code == 403


def test_a_tenant_that_no_claim_can_prove_lets_nobody_in(world, issuer, service):
    connect(world.teacher)
    IdentityProvider.objects.in_use().update(tenant="school.example")  # of a service that states none
    client = Client()
    assert client.get(there(client)).status_code == 403
    change = PendingChange.objects.get(kind="provider")
    assert "only accounts of" not in approvals.words(change)
