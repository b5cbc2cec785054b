"""A dozen typical matters, read as a whole: what is sealed, printed, sent and replied is words (R: C5, C6, C8).

The same holds of whatever any other test of sharing seals or prints (conftest.py); here each matter is looked at from
its record, after all that can be made of it has been made.
"""

from collections.abc import Callable
from typing import Any

import pytest

from core import clock
from records.pupils import roll
from records.vault import vault
from sharing.decisions import corrections, documents, facts, later_entries
from sharing.decisions.models import Event, ShareDecision
from tests.factories import World, browser_for, child, record
from tests.sharing.conftest import unreadable, words_in
from tests.sharing.flow import arrived, danger_finished
from tests.sharing.unshared import not_shared

pytestmark = [pytest.mark.django_db, pytest.mark.by_turns, pytest.mark.requirement("C5", "C6", "C8")]
DANGER = {"query": "amina", "told": ["police", "dsl"], "account": "She is afraid to go home.", "when": "now"}
RISK: dict[str, Any] = {"safe": {"harm": "yes"}, "adult": {"adult": "no", "who": None}}


def shared(world: World) -> ShareDecision:
    return world.decide()


def shared_whole_with_an_address(world: World) -> ShareDecision:
    outside = {"who": "Dr Moss", "body": "The moss clinic", "role": "doctor"}
    send = {**world.answers()["send"], "address": "moss@clinic.example", "channel": "secure_email"}
    return world.decide(who={**world.answers()["who"], "to": "other"}, outside=outside, send=send)


def unchecked(world: World) -> ShareDecision:
    return world.decide(send={**world.answers()["send"], "checked": "not", "unsure_of": "Her class"})


def to_the_mother(world: World) -> ShareDecision:
    return world.decide(
        who={**world.answers()["who"], "to": "parent"},
        parent={"adults": [str(world.mother.public_id)], "identity": "sight"},
        family={"said": {str(world.child.public_id): "agreed"}},
        telling={**world.answers()["telling"], "people": [str(world.child.public_id)]},
        send={"checked": "today", "channel": "in_person", "confirmed": ["people", "parts"]},
        others={"said": {}, "read": True},
    )


def with_somebody_taken_out(world: World) -> ShareDecision:
    kofi = child("Kofi", "Mensa")
    what = {
        **world.answers()["what"],
        "unwritten": "Kofi was there",
        "unwritten_kind": "behaviour",
        "unwritten_nature": "fact",
        "unwritten_source": "I saw it",
    }
    said = {str(kofi.public_id): {"do": "remove", "why": ""}}
    return world.decide(what=what, others={"said": said, "read": True})


def against_their_wishes(world: World) -> ShareDecision:
    override = {
        "ground": "harm",
        "facts": "She needs the help now.",
        "consulted": ["dsl"],
        "knows": "yes",
        "tell_by": None,
    }
    telling = {**world.answers()["telling"], "objection": "They fear the doctor"}
    return world.decide(**RISK, family=world.said("refused", "agreed"), telling=telling, override=override)


def refused(answer: str) -> Callable[[World], ShareDecision]:
    def decided(world: World) -> ShareDecision:
        answers = not_shared(
            why=["too_much", "not_ours"],
            reasons="The family is private.",
            change=["no_reply"],
            category="",
            reply_by=clock.today().replace(year=clock.today().year + 1).isoformat(),
            answer=answer,
        )
        what = {**world.answers()["what"], "everything": "yes"}
        who: dict[str, Any] = {"to": "asker", "more": []}
        return world.decide(origin="asked", asked=world.asked(), who=who, what=what, **answers)

    return decided


def done_by_an_unsafe_way(world: World) -> ShareDecision:
    when = {"on": clock.today().isoformat(), "at": "00:01", "channel": "email", "late": ""}
    send = {"checked": "day", "checked_on": clock.today().isoformat(), "arrived": "no"}
    return world.decide(origin="done", when=when, send=send, decide={"outcome": "regret"})


def for_two_children(world: World) -> ShareDecision:
    brother = child("Yusuf", "Abdi")
    roll.add_contact(brother, "mother", title="Mrs", given_name="Asha", family_name="Abdi")
    said = world.answers()["family"]["said"]
    both = {**said, f"parents-{brother.public_id}": "agreed", str(brother.public_id): "told"}
    people = [str(world.child.public_id), str(brother.public_id)]
    safe = {"harm": "yes", "which": people}
    return world.decide(about={"people": people}, safe=safe, adult=RISK["adult"], family={"said": both})


def danger(world: World) -> ShareDecision:
    client = browser_for(world.teacher)
    assert client.post("/decisions/danger/", DANGER).status_code == 302
    return ShareDecision.objects.get()


def danger_completed(world: World) -> ShareDecision:
    decision = danger(world)
    client = browser_for(world.teacher)
    writer = danger_finished(world, client, decision, world.contact)
    assert writer.press_record().status_code == 302
    return ShareDecision.objects.get()


def corrected(world: World) -> ShareDecision:
    decision = world.decide()
    reader = world.reader(world.teacher)
    opened = vault.open_record(reader, decision.record.public_id)
    recipients = list(decision.recipients.all())
    corrections.correct(opened, decision, reader, which="Purpose", right="Health", why="A slip", sent_wrong=recipients)
    later_entries.event(decision, Event.What.ARRIVED, world.teacher, [["How do you know", "They rang"]])
    return decision


MATTERS: dict[str, Callable[[World], ShareDecision]] = {
    "shared": shared,
    "shared with somebody in no directory": shared_whole_with_an_address,
    "could not be checked": unchecked,
    "to the mother": to_the_mother,
    "with somebody taken out": with_somebody_taken_out,
    "against their wishes": against_their_wishes,
    "refused, with the reasons": refused("reasons"),
    "refused, without the reasons": refused("no"),
    "refused, and nothing said": refused("nothing"),
    "gone by an unsafe way": done_by_an_unsafe_way,
    "for two children": for_two_children,
    "danger": danger,
    "danger, completed": danger_completed,
    "corrected": corrected,
}


def all_words(world: World, decision: ShareDecision, papers_made: list[dict[str, Any]]) -> list[str]:
    """All that is read of a decision: its sealed sections, what was told, and each paper that can be made of it."""
    reader = world.reader(decision.decided_by)
    opened = vault.open_record(reader, decision.record.public_id)
    documents.printed_record(decision, opened, reader, for_whom=world.dsl)
    if decision.shares and decision.channel:
        for recipient in decision.recipients.all():
            documents.to_send(decision, recipient, opened, reader)
    if facts.of(opened).replies:
        documents.reply(decision, opened)
    found = [text for part in opened.parts for text in words_in(part.content)]
    for one in decision.disclosures.all():
        found.append(vault.open_field(reader, one, "content", because="decision").decode(errors="replace"))
    return found + [text for paper in papers_made for text in words_in(paper)]


@pytest.mark.parametrize("matter", MATTERS)
def test_what_is_sealed_and_what_goes_is_words(world, monkeypatch, matter):
    papers_made: list[dict[str, Any]] = []

    def pdf(name: str, data: dict[str, Any]) -> bytes:
        papers_made.append(data)
        return b"%PDF-1.7"

    monkeypatch.setattr(documents, "pdf", pdf)
    decision = MATTERS[matter](world)
    texts = all_words(world, decision, papers_made)
    assert papers_made and len(texts) > 10
    codes = {"share_all", "share_part", "no_share", "secure_email", "not_told", "harm_child", "too_much", "own_child"}
    wrong = [(text, found) for text in texts if (found := unreadable(text, codes))]
    assert not wrong, wrong


def test_a_completed_danger_entry_names_the_children(world):
    decision = danger_completed(world)
    opened = vault.open_record(world.reader(world.head), decision.record.public_id)
    rows = {key: value for part in opened.parts for key, value in part.rows}
    assert rows["2 Which children"] == "Amina Yusuf"


def test_a_draft_shown_to_an_adviser_is_words(world):
    from sharing.questionnaire.so_far import so_far

    kofi = child("Kofi", "Mensa")
    made = record("behaviour", world.child, author=world.teacher, text="Kofi Mensa ran.")
    assert kofi and made and arrived(world, "check")
    draft = world.draft(**RISK)
    texts = [text for _, rows in so_far(world.context(draft)) for row in rows for text in row]
    wrong = [text for text in texts if unreadable(text, {"not_told", "secure_email", "share"})]
    assert texts and not wrong, wrong
