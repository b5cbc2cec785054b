"""What is recorded is what was: all or part, with its source, by the way by which it went (R: C5, C8)."""

import pytest

from accounts.notices.models import Notice
from core import clock
from records.models import Category, Extent
from records.need_to_know import grants
from records.vault.filing import Words, file_record
from records.vault.vault import open_record
from sharing.decisions import documents, drafts
from sharing.decisions.models import Outcome
from sharing.disclosures.channels import UNPLANNED, allowed
from sharing.disclosures.models import Channel
from sharing.questionnaire import dependencies
from tests.factories import World, browser_for, child, record
from tests.sharing.decisions.test_documents import text_of
from tests.sharing.flow import arrived

pytestmark = [pytest.mark.by_turns, pytest.mark.django_db]

UNWRITTEN = {
    "records": [],
    "how": {},
    "unwritten": "Kofi Mensa says that she was hit.",
    "unwritten_kind": "behaviour",
    "unwritten_nature": "allegation",
    "unwritten_source": "Her friend, at lunch",
    "everything": "",
    "left_out": "",
}


def whole(*keys: str) -> dict:
    return {**UNWRITTEN, "unwritten": "", "records": list(keys), "how": dict.fromkeys(keys, "whole")}


def seen_whole(world: World, *about) -> str:
    """A record that the teacher sees whole; its id."""
    filed = record("behaviour", world.child, *about, author=world.teacher, text="She ran.")
    grants.grant(filed, world.teacher, by=world.dsl)
    return str(filed.public_id)


@pytest.mark.requirement("C5")
def test_all_is_shared_where_each_record_goes_whole_and_nothing_is_taken_out(world):
    assert world.decide(what=whole(seen_whole(world))).outcome == Outcome.SHARE_ALL


@pytest.mark.requirement("C5")
@pytest.mark.parametrize(
    ("do", "outcome"), [("remove", Outcome.SHARE_PART), ("keep", Outcome.SHARE_ALL)], ids=["taken out", "left in"]
)
def test_part_is_shared_where_a_name_is_taken_out_on_the_schools_own_initiative_too(world, do, outcome):
    kofi = str(child("Kofi", "Mensa").public_id)
    others = {"said": {kofi: {"do": do, "why": "They know"}}, "read": True}
    assert world.decide(what=UNWRITTEN, others=others).outcome == outcome


@pytest.mark.requirement("C5")
def test_part_is_shared_where_the_author_sees_only_a_part_of_the_record(world):
    parts = [
        Words("teachers", {"heading": "For teachers", "text": "Sit her near the front."}, needs=Extent.TEACHERS),
        Words("whole", {"heading": "Whole", "text": "The whole text."}),
    ]
    filed = file_record("sen", [world.child], parts, author=world.senco)
    assert world.decide(what=whole(str(filed.public_id))).outcome == Outcome.SHARE_PART


@pytest.mark.requirement("C5")
def test_part_is_shared_where_what_is_said_of_another_child_stays_behind(world):
    assert world.decide(what=whole(seen_whole(world, child("Idris", "Abdi")))).outcome == Outcome.SHARE_PART


@pytest.mark.requirement("C5")
def test_what_is_typed_says_whether_it_is_a_fact_an_opinion_or_an_allegation_and_where_it_comes_from(world):
    writer = arrived(world, "what")
    typed = {"records": ["unwritten"], "unwritten": "She was hit.", "unwritten_kind": "behaviour"}
    refused = writer.give(**typed).content.decode()
    assert "Select whether it is a fact" in refused and "Enter where it comes from" in refused
    answered = writer.give(**typed, unwritten_nature="allegation", unwritten_source="Her friend")
    assert answered.status_code == 302
    kofi = {"said": {str(child("Kofi", "Mensa").public_id): {"do": "remove", "why": ""}}, "read": True}
    decision = world.decide(what=UNWRITTEN, others=kofi)
    reader = world.reader(world.teacher)
    opened = open_record(reader, decision.record.public_id)
    for paper in (
        documents.to_send(decision, decision.recipients.get(), opened, reader),
        documents.printed_record(decision, opened, reader, for_whom=world.dsl),
    ):
        text = text_of(paper)
        assert "Something that somebody says happened" in text and "Her friend, at lunch" in text


@pytest.mark.requirement("C5", "C10")
def test_a_draft_of_before_opens_and_asks_what_it_lacks(world):
    draft = world.draft()
    old = {key: value for key, value in UNWRITTEN.items() if key not in ("unwritten_nature", "unwritten_source")}
    drafts.save(draft, "what", dependencies.stamped("what", old, world.context(draft).answers.raw))
    page = browser_for(world.teacher).get(f"/decisions/draft/{draft.public_id}/what/").content.decode()
    assert "Kofi Mensa says that she was hit." in page and 'name="unwritten_nature"' in page


@pytest.mark.requirement("C5")
def test_kinds_of_information_include_what_schools_are_asked_for(world):
    page = arrived(world, "what").look()
    for code in ("report", "contacts", "photographs", "meals", "religion"):
        category = Category.objects.get(code=code)
        assert f'value="{code}"' in page and category.name in page
    assert Category.objects.get(code="religion").special


@pytest.mark.requirement("C8", "C5")
@pytest.mark.parametrize("channel", sorted(UNPLANNED), ids=str)
def test_a_way_that_happened_is_recorded_as_it_was_and_the_dpo_is_told(world, channel):
    with clock.standing_at(clock.london(2031, 5, 14, 12)):
        when = {"on": "2031-05-14", "at": "09:10", "channel": channel, "late": ""}
        decision = world.decide(origin="done", when=when, send={"checked": "today", "arrived": "yes"})
    assert decision.channel == channel and decision.unsafe
    assert decision.disclosures.get().channel == channel
    assert Notice.objects.filter(person=world.dpo, reference=decision.reference).exists()


@pytest.mark.requirement("C5")
@pytest.mark.parametrize("channel", sorted(UNPLANNED), ids=str)
def test_such_a_way_is_never_approved_for_what_is_planned(world, channel):
    for sensitivity in ("ordinary", "personal", "restricted"):
        assert channel not in allowed(sensitivity) and channel not in allowed(sensitivity, [channel])
    writer = arrived(world, "send")
    assert f'value="{channel}"' not in writer.look()
    forged = writer.give(checked="today", channel=channel, confirmed=["address", "people", "parts"])
    assert forged.status_code == 400
    assert f"{Channel(channel).label} is not allowed" in forged.content.decode()
