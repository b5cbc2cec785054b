"""What each URL of notices is, for the walk."""

from accounts.notices.models import Notice
from tests.factories import World
from tests.walking import Addresses, Object, Page, each

CASES = [
    Page("inbox", each_role=True),
    Object("notice", {"head"}, stale=True),
    Object("seen", {"head"}, method="post", stale=True),
]


def addresses(world: World) -> Addresses:
    """A notice to the Headteacher, of a decision."""
    decision = world.decide()
    notice = Notice.objects.get(kind="decision", reference=decision.reference)
    return each({"notice": "/notices/{}/", "seen": "/notices/{}/seen/"}, notice.public_id)
