"""Of an incident with several children, nobody learns the other child's class from who else may see it (R: G1)."""

import pytest

from records import banner
from records.models import Extent
from records.vault import vault
from records.vault.filing import Words, file_record
from tests.factories import browser_for, child, teacher_of

pytestmark = [pytest.mark.by_turns, pytest.mark.django_db, pytest.mark.requirement("G1")]


def test_the_other_childs_teacher_is_not_named_to_who_sees_one_childs_part(world):
    other = child("Kofi", "Mensa", into="5B")
    theirs = teacher_of("5B", last_name="Tamarisk")
    parts = [
        Words("a", {"heading": "About Amina", "text": "She ran."}, needs=Extent.TEACHERS, about=world.child),
        Words("b", {"heading": "About Kofi", "text": "He fell."}, needs=Extent.TEACHERS, about=other),
    ]
    record = file_record("behaviour", [world.child, other], parts, author=world.senco)
    opened = vault.open_record(world.reader(world.teacher), record.public_id)
    assert opened.about_another and theirs.pk in opened.sight
    assert "Tamarisk" not in banner.of(opened, world.reader(world.teacher)).others
    page = browser_for(world.teacher).get(f"/records/{record.public_id}/who/")
    assert page.status_code == 200
    shown = browser_for(world.teacher).get(f"/records/{record.public_id}/").content.decode()
    assert "Tamarisk" not in shown and "Tamarisk" not in page.content.decode()
    head = vault.open_record(world.reader(world.head), record.public_id)
    assert theirs.pk in head.sight_with_reader, "the Headteacher sees both parts, and both teachers"
