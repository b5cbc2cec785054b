"""What the papers say hangs on what was chosen, and on no wording (R: C5, C6, G9)."""

from collections.abc import Callable

import pypdfium2
import pytest

from records import forms as record_forms
from records.need_to_know import grants
from records.vault.vault import open_record
from sharing.decisions.models import ShareDecision
from sharing.questionnaire import summary, third_parties, what_goes
from sharing.questionnaire.lines import Sayings
from tests.factories import World, browser_for, child, record
from tests.sharing.unshared import not_shared

pytestmark = [pytest.mark.by_turns, pytest.mark.django_db]
WHY = "It would reveal more than is fair"


def text_of(content: bytes) -> str:
    """All the words of a PDF, in one line."""
    pages = pypdfium2.PdfDocument(content)
    return " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in pages)


def refused(world: World, answer: str, **changed) -> ShareDecision:
    """A request that was refused, with what the asker is told about it."""
    answers = not_shared(why=["too_much"], reasons="The family is private.", category="", answer=answer)
    what = {**world.answers()["what"], "everything": "yes"}
    who = {"to": "asker", "more": []}
    return world.decide(origin="asked", asked=world.asked(), **{"who": who, "what": what, **answers, **changed})


def slug_of(decision: ShareDecision) -> str:
    return decision.reference.replace(" ", "-")


@pytest.fixture
def reworded(monkeypatch) -> Callable[[], None]:
    """Rewords every label of the sealed cards, and of what can be chosen, from now on."""

    def reword() -> None:
        line, of = summary.Line, Sayings.of
        for module in (summary, what_goes):
            monkeypatch.setattr(module, "Line", lambda key, value, step: line(f"Reworded: {key}", value, step))
        monkeypatch.setattr(Sayings, "of", lambda self, *args: f"Other words: {of(self, *args)}")
        monkeypatch.setattr(third_parties, "SENT_TO_US", "Other words", raising=False)

    return reword


@pytest.mark.requirement("C6")
@pytest.mark.parametrize("answer", ["reasons", "no", "nothing"])
@pytest.mark.parametrize("otherwise", [False, True])
def test_the_reply_gives_the_reasons_only_where_that_was_chosen(world, reworded, answer, otherwise):
    if otherwise:
        reworded()
    decision = refused(world, answer)
    client, slug = browser_for(world.teacher), slug_of(decision)
    done = client.get(f"/decisions/{slug}/recorded/").content.decode()
    reply = client.post(f"/decisions/{slug}/reply/")
    assert ("Make the reply" in done) == (answer != "nothing") == (reply.status_code == 200)
    if answer != "nothing":
        assert (WHY in text_of(reply.content)) == (answer == "reasons")
        assert "The family is private" not in text_of(reply.content)


@pytest.mark.requirement("G9", "C5")
@pytest.mark.parametrize("otherwise", [False, True])
def test_names_come_out_and_what_is_unsure_is_said_however_the_cards_are_worded(world, reworded, otherwise):
    if otherwise:
        reworded()
    other = str(child("Kofi", "Mensa").public_id)
    named = record("behaviour", world.child, author=world.teacher, text="She sat beside Kofi Mensa.")
    grants.grant(named, world.teacher, by=world.dsl)
    key = str(named.public_id)
    what = {
        **world.answers()["what"],
        "records": [key],
        "how": {key: "whole"},
        "unwritten": "She likes drawing.",
        "unwritten_kind": "behaviour",
    }
    outside = {"who": "Dr Moss", "body": "The moss clinic", "role": "doctor"}
    send = {
        **world.answers()["send"],
        "checked": "not",
        "unsure_of": "Her class",
        "address": "moss@clinic.example",
        "channel": "secure_email",
    }
    who = {**world.answers()["who"], "to": "other"}
    decision = world.decide(
        who=who,
        outside=outside,
        what=what,
        send=send,
        others={"said": {other: {"do": "remove", "why": ""}}, "read": True},
    )
    client, slug = browser_for(world.teacher), slug_of(decision)
    recipient = decision.recipients.get()
    done = client.get(f"/decisions/{slug}/recorded/").content.decode()
    assert "Dr Moss" in done and "moss@clinic.example" in done
    from sharing.decisions import documents

    opened = open_record(world.reader(world.teacher), decision.record.public_id)
    went = text_of(documents.to_send(decision, recipient, opened, world.reader(world.teacher)))
    assert "Kofi" not in went and "[another person]" in went
    assert "She likes drawing." in went and "Her class" in went and "Dr Moss" in went
    head = browser_for(world.head).get(f"/decisions/{slug}/").content.decode()
    assert head.count("The clinic cannot plan help") == 2, "first what the Headteacher reads, then the card"
    assert "with Dr Moss" in head


@pytest.mark.requirement("C2")
def test_that_nobody_was_told_of_a_danger_yet_is_known_by_what_was_ticked(world, monkeypatch):
    from sharing.questionnaire import danger

    monkeypatch.setitem(danger.TOLD, "nobody", "I have told no one so far")
    client = browser_for(world.teacher)
    said = {"query": "amina", "told": ["nobody"], "account": "She is afraid to go home.", "when": "now"}
    done = client.get(client.post("/decisions/danger/", said).headers["Location"]).content.decode()
    assert "Telephone" in done


@pytest.mark.requirement("C5")
def test_the_conditions_of_a_record_that_was_sent_to_us_are_known_however_they_are_worded(world, monkeypatch):
    monkeypatch.setattr(record_forms.Origin.OUTSIDE, "_label_", "We were sent it")
    said = {"source": "outside", "body": "Council SEN team", "conditions": []}
    source = record_forms._source(said)
    assert third_parties.came_from(source.content) == "We were sent it: Council SEN team"
    assert third_parties.came_from(record_forms._source({**said, "source": "own"}).content) == ""
