"""The category of lost property: a description can tell whose it is, and what is in a bag."""

from accounts.roles import Role
from records.models import Extent
from records.need_to_know.shipped import Opens, Shipped

CATEGORIES = (
    # The office and the Headteacher see all of it; so does whoever wrote it down.
    Shipped(
        code="lost_property",
        name="Lost property",
        retention="claimed, or handed in + 1 term",
        sensitivity="personal",
        owner=Role.OFFICE,
        opens=(Opens((Role.OFFICE, Role.HEADTEACHER)),),
        author=Extent.ALL,
    ),
)
