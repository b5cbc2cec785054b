"""Importing pupils: what a file changes, what it does not, and what its importer must not learn (R: B4)."""

import re
from contextlib import suppress
from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError

from accounts.notices.models import Notice
from core import clock
from core.audit.models import Entry
from core.refusals import Refused
from records.intake import held, imports
from records.intake.models import Held, HeldAnswer, ImportRun
from records.models import Record
from records.need_to_know import visibility
from records.pupils.importing import reading
from records.pupils.importing.lines import FileRefused, Line
from records.pupils.importing.plan import ADDED, ASKED, CHANGED, NEW, REFUSED, SAME, SKIP
from records.pupils.models import Contact, FormerUpn, NameWord, Person, Pupil
from tests import factories
from tests.factories import browser_for
from tests.records.intake.files import bring, csv, ctf, some, state

pytestmark = [pytest.mark.django_db, pytest.mark.by_turns, pytest.mark.requirement("B4")]
HEAD = "UPN,Surname,Forename,DOB,Year,Reg Group,Leaving Date"
ROW = "H801200001001,Vetch,Linnet,2018-03-02,3,3A,"


def looked(content: bytes, world, **more):
    run = imports.take(content, more.pop("name", "x"), world.office)
    return imports.look(run, content, more.get("answers", {}))


def problems(content: bytes, world) -> str:
    return " / ".join(p for one in looked(content, world).of(REFUSED) for p in one.line.problems)


def person(upn: str) -> Person:
    return Pupil.objects.get(upn=upn).person


def test_a_file_is_imported_with_families_classes_and_entries_and_again_changes_nothing(world):
    children = some(40)
    bring(ctf(children), world.office)
    assert Pupil.objects.count() == 41
    first = children[0]
    found = person(first.upn)
    assert (found.given_name, found.pupil.sex, found.pupil.year) == (first.given, first.sex, first.year)
    contacts = Contact.objects.live().filter(child=found)
    assert [c.adult.telephone for c in contacts] == [adult.phone for adult in first.adults]
    assert Entry.objects.filter(kind="pupils.pupil", additional_data__because="import").count() == 40
    bring(invented_classes(children), world.office)
    before = state()
    again = imports.take(ctf(children), "x", world.office)
    assert imports.look(again, ctf(children), {}).counts == {SAME: 40}
    bring(ctf(children), world.office)
    assert state() == before


def invented_classes(children) -> bytes:
    from tools.demo import invented

    return invented.classes_csv(children)


def test_brothers_and_sisters_share_their_parents_and_their_home(world):
    children = some(60)
    bring(ctf(children), world.office)
    brothers = [c for c in children if c.adults is children[10].adults]
    adults = {
        tuple(Contact.objects.live().filter(child=person(c.upn)).values_list("adult", flat=True)) for c in brothers
    }
    assert len(adults) == 1


def test_undo_takes_children_off_the_roll_and_the_same_file_brings_the_same_children_back(world):
    before = state()
    content = ctf(some(12))
    run = bring(content, world.office)
    after, known = state(), set(Person.objects.values_list("pk", flat=True))
    imports.undo_last(run, world.reader(world.office))
    assert state() == before
    bring(content, world.office)
    assert state() == after
    assert set(Person.objects.values_list("pk", flat=True)) == known


def test_undo_restores_changed_fields_and_leaves_what_somebody_changed_since(world):
    bring(csv(HEAD, ROW), world.office, made_at=clock.now() - timedelta(days=2))
    before = state()
    run = bring(csv(HEAD, ROW.replace("Linnet", "Linnette").replace("3A", "4C")), world.office)
    assert person("H801200001001").given_name == "Linnette"
    found = person("H801200001001")
    assert NameWord.objects.filter(person=found, word="linnette").exists()
    imports.undo_last(run, world.reader(world.office))
    assert state() == before
    assert not NameWord.objects.filter(person=found, word="linnette").exists()
    run = bring(csv(HEAD, ROW.replace("Linnet", "Lin")), world.office)
    found.refresh_from_db()
    found.given_name = "By hand"
    found.save()
    imports.undo_last(run, world.reader(world.office))
    assert person("H801200001001").given_name == "By hand"


def test_only_the_last_import_can_be_undone(world):
    first = bring(ctf(some(2)), world.office)
    second = bring(csv(HEAD, ROW), world.office)
    with pytest.raises(Refused):
        imports.undo_last(first, world.reader(world.office))
    imports.undo_last(second, world.reader(world.office))
    imports.undo_last(first, world.reader(world.office))


def test_an_older_file_never_overwrites_a_newer_one(world):
    old = clock.now() - timedelta(days=30)
    bring(csv(HEAD, ROW), world.office)
    bring(csv(HEAD, ROW.replace("Linnet", "Older").replace(",3,", ",2,")), world.office, made_at=old)
    assert person("H801200001001").given_name == "Linnet"


def test_joiners_leavers_and_class_moves_are_further_files(world):
    bring(csv(HEAD, ROW), world.office, made_at=clock.now() - timedelta(days=9))
    bring(csv("UPN,Class", "H801200001001,5C"), world.office, made_at=clock.now() - timedelta(days=6))
    found = person("H801200001001")
    assert found.classes.live().get().school_class.name == "5C"
    assert found.given_name == "Linnet"
    gone = clock.today() - timedelta(days=1)
    bring(csv("UPN,Leaving date", f"H801200001001,{gone}"), world.office, made_at=clock.now() - timedelta(days=3))
    assert not found.classes.live().exists() and not found.enrolments.live().exists()
    bring(csv("UPN,Class", "H801200001001,5C"), world.office)
    assert found.enrolments.live().exists() and found.classes.live().get().school_class.name == "5C"


def test_a_new_number_keeps_the_old_one_as_former(world):
    bring(csv("UPN,Surname,Forename,DOB", "T20110001804V,Vetch,Linnet,2018-03-02"), world.office)
    bring(csv("UPN,Former UPN,Surname,Forename", "R201100018042,T20110001804V,Vetch,Linnet"), world.office)
    found = person("R201100018042")
    assert FormerUpn.objects.live().get(person=found).upn == "T20110001804V"
    assert looked(csv("UPN,Religion", "T20110001804V,Sikh"), world).of(CHANGED)[0].person == found


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("A801200001001,Vetch,Linnet,2018-03-02,3,3A,", "would be H"),
        ("H80120000100,Vetch,Linnet,2018-03-02,3,3A,", "13 signs; this one has 12"),
        (",,Linnet,2018-03-02,3,3A,", "Give a UPN, or a first name and a family name"),
        (",Vetch,Linnet,,3,3A,", "To add a child, give the first name, the family name and the date of birth"),
        ("H801200001001,Vetch,Linnet,2018-02-30,3,3A,", "must be a real date"),
        ("H801200001001,Vetch,Linnet,1918-03-02,3,3A,", "does not fit a pupil"),
        ("H801200001001,Vetch,Linnet,2118-03-02,3,3A,", "must be in the past"),
        ("H801200001001,Vetch,Linnet,2018-03-02,33,3A,", "Year must be"),
        ("H801200001001,Vetch,Linnet,2018-03-02,3,3A,2017-01-01", "leaving date must be after"),
        (f"H801200001001,{'V' * 81},Linnet,2018-03-02,3,3A,", "80 characters or less"),
    ],
)
def test_a_wrong_line_says_what_is_wrong_and_stays_out(world, row, says):
    assert says in problems(csv(HEAD, row), world)


def test_wrong_lines_stay_out_and_the_others_go_in(world):
    bring(csv(HEAD, ROW, "A801200001002,Wrong,Number,2018-03-02,3,3A,"), world.office)
    assert (
        Pupil.objects.filter(upn="H801200001001").exists() and not Person.objects.filter(family_name="Wrong").exists()
    )


def test_the_same_child_twice_in_a_file_and_a_number_of_somebody_else(world):
    assert "The same UPN stands on line 3" in problems(csv(HEAD, ROW, ROW), world)
    bring(csv(HEAD, ROW), world.office)
    other = ROW.replace("Vetch", "Sorrel").replace("Linnet", "Robin").replace("2018-03-02", "2019-01-01")
    assert "belongs to a child with another name" in problems(csv(HEAD, other), world)


def test_twins_and_namesakes_are_asked_about_and_never_guessed(world):
    bring(csv(HEAD, ",Vetch,Linnet,2018-03-02,3,3A,"), world.office)
    twin = csv(HEAD, ",Vetch,Lark,2018-03-02,3,3A,")
    asked = looked(twin, world).of(ASKED)
    assert [one.full_name for one in asked[0].candidates] == ["Linnet Vetch"]
    run = imports.take(twin, "x", world.office)
    with pytest.raises(Refused, match="Answer the questions"):
        imports.agree(run, imports.look(run, twin, {}), {})
    count = Pupil.objects.count()
    assert imports.look(run, twin, {"2": SKIP}).counts == {"left_out": 1}
    bring(twin, world.office, {"2": NEW})
    assert Pupil.objects.count() == count + 1
    same = csv(HEAD, ",Vetch,Linnet,2018-03-03,3,3A,")
    known = Person.objects.get(given_name="Linnet")
    assert looked(same, world).of(ASKED)
    bring(same, world.office, {"2": str(known.public_id)})
    assert Pupil.objects.count() == count + 1
    assert Pupil.objects.get(person=known).birth_date.day == 3


def test_twins_with_numbers_of_their_own_are_two_children(world):
    bring(csv(HEAD, ROW), world.office)
    assert looked(csv(HEAD, "R201100018042,Vetch,Lark,2018-03-02,3,3A,"), world).counts == {ADDED: 1}


def test_a_contact_of_two_families_is_one_person_and_said(world):
    two = csv(
        "UPN,Surname,Forename,DOB,Address,Contact 1: first name,Contact 1: family name,Contact 1: telephone",
        "H801200001001,Vetch,Linnet,2018-03-02,1 Mill Street,Ivy,Nightshade,01632 960 001",
        "R201100018042,Sorrel,Robin,2018-05-02,9 Shaw Road,Ivy,Nightshade,01632 960001",
    )
    assert any("another family" in note for one in looked(two, world).of(ADDED) for note in one.line.notes)
    bring(two, world.office)
    assert Person.objects.filter(family_name="Nightshade").count() == 1


def test_a_file_for_another_school_a_renamed_one_an_old_version_and_one_seen_before(world):
    children = some(3)
    found = looked(ctf(children, la="998"), world)
    assert "addressed to school 998/2001" in found.read.to_confirm[0]
    assert any("version 19" in warning for warning in looked(ctf(children, version=19), world).read.warnings)
    assert not looked(ctf(children, version=24), world).read.warnings
    name = "9992001_CTF_9992001_001"
    assert not imports.take(ctf(children), f"{name}.xml", world.office).renamed
    assert imports.take(ctf(children), f"{name} (1).xml", world.office).renamed
    content = ctf(children)
    run = bring(content, world.office)
    assert imports.seen_before(imports.take(content, "y", world.office)) == run


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2018-03-02", "2018-03-02"),
        ("2018-03-02T00:00:00", "2018-03-02"),
        ("2/3/2018", "2018-03-02"),
        ("2 March 2018", "2018-03-02"),
        ("2nd Mar 2018", "2018-03-02"),
        ("2018-03-02Z", "None"),
        ("2/3/18", "None"),
        ("2018-02-30", "None"),
        ("2018-02-" + "9" * 5000, "None"),
        ("٢٠١٨-03-02", "None"),
    ],
)
def test_a_date_of_birth_is_read_as_people_and_files_write_it(written, day):
    line = Line(1)
    assert str(reading.read_date(written, line, "The date of birth")) == day
    assert bool(line.problems) == (day == "None")


@pytest.mark.parametrize("version", ["²", "9" * 5000, "٢٥", "", "25.0"])
def test_whatever_version_a_file_says_that_it_has_it_is_read_or_refused(world, version):
    content = ctf(some(1)).replace(b"<CTFversion>26.0", f"<CTFversion>{version}".encode())
    assert b"<CTFversion>26.0" not in content
    with suppress(FileRefused):
        imports.take(content, "x", world.office)


BOMB = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><CTfile>&b;</CTfile>"""


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (BOMB, "defines entities"),
        (b'<!DOCTYPE x SYSTEM "file:///etc/passwd"><CTfile/>', "defines entities"),
        (b"<html><body>hello</body></html>", "begins with something else"),
        (b"<CTfile><Header>", "broken at line 1"),
        ("<CTfile/>".encode("utf-16"), "UTF-16"),
        (b"<CTfile>\xff</CTfile>", "not in UTF-8"),
        (b"<CTfile>\0</CTfile>", "bytes that no text has"),
        (b'<?xml version="1.0" encoding="iso-8859-1"?><CTfile/>', "says that it is not in UTF-8"),
        (b"<CTfile></CTfile>", "no pupils"),
        (b"<CTfile>" + b"<a>" * 50 + b"</a>" * 50 + b"</CTfile>", "built in a way"),
        (b"<CTfile>" + b"<a/>" * 30_000 + b"</CTfile>", "built in a way"),
        (b"UPN,Name", "no pupils in this file"),
        (b"a\0b,c\n1,2", "bytes that no text has"),
        (b'UPN,Surname\n"H8012,Vetch\n', "quotation marks"),
        (b"UPN,Surname\n" + b"x" * 3000 + b",Vetch\n", "too long"),
        (b",".join([b"x"] * 10_000) + b"\n1,2\n", "more than 200 columns"),
        ("UPN,Surname\nx,é".encode("latin-1"), "not in UTF-8"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_a_reason_and_changes_nothing(world, content, says):
    before, runs = state(), ImportRun.objects.count()
    with pytest.raises(FileRefused, match=says):
        imports.take(content, "x", world.office)
    assert state() == before and ImportRun.objects.count() == runs


def test_an_import_is_all_or_nothing(world, monkeypatch):
    """One row refused by the database, at the end: no row of the others stays."""
    from records.pupils.importing.apply import Import

    content = ctf(some(5))
    run = imports.take(content, "x", world.office)
    imports.agree(run, imports.look(run, content, {}), {})
    before, entries = state(), Entry.objects.filter(additional_data__because="import").count()

    def fails(self):
        raise IntegrityError

    monkeypatch.setattr(Import, "_journal", fails)
    with pytest.raises(IntegrityError):
        imports.do(run)
    run.refresh_from_db()
    assert run.state == ImportRun.State.FAILED and state() == before
    assert Entry.objects.filter(additional_data__because="import", kind="pupils.pupil").count() == 0 <= entries


def test_what_was_agreed_is_done_or_nothing(world):
    content = csv(HEAD, ROW)
    run = imports.take(content, "x", world.office)
    imports.agree(run, imports.look(run, content, {}), {})
    factories.child("Linnet", "Vetch", upn="H801200001001")
    imports.work()
    run.refresh_from_db()
    assert run.state == ImportRun.State.FAILED
    page = browser_for(world.office).get(f"/imports/{run.public_id}/").content.decode()
    assert "the roll has changed since you agreed" in page


@pytest.mark.requirement("G1")
def test_a_child_of_whom_the_importer_must_not_know_looks_like_a_new_one_and_goes_to_the_dsl(world):
    hidden = factories.child("Teasel", "Vetch", into="3A", protected=True, upn="H801200001001")
    line, new = csv(HEAD, ROW.replace("Linnet", "Teasel")), csv(HEAD, "R201100018042,Sedge,Rush,2018-03-02,3,3A,")
    pages = []
    for content in (line, new):
        run = imports.take(content, "x", world.office)
        page = browser_for(world.office).get(f"/imports/{run.public_id}/").content.decode()
        token, name = r'name="csrfmiddlewaretoken" value="[^"]*"', "Teasel Vetch|Rush Sedge"
        pages.append(re.sub(rf"{token}|I \w{{4}} \w{{4}}|/imports/[\w-]+/|{name}", "", page))
    assert pages[0] == pages[1]
    run = bring(line, world.office)
    assert run.counts == {ADDED: 1}
    hidden.pupil.refresh_from_db()
    assert hidden.pupil.birth_date is None
    waiting = held.waiting(world.dsl)
    assert [one.person for one in waiting] == [hidden] and held.waiting(world.office) == []
    assert Notice.objects.filter(person=world.dsl, kind="held", reference=run.reference).exists()
    assert not visibility.visible_to(world.office).filter(held__isnull=False).exists()
    bring(line, world.office)
    assert Held.objects.count() == 1  # the same thing is not put by again
    answered = browser_for(world.dsl).post(f"/imports/held/{waiting[0].public_id}/", {"do": "apply"}, follow=True)
    assert "Done. It is not held any more." in answered.content.decode()
    hidden.pupil.refresh_from_db()
    assert hidden.pupil.birth_date == date(2018, 3, 2) and HeldAnswer.objects.get().applied


@pytest.mark.requirement("G1")
def test_ones_own_child_is_held_back_from_the_importer_too(world):
    from records.need_to_know import grants

    own = factories.child("Sage", "Bracken", upn="H801200001001")
    grants.exclude(world.office, by=world.head, person=own, reason="Their own child.")
    run = bring(csv(HEAD, ROW.replace("Vetch", "Bracken").replace("Linnet", "Sage")), world.office)
    assert run.counts == {ADDED: 1} and Held.objects.get().person == own


def test_confidential_facts_go_to_the_dsl_and_never_on_the_roll(world):
    children = some(2)
    children[0].in_care = "Invented Council"
    bring(ctf(children), world.office)
    waiting = held.waiting(world.dsl)
    assert [one.kind for one in waiting] == ["in_care"]
    found = waiting[0]
    browser_for(world.dsl).post(f"/imports/held/{found.public_id}/", {"do": "apply"})
    filed = Record.objects.get(category__code="looked_after")
    assert filed.owner == world.dsl and filed.subjects.get().person == found.person
    bring(ctf(children), world.office)
    assert held.waiting(world.dsl) == []


def test_a_protected_address_is_never_overwritten_in_the_clear(world):
    from records.vault.filing import Words, file_record

    children = some(1)
    bring(ctf(children), world.office, made_at=clock.now() - timedelta(days=2))
    child = person(children[0].upn)
    for member in child.households.live():
        member.end()
    file_record("protected_address", [child], [Words("whole", {"heading": "", "text": "elsewhere"})], author=world.dsl)
    bring(ctf(children), world.office)
    assert not child.households.live().exists()
    assert [one.kind for one in held.waiting(world.dsl)] == ["address"]


def test_the_command_imports_and_says_what_it_refuses(world, tmp_path, capsys):
    file = tmp_path / "pupils.csv"
    file.write_bytes(csv(HEAD, ROW, "A801200001001,Wrong,Number,2018-03-02,3,3A,"))
    call_command("import_pupils", file, by=world.office.email)
    said = capsys.readouterr().out
    assert "Line 3 refused" in said and "1 added" in said and Pupil.objects.filter(upn="H801200001001").exists()
    for wrong in ({"by": world.teacher.email}, {"by": "nobody@shawlands.example"}):
        with pytest.raises(CommandError, match="Office staff"):
            call_command("import_pupils", file, **wrong)
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_pupils", tmp_path / "none.csv", by=world.office.email)


def test_the_pages_take_a_file_show_it_import_it_and_undo_it(world):
    from django.core.files.uploadedfile import SimpleUploadedFile

    office = browser_for(world.office)
    sent = SimpleUploadedFile("../../etc/\x07pass\x00wd (1).xml", ctf(some(70)))
    page = office.post("/imports/", {"file": sent}, follow=True)
    text = page.content.decode()
    assert "Import 70 lines" in text and "page 1 of 2" in text and "passwd" not in text
    address = page.redirect_chain[-1][0]
    assert "page 2 of 2" in office.get(f"{address}?show=added&page=2").content.decode()
    assert "Waiting" in office.post(address, {}, follow=True).content.decode()
    imports.work()
    assert "Undo this import" in office.get(address).content.decode()
    assert office.post(f"{address}undo/", follow=True).status_code == 200
    assert "Undone" in office.get(address).content.decode()


def test_columns_are_matched_by_eye_and_remembered(world):
    from django.core.files.uploadedfile import SimpleUploadedFile

    office = browser_for(world.office)
    content = csv("Nr,Nachname,Vorname,geb", "H801200001001,Vetch,Linnet,2018-03-02")
    page = office.post("/imports/", {"file": SimpleUploadedFile("x.csv", content)}, follow=True)
    address = page.redirect_chain[-1][0]
    assert "Select the column of the UPN" in office.post(address, date_today()).content.decode()
    given = {"upn": "0", "family_name": "1", "given_name": "2", "birth_date": "3", **date_today()}
    twice = office.post(address, {**given, "given_name": "1"}).content.decode()
    assert "This column is" in twice
    assert "Import 1 line" in office.post(address, given, follow=True).content.decode()
    page = office.post("/imports/", {"file": SimpleUploadedFile("y.csv", content + b"\n")}, follow=True)
    assert '<option value="1" selected>Nachname' in page.content.decode()


def date_today() -> dict[str, str]:
    today = clock.today()
    return {"made_on_day": str(today.day), "made_on_month": str(today.month), "made_on_year": str(today.year)}


def test_a_file_that_is_too_large_or_empty_says_so(world, settings):
    from django.core.files.uploadedfile import SimpleUploadedFile

    settings.UPLOAD_MOST = 1000
    office = browser_for(world.office)
    large = office.post("/imports/", {"file": SimpleUploadedFile("x.csv", b"x" * 5000)})
    assert large.status_code == 400 and "must be smaller than" in large.content.decode()
    empty = office.post("/imports/", {"file": SimpleUploadedFile("x.csv", b"")})
    assert "The file is empty" in empty.content.decode()
    assert "Select a file" in office.post("/imports/", {}).content.decode()


def test_many_lines_that_agree_are_asked_about_together_and_one_by_one_if_wished(world):
    children = some(8)
    bring(ctf(children), world.office)
    rows = [f",{child.family},{child.given},{child.birth},{child.year or 'R'},9Z," for child in children]
    run = imports.take(csv(HEAD, *rows), "x", world.office)
    office, address = browser_for(world.office), f"/imports/{run.public_id}/"
    page = office.get(address).content.decode()
    assert "8 lines have no UPN" in page and "Another child: add them" not in page
    assert "Select whether they are those children" in office.post(address, {}).content.decode()
    page = office.post(address, {"exact": "no"}).content.decode()
    assert page.count("Another child: add them") == 8
    office.post(address, {"exact": "yes"})
    imports.work()
    run.refresh_from_db()
    assert run.state == ImportRun.State.DONE and run.counts == {CHANGED: 8}
    assert person(children[0].upn).classes.live().get().school_class.name == "9Z"


def test_more_questions_than_a_page_can_ask_are_left_out_and_said(world, monkeypatch):
    monkeypatch.setattr("records.intake.forms.MOST_ASKED", 2)
    bring(csv(HEAD, ",Vetch,Lin,2018-03-02,3,3A,"), world.office)
    run = imports.take(
        csv(HEAD, *(f",Vetch,{name},2018-03-02,3,3A," for name in ("Lark", "Wren", "Rook"))), "x", world.office
    )
    office, address = browser_for(world.office), f"/imports/{run.public_id}/"
    assert "1 more lines raise questions" in office.get(address).content.decode()
    office.post(address, {"line_2": NEW, "line_3": NEW})
    imports.work()
    run.refresh_from_db()
    assert run.counts == {ADDED: 2, "left_out": 1}


@pytest.mark.requirement("T5")
def test_old_files_are_forgotten_but_the_last_one_and_what_it_did_is_not(world):
    from core.keyring import KeyUnavailable

    first, second = bring(ctf(some(2)), world.office), bring(csv(HEAD, ROW), world.office)
    looked_at = imports.take(csv(HEAD, ROW), "x", world.office)
    with clock.standing_at(clock.now() + timedelta(days=40)):
        imports.forget_old_files()
    with pytest.raises(KeyUnavailable):
        imports.content_of(ImportRun.objects.get(pk=first.pk), world.reader(world.office))
    assert ImportRun.objects.get(pk=looked_at.pk).state == ImportRun.State.PUT_ASIDE
    imports.undo_last(ImportRun.objects.get(pk=second.pk), world.reader(world.office))


def test_who_is_in_the_office_no_longer_imports_nothing(world):
    from accounts import roles

    content = csv(HEAD, ROW)
    run = imports.take(content, "x", world.office)
    imports.agree(run, imports.look(run, content, {}), {})
    roles.end(world.office, "office")
    imports.work()
    run.refresh_from_db()
    assert run.state == ImportRun.State.FAILED and not Pupil.objects.filter(upn="H801200001001").exists()
