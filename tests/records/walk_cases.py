"""What each URL of records is, for the walk."""

from records.corrections import reassign
from tests import factories
from tests.factories import World
from tests.records.things import with_file
from tests.walking import KNOWN, Addresses, Gives, Object, both, each

FULL = {"head", "senco"}
"""Who sees all of the record with a file; the class teacher sees a part of it."""
PART = {"teacher"}
CASES = [
    Object("records:record", {"head", "senco", "teacher"}),
    Object("records:new_record", KNOWN),
    Object("records:protect_child", {"head", "dsl"}),
    Object("records:entered_twice", {"head", "dsl"}),
    Object("records:undo_move", {"head", "dsl"}, method="post"),
    Object("records:move_record", FULL, aware=PART),
    Object("records:file", FULL, aware=PART),
    Object("records:file_page", FULL, aware=PART, gives=Gives.PICTURE),
]


def addresses(world: World) -> Addresses:
    """A record, one with a file, and a child who was entered twice."""
    filed, child = with_file(world), world.child.public_id
    section = filed.sections.get(name="file-1").public_id
    other = factories.child("Amina", "Yusuf", into="5C")
    merged = reassign.merge(factories.child("Amina", "Yusuf", into="5C"), other, by=world.head, reason="entered twice")
    paths = {
        "records:move_record": f"/records/{{}}/move/{child}/",
        "records:file": f"/records/{{}}/files/{section}/",
        "records:file_page": f"/records/{{}}/files/{section}/1.png",
    }
    return {
        **each(paths, filed.public_id),
        "records:record": both("/records/{}/", world.record.public_id),
        "records:new_record": both("/records/new/{}/", child),
        "records:protect_child": both("/records/protect/{}/", child),
        "records:entered_twice": both("/records/twice/{}/", child),
        "records:undo_move": both("/records/moves/{}/undo/", merged.public_id),
    }
