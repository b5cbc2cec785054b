"""The token in the sealed field of lost property, and in the words of an item's record."""

from tests.canary import TOKEN, Canary
from tests.example_subject.lost_property import items

FIELDS = {"lost_property.Claim.claimant"}


def plant(canary: Canary) -> None:
    world = canary.world
    described = items.hand_in(f"A bag with {TOKEN}", "Hall", "Year 4", by=world.teacher)
    given = items.hand_in("A hat", "Hall", "Year 4", by=world.teacher)
    items.give(given, f"Somebody called {TOKEN}", by=world.office)
    canary.shown += [(world.office, f"/lost-property/{item.slug}/") for item in (described, given)]
