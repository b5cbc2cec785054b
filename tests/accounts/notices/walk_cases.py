"""What each URL of notices is, for the walk."""

from accounts.notices.models import Notice
from tests.factories import World
from tests.walking import Addresses, Object, Page, each

CASES = [
    Page("notices:inbox", each_role=True),
    Page("notices:tasks", each_role=True),
    Page("notices:unheard"),
    Object("notices:notice", {"head"}, stale=True),
    Object("notices:mark_seen", {"head"}, method="post", stale=True),
]


def addresses(world: World) -> Addresses:
    """A notice to the Headteacher, of a decision."""
    decision = world.decide()
    notice = Notice.objects.get(kind="decision", reference=decision.reference)
    return each({"notices:notice": "/notices/{}/", "notices:mark_seen": "/notices/{}/seen/"}, notice.public_id)
