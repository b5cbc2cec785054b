import pytest
from django.db import DatabaseError, connection, transaction
from django.http import Http404

from core import clock
from core.audit import entries
from core.audit.models import Entry
from core.keyring import KeyUnavailable
from records.models import Extent, Record
from records.need_to_know import grants
from records.vault import vault
from records.vault.vault import LogUnavailable, NotThere, Reader, SecondFactorNeeded
from tests.factories import browser_for, masked, record, user
from tests.pages import flat

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("T1")]


def test_the_text_comes_with_an_entry_that_names_who_what_and_why(world):
    opened = vault.open_record(world.reader(world.senco), world.record.public_id)
    assert opened.part("whole").text == "The whole text."
    entry = Entry.objects.filter(action=Entry.Action.ACCESS).latest("pk")
    assert (entry.actor, entry.object_pk) == (world.senco, str(world.record.public_id))
    assert len(entry.changes) == len(opened.parts) == 4
    assert entry.additional_data["because"] in ("rule.any:senco", "rule.author")
    assert entry.additional_data["extent"] == Extent.ALL
    assert entry.additional_data["subjects"] == [str(world.child.public_id)]


def test_a_stale_second_factor_is_asked_before_anything_is_looked_up(world, django_assert_num_queries):
    stale = Reader(world.senco, fresh=False)
    for public_id in (world.record.public_id, "00000000-0000-0000-0000-000000000000"):
        with django_assert_num_queries(0), pytest.raises(SecondFactorNeeded):
            vault.open_record(stale, public_id)


def test_no_need_is_the_same_404_as_nothing_and_the_attempt_is_an_entry(world):
    stranger = browser_for(world.other_teacher)
    paths = [f"/records/{world.record.public_id}/", "/records/7d444840-9dc0-11d1-b245-5ffdce74fad2/"]
    answers = []
    for path in paths:
        before = Entry.objects.filter(action=Entry.Action.REFUSED).count()
        answer = stranger.get(path)
        assert Entry.objects.filter(action=Entry.Action.REFUSED).count() == before + 1
        answers.append(masked(answer))
    assert answers[0] == answers[1] and answers[0][0] == 404


def test_refused_and_not_there_take_the_same_statements(world):
    reader = world.reader(world.other_teacher)
    shapes = []
    nowhere = "7d444840-9dc0-11d1-b245-5ffdce74fad2"
    with pytest.raises(NotThere):  # what a connection does once
        vault.open_record(reader, nowhere)
    for public_id in (world.record.public_id, nowhere):
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as captured, pytest.raises(NotThere):
            vault.open_record(reader, public_id)
        shapes.append([query["sql"].split()[0] for query in captured.captured_queries])
    assert shapes[0] == shapes[1]


def test_no_entry_no_text(world, monkeypatch):
    def broken(*args, **kwargs):
        raise DatabaseError("disk full")

    monkeypatch.setattr(entries, "write", broken)
    with pytest.raises(LogUnavailable):
        vault.open_record(world.reader(world.senco), world.record.public_id)


@pytest.mark.django_db(transaction=True)
def test_a_log_that_cannot_be_written_shows_a_page_that_says_so(world):
    from core.audit import triggers

    client = browser_for(world.senco)
    with connection.cursor() as cursor:
        triggers.remove()
        cursor.execute("ALTER TABLE audit_entry RENAME TO audit_entry_away")
    try:
        with pytest.raises(LogUnavailable):
            vault.open_record(world.reader(world.senco), world.record.public_id)
        answer = client.get(f"/records/{world.record.public_id}/")
        assert answer.status_code == 503 and b"Every look at a record is written down" in answer.content
        assert b"The whole text." not in answer.content
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE audit_entry_away RENAME TO audit_entry")
        triggers.install()


@pytest.mark.django_db(transaction=True)
def test_opening_inside_a_transaction_is_an_error(world):
    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
        vault.open_record(world.reader(world.senco), world.record.public_id)


def test_without_the_key_nothing_is_shown_and_the_page_says_so(world, tmp_path, settings):
    settings.KEYS = tmp_path
    with pytest.raises(KeyUnavailable):
        vault.open_record(world.reader(world.senco), world.record.public_id)
    answer = browser_for(world.senco).get(f"/records/{world.record.public_id}/")
    assert answer.status_code == 503 and b"We cannot show this at the moment" in answer.content


def test_a_superuser_reads_nothing(world):
    boss = user("administrator")
    boss.is_superuser = True
    boss.save()
    assert not boss.has_perm("records.view_record", world.record)
    assert browser_for(boss).get(f"/records/{world.record.public_id}/").status_code == 404
    assert browser_for(boss).get("/admin/").status_code == 404
    assert world.senco.has_perm("records.view_record", world.record)


@pytest.mark.requirement("G10")
def test_the_banner_says_part_why_until_and_who_else(world):
    page = browser_for(world.teacher).get(f"/records/{world.record.public_id}/").content.decode()
    for words in (
        "You can see part of this record.",
        "This is the part written for teachers.",
        "Amina is in your class.",
        "Ms Hazel (all)",
        "Ms Gorse (all)",
    ):
        assert words in page
    assert "The whole text." not in page and "The part for teachers." in page


@pytest.mark.requirement("G10")
def test_the_banner_shows_a_grants_reason_and_end(world):
    safe = record("safeguarding", world.child, author=world.dsl)
    end = clock.london(clock.today().year + 1, 3, 9, 14, 5)
    grants.grant(safe, world.teacher, by=world.dsl, reason="for the trip", until=end, extent=Extent.STAFF)
    page = flat(browser_for(world.teacher).get(f"/records/{safe.public_id}/"))
    assert "you were given access, “for the trip”" in page
    assert f"Until:</dt> <dd>9 March {end.year}, 2:05pm." in page


def test_hostile_text_in_a_record_is_text_on_the_page(world):
    bad = record("speech", world.child, author=world.senco, text="<script>alert(1)</script>")
    page = browser_for(world.senco).get(f"/records/{bad.public_id}/").content.decode()
    assert "&lt;script&gt;alert(1)" in page and "<script>alert" not in page


def test_what_is_not_an_id_is_the_plain_404(world):
    for path in ("/records/1/", "/records/nonsense/", "/records/%00/", "/records/..%2f..%2f/"):
        assert browser_for(world.senco).get(path).status_code == 404
    with pytest.raises(Http404):
        vault.open_record(world.reader(world.senco), "7d444840-9dc0-11d1-b245-5ffdce74fad2")
    assert Record.objects.count() == 1


def test_a_grant_that_ends_while_the_page_is_open_ends_the_next_look(world):
    safe = record("safeguarding", world.child, author=world.dsl)
    given = grants.grant(safe, world.teacher, by=world.dsl)
    browser = browser_for(world.teacher)
    assert browser.get(f"/records/{safe.public_id}/").status_code == 200
    given.end()
    assert browser.get(f"/records/{safe.public_id}/").status_code == 404
