"""The categories and rules that a school starts with. They follow its policy; each rule is a sentence."""

from typing import Any

from django.contrib.auth.models import Group

from accounts.roles import Role
from records.models import Category, Extent, Relation, Rule
from school import clock

SINCE = clock.london(2000, 1, 1)
"""The shipped rules hold from before any record: they are what the school's policy has always said."""

# code: (name, sensitivity, staff only, special category, retention). Facts of the field: IRMS's schedule and KCSIE.
CATEGORIES: dict[str, tuple[str, str, bool, bool, str]] = {
    "safeguarding": ("Safeguarding", "restricted", True, True, "date of birth + 25 years, then review"),
    "social_care": ("Children's social care", "restricted", True, True, "date of birth + 25 years"),
    "family": ("Family and personal", "personal", True, False, "date of birth + 25 years"),
    "court_orders": ("Court orders", "restricted", True, False, "date of birth + 25 years"),
    "looked_after": ("Looked after", "restricted", True, False, "date of birth + 25 years"),
    "restrictions": ("Contact restrictions", "restricted", True, False, "date of birth + 25 years"),
    "protected_address": ("Protected address", "restricted", True, False, "date of birth + 25 years"),
    "medical": ("Medical", "restricted", True, True, "date of birth + 25 years"),
    "medication": ("Medication log", "restricted", True, True, "date of birth + 25 years"),
    "health_plan": ("Individual healthcare plan", "restricted", True, True, "date of birth + 25 years"),
    "mental_health": ("CAMHS and mental health", "restricted", True, True, "date of birth + 25 years"),
    "sen": ("SEN", "restricted", True, True, "date of birth + 31 years"),
    "speech": ("Speech and language", "restricted", True, True, "date of birth + 31 years"),
    "psychology": ("Educational psychology", "restricted", True, True, "date of birth + 31 years"),
    "ehcp": ("Education, health and care plan", "restricted", True, True, "date of birth + 31 years"),
    "sen_meeting": ("SEN meeting minutes", "restricted", True, True, "date of birth + 31 years"),
    "behaviour": ("Behaviour", "personal", True, False, "date of birth + 25 years"),
    "suspension": ("Suspension or exclusion", "restricted", True, False, "date of birth + 25 years"),
    "attendance": ("Attendance", "personal", True, False, "date of birth + 25 years"),
    "photographs": ("Photographs", "personal", True, False, "while used, and while the child is at the school"),
    "appraisal": ("Appraisal", "restricted", True, False, "current year + 5 years"),
    "staff": ("Staff file", "restricted", True, False, "end of employment + 6 years"),
    "low_level_concern": ("Low-level concern", "restricted", True, False, "end of employment"),
    "governors_paper": (
        "Governors’ confidential paper",
        "restricted",
        False,
        False,
        "as the minutes",
    ),
    "complaint": ("Complaint", "restricted", True, False, "closed + 6 years"),
    "concern": ("Concern passed on", "restricted", True, True, "as what it becomes; else date of birth + 25 years"),
    "adult_concern_passed": ("Concern about an adult, passed on", "restricted", False, False, "as what it becomes"),
    "adult_concern": (
        "Concern about an adult",
        "restricted",
        True,
        False,
        "10 years, or to pension age if later",
    ),
    "share_decision": ("Share decision", "restricted", False, True, "as the record it concerns"),
    "held": ("Held from an import", "restricted", True, False, "until settled"),
    "professional_notes": ("Professional notes", "restricted", False, True, "as their own body says"),
    "briefing": ("Briefing", "restricted", True, True, "as the record behind it"),
    "meeting_item": ("Staff meeting: about one person", "restricted", True, False, "as the record it concerns"),
    "meeting_notes": ("Staff meeting: general notes", "ordinary", True, False, "current year + 6 years"),
    "declaration": ("Declaration of relationships", "personal", False, False, "current year + 6 years"),
    "extract": ("Extract", "restricted", False, True, "as the decision"),
    "advice": ("Advice", "restricted", False, True, "as the decision"),
    "draft": ("Draft", "restricted", False, True, "until recorded or closed"),
}

# The personal tier: parts of what the school knows of everybody, each page view of them in the log.
PERSONAL: dict[str, str] = {
    "contacts": "Contacts and addresses",
    "details": "Details: birth, numbers, ethnicity, religion, SEN, meals",
}

SAFEGUARDING = (
    "safeguarding",
    "social_care",
    "family",
    "court_orders",
    "looked_after",
    "restrictions",
    "protected_address",
)
SEN = ("sen", "ehcp", "sen_meeting", "speech", "psychology")
HEALTH = ("medical", "health_plan", "medication")
PUPIL_RECORDS = (*SAFEGUARDING, *HEALTH, "mental_health", *SEN, "behaviour", "suspension", "attendance")
HEADTEACHERS = (
    "complaint",
    "concern",
    "adult_concern_passed",
    "adult_concern",
    "low_level_concern",
    "appraisal",
    "share_decision",
)
NOT_RECORDS = (
    "share_decision",
    "draft",
    "held",
    "advice",
    "professional_notes",
    "briefing",
    "meeting_item",
    "meeting_notes",
    "declaration",
    "extract",
)
"""Kinds of thing that are guarded like records and are not records about a child to read or to share."""
TO_WRITE = (*PUPIL_RECORDS, "complaint")
"""The categories in which a member of staff adds a record."""
TO_ASK = PUPIL_RECORDS
"""What somebody can ask to see, or open in an emergency: never appraisals, concerns about adults, others' notes."""
AUTHORS_ALONE = ("professional_notes",)
"""What no rule and no grant opens to anybody else: a health professional's own notes (R: H1)."""

# (roles, categories, relation, extent), in the order of the sentences
RULES: list[tuple[tuple[str, ...], tuple[str, ...], str, int]] = [
    # The DSL and deputy DSL see all of safeguarding, social care, family and court-order records of any pupil.
    # To them come the concerns that anyone passes on, and what an import could not show to whoever made it.
    ((Role.DSL, Role.DEPUTY_DSL), (*SAFEGUARDING, "concern", "held"), Relation.ANY, Extent.ALL),
    # The Headteacher sees all pupil records, concerns, complaints, and share decisions.
    (
        (Role.HEADTEACHER,),
        (*PUPIL_RECORDS, *HEADTEACHERS),
        Relation.ANY,
        Extent.ALL,
    ),
    # Whoever leads safeguarding sees what was written of it for others; the Headteacher sees what staff declare.
    ((Role.DSL, Role.DEPUTY_DSL, Role.HEADTEACHER), ("briefing",), Relation.ANY, Extent.ALL),
    ((Role.HEADTEACHER,), ("declaration", "meeting_item"), Relation.ANY, Extent.ALL),
    # General notes of a staff meeting name no child: they are for all who work with children.
    (
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
        ),
        ("meeting_notes",),
        Relation.ANY,
        Extent.ALL,
    ),
    # The SENCO sees all SEN, speech and language and educational psychology records of any pupil.
    ((Role.SENCO,), SEN, Relation.ANY, Extent.ALL),
    # The medical lead sees all medical records; a first aider sees the medical summary of any pupil.
    ((Role.MEDICAL,), HEALTH, Relation.ANY, Extent.ALL),
    ((Role.FIRST_AIDER,), HEALTH, Relation.ANY, Extent.SUMMARY),
    # A teacher sees, for the own class, the medical and SEN parts written for teachers, and all of behaviour.
    ((Role.TEACHER,), (*HEALTH, "sen", "speech"), Relation.OWN_CLASS, Extent.TEACHERS),
    ((Role.TEACHER,), ("behaviour",), Relation.OWN_CLASS, Extent.ALL),
    # Support staff see, for the class they support, the medical parts written for staff.
    ((Role.SUPPORT,), HEALTH, Relation.OWN_CLASS, Extent.STAFF),
    # Of the personal tier: office staff see contacts and addresses; so do those who may have to ring a parent.
    (
        (Role.OFFICE, Role.MEDICAL, Role.FIRST_AIDER, Role.HEADTEACHER, Role.DSL, Role.DEPUTY_DSL, Role.SENCO),
        ("contacts",),
        Relation.ANY,
        Extent.ALL,
    ),
    # The Headteacher, the DSL and the SENCO see the details of any pupil; a teacher sees both for the own class.
    ((Role.HEADTEACHER, Role.DSL, Role.DEPUTY_DSL, Role.SENCO), ("details",), Relation.ANY, Extent.ALL),
    ((Role.TEACHER,), ("contacts", "details"), Relation.OWN_CLASS, Extent.ALL),
]
# An author sees all of what they wrote, except safeguarding and concerns about adults: there, the reference.
AUTHORS_ALL = (
    *HEALTH,
    "mental_health",
    *SEN,
    "behaviour",
    "suspension",
    "attendance",
    "family",
    "complaint",
    "share_decision",
    "draft",
    "advice",
    *AUTHORS_ALONE,
    "briefing",
    "meeting_item",
    "meeting_notes",
    "declaration",
)
AUTHORS_REFERENCE = (*(code for code in SAFEGUARDING if code != "family"), "adult_concern")


# Who owns the records of a category, where it is not whoever wrote them.
OWNERS: dict[str, str] = {
    **dict.fromkeys((*SAFEGUARDING, "concern", "held"), Role.DSL.value),
    **dict.fromkeys(HEALTH, Role.MEDICAL.value),
    **dict.fromkeys(SEN, Role.SENCO.value),
    **dict.fromkeys(("adult_concern", "adult_concern_passed", "complaint"), Role.HEADTEACHER.value),
}


def name_of(code: str) -> str:
    """What a category came as; nothing for one that did not come with the product."""
    return CATEGORIES[code][0] if code in CATEGORIES else PERSONAL.get(code, "")


def load(**kwargs: Any) -> None:
    """Make the categories that are missing, each with its rules. After every migration."""
    new: set[str] = set()
    for code, (name, sensitivity, staff_only, special, retention) in CATEGORIES.items():
        _, made = Category.objects.get_or_create(
            code=code,
            defaults={
                "name": name,
                "sensitivity": sensitivity,
                "staff_only": staff_only,
                "special": special,
                "retention": retention,
                "owner_role": OWNERS.get(code, ""),
            },
        )
        new |= {code} if made else set()
    for code, name in PERSONAL.items():
        defaults = {"name": name, "sensitivity": "personal", "personal": True}
        new |= {code} if Category.objects.get_or_create(code=code, defaults=defaults)[1] else set()
    categories = {category.code: category for category in Category.objects.all()}
    groups = {group.name: group for group in Group.objects.all()}
    for roles, codes, relation, extent in RULES:
        for role in roles:
            for code in codes:
                if code in new:
                    Rule.objects.create(
                        category=categories[code],
                        group=groups[role],
                        relation=relation,
                        extent=extent,
                        start=SINCE,
                    )
    for codes, extent in ((AUTHORS_ALL, Extent.ALL), (AUTHORS_REFERENCE, Extent.REFERENCE)):
        for code in codes:
            if code in new:
                Rule.objects.create(category=categories[code], relation=Relation.AUTHOR, extent=extent, start=SINCE)
