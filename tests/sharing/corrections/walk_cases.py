"""What each URL of corrections is, for the walk."""

from records.vault.vault import open_record
from sharing.corrections import records
from tests.factories import World
from tests.walking import Addresses, Object, both

CASES = [
    Object("corrections:correct", {"head", "senco"}, aware={"teacher"}),
    Object("corrections:correction", {"head", "senco"}, aware={"teacher"}),
]
NONE = "RC-7K4M-92XC"
"""The reference of no correction."""


def addresses(world: World) -> Addresses:
    """A record that was corrected."""
    reader = world.reader(world.senco)
    opened = open_record(reader, world.record.public_id)
    part = next(part for part in records.correctable(opened) if part.section.name == "whole")
    made = records.correct(opened, reader, part, wrong="The year", right="Year 4", why="Misread")
    return {
        "corrections:correct": both("/corrections/record/{}/", world.record.public_id),
        "corrections:correction": both("/corrections/{}/", made.slug, NONE),
    }
