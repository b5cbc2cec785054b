"""What left can be opened again, as it left, by those who may see the whole decision (R: C8)."""

import hashlib

import pytest

from core import references
from core.audit.models import Entry
from records.need_to_know import grants
from sharing.decisions import audience
from sharing.disclosures import release
from sharing.disclosures.models import Disclosure
from tests.factories import World, browser_for
from tests.sharing.unshared import refused

pytestmark = [pytest.mark.by_turns, pytest.mark.django_db, pytest.mark.requirement("C8")]


def page_of(decision) -> str:
    return f"/decisions/{references.slug(decision.reference)}/"


def taken_out(world: World) -> tuple[str, bytes]:
    """The page of what left of a decision, and the bytes as they left."""
    decision = world.decide()
    recipient = decision.recipients.get().public_id
    left = browser_for(world.teacher).post(f"{page_of(decision)}file/{recipient}/").content
    return f"{page_of(decision)}sent/{Disclosure.objects.get().public_id}/", left


def test_the_very_bytes_that_left_can_be_opened_again_and_that_is_no_new_disclosure(world):
    address, left = taken_out(world)
    for person in (world.teacher, world.head):
        client = browser_for(person)
        assert address in client.get(address.partition("sent/")[0]).content.decode()
        shown = client.get(address).content.decode()
        assert hashlib.sha256(left).hexdigest() in shown and "Dr Priya Nair" in shown and "app-passphrase" in shown
        again = client.post(f"{address}file/")
        assert again.content == left and "second-look.pdf" in again["Content-Disposition"]
        entry = Entry.objects.filter(kind="disclosures.disclosure", action=Entry.Action.ACCESS).latest("pk")
        assert entry.actor_id == person.pk and entry.additional_data["because"] == "second_look"
    assert Disclosure.objects.count() == 1


def test_what_was_told_can_be_read_again(world):
    when = {"on": "2026-01-12", "at": "09:10", "channel": "called_back", "late": "The office was closed"}
    what = {
        **world.answers()["what"],
        "unwritten": "She has settled in.",
        "unwritten_kind": "behaviour",
        "unwritten_nature": "fact",
        "unwritten_source": "I saw it",
    }
    decision = world.decide(origin="done", when=when, what=what, send={"checked": "today", "arrived": "yes"})
    address = f"{page_of(decision)}sent/{decision.disclosures.get().public_id}/"
    assert "She has settled in." in browser_for(world.head).get(address).content.decode()
    assert browser_for(world.head).post(f"{address}file/").status_code == 404


def test_the_reply_can_be_opened_again(world):
    decision = world.decide(origin="asked", asked=world.asked(), **refused("no"))
    left = browser_for(world.teacher).post(f"{page_of(decision)}reply/").content
    address = f"{page_of(decision)}sent/{decision.disclosures.get().public_id}/"
    assert "The person who asked" in browser_for(world.head).get(address).content.decode()
    assert browser_for(world.head).post(f"{address}file/").content == left


def test_it_is_not_for_those_who_see_a_part_or_are_kept_out_of_a_record_in_it(world):
    address, _ = taken_out(world)
    decision = Disclosure.objects.get().decision
    grants.grant(decision.record, world.senco, by=world.head, extent=3)
    audience.keep_out(world.record, [world.head], world.dsl)
    for person in (world.senco, world.head, world.other_teacher):
        client = browser_for(person)
        assert client.get(address).status_code == client.post(f"{address}file/").status_code == 404
        assert "/sent/" not in client.get(address.partition("sent/")[0]).content.decode()


def test_what_is_not_what_left_is_not_shown(world, monkeypatch):
    address, left = taken_out(world)
    monkeypatch.setattr(release.vault, "open_field", lambda *args, **more: left + b"x")
    monkeypatch.setattr("sharing.decisions.sent.passphrase_of", lambda *args: "")
    answer = browser_for(world.head).post(f"{address}file/", follow=True)
    assert answer["Content-Type"].startswith("text/html") and "This is not what left" in answer.content.decode()


def test_a_stale_second_factor_is_asked_for_first(world):
    address, _ = taken_out(world)
    client = browser_for(world.head, fresh=False)
    assert client.get(address).status_code == client.post(f"{address}file/").status_code == 302
