"""What each URL of intake is, for the walk."""

from accounts.roles import Role
from tests.factories import World
from tests.records.intake.things import an_import, something_held, something_passed_on
from tests.walking import Addresses, Object, Page, both, each

CASES = [
    Page("intake:imports", roles={Role.OFFICE}),
    Page("intake:held_list"),
    Page("intake:concerns"),
    Page("intake:raise_concern", lists=False),
    Page("intake:concern_passed_on", lists=False),
    Object("intake:held_item", {"dsl", "deputy_dsl"}),
    Object("intake:concern", {"head", "dsl", "deputy_dsl"}),
    Object("intake:import", {"office"}, public=True),
    Object("intake:import_columns", {"office"}, public=True),
    Object("intake:set_import_aside", {"office"}, method="post", public=True),
    Object("intake:undo_import", {"office"}, method="post", public=True),
]


def addresses(world: World) -> Addresses:
    """Something held back of a child, a concern, and an import that waits."""
    held, concern, run = something_held(world), something_passed_on(world), an_import(world)
    paths = {
        "intake:import": "/imports/{}/",
        "intake:import_columns": "/imports/{}/columns/",
        "intake:set_import_aside": "/imports/{}/aside/",
        "intake:undo_import": "/imports/{}/undo/",
    }
    return {
        "intake:held_item": both("/imports/held/{}/", held.public_id),
        "intake:concern": both("/concerns/{}/", concern.slug, "C-7K4M-92XC"),
        **each(paths, run.public_id),
    }
