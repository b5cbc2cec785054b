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
    Object("record", {"head", "senco", "teacher"}),
    Object("new_record", KNOWN),
    Object("protect", {"head", "dsl"}),
    Object("twice", {"head", "dsl"}),
    Object("undo_move", {"head", "dsl"}, method="post"),
    Object("move_record", FULL, aware=PART),
    Object("record_file", FULL, aware=PART),
    Object("record_file_page", FULL, aware=PART, gives=Gives.PICTURE),
]


def addresses(world: World) -> Addresses:
    """A record, one with a file, and a child who was entered twice."""
    filed, child = with_file(world), world.child.public_id
    section = filed.sections.get(name="file-1").public_id
    other = factories.child("Amina", "Yusuf", into="5C")
    merged = reassign.merge(factories.child("Amina", "Yusuf", into="5C"), other, by=world.head, reason="entered twice")
    paths = {
        "move_record": f"/records/{{}}/move/{child}/",
        "record_file": f"/records/{{}}/files/{section}/",
        "record_file_page": f"/records/{{}}/files/{section}/1.png",
    }
    return {
        **each(paths, filed.public_id),
        "record": both("/records/{}/", world.record.public_id),
        "new_record": both("/records/new/{}/", child),
        "protect": both("/records/protect/{}/", child),
        "twice": both("/records/twice/{}/", child),
        "undo_move": both("/records/moves/{}/undo/", merged.public_id),
    }
