"""What each URL of intake is, for the walk."""

from accounts.roles import Role
from tests.factories import World
from tests.records.intake.things import an_import, something_held, something_passed_on
from tests.walking import Addresses, Object, Page, both, each

CASES = [
    Page("imports", roles={Role.OFFICE}),
    Page("held_list"),
    Page("concerns"),
    Page("raise_concern", lists=False),
    Page("concern_passed_on", lists=False),
    Object("held", {"dsl", "deputy_dsl"}),
    Object("concern", {"head", "dsl", "deputy_dsl"}),
    Object("import", {"office"}, public=True),
    Object("import_columns", {"office"}, public=True),
    Object("import_aside", {"office"}, method="post", public=True),
    Object("import_undo", {"office"}, method="post", public=True),
]


def addresses(world: World) -> Addresses:
    """Something held back of a child, a concern, and an import that waits."""
    held, concern, run = something_held(world), something_passed_on(world), an_import(world)
    paths = {
        "import": "/imports/{}/",
        "import_columns": "/imports/{}/columns/",
        "import_aside": "/imports/{}/aside/",
        "import_undo": "/imports/{}/undo/",
    }
    return {
        "held": both("/imports/held/{}/", held.public_id),
        "concern": both("/concerns/{}/", concern.slug, "C-7K4M-92XC"),
        **each(paths, run.public_id),
    }
