"""A record is corrected by addition, and everyone who was given what was wrong is told (R: C9, C6)."""

import pytest

from accounts.notices import home, notify
from accounts.notices.models import Notice
from core import references
from records.models import Section, UserGrant
from records.need_to_know import grants
from records.vault.vault import Opened, open_record
from sharing.corrections import records
from sharing.corrections.models import ColleagueTold, ColleagueToTell, RecordCorrection
from sharing.corrections.notice_kinds import Kind
from sharing.decisions import audience, documents, follow_up
from tests.factories import World, browser_for
from tests.sharing.decisions.test_documents import text_of

pytestmark = [pytest.mark.by_turns, pytest.mark.django_db, pytest.mark.requirement("C9")]

SAID = {"wrong": "She is in 3A", "right": "She is in 4C", "why": "The class was misread"}


def opened_by(world: World, person=None) -> Opened:
    return open_record(world.reader(person or world.senco), world.record.public_id)


def correct(world: World, name: str = "teachers") -> RecordCorrection:
    """The SENCO corrects a part of the record on its page."""
    part = next(part for part in opened_by(world).parts if part.section.name == name)
    client = browser_for(world.senco)
    address = f"/corrections/record/{world.record.public_id}/"
    assert f'href="{address}"' in client.get(f"/records/{world.record.public_id}/").content.decode()
    answer = client.post(address, {"which": str(part.section.public_id), **SAID})
    assert answer.status_code == 302, answer.content.decode()
    return RecordCorrection.objects.latest("pk")


def page_of(made: RecordCorrection) -> str:
    return f"/corrections/{made.slug}/"


def tasks_of(person) -> str:
    return " ".join(task.words for task in home.tasks_of(person, frozenset({"senco", "teacher"})))


def sent_by(world: World, **changed):
    """A decision by which the record went out, with its file taken out."""
    decision = world.decide(**changed)
    slug, recipient = references.slug(decision.reference), decision.recipients.get()
    assert browser_for(world.teacher).post(f"/decisions/{slug}/file/{recipient.public_id}/").status_code == 200
    return decision


def test_what_was_wrong_stays_and_both_are_shown(world):
    before = list(world.record.sections.values_list("pk", "content"))
    correct(world)
    assert list(world.record.sections.values_list("pk", "content"))[: len(before)] == before
    for person in (world.senco, world.teacher):
        shown = browser_for(person).get(f"/records/{world.record.public_id}/").content.decode()
        assert "The part for teachers." in shown and "She is in 4C" in shown and "She is in 3A" in shown


def test_a_correction_is_shown_only_to_those_who_see_the_part_that_was_wrong(world):
    made = correct(world, "whole")
    client = browser_for(world.teacher)
    assert "She is in 4C" not in client.get(f"/records/{world.record.public_id}/").content.decode()
    assert client.get(page_of(made)).status_code == 404


def test_only_those_who_wrote_it_or_answer_for_it_correct_a_record(world):
    address = f"/corrections/record/{world.record.public_id}/"
    grants.grant(world.record, world.office, by=world.senco)
    assert browser_for(world.head).get(address).status_code == 200
    for person in (world.teacher, world.office, world.other_teacher, world.administrator):
        assert browser_for(person).get(address).status_code == 404
        assert address not in browser_for(person).get(f"/records/{world.record.public_id}/").content.decode()
    page = browser_for(world.senco).post(address, {})
    assert page.status_code == 400 and not RecordCorrection.objects.exists()


def test_each_recipient_outside_is_listed_until_the_decider_has_told_them(world):
    decision = sent_by(world)
    unsent = world.decide()
    made = correct(world)
    grants.grant(decision.record, world.senco, by=world.head)
    listed = browser_for(world.senco).get(page_of(made)).content.decode()
    assert "Dr Priya Nair" in listed and decision.reference in listed and "To be told" in listed
    assert unsent.reference not in listed
    assert "correction" in {name for name, _ in follow_up.waiting_of(world.teacher)}
    event = follow_up.to_tell(decision)[0]
    told = {"whom": [str(event.public_id)], "how": "By telephone", "on_day": 1, "on_month": 1, "on_year": 2026}
    slug = references.slug(decision.reference)
    assert browser_for(world.teacher).post(f"/decisions/{slug}/add/correction/", told).status_code == 302
    assert "correction" not in {name for name, _ in follow_up.waiting_of(world.teacher)}
    for notice in Notice.objects.filter(kind=Kind.RECORD_CORRECTED):
        notify.see(notice)  # the decider has read the record as well
    assert "To be told" not in browser_for(world.senco).get(page_of(made)).content.decode()


def test_of_a_decision_that_may_not_be_known_the_page_says_nothing_and_its_decider_is_asked_all_the_same(world):
    decision = sent_by(world)
    made = correct(world)
    page = browser_for(world.senco).get(page_of(made)).content.decode()
    assert decision.reference not in page and "Dr Priya Nair" not in page
    assert follow_up.to_tell(decision)


def test_who_was_not_given_the_part_that_was_wrong_is_not_listed(world):
    decision = sent_by(world)  # only the part marked for sharing went
    correct(world, "whole")
    assert not follow_up.to_tell(decision)


def test_the_correction_goes_with_the_part_from_now_on(world):
    correct(world)
    decision = world.decide()
    opened = open_record(world.reader(world.teacher), decision.record.public_id)
    file = documents.to_send(decision, decision.recipients.get(), opened, world.reader(world.teacher))
    assert "She is in 4C" in text_of(file)


def test_colleagues_who_read_what_was_wrong_are_told_and_open_ones_are_at_home(world):
    for person in (world.office, world.other_teacher, world.dpo):
        grants.grant(world.record, person, by=world.senco)
    for person in (world.office, world.other_teacher):
        opened_by(world, person)
    UserGrant.objects.get(user=world.other_teacher).end()
    made = correct(world)
    listed = {row.user for row in ColleagueToTell.objects.all()}
    assert listed == {world.office, world.other_teacher}, "not the DPO, who has not read it, nor the author"
    assert [notice.person for notice in Notice.objects.filter(kind=Kind.RECORD_CORRECTED)] == [world.office]
    assert "Tell colleagues of a correction" in tasks_of(world.senco)
    notify.see(Notice.objects.get(kind=Kind.RECORD_CORRECTED))
    senco = browser_for(world.senco)
    page = senco.get(page_of(made)).content.decode()
    assert page.count("To be told") == 1
    row = ColleagueToTell.objects.get(user=world.other_teacher)
    for _ in range(2):
        answer = senco.post(page_of(made), {"whom": [str(row.public_id)], "how": "In person, today"})
        assert answer.status_code in (200, 302)
    assert ColleagueTold.objects.count() == 1 and "To be told" not in senco.get(page_of(made)).content.decode()
    assert "Tell colleagues of a correction" not in tasks_of(world.senco)
    assert Section.objects.filter(record=world.record, name="entry").count() == 1


def test_a_colleague_reads_the_correction_and_not_who_else_was_given_it(world):
    for person in (world.office, world.other_teacher):
        grants.grant(world.record, person, by=world.senco)
        opened_by(world, person)
    made = correct(world)
    page = browser_for(world.office).get(page_of(made)).content.decode()
    assert "She is in 4C" in page and "I have seen this" in page and world.other_teacher.full_name not in page


def test_a_person_who_is_kept_out_learns_nothing_of_it(world):
    grants.grant(world.record, world.office, by=world.senco)
    opened_by(world, world.office)
    audience.keep_out(world.record, [world.office], world.senco)
    made = correct(world)
    assert not ColleagueToTell.objects.exists() and not Notice.objects.filter(kind=Kind.RECORD_CORRECTED).exists()
    assert browser_for(world.office).get(page_of(made)).status_code == 404


def test_told_twice_is_recorded_once(world):
    grants.grant(world.record, world.office, by=world.senco)
    opened_by(world, world.office)
    made = correct(world)
    rows = list(made.to_tell.all())
    for _ in range(2):
        records.told(made, rows, world.senco, how="In person")
    assert ColleagueTold.objects.count() == 1
