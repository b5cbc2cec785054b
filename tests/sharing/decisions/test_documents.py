"""What the papers say hangs on what was chosen, and on no wording (R: C5, C6, G9)."""

from collections.abc import Callable
from datetime import timedelta

import pypdfium2
import pytest

from core import clock
from core.models import School
from records import forms as record_forms
from records.need_to_know import grants
from records.pupils.models import Pupil
from records.vault.vault import open_record
from sharing.decisions import documents
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


def refused(world: World, answer: str, *, asked: dict | None = None, **changed) -> ShareDecision:
    """A request that was refused, with what the asker is told about it."""
    answers = not_shared(why=["too_much"], reasons="The family is private.", category="", answer=answer)
    what = {**world.answers()["what"], "everything": "yes"}
    who = {"to": "asker", "more": []}
    return world.decide(
        origin="asked", asked=asked or world.asked(), **{"who": who, "what": what, **answers, **changed}
    )


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
        "unwritten_nature": "fact",
        "unwritten_source": "I saw it",
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


@pytest.mark.requirement("C8")
def test_the_time_between_sharing_and_recording_is_stated_not_described(world):
    at = clock.london(2031, 5, 14, 9, 10)
    with clock.standing_at(at + timedelta(hours=3, minutes=10)):
        when = {"on": "2031-05-14", "at": "09:10", "channel": "called_back", "late": ""}
        send = {"checked": "today", "arrived": "yes"}
        decision = world.decide(origin="done", when=when, send=send)
        opened = open_record(world.reader(world.teacher), decision.record.public_id)
        said = " ".join(value for part in opened.parts for _, value in part.rows)
    assert "14 May 2031 at 9:10am" in said and "14 May 2031 at 12:20pm, 3 hours 10 minutes later" in said


@pytest.mark.requirement("C6")
@pytest.mark.parametrize(
    ("who", "identity", "protected", "named"),
    [
        ("Mrs Hodan Yusuf", "known", False, True),
        ("hodan yusuf", "callback", False, True),
        ("Mrs Hodan Yusuf", "not_yet", False, False),
        ("Mrs Hodan Yusuf", "known", True, False),
        ("Mrs Rowan Heath", "known", False, False),
        ("Mr Yusuf", "known", False, False),
        ("", "known", False, False),
    ],
)
def test_a_reply_names_the_child_only_to_a_parent_who_was_identified(world, who, identity, protected, named):
    Pupil.objects.filter(person=world.child).update(protected=protected)
    asked = world.asked(who=who, unnamed=not who, identity=identity)
    decision = refused(world, "no", asked=asked)
    opened = open_record(world.reader(world.teacher), decision.record.public_id)
    letter = text_of(documents.reply(decision, opened))
    assert ("about Amina Yusuf" in letter) == ("Amina" in letter) == ("Dear Mrs Yusuf" in letter) == named
    assert named or f"Dear {who or 'Sir or Madam'}" in letter
    assert world.teacher.full_name in letter and "01632 960 200" in letter and "write to the chair" in letter


@pytest.mark.requirement("C6")
def test_a_reply_says_how_to_complain_in_the_schools_own_words(world):
    School.objects.update(complaints="See fern.example/complaints.")
    decision = refused(world, "no")
    letter = text_of(documents.reply(decision, open_record(world.reader(world.teacher), decision.record.public_id)))
    assert "See fern.example/complaints." in letter and "write to the chair" not in letter
