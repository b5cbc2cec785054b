"""Who may receive what: the same rule however a person is named, on the pages and on recording (R: C5, G6c, G9)."""

from dataclasses import replace

import pytest

from core import clock
from core.audit.models import Entry
from records.corrections import protection
from records.pupils import roll
from sharing.decisions import recording
from sharing.decisions.models import ShareDecision
from sharing.decisions.standing import RecipientRefused
from sharing.questionnaire.facts import of_context
from tests.factories import browser_for, child
from tests.pages import flat
from tests.sharing.flow import arrived, begin, give, told
from tests.sharing.questionnaire.test_origins import asked

pytestmark = [pytest.mark.by_turns, pytest.mark.django_db]
REASONS = {"essential": "They cannot help without it.", "appropriate": "Only these people, and only this."}
LIMIT = "There is a limit on what Mr Idris Yusuf may be given. Speak to"
UNWRITTEN = {
    "records": ["unwritten"],
    "unwritten": "How she is",
    "unwritten_kind": "behaviour",
    "unwritten_nature": "fact",
    "unwritten_source": "I saw it",
}


@pytest.fixture
def father(world):
    adult = roll.add_contact(
        world.child, "father", title="Mr", given_name="Idris", family_name="Yusuf", responsibility="yes"
    ).adult
    protection.limit(world.child, adult, by=world.dsl, reason="A court has said so.")
    return adult


def decided(world, writer, **who):
    """The pages from `who` up to what is decided."""
    give(writer, "who", **who)
    give(writer, "what", **UNWRITTEN, **({"everything": "yes"} if who.get("to") == "asker" else {}))
    give(writer, "family", **world.family("agreed", "agreed"))
    give(writer, "telling", **told(world))


@pytest.mark.requirement("G9")
def test_a_father_limited_by_a_court_is_refused_ticked_typed_and_asking_by_the_same_words(world, father):
    writer = arrived(world, "who")
    give(writer, "who", to="parent")
    ticked = writer.give(adults=[str(father.public_id)], identity="sight")
    writer = arrived(world, "who")
    give(writer, "who", to="other")
    typed = [
        writer.give(who=name, role="father", body=body)
        for name in ("Idris Yusuf", "MR YUSUF", "I. Yusuf", "Ídris\u200b Yusuf", "Идрис Юсуф", "Yusuf, Idris")
        for body in ("", "-")
    ]
    typed += [writer.give(who="Idris Yusuf", role="adviser", body="Harbour Trust", not_same="It is someone else")]
    writer = begin(world, "asked")
    give(writer, "asked", **asked(who="Idris Yusuf", role="father"))
    give(writer, "about", query="amina")
    give(writer, "safe", harm="unsure", adult="no")
    assert LIMIT in flat(writer.look())
    decided(world, writer, to="asker")
    asks = writer.give(outcome="share")
    for answer in (ticked, *typed, asks):
        page = answer.content.decode()
        assert answer.status_code == 400 and LIMIT in page and "court has" not in page
    assert writer.give(outcome="no_share").status_code == 302


@pytest.mark.requirement("G9")
def test_a_limit_holds_for_a_person_who_is_no_longer_a_contact(world, father):
    for row in father.contact_of.live():
        row.end()
    writer = arrived(world, "who")
    give(writer, "who", to="other")
    answer = writer.give(who="Idris Yusuf", role="father")
    assert answer.status_code == 400 and "There is a limit on what Idris Yusuf" in answer.content.decode()


@pytest.mark.requirement("G9")
def test_a_recipient_who_becomes_limited_between_check_and_record_gets_nothing(world):
    writer = arrived(world, "who")
    give(writer, "who", to="parent")
    give(writer, "parent", adults=[str(world.mother.public_id)], identity="sight")
    give(writer, "what", **UNWRITTEN)
    give(writer, "others", read="on")
    give(writer, "family", **{str(world.child.public_id): "agreed"})
    give(writer, "telling", people=[str(world.child.public_id)], when="today", told="all")
    give(writer, "decide", outcome="share")
    give(writer, "why", purpose="own_child", **REASONS)
    give(writer, "send", checked="today", channel="in_person", confirmed=["people", "parts"])
    protection.limit(world.child, world.mother, by=world.dsl, reason="A court has said so.")
    answer = writer.press_record()
    assert answer.status_code in (302, 400) and not ShareDecision.objects.exists()
    assert "There is a limit on what Mrs Hodan Yusuf" in flat(writer.give("parent", **mother(world)).content.decode())


def mother(world):
    return {"adults": [str(world.mother.public_id)], "identity": "sight"}


@pytest.mark.requirement("G6c")
def test_recording_refuses_a_recipient_whom_the_pages_would_refuse(world, father):
    facts = of_context(world.context(world.draft()))
    recipient = replace(facts.recipients[0], contact=None, agency=None, name="Idris Yusuf", body="", typed=True)
    with pytest.raises(RecipientRefused, match="There is a limit"):
        recording.record(replace(facts, recipients=(recipient,)))
    unchecked = replace(recipient, name="Rowan Heath", checked=False)
    with pytest.raises(RecipientRefused, match="You have not checked who"):
        recording.record(replace(facts, recipients=(unchecked,)))
    with pytest.raises(RecipientRefused, match="No one with parental responsibility has agreed"):
        recording.record(replace(facts, recipients=(replace(unchecked, checked=True),)))
    assert not ShareDecision.objects.exists()


@pytest.mark.requirement("G9")
def test_a_contact_without_parental_responsibility_gets_it_only_if_a_parent_agreed(world):
    neighbour = roll.add_contact(
        world.child, "neighbour", title="Mrs", given_name="Bryony", family_name="Sallow", responsibility="no"
    ).adult
    writer = arrived(world, "who")
    give(writer, "who", to="parent")
    give(writer, "parent", adults=[str(neighbour.public_id)], identity="sight")
    give(writer, "what", **UNWRITTEN)
    give(writer, "others", read="on")
    page = writer.look()
    assert writer.step == "family" and "Other parents or carers" in page
    give(writer, "family", **world.family("told", "agreed"))
    give(writer, "telling", **told(world))
    give(writer, "decide", outcome="share")
    page = flat(writer.look())
    assert writer.step == "agreement" and "Which parent agreed that Mrs Bryony Sallow can have this?" in page
    assert "No one has agreed" not in page
    assert b"Select who agreed" in writer.give().content
    unseen = writer.give(by="self")
    assert unseen.status_code == 400 and b"Enter what you have seen of it" in unseen.content
    today = clock.today()
    give(
        writer, "agreement", by=str(world.mother.public_id), on_day=today.day, on_month=today.month, on_year=today.year
    )
    give(writer, "why", purpose="own_child", **REASONS)
    give(writer, "send", checked="today", channel="in_person", confirmed=["people", "parts"])
    page = flat(writer.look())
    assert "That Mrs Bryony Sallow can have it" in page and "Mrs Hodan Yusuf, " in page
    writer.record()


@pytest.mark.requirement("C3")
def test_the_parent_to_whom_it_does_not_go_can_object(world):
    roll.add_contact(world.child, "father", title="Mr", given_name="Idris", family_name="Yusuf", responsibility="yes")
    writer = arrived(world, "who")
    give(writer, "who", to="parent")
    give(writer, "parent", **mother(world))
    give(writer, "what", **UNWRITTEN)
    give(writer, "others", read="on")
    give(writer, "family", **world.family("refused", "agreed"))
    objection = "He does not want her to have it."
    give(writer, "telling", people=["someone_else"], other="Her father", when="today", told="all", objection=objection)
    give(writer, "decide", outcome="share")
    assert writer.step == "override" and objection in writer.look()


@pytest.mark.requirement("G9")
def test_the_only_person_it_is_about_may_have_it_and_one_of_several_may_not(world):
    writer = arrived(world, "who")
    give(writer, "who", to="other")
    assert writer.give(who="Amina Yusuf", role="herself").status_code == 302
    other = child("Kofi", "Mensa")
    both = [str(world.child.public_id), str(other.public_id)]
    writer.give("about", chosen=both)
    writer.give("safe", harm="no")
    answer = writer.give("outside", who="Amina Yusuf", role="herself")
    assert answer.status_code == 400 and "This is about Amina Yusuf and others" in answer.content.decode()


@pytest.mark.requirement("C5")
def test_the_address_of_a_parent_is_entered_and_confirmed_and_none_is_asked_for_in_person(world):
    writer = arrived(world, "who")
    give(writer, "who", to="parent")
    give(writer, "parent", **mother(world))
    give(writer, "what", **UNWRITTEN)
    give(writer, "others", read="on")
    give(writer, "family", **{str(world.child.public_id): "agreed"})
    give(writer, "telling", people=[str(world.child.public_id)], when="today", told="all")
    give(writer, "decide", outcome="share")
    give(writer, "why", purpose="own_child", **REASONS)
    sent = {"checked": "today", "confirmed": ["address", "people", "parts"]}
    answer = writer.give(**sent, channel="tracked")
    assert answer.status_code == 400 and b"Enter the address or number that it goes to" in answer.content
    unconfirmed = {"checked": "today", "confirmed": ["people", "parts"], "channel": "tracked"}
    field = f"address_{world.mother.public_id}"
    assert b"Confirm the address" in writer.give(**unconfirmed, **{field: "3 Elm Road"}).content
    give(writer, "send", **sent, channel="tracked", **{field: "3 Elm Road"})
    assert "3 Elm Road" in writer.look()
    give_in_person = {"checked": "today", "confirmed": ["people", "parts"], "channel": "in_person"}
    assert writer.give("send", **give_in_person).status_code == 302
    writer.record()


@pytest.mark.requirement("C8")
def test_what_went_to_a_person_who_should_not_have_had_it_is_recorded_as_it_was_and_the_dpo_is_told(world, father):
    writer = begin(world, "done")
    today = clock.today()
    day = {"on_day": today.day, "on_month": today.month, "on_year": today.year}
    give(writer, "when", **day, at="00:01", channel="in_person")
    give(writer, "about", query="amina")
    give(writer, "safe", harm="no")
    give(writer, "who", to="parent")
    give(writer, "parent", adults=[str(father.public_id)], identity="sight")
    give(writer, "what", **UNWRITTEN)
    give(writer, "others", read="on")
    give(writer, "family", **world.family("told", "agreed"))
    give(writer, "telling", **told(world))
    give(writer, "decide", outcome="share")
    give(writer, "why", purpose="own_child", **REASONS)
    give(writer, "send", checked="today", arrived="yes")
    page = flat(writer.look())
    assert "Should not have had it" in page and "the DPO is told" in page
    slug = writer.record()
    assert ShareDecision.objects.get().unsafe
    assert browser_for(world.dpo).get(f"/decisions/{slug}/").status_code == 200


@pytest.mark.requirement("T1")
def test_each_page_that_names_a_childs_contacts_leaves_an_entry_that_names_the_child(world):
    writer = arrived(world, "who")
    give(writer, "who", to="parent")
    give(writer, "parent", **mother(world))
    give(writer, "what", **UNWRITTEN)
    give(writer, "others", read="on")
    give(writer, "family", **{str(world.child.public_id): "agreed"})
    give(writer, "telling", people=[str(world.child.public_id)], when="today", told="all")
    give(writer, "decide", outcome="share")
    give(writer, "why", purpose="own_child", **REASONS)
    give(writer, "send", checked="today", channel="in_person", confirmed=["people", "parts"])
    named = 0
    for step in ("who", "parent", "what", "family", "telling", "decide", "why", "send", "check"):
        last = Entry.objects.latest("pk").pk
        if "Hodan" in writer.look(step):
            named += 1
            seen = Entry.objects.filter(pk__gt=last, object_pk=str(world.child.public_id))
            assert seen.exists(), step
    assert named >= 3


@pytest.mark.requirement("G1")
def test_a_teacher_who_may_not_see_the_contacts_is_offered_none_and_types_who_it_is(world):
    writer = arrived(world, "who", by=world.other_teacher)
    page = writer.look()
    assert "A parent or carer" not in page and "Hodan" not in page
    give(writer, "who", to="other")
    give(writer, "outside", who="Hodan Yusuf", role="mother")
    give(writer, "what", **UNWRITTEN)
    give(writer, "family", **world.family("agreed", "agreed"))
    assert "Hodan" not in writer.look("telling")
    give(writer, "telling", people=["someone_else"], other="Her mother", when="today", told="all")
    give(writer, "decide", outcome="share")
    page = flat(writer.look())
    assert writer.step == "agreement" and "Mrs Hodan" not in page, "as for any private person"
