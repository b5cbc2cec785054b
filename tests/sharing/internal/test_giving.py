"""Giving access, circulating, briefing, extracts: their pages, and what goes wrong (R: G2, G6h, G10)."""

from datetime import timedelta

import pytest

from accounts import leaving, roles
from accounts.notices import worker
from accounts.notices.models import Notice
from accounts.roles import Role
from core import clock
from core.refusals import Refused
from records.models import Because, Extent, Record, RoleFolderGrant, UserFolderGrant, UserGrant
from records.need_to_know import grants, visibility
from sharing.decisions import recording
from sharing.disclosures.models import Disclosure
from sharing.internal import briefings, circulation_reading, circulations
from sharing.internal.models import Circulation
from sharing.questionnaire.facts import of_context
from tests.factories import browser_for, child, record, teacher_of, user

pytestmark = [pytest.mark.by_turns, pytest.mark.django_db, pytest.mark.requirement("G10")]


def day(name: str, at) -> dict[str, str]:
    return {f"{name}_day": str(at.day), f"{name}_month": str(at.month), f"{name}_year": str(at.year)}


def given(world, **changed) -> dict[str, str]:
    last = clock.today() + timedelta(days=7)
    return {
        "to": "person",
        "person": str(world.office.public_id),
        "role": "",
        "what": "this",
        "extent": "4",
        "reason": "She is on reception",
        **day("until", last),
        **changed,
    }


def test_who_is_refused_in_the_end_was_not_let_in_either(world, monkeypatch):
    why = "The concern may be about them."
    grants.exclude(world.office, by=world.senco, record=world.record, reason=why, because=Because.PLACE)

    def refuse(*args, **words):
        raise grants.GrantRefused("Not this one")

    monkeypatch.setattr(grants, "grant", refuse)
    answer = browser_for(world.senco).post(f"/records/{world.record.public_id}/give/", given(world))
    assert answer.status_code == 400 and b"Not this one" in answer.content
    assert b'id="id_person-error"' in answer.content
    assert world.office.pk in visibility.kept_out_of(world.record)


def test_a_record_or_all_of_its_kind_is_given_with_an_end_and_ended(world):
    client, address = browser_for(world.senco), f"/records/{world.record.public_id}/give/"
    later = record("speech", world.child, author=world.senco)
    assert client.post(address, given(world)).status_code == 302
    assert visibility.access_to(world.office, world.record).extent == Extent.TEACHERS
    assert visibility.access_to(world.office, later) is None
    client.post(address, given(world, what="kind", extent="5"))
    assert visibility.access_to(world.office, later).extent == Extent.ALL
    client.post(address, given(world, to="role", role="office", what="kind"))
    client.post(address, given(world, to="role", role="office"))
    assert RoleFolderGrant.objects.count() == 1 and UserFolderGrant.objects.count() == 1
    page = client.get(address).content.decode()
    assert page.count("End now") == 4
    for row in (*UserGrant.objects.all(), *UserFolderGrant.objects.all()):
        client.post(address, {"end": str(row.public_id)})
    assert visibility.access_to(world.office, later).extent == Extent.TEACHERS  # by the role, still
    for role_row in RoleFolderGrant.objects.all():
        client.post(address, {"end": str(role_row.public_id)})
    assert visibility.access_to(world.office, later) is None


@pytest.mark.requirement("G2")
def test_what_is_given_wrongly_is_refused_beside_the_question(world):
    client, address = browser_for(world.senco), f"/records/{world.record.public_id}/give/"
    tomorrow, next_week = clock.today() + timedelta(days=1), clock.today() + timedelta(days=7)
    wrong = [
        ({"person": str(world.senco.public_id)}, "Select who"),  # oneself
        ({"person": str(world.chair.public_id)}, "Select who"),
        ({"person": ""}, "Select who"),
        ({"to": "role", "role": "governor"}, "Select"),
        (day("until", clock.today() - timedelta(days=1)), "after today"),
        ({**day("start", next_week), **day("until", tomorrow)}, "The last day must be the first day or later"),
        ({"reason": "x"}, "Write at least a few words"),
        ({"extent": "9"}, "Select how much"),
    ]
    for changed, words in wrong:
        answer = client.post(address, given(world, **changed))
        assert answer.status_code == 400 and words in answer.content.decode(), (changed, words)
    assert not UserGrant.objects.exists()
    with pytest.raises(grants.GrantRefused, match="after it starts"):
        grants.grant(world.record, world.office, by=world.senco, until=clock.now())
    leaving.leave(world.office)
    world.office.refresh_from_db()
    with pytest.raises(grants.GrantRefused, match="has left"):
        grants.grant(world.record, world.office, by=world.senco)
    for who in (world.teacher, world.other_teacher, world.administrator):  # who may not give it
        assert browser_for(who).post(address, given(world)).status_code == 404


@pytest.mark.requirement("C10")
def test_what_is_no_record_is_opened_to_nobody_this_way(world):
    draft = world.draft()
    told = briefings.brief(
        world.child, "Near the door", [world.teacher], by=world.dsl, until=clock.now() + timedelta(days=1)
    )
    for who, thing in ((world.teacher, draft.record), (world.dsl, told.record), (world.head, told.record)):
        client = browser_for(who)
        assert client.get(f"/records/{thing.public_id}/").status_code == 200
        for page in ("give", "circulate", "briefing"):
            assert client.get(f"/records/{thing.public_id}/{page}/").status_code == 404, page
            assert client.post(f"/records/{thing.public_id}/{page}/", given(world)).status_code == 404, page


def test_who_sees_a_part_learns_who_else_does_and_not_why(world):
    grants.grant(world.record, world.dsl, by=world.senco, source="harm")
    address = f"/records/{world.record.public_id}/who/"
    part, whole = (browser_for(who).get(address).content.decode() for who in (world.teacher, world.senco))
    assert world.dsl.full_name in part and "told of a concern about harm" not in part
    assert "told of a concern about harm" in whole.lower()


@pytest.mark.requirement("G10.1")
def test_a_report_is_read_once_by_all_and_filed(world):
    filed = record("speech", world.child, author=world.senco)
    client, address = browser_for(world.senco), f"/records/{filed.public_id}/circulate/"
    last = clock.today() + timedelta(days=5)
    empty = client.post(address, {"reason": "Before the meeting", **day("until", last)})
    assert empty.status_code == 400 and "Select who is to read it" in empty.content.decode()
    people = [world.office, world.other_teacher]
    client.post(
        address,
        {"readers": [str(one.public_id) for one in people], "reason": "Before the meeting", **day("until", last)},
    )
    made = Circulation.objects.get()
    for one in people:
        assert visibility.access_to(one, filed).best.because == "circulation"
        assert "Read the report" in browser_for(one).get(f"/access/reports/{made.slug}/").content.decode()
        page = browser_for(one).get(f"/records/{filed.public_id}/").content.decode()
        assert "it was circulated to you to read, “Before the meeting”" in page
    first = browser_for(world.office)
    first.post(f"/access/reports/{made.slug}/")
    first.post(f"/access/reports/{made.slug}/")
    assert visibility.access_to(world.office, filed)  # not everybody has read it
    assert circulation_reading.not_read_by_all(world.senco) == [made]
    browser_for(world.other_teacher).post(f"/access/reports/{made.slug}/")
    for one in people:
        assert visibility.access_to(one, filed) is None
        assert browser_for(one).get(f"/access/reports/{made.slug}/").status_code == 404
    again = circulations.circulate(
        filed, [world.office], by=world.senco, due=clock.now() + timedelta(days=1), reason="Opened again: a correction"
    )
    assert visibility.access_to(world.office, filed) and again != made


@pytest.mark.requirement("G10.1")
def test_unread_is_chased_once_and_a_circulation_without_a_reader_is_filed(world):
    with clock.standing_at(clock.now()) as hands:
        due = clock.now() + timedelta(days=3)
        made = circulations.circulate(
            world.record, [world.office, world.dsl], by=world.senco, due=due, reason="Read it"
        )
        circulations.settle()
        assert Notice.objects.filter(reference=made.reference, person=world.office).count() == 1
        hands.move(days=2, hours=1)
        for _ in range(3):
            worker.minute()
        assert Notice.objects.filter(reference=made.reference, person=world.office).count() == 2
        leaving.leave(world.office)
        assert visibility.access_to(world.dsl, world.record)
        grants.exclude(world.dsl, by=world.head, person=world.child, reason="her nephew")
        circulations.settle()  # nobody is left who has still to read it
        assert list(circulation_reading.opened()) == []
        with pytest.raises(Refused, match="Ask the DSL"):
            circulations.circulate(world.record, [world.dsl], by=world.senco, due=due, reason="Read it")
        with pytest.raises(Refused, match="Select who"):
            circulations.circulate(world.record, [], by=world.senco, due=due, reason="Read it")
        with pytest.raises(Refused, match="after today"):
            circulations.circulate(world.record, [world.head], by=world.senco, due=clock.now(), reason="Read it")


@pytest.mark.requirement("G6h")
def test_a_briefing_is_accepted_before_it_is_read_and_the_record_stays_closed(world):
    safe = record("safeguarding", world.child, author=world.dsl)
    address = f"/records/{safe.public_id}/briefing/"
    client = browser_for(world.dsl)
    page = client.get(address).content.decode()
    assert f"{world.teacher.full_name}, with the class" in page
    last = clock.today() + timedelta(days=30)
    client.post(
        address,
        {"text": "He sits near the door.", "readers": [str(world.teacher.public_id)], **day("until", last)},
    )
    reader = browser_for(world.teacher)
    made = safe.briefings.get()
    path = f"/access/briefings/{made.slug}/"
    before = reader.get(path).content.decode()
    assert "Before you read" in before and "near the door" not in before
    assert "near the door" not in reader.get(f"/records/{made.public_id}/").content.decode()
    assert reader.post(path, {}).status_code == 400
    reader.post(path, {"accept": "on"})
    after = reader.get(path).content.decode()
    assert "He sits near the door." in after and "it was written for you" in after and "app-no-print" in after
    assert reader.get(f"/records/{safe.public_id}/").status_code == 404
    assert reader.post(f"/records/{made.public_id}/give/", given(world)).status_code == 404  # not passed on
    with clock.standing_at(clock.london_day(last + timedelta(days=1))):
        assert browser_for(world.teacher).get(path).status_code == 404
        assert briefings.to_accept(world.teacher) == []


@pytest.mark.requirement("H1")
@pytest.mark.requirement("G2")
def test_a_therapist_reads_an_extract_and_their_own_notes_and_nothing_else(world):
    therapist = user(Role.HEALTH)
    who = {"to": "staff", "directory": None, "school": None, "staff": str(therapist.public_id), "more": []}
    last = clock.today() + timedelta(days=30)
    inside = {"how_long": "date", "on": last.isoformat()}
    draft = world.draft(world.senco, who=who, inside=inside)
    decision = recording.record(of_context(world.context(draft)))
    extract = decision.recipients.get().extract
    client = browser_for(therapist)
    page = client.get(f"/records/{extract.public_id}/").content.decode()
    assert "The part for teachers." in page and "The whole text." not in page
    assert "the school gave you this extract" in page and "/children/" not in page
    assert client.get(f"/records/{world.record.public_id}/").status_code == 404
    assert client.get(f"/children/{world.child.public_id}/").status_code == 404
    sent = Disclosure.objects.get(decision=decision)
    assert sent.of_record == decision.record and sent.media_type == "text/plain" and sent.size > 20
    assert "Extract, " in client.get("/access/notes/").content.decode()
    client.post(
        "/access/notes/", {"once": "7d444840-9dc0-11d1-b245-5ffdce74fad3", "about": "Amina", "text": "She said a lot"}
    )
    note = Record.objects.get(category__code="professional_notes")
    assert "She said a lot" in client.get(f"/records/{note.public_id}/").content.decode()
    for other in (world.head, world.dsl, world.senco, world.dpo, world.administrator):
        assert visibility.access_to(other, note) is None
        with pytest.raises(grants.GrantRefused, match="whoever wrote them alone"):
            grants.grant(note, other, by=therapist)
    with clock.standing_at(clock.london_day(last + timedelta(days=1))):
        assert visibility.access_to(therapist, extract) is None
        assert visibility.access_to(therapist, note)


@pytest.mark.requirement("G1")
def test_a_key_workers_rule_opens_what_it_says_for_their_children(world):
    from records.models import Category, Rule
    from records.pupils.models import KeyWorker

    worker_, other = teacher_of("6B", last_name="Rowan"), child("Kofi", "Mensa", into="3A")
    filed, elsewhere = (record("family", one, author=world.dsl) for one in (world.child, other))
    row = KeyWorker.objects.create(user=worker_, person=world.child)
    assert visibility.access_to(worker_, filed) is None
    Rule.objects.create(
        category=Category.objects.get(code="family"), group=roles.group("teacher"), relation="key_worker", extent=3
    )
    assert visibility.access_to(worker_, filed).extent == 3
    assert visibility.access_to(worker_, elsewhere) is None
    row.end()
    assert visibility.access_to(worker_, filed) is None
