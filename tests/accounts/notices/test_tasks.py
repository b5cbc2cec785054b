"""The inbox, home and the lists of tasks hold everything, by links, and one state for each thing (R: C7, C9)."""

import re
from datetime import timedelta
from uuid import NAMESPACE_DNS, uuid5

import pytest

from accounts.notices import home, notify
from accounts.notices.models import Notice
from core import clock, references
from records.intake import concerns
from records.models.grants import Source
from records.need_to_know import explain, grants
from sharing.decisions import authorities, harm_notices, questions, recording
from sharing.decisions.models import Advice, Draft, ShareDecision
from sharing.disclosures.models import Channel
from sharing.internal import briefings, emergency, exclusions
from sharing.questionnaire import advice
from sharing.questionnaire.facts import of_context
from tests.factories import World, browser_for, child
from tests.reaching import reached
from tests.sharing.flow import Writer
from tests.sharing.unshared import not_shared

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("C7")]


def others(world: World, person, number: int = 260) -> ShareDecision:
    """Many notices to the person about one decision, none of them seen."""
    decision = world.decide()
    Notice.objects.bulk_create(
        Notice(person=person, kind="decision", reference=decision.reference) for _ in range(number)
    )
    return decision


def page_of(decision) -> str:
    return f"/decisions/{references.slug(decision.reference)}/"


def test_the_inbox_holds_every_notice_and_the_mails_link_opens_the_oldest(world):
    oldest = Notice.objects.get(person=world.head, reference=world.decide().reference)
    others(world, world.head)
    head = browser_for(world.head)
    assert head.get(f"/notices/{oldest.public_id}/").status_code == 302
    pages, address = [], "/notices/"
    while address:
        pages.append(head.get(address).content.decode())
        older = re.search(r'href="(\?before=[^"]+)"', pages[-1])
        address = f"/notices/{older[1]}" if older else ""
    assert len(pages) == 6 and oldest.reference in pages[-1]
    assert oldest.reference in {notice.reference for notice in notify.waiting(world.head)}


def test_an_exclusion_passes_on_what_is_about_that_child_alone(world):
    kept = Notice.objects.get(person=world.head, reference=world.decide().reference)
    others(world, world.head)
    exclusions.keep_out(world.head, child("Kofi", "Mensa"), by=world.dsl, reason="her nephew")
    assert not Notice.objects.filter(passed_on__isnull=False).exists()
    assert kept.reference in {notice.reference for notice in notify.waiting(world.head)}


def test_concerns_that_have_waited_long_are_all_reached_from_the_dsls_home(world):
    waiting = [
        concerns.pass_on(by=world.teacher, about=name, what="Sad.", when="today", once=uuid5(NAMESPACE_DNS, name))
        for name in ("Amina", "Kofi", "Ada", "Bo", "Cy")
    ]
    others(world, world.dsl)
    for concern in waiting:
        assert reached(world.dsl, f"/concerns/{concern.slug}/") <= 3


@pytest.mark.requirement("C9")
def test_did_it_arrive_leads_to_all_of_them_and_the_number_is_that_of_the_list(world):
    made = [world.decide() for _ in range(4)]
    with clock.standing_at(clock.now() + timedelta(days=30)):
        for decision in made:
            told(world, decision)
        with_day = home.tasks_of(world.teacher, frozenset({"teacher"}))
        line = next(task for task in with_day if task.words.startswith("Did it arrive?"))
        assert line.words == "Did it arrive?: 4" and [item.words for item in line.items] == [d.reference for d in made]
        page = browser_for(world.teacher).get(line.link).content.decode()
        assert all(decision.reference in page for decision in made)


def told(world, decision) -> None:
    for recipient in decision.recipients.all():
        authorities.spoken(decision, recipient, world.teacher, words="Told", at=clock.now(), channel=Channel.RANG)


def test_a_decider_has_a_list_of_their_own_decisions_and_nobody_elses(world):
    own, other = world.decide(), world.decide(world.senco)
    page = browser_for(world.teacher).get("/decisions/mine/").content.decode()
    assert own.reference in page and other.reference not in page and "Amina" not in page
    assert reached(world.teacher, page_of(own)) <= 3
    assert browser_for(world.chair).get("/decisions/mine/").status_code == 403


def test_a_question_for_advice_opens_from_its_link_also_while_harm_is_recorded(world):
    writer = Writer(browser_for(world.teacher), world.child)
    writer.give(harm="unsure", adult="no")
    asked = ask(world, writer)
    dsl = browser_for(world.dsl)
    there = f"/decisions/{references.slug(asked.draft.reference)}/"
    advice_page = f"/decisions/advice/{asked.public_id}/"
    assert dsl.get(there).headers["Location"] == advice_page
    assert reached(world.dsl, advice_page) == 1
    assert dsl.post(advice_page, {"answer": "Call social care first, then record."}).status_code == 302
    page = dsl.get(there).content.decode()
    assert "A concern about harm is being recorded" in page and advice_page in page


def ask(world, writer) -> Advice:
    draft = Draft.objects.get(record__public_id=writer.draft_id)
    return advice.ask(
        draft, world.teacher, world.dsl, "Shall I?", people=[], shows="question", names=True, urgent=True, instead=False
    )


def lines_of(person, *held: str) -> list[str]:
    return [task.words for task in home.tasks_of(person, frozenset(held))]


@pytest.mark.requirement("C2")
def test_a_concern_about_harm_is_no_draft_any_more_when_it_is_recorded(world):
    writer = Writer(browser_for(world.teacher), world.child)
    writer.give(harm="yes", adult="no")
    assert "1 concern about harm, a draft" in lines_of(world.dsl, "dsl")
    draft = world.draft(safe={"harm": "yes"}, adult={"adult": "no"})
    harm_notices.tell(draft, [world.child], [])
    recording.record(of_context(world.context(draft)))
    assert not Notice.objects.filter(kind="harm", reference=draft.reference, seen=None).exists()
    assert "1 concern about harm, a draft" in lines_of(world.dsl, "dsl")  # the other, which is not recorded


def test_an_emergency_is_listed_once_and_the_review_takes_it_off_every_list(world):
    opened = emergency.open_up(world.senco, world.child, ["medical"], reason="Fainted")
    emergency.account(opened, "To tell the ambulance what she takes.")
    lines = [task for task in home.tasks_of(world.head, frozenset({"headteacher"})) if opened.reference in str(task)]
    assert [line.words for line in lines] == ["1 emergency access to review"]
    emergency.review(opened, by=world.dsl, justified=True)
    assert not [task for task in home.tasks_of(world.head, frozenset({"headteacher"})) if opened.reference in str(task)]
    assert not Notice.objects.filter(reference=opened.reference, seen=None).exists()


def test_waiting_for_an_answer_leads_to_the_questions_that_wait(world):
    decision = world.decide()
    head = browser_for(world.head)
    head.post(f"{page_of(decision)}ask/", {"text": "Did the mother see the letter?"})
    assert 'href="/decisions/questions/">Waiting for an answer: 1' in head.get("/sharing/?period=all").content.decode()
    page = head.get("/decisions/questions/").content.decode()
    assert decision.reference in page and "mother" not in page
    grants.exclude(world.head, by=world.dsl, record=decision.record, reason="It concerns her")
    assert not questions.unanswered(world.head).exists()
    assert decision.reference not in head.get("/decisions/questions/").content.decode()


@pytest.mark.requirement("C2")
def test_a_review_waits_until_it_is_done_not_until_it_is_seen(world):
    decision = world.decide(
        safe={"harm": "yes"},
        adult={"adult": "no"},
        **not_shared(why=["too_much"], reasons="The family is private.", category=""),
    )
    notice = Notice.objects.get(person=world.dsl, kind="review")
    notify.see(notice)
    assert "1 not shared, to review" in lines_of(world.dsl, "dsl")
    there = f"{page_of(decision)}review/"
    done = browser_for(world.dsl).post(there, {"word": "yes", "why": "The school nurse has seen her already."})
    assert done.status_code == 302
    assert "1 not shared, to review" not in lines_of(world.dsl, "dsl")
    assert not Notice.objects.filter(reference=decision.reference, kind="review", seen=None).exists()


def test_many_drafts_are_all_in_a_list(world):
    drafts = [world.draft() for _ in range(7)]
    for draft in drafts:
        assert reached(world.teacher, f"/decisions/draft/{draft.public_id}/check/") <= 3
    assert "All your drafts: 7" in lines_of(world.teacher, "teacher")


def test_who_stands_in_sees_no_source_that_has_no_words(world):
    for source in Source:
        assert explain.source(source)


@pytest.mark.requirement("G6h")
def test_briefings_to_read_are_all_in_their_list(world):
    until = clock.now() + timedelta(days=9)
    made = [
        briefings.brief(world.child, "Sit her near the door.", [world.teacher], by=world.dsl, until=until) for _ in "12"
    ]
    for briefing in made:
        assert reached(world.teacher, f"/access/briefings/{briefing.slug}/") <= 3
    assert "2 briefings to read" in lines_of(world.teacher, "teacher")
