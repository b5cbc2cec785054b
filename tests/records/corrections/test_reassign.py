"""A record filed under the wrong child, and a child entered twice: put right with a trace, and undone (R: B4, T3)."""

from datetime import timedelta

import pytest

from core import clock
from core.refusals import Refused
from records.corrections import reassign
from records.models import Move
from records.need_to_know import visibility
from records.pupils import roll
from records.pupils.models import FormerUpn, Pupil
from records.vault import vault
from tests import factories
from tests.factories import browser_for, record

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("B4")]


def sees(person, found, at=None) -> bool:
    return visibility.access_to(person, found, at) is not None


@pytest.mark.requirement("T3")
def test_a_record_moves_to_the_right_child_the_past_stays_and_it_can_be_undone(world):
    right = factories.child("Robin", "Sorrel", into="3A")
    with clock.standing_at(clock.now()) as hands:
        before = clock.now()
        hands.move(minutes=1)
        move = reassign.move_record(world.record, world.child, right, by=world.dsl, reason="The wrong child.")
        assert not sees(world.teacher, world.record) and sees(world.other_teacher, world.record)
        assert sees(world.teacher, world.record, before) and not sees(world.other_teacher, world.record, before)
        hands.move(minutes=1)
        reassign.undo(move)
        assert sees(world.teacher, world.record) and not sees(world.other_teacher, world.record)
        with pytest.raises(Refused):
            reassign.undo(move)


def test_what_cannot_be_moved(world):
    other = factories.child("Robin", "Sorrel", into="3A")
    for was, now in ((world.child, world.child), (other, world.child)):
        with pytest.raises(Refused):
            reassign.move_record(world.record, was, now, by=world.dsl, reason="No reason at all.")


def test_the_part_about_a_child_follows_them(world):
    """A record about two children: the part about the one who was entered twice is shown to their class's teacher."""
    twin, other = factories.child("Amina", "Yusuf", into="5C"), factories.child("Robin", "Sorrel", into="3A")
    from records.vault.filing import Words, file_record

    parts = [Words(name, {"heading": "", "text": f"of {name}"}, about=who) for name, who in (("a", twin), ("b", other))]
    filed = file_record("behaviour", [twin, other], parts, author=world.head)
    reassign.merge(twin, world.child, by=world.dsl, reason="Entered twice.")
    assert [p.text for p in vault.open_record(world.reader(world.teacher), filed.public_id).parts] == ["of a"]


def test_one_child_entered_twice_is_put_together_and_taken_apart_again(world):
    twin = factories.child("Amina", "Yusuf", into="4C", upn="H801200001001")
    roll.add_contact(twin, "aunt", title="Ms", given_name="Ayaan", family_name="Yusuf")
    about_twin = record("speech", twin, author=world.senco)
    move = reassign.merge(twin, world.child, by=world.dsl, reason="Entered twice.")
    assert not visibility.people_known_to(world.teacher).filter(pk=twin.pk).exists()
    assert Pupil.objects.get(person=world.child).upn == "H801200001001"
    assert [one.relationship for one in roll.contacts_of(world.child)] == ["mother", "aunt"]
    assert set(visibility.access_about(world.senco, world.child)) == {world.record.pk, about_twin.pk}
    reassign.undo(move)
    assert visibility.people_known_to(world.teacher).filter(pk=twin.pk).exists()
    assert Pupil.objects.get(person=twin).upn == "H801200001001" and Pupil.objects.get(person=world.child).upn == ""
    assert [one.relationship for one in roll.contacts_of(world.child)] == ["mother"]
    assert [one.relationship for one in roll.contacts_of(twin)] == ["aunt"]
    assert set(visibility.access_about(world.senco, world.child)) == {world.record.pk}
    assert set(visibility.access_about(world.senco, twin)) == {about_twin.pk}


def test_a_number_of_the_second_entry_becomes_a_former_one(world):
    Pupil.objects.filter(person=world.child)
    pupil = world.child.pupil
    pupil.upn = "R201100018042"
    pupil.save()
    twin = factories.child("Amina", "Yusuf", into="4C", upn="H801200001001")
    move = reassign.merge(twin, world.child, by=world.dsl, reason="Entered twice.")
    assert FormerUpn.objects.live().get(person=world.child).upn == "H801200001001"
    reassign.undo(move)
    assert not FormerUpn.objects.live().exists() and Pupil.objects.get(person=twin).upn == "H801200001001"


def test_by_the_pages(world):
    twin = factories.child("Aminah", "Yusuf", into="4C")
    dsl = browser_for(world.dsl)
    assert browser_for(world.office).get(f"/records/twice/{world.child.public_id}/").status_code == 404
    page = dsl.post(f"/records/twice/{world.child.public_id}/", {"query": "aminah"}).content.decode()
    assert "Select which child" in page and "Aminah Yusuf" in page
    given = {"query": "aminah", "child": str(twin.public_id), "reason": ""}
    assert "Enter why" in dsl.post(f"/records/twice/{world.child.public_id}/", given).content.decode()
    given["reason"] = "She was entered twice."
    page = dsl.post(f"/records/twice/{world.child.public_id}/", given, follow=True).content.decode()
    assert "one child now" in page and "Undo this" in page
    assert "Undone" in dsl.post(f"/records/moves/{Move.objects.get().public_id}/undo/", follow=True).content.decode()
    assert "cannot find" in dsl.post(f"/records/twice/{world.child.public_id}/", {"query": "zz"}).content.decode()
    head = browser_for(world.head)
    address = f"/records/{world.record.public_id}/move/{world.child.public_id}/"
    head.post(address, {"query": "aminah", "child": str(twin.public_id), "reason": "It was the other one."})
    assert world.record.subjects.live().get().person == twin
    assert head.get(address).status_code == 404  # it is not about her any more
    assert (
        browser_for(world.teacher).get(f"/records/{world.record.public_id}/move/{twin.public_id}/").status_code == 404
    )
    assert clock.now() - Move.objects.latest("pk").start < timedelta(minutes=5)
