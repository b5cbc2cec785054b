"""The categories of records about a child and about staff, and the personal tier; with who sees what, as sentences.

Retention and sensitivity are facts of the field: IRMS's schedule and KCSIE.
"""

from functools import partial

from accounts.roles import Role
from records.models import Extent, Relation
from records.need_to_know.shipped import Opens, Shipped

UNTIL_25 = "date of birth + 25 years"
UNTIL_31 = "date of birth + 31 years"

# The DSL and deputy DSL see all of safeguarding, social care, family and court-order records of any pupil.
LEADS = Opens((Role.DSL, Role.DEPUTY_DSL))
# The Headteacher sees all pupil records, complaints, and what is recorded about staff.
HEAD = Opens((Role.HEADTEACHER,))
# The SENCO sees all SEN, speech and language and educational psychology records of any pupil.
SENCO = Opens((Role.SENCO,))
# A teacher sees, for the own class, the medical and SEN parts written for teachers, and all of behaviour.
TEACHERS_PART = Opens((Role.TEACHER,), Relation.OWN_CLASS, Extent.TEACHERS)
OWN_CLASS = Opens((Role.TEACHER,), Relation.OWN_CLASS)
# The medical lead sees all medical records; a first aider sees the medical summary of any pupil. Support staff see, for
# the class they support, the medical parts written for staff.
MEDICAL = (
    Opens((Role.MEDICAL,)),
    Opens((Role.FIRST_AIDER,), extent=Extent.SUMMARY),
    TEACHERS_PART,
    Opens((Role.SUPPORT,), Relation.OWN_CLASS, Extent.STAFF),
)

_pupil = partial(Shipped, is_record=True, to_write=True, to_ask=True, retention=UNTIL_25, opens=(HEAD,))
"""A record about a child. Its author sees all of what they wrote, except safeguarding: there, the reference."""
_safeguarding = partial(_pupil, safeguarding=True, owner=Role.DSL, author=Extent.REFERENCE, opens=(LEADS, HEAD))
_health = partial(_pupil, special=True, owner=Role.MEDICAL, author=Extent.ALL, opens=(HEAD, *MEDICAL))
_sen = partial(_pupil, special=True, retention=UNTIL_31, owner=Role.SENCO, author=Extent.ALL, opens=(HEAD, SENCO))
_told = partial(Shipped, told=True, retention=UNTIL_25)
"""Information that is shared without a record of it. Nobody writes such records, and no rule opens any."""
_personal = partial(Shipped, personal=True, retention="", sensitivity="personal")
"""A part of what the school knows of everybody, each page view of it in the log."""

CATEGORIES = (
    _safeguarding(
        code="safeguarding", name="Safeguarding", special=True, retention="date of birth + 25 years, then review"
    ),
    _safeguarding(code="social_care", name="Children's social care", special=True),
    _safeguarding(code="family", name="Family and personal", sensitivity="personal", author=Extent.ALL),
    _safeguarding(code="court_orders", name="Court orders"),
    _safeguarding(code="looked_after", name="Looked after"),
    _safeguarding(code="restrictions", name="Contact restrictions"),
    _safeguarding(code="protected_address", name="Protected address"),
    _health(code="medical", name="Medical"),
    _health(code="medication", name="Medication log"),
    _health(code="health_plan", name="Individual healthcare plan"),
    _pupil(code="mental_health", name="CAMHS and mental health", special=True, author=Extent.ALL),
    _sen(code="sen", name="SEN", opens=(HEAD, SENCO, TEACHERS_PART)),
    _sen(code="speech", name="Speech and language", opens=(HEAD, SENCO, TEACHERS_PART)),
    _sen(code="psychology", name="Educational psychology"),
    _sen(code="ehcp", name="Education, health and care plan"),
    _sen(code="sen_meeting", name="SEN meeting minutes"),
    _pupil(code="behaviour", name="Behaviour", sensitivity="personal", author=Extent.ALL, opens=(HEAD, OWN_CLASS)),
    _pupil(code="suspension", name="Suspension or exclusion", author=Extent.ALL),
    _pupil(code="attendance", name="Attendance", sensitivity="personal", author=Extent.ALL),
    Shipped(
        code="photographs",
        name="Photographs",
        sensitivity="personal",
        retention="while used, and while the child is at the school",
        is_record=True,
        told=True,
    ),
    _told(code="report", name="School report", sensitivity="personal"),
    _told(code="meals", name="Meals", sensitivity="personal"),
    _told(code="religion", name="Religion or belief", special=True),
    Shipped(
        code="appraisal",
        name="Appraisal",
        retention="current year + 5 years",
        is_record=True,
        opens=(HEAD,),
    ),
    Shipped(code="staff", name="Staff file", retention="end of employment + 6 years", is_record=True, told=True),
    Shipped(
        code="low_level_concern",
        name="Low-level concern",
        retention="end of employment",
        is_record=True,
        opens=(HEAD,),
    ),
    Shipped(
        code="complaint",
        name="Complaint",
        retention="closed + 6 years",
        is_record=True,
        to_write=True,
        owner=Role.HEADTEACHER,
        opens=(HEAD,),
        author=Extent.ALL,
    ),
    # Office staff see contacts and addresses; so do those who may have to ring a parent. The Headteacher, the DSL and
    # the SENCO see the details of any pupil; a teacher sees both for the own class.
    _personal(
        code="contacts",
        name="Contacts and addresses",
        told=True,
        opens=(
            Opens(
                (
                    Role.OFFICE,
                    Role.MEDICAL,
                    Role.FIRST_AIDER,
                    Role.HEADTEACHER,
                    Role.DSL,
                    Role.DEPUTY_DSL,
                    Role.SENCO,
                )
            ),
            OWN_CLASS,
        ),
    ),
    _personal(
        code="details",
        name="Details: birth, numbers, ethnicity, religion, SEN, meals",
        opens=(Opens((Role.HEADTEACHER, Role.DSL, Role.DEPUTY_DSL, Role.SENCO)), OWN_CLASS),
    ),
)
