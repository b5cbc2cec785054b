"""The categories and rules that a school starts with. They follow its policy; each rule is a sentence."""

from typing import Any

from django.contrib.auth.models import Group

from accounts.roles import Role
from records.models import Category, Extent, Relation, Rule
from school import clock

SINCE = clock.london(2000, 1, 1)
"""The shipped rules hold from before any record: they are what the school's policy has always said."""

# code: (name, sensitivity, staff only, special category, retention)
CATEGORIES: dict[str, tuple[str, str, bool, bool, str]] = {
    "safeguarding": ("Safeguarding", "restricted", True, True, "date of birth + 25 years, then review"),
    "social_care": ("Children's social care", "restricted", True, True, "date of birth + 25 years"),
    "family": ("Family and personal", "personal", True, False, "date of birth + 25 years"),
    "court_orders": ("Court orders", "restricted", True, False, "date of birth + 25 years"),
    "medical": ("Medical", "restricted", True, True, "date of birth + 25 years"),
    "sen": ("SEN", "restricted", True, True, "date of birth + 31 years"),
    "speech": ("Speech and language", "restricted", True, True, "date of birth + 31 years"),
    "psychology": ("Educational psychology", "restricted", True, True, "date of birth + 31 years"),
    "behaviour": ("Behaviour", "personal", True, False, "date of birth + 25 years"),
    "adult_concern": (
        "Concern about an adult",
        "restricted",
        True,
        False,
        "10 years, or to pension age if later",
    ),
    "share_decision": ("Share decision", "restricted", False, True, "as the record it concerns"),
    "draft": ("Draft", "restricted", False, True, "until recorded or closed"),
}

SAFEGUARDING = ("safeguarding", "social_care", "family", "court_orders")
PUPIL_RECORDS = (*SAFEGUARDING, "medical", "sen", "speech", "psychology", "behaviour")

# (roles, categories, relation, extent), in the order of the sentences
RULES: list[tuple[tuple[str, ...], tuple[str, ...], str, int]] = [
    # The DSL and deputy DSL see all of safeguarding, social care, family and court-order records of any pupil.
    ((Role.DSL, Role.DEPUTY_DSL), SAFEGUARDING, Relation.ANY, Extent.ALL),
    # The Headteacher sees all pupil records, concerns about adults, and share decisions.
    ((Role.HEADTEACHER,), (*PUPIL_RECORDS, "adult_concern", "share_decision"), Relation.ANY, Extent.ALL),
    # The SENCO sees all SEN, speech and language and educational psychology records of any pupil.
    ((Role.SENCO,), ("sen", "speech", "psychology"), Relation.ANY, Extent.ALL),
    # The medical lead sees all medical records; a first aider sees the medical summary of any pupil.
    ((Role.MEDICAL,), ("medical",), Relation.ANY, Extent.ALL),
    ((Role.FIRST_AIDER,), ("medical",), Relation.ANY, Extent.SUMMARY),
    # A teacher sees, for the own class, the medical and SEN parts written for teachers, and all of behaviour.
    ((Role.TEACHER,), ("medical", "sen", "speech"), Relation.OWN_CLASS, Extent.TEACHERS),
    ((Role.TEACHER,), ("behaviour",), Relation.OWN_CLASS, Extent.ALL),
    # Support staff see, for the class they support, the medical parts written for staff.
    ((Role.SUPPORT,), ("medical",), Relation.OWN_CLASS, Extent.STAFF),
]
# An author sees all of what they wrote, except safeguarding and concerns about adults: there, the reference.
AUTHORS_ALL = ("medical", "sen", "speech", "psychology", "behaviour", "family", "share_decision", "draft")
AUTHORS_REFERENCE = ("safeguarding", "social_care", "court_orders", "adult_concern")


def load(**kwargs: Any) -> None:
    """Make the categories that are missing, and the rules of a school that has none. After every migration."""
    for code, (name, sensitivity, staff_only, special, retention) in CATEGORIES.items():
        Category.objects.get_or_create(
            code=code,
            defaults={
                "name": name,
                "sensitivity": sensitivity,
                "staff_only": staff_only,
                "special": special,
                "retention": retention,
            },
        )
    if Rule.objects.exists():
        return
    categories = {category.code: category for category in Category.objects.all()}
    groups = {group.name: group for group in Group.objects.all()}
    for roles, codes, relation, extent in RULES:
        for role in roles:
            for code in codes:
                Rule.objects.create(
                    category=categories[code],
                    group=groups[role],
                    relation=relation,
                    extent=extent,
                    start=SINCE,
                )
    for codes, extent in ((AUTHORS_ALL, Extent.ALL), (AUTHORS_REFERENCE, Extent.REFERENCE)):
        for code in codes:
            Rule.objects.create(category=categories[code], relation=Relation.AUTHOR, extent=extent, start=SINCE)
