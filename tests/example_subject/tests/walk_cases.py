"""What each URL of lost property is, for the walk."""

from tests.example_subject.lost_property import items
from tests.factories import World
from tests.walking import Action, Addresses, Fresh, Object, Page, both

CASES = [
    Page("lost_property:items", roles=items.LOOKS_AFTER),
    Page("lost_property:hand_in", roles=items.HANDS_IN, lists=False),
    Action("lost_property:printed", roles=items.LOOKS_AFTER, fresh=Fresh.LEAVES),
    Object("lost_property:item", {"office", "head", "teacher"}),
]


def addresses(world: World) -> Addresses:
    """A coat, which the teacher handed in."""
    coat = items.hand_in("A red coat", "Hall", "Year 4", by=world.teacher)
    return {"lost_property:item": both("/lost-property/{}/", coat.slug, "LP-7K4M-92XC")}
