"""The categories of a share decision: the draft, the advice, the decision, and the extract that it discloses."""

from accounts.roles import Role
from records.models import Extent
from records.need_to_know.shipped import Opens, Shipped

CATEGORIES = (
    # The Headteacher sees all share decisions.
    Shipped(
        code="share_decision",
        name="Share decision",
        retention="as the record it concerns",
        staff_only=False,
        special=True,
        opens=(Opens((Role.HEADTEACHER,)),),
        author=Extent.ALL,
    ),
    Shipped(code="extract", name="Extract", retention="as the decision", staff_only=False, special=True),
    Shipped(
        code="advice",
        name="Advice",
        retention="as the decision",
        staff_only=False,
        special=True,
        author=Extent.ALL,
    ),
    Shipped(
        code="draft",
        name="Draft",
        retention="until recorded or closed",
        unlisted=True,
        staff_only=False,
        special=True,
        author=Extent.ALL,
    ),
)
