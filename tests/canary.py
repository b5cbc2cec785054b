"""Planting a token in every confidential field, to look for it wherever it could stand in clear.

Each subject plants it in its own fields, in `tests/<subject>/planting.py`, which is found by itself: `FIELDS`, the
sealed fields in which `plant(canary)` puts it.
"""

from dataclasses import dataclass, field

from accounts.models import User
from records.models import Record
from tests.discovery import modules
from tests.factories import World, record

TOKEN = "canary-7hq2x9-zebra"


@dataclass
class Canary:
    """A world with a secret record that holds the token. `shown`: where with need to know and an entry it is there."""

    world: World
    secret: Record
    shown: list[tuple[User, str]] = field(default_factory=list)

    @classmethod
    def begin(cls) -> "Canary":
        world = World()
        secret = record("safeguarding", world.child, author=world.dsl, text=f"about {TOKEN} and more")
        return cls(world, secret, [(world.dsl, f"/records/{secret.public_id}/")])


def fields() -> set[str]:
    """The sealed fields in which some subject plants the token, by model and name."""
    return {name for module in modules("planting") for name in module.FIELDS}


def plant_all() -> Canary:
    """A world in which every subject has planted the token."""
    canary = Canary.begin()
    for module in modules("planting"):
        module.plant(canary)
    return canary
