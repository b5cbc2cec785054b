"""The categories of what is written to be read by a few: briefings, staff meetings, declarations, concerns about
adults, and a health professional's own notes.
"""

from accounts.roles import Role
from records.models import Extent
from records.need_to_know.shipped import Opens, Shipped

HEAD = Opens((Role.HEADTEACHER,))

CATEGORIES = (
    # The author of a concern about an adult sees the reference; the Headteacher names who else sees it.
    Shipped(
        code="adult_concern",
        name="Concern about an adult",
        retention="10 years, or to pension age if later",
        is_record=True,
        owner=Role.HEADTEACHER,
        opens=(HEAD,),
        author=Extent.REFERENCE,
    ),
    Shipped(
        code="professional_notes",
        name="Professional notes",
        retention="as their own body says",
        staff_only=False,
        special=True,
        author=Extent.ALL,
        authors_alone=True,
    ),
    # The DSL sees what was written of it for others; the Headteacher sees what staff declare.
    Shipped(
        code="briefing",
        name="Briefing",
        retention="as the record behind it",
        special=True,
        opens=(Opens((Role.DSL, Role.DEPUTY_DSL, Role.HEADTEACHER)),),
        author=Extent.ALL,
    ),
    Shipped(
        code="meeting_item",
        name="Staff meeting: about one person",
        retention="as the record it concerns",
        opens=(HEAD,),
        author=Extent.ALL,
    ),
    # General notes of a staff meeting name no child: they are for all who work with children.
    Shipped(
        code="meeting_notes",
        name="Staff meeting: general notes",
        retention="current year + 6 years",
        sensitivity="ordinary",
        opens=(
            Opens(
                (
                    Role.HEADTEACHER,
                    Role.DSL,
                    Role.DEPUTY_DSL,
                    Role.SENCO,
                    Role.TEACHER,
                    Role.SUPPORT,
                    Role.OFFICE,
                    Role.MEDICAL,
                    Role.FIRST_AIDER,
                )
            ),
        ),
        author=Extent.ALL,
    ),
    Shipped(
        code="declaration",
        name="Declaration of relationships",
        retention="current year + 6 years",
        sensitivity="personal",
        staff_only=False,
        opens=(HEAD,),
        author=Extent.ALL,
    ),
)
