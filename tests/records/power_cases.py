"""What an Administrator can send to the pages of records: passing on a concern. Imports are the office's."""

from collections.abc import Iterator
from uuid import uuid4

from tests.factories import World
from tests.power import Post


def concern(world: World) -> Iterator[Post]:
    said = {"once": str(uuid4()), "about": world.child.full_name, "what": "She cried", "when": "today"}
    yield "/concerns/new/", {**said, "to": "dsl"}
    yield "/concerns/new/", {**said, "to": "teacher", "teacher": str(world.other_teacher.public_id)}


OFFICE = "others are told that it is the office's: the walk of every URL shows it"
POSTS = {"intake:raise_concern": concern}
OWN = dict.fromkeys(
    ("intake:import", "intake:import_columns", "intake:set_import_aside", "intake:undo_import"),
    OFFICE,
)
