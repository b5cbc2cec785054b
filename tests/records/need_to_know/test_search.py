"""Finding a child: forgiving of spelling, and only those of whom one may know; the three tiers (R: G1, Three tiers)."""

import pytest

from accounts.roles import Role
from core.audit.models import Entry
from records.need_to_know import search, typed_child, visibility
from records.pupils import names, roll
from records.pupils.models import Household, HouseholdMember, KeyWorker, Pupil
from tests import factories
from tests.factories import browser_for, masked, record, user
from tests.pages import flat

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("G1")]


def found(person, typed: str) -> list[str]:
    return [one.full_name for one in search.find(person, typed)]


@pytest.mark.parametrize(
    "typed",
    [
        "Caitlín",
        "caitlin",
        "CAITLIN",
        "kaitlin",
        "caitlín o'rourke",
        "orourke",
        "o’rourke",
        "Rourk",
        "Cáitlin Ororke",
        "kit",
        "Smith",
        "smithjones",
        "jones",
    ],
)
def test_names_are_found_in_spite_of_accents_spelling_and_what_a_child_is_called(world, typed):
    factories.child("Caitlín", "O’Rourke", into="3A", preferred_name="Kit", preferred_family_name="Smith-Jones")
    assert found(world.teacher, typed)[:1] == ["Kit Smith-Jones"]


@pytest.mark.parametrize("typed", ["", "   ", "x", "zzzz", "%", "_", "a" * 500, "'; DROP TABLE", "\u202e"])
def test_what_fits_nobody_finds_nobody(world, typed):
    assert found(world.teacher, typed) == []


def test_short_words_do_not_slip(world):
    factories.child("Jo", "Ng", into="3A")
    assert found(world.teacher, "ng") == ["Jo Ng"] and found(world.teacher, "nq") == []


def test_a_hidden_child_is_found_in_no_way_and_changes_no_other_result(world):
    hidden = factories.child("Teasel", "Vetch", into="3A", protected=True)
    factories.child("Teagan", "Vetches", into="3A")
    client = browser_for(world.other_teacher)
    with_hidden = masked(client.post("/find/", {"query": "teas"}))
    assert found(world.other_teacher, "teasel") == [] and found(world.other_teacher, "vetch") == ["Teagan Vetches"]
    names.NameWord.objects.filter(person=hidden).delete()
    assert masked(client.post("/find/", {"query": "teas"})) == with_hidden
    names.index([hidden])
    record("safeguarding", hidden, author=world.dsl)
    assert found(world.dsl, "teasel") == ["Teasel Vetch"]


def test_a_leaver_is_found_only_by_those_who_see_something_of_theirs(world):
    roll.take_off(world.child)
    assert found(world.office, "amina") == [] and found(world.senco, "amina") == ["Amina Yusuf"]
    assert browser_for(world.office).get(f"/children/{world.child.public_id}/").status_code == 404
    assert "Not on the roll now" in browser_for(world.senco).get(f"/children/{world.child.public_id}/").content.decode()


def test_a_search_is_by_post_leaves_nothing_in_the_address_and_stands_in_the_log_without_the_name(world):
    client = browser_for(world.teacher)
    assert "Amina" not in client.get("/find/?query=amina").content.decode()
    assert "Amina Yusuf" in client.post("/find/", {"query": "amina"}).content.decode()
    entry = Entry.objects.filter(additional_data__because="search").latest("pk")
    assert "amina" not in str(entry.additional_data).lower()


def details_on(person, child) -> set[str]:
    page = browser_for(person).get(f"/children/{child.public_id}/").content.decode()
    words = {"contacts": "01632 960 321", "home": "1 Mill Street", "details": "Sikh", "roll": "Amina Yusuf"}
    return {name for name, word in words.items() if word in page}


@pytest.mark.requirement("G10")
def test_each_role_sees_its_tiers_and_the_log_says_which(world):
    Pupil.objects.filter(person=world.child).update(religion="Sikh")
    world.mother.telephone = "01632 960 321"
    world.mother.save()
    home = Household.objects.create(lines="1 Mill Street", plain="1 mill street")
    HouseholdMember.objects.create(household=home, person=world.child)
    everything = {"roll", "contacts", "home", "details"}
    for person, tiers in (
        (world.head, everything),
        (world.dsl, everything),
        (world.senco, everything),
        (world.teacher, everything),
        (world.office, {"roll", "contacts", "home"}),
        (user(Role.FIRST_AIDER), {"roll", "contacts", "home"}),
        (world.other_teacher, {"roll"}),
        (world.dpo, {"roll"}),
        (user(Role.SUPPORT), {"roll"}),
    ):
        assert details_on(person, world.child) == tiers, person
    entry = Entry.objects.filter(additional_data__because="roll", actor=world.office).latest("pk")
    assert entry.additional_data["tiers"] == ["roll", "contacts"]


def test_the_family_shows_only_brothers_and_sisters_one_may_know_of(world):
    brother, hidden = factories.child("Bilal", "Yusuf", into="3A"), factories.child("Zed", "Yusuf", protected=True)
    for one in (brother, hidden):
        roll.add_contact(one, "mother", adult=world.mother)
    KeyWorker.objects.create(user=world.senco, person=world.child)
    page = flat(browser_for(world.teacher).get(f"/children/{world.child.public_id}/"))
    assert "Bilal Yusuf" in page and "Zed Yusuf" not in page and f"key worker: {world.senco.full_name}" in page


@pytest.mark.requirement("G10")
def test_who_may_see_what_lists_people_with_all_or_part_of_what_the_reader_sees(world):
    record("safeguarding", world.child, author=world.dsl)
    page = browser_for(world.teacher).get(f"/children/{world.child.public_id}/who/").content.decode()
    assert world.senco.full_name in page and ": all" in page and ": part" in page
    assert "Safeguarding" not in page and world.dsl.full_name not in page
    page = browser_for(world.dsl).get(f"/children/{world.child.public_id}/who/").content.decode()
    assert "Safeguarding" in page and "Speech" not in page


def test_personal_parts_end_with_the_class(world):
    assert set(visibility.personal_parts(world.teacher, world.child)) == {"contacts", "details"}
    roll.move(world.child, factories.SchoolClass.objects.get_or_create(name="9Z")[0])
    assert visibility.personal_parts(world.teacher, world.child) == {}


def test_a_protected_address_leaves_the_roll_and_stands_sealed_for_those_who_lead(world):
    home = Household.objects.create(lines="1 Mill Street", plain="1 mill street")
    for one in (world.child, world.mother):
        HouseholdMember.objects.create(household=home, person=one)
    dsl, address = browser_for(world.dsl), f"/records/protect/{world.child.public_id}/"
    assert dsl.post(address, {"what": "address", "reason": "no"}).status_code == 400
    dsl.post(address, {"what": "address", "reason": "A court has said so."})
    assert "Mill Street" not in browser_for(world.office).get(f"/children/{world.child.public_id}/").content.decode()
    assert not Household.objects.filter(lines__contains="Mill").exists()
    filed = visibility.visible_to(world.dsl).get(category__code="protected_address")
    assert "1 Mill Street" in dsl.get(f"/records/{filed.public_id}/").content.decode()
    assert visibility.access_to(world.office, filed) is None


def test_that_a_child_is_here_is_protected_and_lifted_by_those_who_lead(world):
    dsl, address = browser_for(world.dsl), f"/records/protect/{world.child.public_id}/"
    dsl.post(address, {"what": "existence", "reason": "The family is in danger."})
    assert found(world.other_teacher, "amina") == [] and found(world.dsl, "amina") == ["Amina Yusuf"]
    assert dsl.post(address, {"what": "existence", "reason": "Once again so."}).status_code == 400
    dsl.post(address, {"what": "lift", "reason": "They are safe now."})
    assert found(world.other_teacher, "amina") == ["Amina Yusuf"]


def test_a_typed_child_is_picked_among_the_matches_or_sure_and_a_search_that_is_shown_is_logged(world):
    amina, other = world.child, factories.child("Amine", "Yusuf", into="4C")
    typed = typed_child.TypedChild(world.teacher, "amin\0a", other_than=other)
    assert typed.text == "amina" and typed.matches == [amina] and typed.sure == amina
    assert [option.value for option in typed.options] == [str(amina.public_id)]
    assert typed.options[0].label == f"{amina.full_name}, {roll.lines_of([amina])[0].where}"
    assert typed.picked(str(amina.public_id)) == amina and typed.picked(str(other.public_id)) is None
    both = typed_child.TypedChild(world.teacher, "yusuf")
    assert both.sure is None and both.picked_or_sure(str(other.public_id)) == other
    before = Entry.objects.count()
    assert typed_child.TypedChild(world.teacher, "yusuf", logged=False).matches == both.matches
    assert Entry.objects.count() == before
    assert typed_child.TypedChild(world.teacher, "yusuf").matches and Entry.objects.count() == before + 1
