"""Advice, the legal reason, and drafts that are closed or old (R: C4, C6, C10)."""

from datetime import timedelta

import pytest

from accounts.notices.models import Notice
from core import clock
from records.models import UserGrant
from sharing.decisions.models import Advice, Closure, Draft, ShareDecision
from sharing.directory.models import Purpose
from tests.factories import browser_for
from tests.sharing.flow import Writer, arrived, give

pytestmark = [pytest.mark.by_turns, pytest.mark.django_db]
REASONS = {"essential": "They cannot help without it.", "appropriate": "Only these people, and only this."}
SENT = {"checked": "today", "channel": "secure_email", "confirmed": ["address", "people", "parts"]}
NOT_SHARED = {"why": ["not_needed"], "reasons": "They have it already", "review": "no", "change": ["nothing"]}


@pytest.mark.requirement("C4")
def test_advice_is_asked_without_the_name_answered_and_followed_or_not(world):
    writer = arrived(world, "decide")
    answer = writer.give(outcome="advice")
    assert answer.headers["Location"].endswith("/decide/advice/")
    address = answer.headers["Location"]
    question = {"whom": str(world.dsl.public_id), "question": "Is this enough for the clinic?", "urgent": "no"}
    both = writer.client.post(address, {**question, "shows": "draft", "unnamed": "on"})
    assert both.status_code == 400 and b"The draft says who it is about" in both.content
    for _ in range(2):
        assert writer.client.post(address, {**question, "shows": "question", "unnamed": "on"}).status_code == 302
    advice = Advice.objects.get()
    assert advice.instead_of_deciding and Notice.objects.get(kind="advice").person == world.dsl
    assert not ShareDecision.objects.exists() and writer.client.get(writer.address("check")).status_code == 302
    dsl = browser_for(world.dsl)
    page = dsl.get(f"/decisions/advice/{advice.public_id}/").content.decode()
    assert "Is this enough for the clinic?" in page and "Pupil A, Year 4" in page and "Amina" not in page
    for person in (world.head, world.dpo, world.deputy_dsl, world.administrator):
        assert browser_for(person).get(f"/decisions/advice/{advice.public_id}/").status_code == 404
    without = writer.give("decide", outcome="share")
    assert without.status_code == 400 and b"Enter why you decide without the advice" in without.content
    assert dsl.post(f"/decisions/advice/{advice.public_id}/", {"answer": "Yes, but only the part"}).status_code == 302
    assert "1 answer to your question" in writer.client.get("/").content.decode()
    writer.at = writer.address("decide")
    writer.give("decide", outcome="share")
    assert writer.step == "followed" and "Yes, but only the part" in writer.look()
    give(writer, "followed", **{f"followed_{advice.public_id}": "yes"})
    give(writer, "why", purpose="health", **REASONS)
    give(writer, "send", **SENT)
    slug = writer.record()
    page = browser_for(world.head).get(f"/decisions/{slug}/").content.decode()
    assert "Is this enough for the clinic?" in page and "Yes, but only the part" in page
    # an answer that comes later changes nothing that was recorded
    assert dsl.post(f"/decisions/advice/{advice.public_id}/", {"answer": "On second thoughts no"}).status_code == 302
    page = browser_for(world.head).get(f"/decisions/{slug}/").content.decode()
    assert "Advice given later" in page and "On second thoughts no" in page and "Yes, but only the part" in page


@pytest.mark.requirement("C4")
def test_the_draft_can_be_shown_to_the_adviser_and_ends_with_the_decision(world):
    writer = arrived(world, "why")
    asks = {"whom": str(world.dsl.public_id), "question": "May I send this?", "shows": "draft", "urgent": "yes"}
    writer.client.post(writer.address("why"), {"advice": "1", "version": "", "essential": "Half a thought"})
    writer.client.post(f"{writer.address('why')}advice/", asks)
    advice = Advice.objects.get()
    dsl = browser_for(world.dsl)
    page = dsl.get(f"/decisions/advice/{advice.public_id}/").content.decode()
    assert "The draft so far" in page and "They know, and they agree" in page and "Speech and language" in page
    assert dsl.get(writer.address("why")).status_code == 404  # seen, not written
    assert "Half a thought" in writer.look("why")
    writer.give("decide", outcome="share", without_advice="It has to go today")
    writer.give("why", purpose="health", **REASONS)
    give(writer, "send", **SENT)
    writer.record()
    assert "The draft so far" not in dsl.get(f"/decisions/advice/{advice.public_id}/").content.decode()
    assert not UserGrant.objects.live().filter(content_object=advice.draft.record).exists()


@pytest.mark.requirement("C4")
def test_advice_taken_outside_is_written_down(world):
    writer = arrived(world, "why")
    today = clock.today()
    said = {
        "whom": "lado",
        "name": "Mr Ned Alder",
        "on_day": today.day,
        "on_month": today.month,
        "on_year": today.year,
        "asked": "Whether this reaches the line",
        "said": "Not on these facts",
        "followed": "no",
    }
    assert b"Enter why you did not follow it" in writer.client.post(f"{writer.address('why')}advice-had/", said).content
    said["why"] = "New facts came on Friday"
    for _ in range(2):
        assert writer.client.post(f"{writer.address('why')}advice-had/", said).status_code == 302
    give(writer, "why", purpose="health", **REASONS)
    give(writer, "send", **SENT)
    page = writer.look()
    assert page.count("Not on these facts") == 1 and "New facts came on Friday" in page


@pytest.mark.requirement("C7a")
def test_an_adviser_who_must_not_see_it_is_not_offered(world):
    writer = Writer(browser_for(world.teacher), world.child)
    writer.give(harm="yes", adult="dsl")  # from that page on, and after the next
    early = writer.client.get(f"{writer.address('keep-from')}advice/").content.decode()
    assert world.dsl.full_name not in early and world.deputy_dsl.full_name in early
    writer.give(people=[str(world.dsl.public_id)])
    page = writer.client.get(f"{writer.address('who')}advice/").content.decode()
    assert world.dsl.full_name not in page and world.deputy_dsl.full_name in page
    forged = {"whom": str(world.dsl.public_id), "question": "Is it so?", "shows": "question", "urgent": "no"}
    assert writer.client.post(f"{writer.address('who')}advice/", forged).status_code == 400


@pytest.mark.requirement("C6")
def test_agreement_is_no_legal_reason_for_keeping_a_child_safe(world):
    writer = arrived(world, "send")
    writer.give("why", purpose="protect", **REASONS)
    page = writer.give("basis", basis="agreement")
    assert page.status_code == 400 and "Agreement is not the legal reason for this purpose" in page.content.decode()
    writer.give("why", purpose="complaint", **REASONS)
    writer.give("family", **world.family("told", "told"))
    page = writer.give("basis", basis="agreement", because="They asked for it")
    assert b"You chose agreement, but nobody has agreed." in page.content
    assert b"Enter why it is this reason" in writer.give("basis", basis="contract").content
    assert writer.give("basis", basis="contract", because="It is in the placement contract").status_code == 302
    writer.give("family", **world.family("agreed", "agreed"))
    writer.give("basis", basis="ask")
    assert writer.at.endswith("/basis/advice/")


@pytest.mark.requirement("C6")
def test_the_dpo_changes_a_purpose_and_recorded_decisions_stay(world):
    decision = world.decide()
    dpo = browser_for(world.dpo)
    purpose = Purpose.objects.get(code="health")
    said = {"label": "Care by the health service", "basis": "vital_interests", "condition": "health", "active": "on"}
    assert dpo.post(f"/decisions/purposes/{purpose.public_id}/", said).status_code == 302
    purpose.refresh_from_db()
    assert purpose.confirmed_by == world.dpo and purpose.confirmed_on == clock.today()
    page = browser_for(world.head).get(f"/decisions/{decision.reference.replace(' ', '-')}/").content.decode()
    assert "Health care or medicine" in page and "It is part of our job as a school: usual" in page
    bad = {**said, "condition": "safeguarding", "agreement": "on"}
    assert dpo.post(f"/decisions/purposes/{purpose.public_id}/", bad).status_code == 400


@pytest.mark.requirement("C10")
def test_a_draft_is_closed_with_a_reason_and_with_harm_only_by_whoever_was_told(world):
    writer = Writer(browser_for(world.teacher), world.child)
    assert writer.client.post(f"{writer.address('close')}", {"reason": "x"}).status_code == 400
    assert writer.client.post(f"{writer.address('close')}", {"reason": "It was another child"}).status_code == 302
    assert Closure.objects.count() == 1 and writer.client.get(writer.address("safe")).status_code == 404
    writer = Writer(browser_for(world.teacher), world.child)
    writer.give(harm="unsure", adult="no")
    page = writer.client.post(f"{writer.address('close')}", {"reason": "It was nothing at all"})
    assert (
        page.status_code == 200 and "Only they can close it" in page.content.decode() and Closure.objects.count() == 1
    )
    dsl = browser_for(world.dsl)
    draft = Draft.objects.get(record__public_id=writer.draft_id)
    assert (
        dsl.post(f"/decisions/draft/{draft.public_id}/agree/", {"reason": "We spoke; a misunderstanding"}).status_code
        == 302
    )
    assert Closure.objects.count() == 2 and "Draft " not in writer.client.get("/").content.decode()


def test_an_old_draft_asks_to_be_finished_or_closed(world):
    writer = Writer(browser_for(world.teacher), world.child)
    with clock.standing_at(clock.now() + timedelta(days=15)):
        page = browser_for(world.teacher).get("/").content.decode()
    assert "This draft is 15 days old" in page and writer.draft_id in page


def test_the_same_thing_twice_in_an_hour_is_asked_about_and_never_blocked(world):
    first = arrived(world)
    slug = first.record()
    second = arrived(world)
    page = second.look()
    assert slug.replace("-", " ") in page and "Is this a different one?" in page
    second.record()
    assert ShareDecision.objects.count() == 2
