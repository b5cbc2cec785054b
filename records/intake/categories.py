"""The categories of what comes in: concerns that are passed on, and what an import holds for the DSL."""

from accounts.roles import Role
from records.need_to_know.shipped import Opens, Shipped

# To the DSL and deputy DSL come the concerns that anyone passes on, and what an import could not show to whoever made
# it. The Headteacher sees all concerns.
LEADS = Opens((Role.DSL, Role.DEPUTY_DSL))
HEAD = Opens((Role.HEADTEACHER,))

CATEGORIES = (
    Shipped(
        code="concern",
        name="Concern passed on",
        retention="as what it becomes; else date of birth + 25 years",
        special=True,
        is_record=True,
        owner=Role.DSL,
        opens=(LEADS, HEAD),
    ),
    Shipped(
        code="adult_concern_passed",
        name="Concern about an adult, passed on",
        retention="as what it becomes",
        staff_only=False,
        is_record=True,
        owner=Role.HEADTEACHER,
        opens=(HEAD,),
    ),
    Shipped(
        code="held",
        name="Held from an import",
        retention="until settled",
        unlisted=True,
        owner=Role.DSL,
        opens=(LEADS,),
    ),
)
