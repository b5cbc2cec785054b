"""The shipped rules in an invented world: each row of the table of need to know is asked at its moment, and again
from the end, as the past (R: G1, T3)."""

from collections.abc import Iterator
from datetime import datetime

import pytest

from accounts import approvals
from accounts.models import PendingChange
from accounts.notices import notify
from accounts.notices.models import Notice
from accounts.roles import Role
from core import clock
from core.refusals import Refused
from oversight.child import tiers as child_page
from records.models import Extent
from records.need_to_know import evidence, grants, search, visibility
from records.need_to_know.grants import GrantRefused
from records.vault import vault
from records.vault.vault import NotThere, Reader
from sharing.internal import access_history, emergency, requests, reviews
from sharing.internal.models import EmergencyAccess
from tests.factories import browser_for, masked
from tests.sharing.internal.school import School, on

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.by_turns,
    pytest.mark.requirement("G1"),
    pytest.mark.requirement("T3"),
]
BEGINS = on(4, 8)
WORDS = {Extent.REFERENCE: "reference", Extent.SUMMARY: "summary", Extent.ALL: "all"}
# row: moment, who, what, what they get. "sections" is the part for teachers, for staff, or about one of the children.
TABLE: list[tuple[int, datetime, str, str, str]] = [
    (1, on(10, 23, 59), "Ash", "m1", "sections"),
    (2, on(11), "Ash", "m1", "nothing"),
    (3, on(11), "Birch", "m1", "sections"),
    (4, on(18), "Birch", "m1", "nothing"),
    (5, on(18), "Ash", "m1", "sections"),
    (6, on(12), "Dogwood", "m1", "sections"),
    (7, on(12), "Ivy", "m1", "all"),
    (7, on(12), "Juniper", "m1", "summary"),
    (8, on(12), "Elm", "m1", "nothing"),
    (9, on(9), "Ash", "s1", "reference"),
    (10, on(9), "Elm", "s1", "all"),
    (10, on(9), "Fir", "s1", "all"),
    (11, on(1, month=2), "Fir", "s1", "nothing"),
    (12, on(9), "Ash", "s1", "reference"),
    (13, on(13), "Elm", "s2", "nothing"),
    (13, on(13), "Elm", "n1", "nothing"),
    (15, on(13), "Fir", "s2", "all"),
    (16, on(4, 9), "Elm", "n1", "nothing"),
    (16, on(4, 9), "Elm", "s0", "all"),
    (17, on(8), "Cedar", "b1", "sections"),
    (18, on(8), "Ash", "b1", "all"),
    (19, on(12), "Birch", "b1", "sections"),
    (21, on(13, 12), "Ash", "c1", "all"),
    (21, on(13, 12), "Hazel", "c1", "all"),
    (21, on(13, 12), "Fir", "c1", "all"),
    (22, on(15), "Hazel", "c1", "all"),
    (23, on(20, 10), "Ash", "c1", "nothing"),
    (23, on(20, 10), "Hazel", "c1", "nothing"),
    (24, on(20, 10), "Fir", "c1", "all"),
    (24, on(20, 10), "Elm", "c1", "all"),
    (25, on(15, 9), "Birch", "g1", "reference"),
    (26, on(15, 12, 1), "Birch", "g1", "all"),
    (26, on(15, 12, 1), "Birch", "s1", "nothing"),
    (27, on(20), "Birch", "g1", "all"),
    (28, on(12, 16, month=2), "Birch", "g1", "nothing"),
    (29, on(19), "Hazel", "s1", "all"),
    (30, on(22), "Hazel", "s1", "all"),
    (31, on(25), "Hazel", "s1", "nothing"),
    (32, on(22, 10, 4), "Juniper", "m1", "summary"),
    (32, on(22, 10, 5), "Juniper", "m1", "all"),
    (32, on(22, 11, 5), "Juniper", "m1", "summary"),
    (33, on(22, 10, 30), "Juniper", "s1", "nothing"),
    (33, on(22, 10, 30), "Juniper", "c1", "nothing"),
    (34, on(15), "Gorse", "q1", "nothing"),
    (34, on(15), "Elm", "q1", "nothing"),
    (34, on(15), "Hazel", "q1", "nothing"),
    (35, on(15), "Quince", "q1", "all"),
    (35, on(15), "Quince", "n1", "nothing"),
    (35, on(15), "Quince", "g5", "all"),
    (36, on(26, month=3), "Quince", "g5", "nothing"),
    (37, on(15), "Gorse", "a1", "nothing"),
    (38, on(15), "Elm", "a1", "nothing"),
    (39, on(15), "Oak", "a1", "all"),
    (40, on(15), "Ash", "a1", "nothing"),
    (41, on(12, 9), "Elm", "p1", "nothing"),
    (41, on(12, 9), "Elm", "p1 question", "all"),
    (42, on(12, 9), "Gorse", "p1", "nothing"),
    (42, on(12, 9), "Fir", "p1", "nothing"),
    (44, on(15), "Larch", "m1", "nothing"),
    (45, on(15), "Maple", "m1", "nothing"),
]


@pytest.fixture
def school(db) -> Iterator[School]:
    with clock.standing_at(BEGINS) as hands:
        yield School(hands)


def gets(school: School, who: str, what: str, at: datetime | None = None) -> str:
    """What somebody gets, by each of the questions, and what the vault opens now."""
    if what not in school.things:
        return "nothing"
    person, thing = school.people[who], school.things[what]
    person.refresh_from_db()
    access = visibility.access_to(person, thing, at)
    assert (access is not None) == (thing in visibility.visible_to(person, at))
    assert (access is not None) == (person in dict(visibility.who_can_see(thing, at)))
    subjects = visibility.subjects_of(thing, at)
    listed = [thing.pk in visibility.access_about(person, subject, at) for subject in subjects]
    assert any(listed) == (access is not None and bool(subjects))
    if at is None:
        try:
            opened = vault.open_record(Reader(person, fresh=True), thing.public_id)
            assert access is not None and bool(opened.parts) == (access.extent > Extent.REFERENCE)
        except NotThere:
            assert access is None
    if access is None:
        return "nothing"
    if access.extent == Extent.ALL and evidence.best_extent(access) == "part":
        return "sections"
    return WORDS.get(Extent(access.extent), "sections")


def test_every_row_at_its_moment_and_afterwards_as_the_past(school):
    for row, moment, who, what, expected in sorted(TABLE, key=lambda row: row[1]):
        school.until(moment)
        assert gets(school, who, what) == expected, (row, who, what)
    school.until(on(1, month=4))
    for row, moment, who, what, expected in TABLE:
        assert gets(school, who, what, moment) == expected, (row, who, what, "as the past")


def test_12_a_class_teacher_learns_no_more_than_the_reference(school):
    school.until(on(9))
    ash, robin = school.people["Ash"], school.children["Robin"]
    items = child_page.seen(robin, Reader(ash, fresh=True)).items
    assert {(item.title, item.extent) for item in items if item.kind == "Record"} == {
        ("Medical", "Part"),
        ("Safeguarding", "Part"),
        ("Behaviour", "All"),
    }


@pytest.mark.requirement("T1")
def test_13_and_14_who_is_kept_out_finds_nothing_of_the_child(school):
    school.until(on(13))
    elm, sage = school.people["Elm"], school.children["Sage"]
    client, nobody = browser_for(elm), "7d444840-9dc0-11d1-b245-5ffdce74fad2"
    assert not search.find(elm, "Sage")
    assert b"Sage Vetch" not in client.post("/find/", {"query": "Sage"}).content
    for path in ("/children/{}/", "/children/{}/who/", "/records/{}/", "/children/{}/emergency/", "/children/{}/ask/"):
        there = school.things["s2"].public_id if "records" in path else sage.public_id
        answers = [masked(client.get(path.format(one))) for one in (there, nobody)]
        assert answers[0] == answers[1] and answers[0][0] == 404, path
    categories = {"reason": "Now", "alone": "on", "categories": ["medical"]}
    answers = [masked(client.post(f"/children/{one}/emergency/", categories)) for one in (sage.public_id, nobody)]
    assert answers[0] == answers[1] and answers[0][0] == 404
    assert not EmergencyAccess.objects.exists()
    assert not visibility.visible_to(elm).filter(subjects__person=sage).exists()


def test_15_notices_about_the_child_come_to_the_deputy(school):
    """What comes after the exclusion goes to Fir, and what waited for Elm before it does."""
    from records.intake import concerns

    school.until(on(5, 8))
    elm, fir, sage = school.people["Elm"], school.people["Fir"], school.children["Sage"]
    concern = concerns.pass_on(
        by=school.people["Ash"],
        about="Sage Vetch",
        what="Bruises",
        when="today",
        once="7d444840-9dc0-11d1-b245-5ffdce74fad2",
    )
    concerns.about(concern.record, sage)
    assert concern.reference in {n.reference for n in notify.waiting(elm)}
    school.until(on(5, 9))
    assert concern.reference not in {n.reference for n in notify.inbox(elm)}
    assert concern.reference in {n.reference for n in notify.waiting(fir)}


def test_20_a_protected_child_is_not_found(school):
    school.until(on(12))
    assert not search.find(school.people["Birch"], "Teasel")


def test_27_the_dsl_is_asked_about_what_the_old_class_holds(school):
    school.until(on(20))
    rows = reviews.after_a_move(school.people["Elm"])
    assert [(row.grant.user, row.what) for row in rows] == [(school.people["Birch"], "Briefing")]
    assert not reviews.after_a_move(school.people["Gorse"])


def test_37_nothing_of_it_reaches_the_headteacher(school):
    school.until(on(15))
    gorse, thing = school.people["Gorse"], school.things["a1"]
    client = browser_for(gorse)
    assert client.get(f"/records/{thing.public_id}/").status_code == 404
    assert not Notice.objects.filter(person=gorse, made_at__gte=on(14)).exclude(reference__startswith="E").exists()


def test_43_a_closed_account_is_signed_out_at_once(school):
    school.until(on(31, 16, 59))
    client = browser_for(school.people["Cedar"])
    assert client.get("/").status_code == 200
    school.until(on(31, 17))
    assert client.get("/").status_code in (302, 403)
    assert client.get("/find/").status_code in (302, 403)


def test_46_an_administrator_waits_for_a_second_person(school):
    school.until(on(15))
    maple, elm, larch = (school.people[name] for name in ("Maple", "Elm", "Larch"))
    with pytest.raises(Refused):
        approvals.ask(PendingChange.Kind.GIVE_ROLE, maple, by=maple, role=Role.DSL)
    change = approvals.ask(PendingChange.Kind.RESET_FACTOR, elm, by=maple)
    assert change is not None
    told = set(Notice.objects.filter(reference=change.reference).values_list("person", flat=True))
    assert {elm.pk, larch.pk} <= told


@pytest.mark.requirement("G2")
@pytest.mark.parametrize("who", ["Nettle", "Pine", "Quince"])
def test_47_nobody_outside_school_staff_is_granted_a_record(school, who):
    with pytest.raises(GrantRefused, match="not school staff"):
        grants.grant(school.things["m1"], school.people[who], by=school.people["Ivy"])


@pytest.mark.requirement("G6e")
def test_48_a_volunteer_raises_a_concern_and_sees_nothing(school):
    client = browser_for(school.people["Pine"])
    assert client.get(f"/children/{school.children['Robin'].public_id}/").status_code == 404
    assert client.get("/concerns/new/").status_code == 200


def test_50_51_52_who_could_see_it_on_that_day(school):
    school.until(on(2, month=2))

    def could(what: str, at: datetime) -> dict[str, str]:
        return {one.who.last_name: one.extent for one in access_history.who_could_see(school.things[what], at)}

    assert could("s1", on(20, 12)) == {
        "Elm": "all",
        "Fir": "all",
        "Gorse": "all",
        "Hazel": "all",
        "Birch": "the briefing",
        "Ash": "reference",
    }
    hazel = next(
        one for one in access_history.who_could_see(school.things["s1"], on(20, 12)) if one.who.last_name == "Hazel"
    )
    assert len(hazel.reasons) == 2 and hazel.reasons[0].startswith("all: given by a person, until")
    assert hazel.reasons[1].startswith("the part for teachers: given by a person, until")
    assert could("s1", on(10)) == {"Elm": "all", "Fir": "all", "Gorse": "all", "Ash": "reference"}
    assert could("n1", on(13)) == {"Hazel": "all", "Gorse": "all", "Birch": "part"}
    assert browser_for(school.people["Elm"]).get(f"/records/{school.things['n1'].public_id}/who/").status_code == 404


@pytest.mark.requirement("G4")
def test_53_children_alike_but_for_what_must_not_count_get_the_same_answers(school):
    from tests.factories import child, record

    school.until(on(12))
    alike = [
        child("Robin", "Same", into="3A", sex=sex, ethnicity=ethnicity, religion=religion, sen=sen)
        for sex, ethnicity, religion, sen in (("F", "WBRI", "None", "N"), ("M", "BAFR", "Muslim", "E"))
    ]
    for category in ("medical", "sen", "safeguarding", "behaviour"):
        filed = [record(category, one, author=school.people["Hazel"]) for one in alike]
        sights = [
            {pk: (access.extent, access.best.because) for pk, access in visibility.sight_of(one).items()}
            for one in filed
        ]
        assert sights[0] == sights[1] and sights[0], category
    for person in school.people.values():
        parts = [set(visibility.personal_parts(person, one)) for one in alike]
        assert parts[0] == parts[1]


def test_no_emergency_for_who_has_no_right(school):
    with pytest.raises(Refused):
        emergency.open_up(school.people["Ash"], school.children["Robin"], ["medical"], reason="now")
    with pytest.raises(Refused):
        emergency.open_up(school.people["Ivy"], school.children["Robin"], ["appraisal"], reason="now")


def test_an_owner_answers_once(school):
    school.until(on(12))
    request = requests.ask(
        school.people["Dogwood"], school.children["Robin"], ["safeguarding"], until=on(20), reason="For the trip"
    )
    requests.answer(request, "dsl", by=school.people["Elm"], granted=True, extent=Extent.STAFF)
    with pytest.raises(Refused, match="has answered"):
        requests.answer(request, "dsl", by=school.people["Elm"], granted=False)
    assert gets(school, "Dogwood", "s1") == "sections"
    school.hands.at = on(20)
    assert gets(school, "Dogwood", "s1") == "nothing"
