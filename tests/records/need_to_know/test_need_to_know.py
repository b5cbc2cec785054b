"""Who may see what: sources, extents, exclusions, ends; today and in the past."""

from datetime import timedelta

import pytest

from accounts import leaving, roles
from accounts.roles import Role
from core import clock
from records.models import Extent, UserGrant
from records.need_to_know import grants, visibility
from records.need_to_know.grants import GrantRefused
from records.pupils import roll
from records.pupils.models import SchoolClass
from tests.factories import child, record, teacher_of, user

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("G1")]
START = clock.london(2027, 1, 4, 9)


@pytest.fixture
def hands(db):
    with clock.standing_at(START) as hands:
        yield hands


def extent(person, thing, at=None):
    access = visibility.access_to(person, thing, at)
    return access.extent if access else 0


def agree(person, thing, at=None):
    """One answer from all three questions."""
    one = extent(person, thing, at)
    listed = thing in visibility.visible_to(person, at)
    who = {user.pk: access.extent for user, access in visibility.who_can_see(thing, at)}
    assert (one > 0) == listed == (person.pk in who)
    assert who.get(person.pk, 0) == one
    return one


def test_shipped_rules_for_each_role(hands):
    robin = child("Robin")
    medical = record("medical", robin, author=user(Role.MEDICAL))
    safe = record("safeguarding", robin, author=user(Role.SENCO))
    expected = {
        Role.HEADTEACHER: (Extent.ALL, Extent.ALL),
        Role.DSL: (0, Extent.ALL),
        Role.DEPUTY_DSL: (0, Extent.ALL),
        Role.SENCO: (0, 0),
        Role.TEACHER: (0, 0),
        Role.SUPPORT: (0, 0),
        Role.OFFICE: (0, 0),
        Role.MEDICAL: (Extent.ALL, 0),
        Role.FIRST_AIDER: (Extent.SUMMARY, 0),
    } | dict.fromkeys(
        (Role.DPO, Role.ADMINISTRATOR, Role.HEALTH, Role.VOLUNTEER, Role.GOVERNOR, Role.CHAIR, Role.CLERK), (0, 0)
    )
    assert set(expected) == set(Role)
    for role, (of_medical, of_safe) in expected.items():
        person = user(role)
        assert (agree(person, medical), agree(person, safe)) == (of_medical, of_safe), role


def test_own_class_gives_the_part_for_teachers_and_for_staff(hands):
    robin = child("Robin", into="3A")
    medical = record("medical", robin, author=user(Role.MEDICAL))
    assert agree(teacher_of("3A"), medical) == Extent.TEACHERS
    assert agree(teacher_of("3A", Role.SUPPORT), medical) == Extent.STAFF
    assert agree(teacher_of("5C"), medical) == 0


def test_a_class_move_moves_sight_at_the_stroke(hands):
    robin = child("Robin", into="3A")
    SchoolClass.objects.create(name="5C")
    medical = record("medical", robin, author=user(Role.MEDICAL))
    old, new = teacher_of("3A"), teacher_of("5C")
    moved = hands.move(days=14)
    roll.move(robin, SchoolClass.objects.get(name="5C"))
    assert (agree(old, medical), agree(new, medical)) == (0, Extent.TEACHERS)
    before = moved - timedelta(microseconds=1)
    assert (agree(old, medical, before), agree(new, medical, before)) == (Extent.TEACHERS, 0)


def test_being_the_class_teacher_does_not_open_safeguarding(hands):
    robin = child("Robin", into="3A")
    safe = record("safeguarding", robin, author=user(Role.SENCO))
    assert agree(teacher_of("3A"), safe) == 0


def test_the_author_of_a_safeguarding_record_keeps_the_reference_only(hands):
    author = user(Role.TEACHER)
    assert agree(author, record("safeguarding", child(), author=author)) == Extent.REFERENCE
    assert agree(author, record("behaviour", child(), author=author)) == Extent.ALL


def test_a_role_that_ended_sees_nothing_and_the_past_can_be_asked(hands):
    fir = user(Role.DEPUTY_DSL)
    safe = record("safeguarding", child(), author=user(Role.TEACHER))
    ended = hands.move(days=28)
    roles.end(fir, Role.DEPUTY_DSL)
    assert agree(fir, safe) == 0
    assert agree(fir, safe, ended - timedelta(seconds=1)) == Extent.ALL
    assert agree(fir, safe, START - timedelta(days=1)) == 0


def test_leaving_ends_everything_at_once(hands):
    elm = user(Role.DSL)
    safe = record("safeguarding", child(), author=elm)
    hands.move(hours=1)
    leaving.leave(elm)
    elm.refresh_from_db()
    assert agree(elm, safe) == 0


@pytest.mark.requirement("T3")
def test_grants_overlap_without_harm_and_end_by_themselves(hands):
    hazel, elm = user(Role.SENCO), user(Role.DSL)
    safe = record("safeguarding", child(), author=elm)
    part = grants.grant(safe, hazel, by=elm, extent=Extent.STAFF, source="grant")
    grants.grant(
        safe,
        hazel,
        by=elm,
        extent=Extent.ALL,
        source="harm",
        start=START + timedelta(days=1),
        until=START + timedelta(days=5),
    )
    seen = {}
    for days in (0, 1, 2, 5):
        hands.at = START + timedelta(days=days)
        if days == 2:
            part.end()
        seen[days] = agree(hazel, safe)
    assert seen == {0: Extent.STAFF, 1: Extent.ALL, 2: Extent.ALL, 5: 0}
    assert agree(hazel, safe, START) == Extent.STAFF


def test_a_new_grant_closes_the_open_one_and_keeps_it(hands):
    hazel, elm = user(Role.SENCO), user(Role.DSL)
    safe = record("safeguarding", child(), author=elm)
    grants.grant(safe, hazel, by=elm, extent=Extent.STAFF)
    hands.move(days=1)
    grants.grant(safe, hazel, by=elm, extent=Extent.ALL)
    assert UserGrant.objects.filter(user=hazel).count() == 2
    assert UserGrant.objects.live().filter(user=hazel).count() == 1
    assert agree(hazel, safe, START) == Extent.STAFF


def test_a_grant_to_a_role_holds_for_whoever_holds_it(hands):
    elm, office = user(Role.DSL), user(Role.OFFICE)
    safe = record("safeguarding", child(), author=elm)
    grants.grant(safe, Role.OFFICE, by=elm, reason="on reception")
    assert agree(office, safe) == Extent.ALL
    hands.move(days=1)
    roles.end(office, Role.OFFICE)
    assert agree(office, safe) == 0


@pytest.mark.requirement("G2")
@pytest.mark.parametrize(
    "role", [Role.GOVERNOR, Role.VOLUNTEER, Role.HEALTH, Role.CHAIR, Role.CLERK, Role.ADMINISTRATOR]
)
def test_nobody_outside_school_staff_can_be_granted_a_record(hands, role):
    person, elm = user(role), user(Role.DSL)
    safe = record("safeguarding", child(), author=elm)
    with pytest.raises(GrantRefused, match="not school staff"):
        grants.grant(safe, person, by=elm)
    with pytest.raises(GrantRefused):
        grants.grant(safe, role, by=elm)


@pytest.mark.requirement("G2")
def test_a_grant_sleeps_when_its_holder_is_no_longer_staff(hands):
    person, elm = user(Role.OFFICE), user(Role.DSL)
    safe = record("safeguarding", child(), author=elm)
    grants.grant(safe, person, by=elm)
    hands.move(days=1)
    roles.end(person, Role.OFFICE)
    roles.give(person, Role.GOVERNOR, by=None)
    assert agree(person, safe) == 0


def test_an_exclusion_wins_over_rule_role_grant_and_authorship(hands):
    elm, sage = user(Role.DSL), child("Sage")
    safe = record("safeguarding", sage, author=user(Role.TEACHER))
    own = record("behaviour", sage, author=elm)
    grants.grant(safe, elm, by=user(Role.HEADTEACHER))
    assert (agree(elm, safe), agree(elm, own)) == (Extent.ALL, Extent.ALL)
    set_at = hands.move(days=1)
    grants.exclude(elm, by=user(Role.HEADTEACHER), person=sage, reason="nephew")
    assert (agree(elm, safe), agree(elm, own)) == (0, 0)
    assert agree(elm, safe, set_at - timedelta(seconds=1)) == Extent.ALL
    assert sage not in visibility.people_known_to(elm)
    assert visibility.excluded_from([sage]) == {elm.pk}


def test_an_exclusion_from_one_matter_leaves_the_others(hands):
    head, robin = user(Role.HEADTEACHER), child()
    one = record("behaviour", robin, author=user(Role.TEACHER))
    other = record("behaviour", robin, author=user(Role.TEACHER))
    grants.exclude(head, by=user(Role.DSL), record=one, reason="about the Headteacher")
    assert (agree(head, one), agree(head, other)) == (0, Extent.ALL)


def test_what_is_said_of_one_child_is_not_shown_with_the_other(hands):
    from records.vault.filing import Words, file_record
    from records.vault.vault import Reader, open_record

    robin, teasel = child("Robin", into="3A"), child("Teasel", into="5C", protected=True)
    author = user(Role.TEACHER)
    both = file_record(
        "behaviour",
        [robin, teasel],
        [
            Words("a", {"heading": "A", "text": "about Robin"}, about=robin),
            Words("b", {"heading": "B", "text": "about Teasel"}, about=teasel),
            Words("c", {"heading": "C", "text": "about both"}),
        ],
        author=author,
    )
    for into, text in (("3A", ["about Robin"]), ("5C", ["about Teasel"])):
        opened = open_record(Reader(teacher_of(into), fresh=True), both.public_id)
        assert [part.text for part in opened.parts] == text
    assert len(open_record(Reader(author, fresh=True), both.public_id).parts) == 3


def test_a_protected_childs_existence_is_known_by_need_alone(hands):
    teasel = child("Teasel", into="5C", protected=True)
    birch, cedar = teacher_of("3A"), teacher_of("5C")
    record("behaviour", teasel, author=user(Role.SENCO))
    assert teasel not in visibility.people_known_to(birch)
    assert teasel in visibility.people_known_to(cedar)


@pytest.mark.parametrize("role", [Role.GOVERNOR, Role.VOLUNTEER, Role.HEALTH, Role.ADMINISTRATOR])
def test_the_roll_is_for_school_staff(hands, role):
    child()
    assert not visibility.people_known_to(user(role)).exists()


@pytest.mark.requirement("G10")
def test_who_can_see_names_each_with_the_reason(hands):
    robin = child("Robin", into="3A")
    ivy = user(Role.MEDICAL)
    medical = record("medical", robin, author=ivy)
    ash, head = teacher_of("3A"), user(Role.HEADTEACHER)
    found = {person.pk: access for person, access in visibility.who_can_see(medical)}
    assert set(found) == {ivy.pk, ash.pk, head.pk}
    assert found[ash.pk].best.because == "rule.own_class:teacher"
    assert found[head.pk].best.because == "rule.any:headteacher"
    assert {row.because for row in found[ivy.pk].rows} == {"rule.any:medical", "rule.author"}


@pytest.mark.requirement("G4")
def test_no_rule_asks_for_gender_race_religion_or_sen():
    from records.models import Rule

    fields = {field.name for field in Rule._meta.get_fields()}
    assert fields == {"id", "public_id", "start", "until", "category", "group", "relation", "extent"}


def test_a_draft_is_its_authors_alone(hands):
    author = user(Role.TEACHER)
    draft = record("draft", author=author)
    assert agree(author, draft) == Extent.ALL
    for role in Role:
        assert agree(user(role), draft) == 0
