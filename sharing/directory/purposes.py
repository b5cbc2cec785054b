"""What sharing can be for, as a school starts with it. The DPO confirms and keeps the list (settings).

Sources: UK GDPR articles 6 and 9; Data Protection Act 2018, schedule 1, paragraphs 1, 6, 10 and 18.
"""

from typing import Any

from sharing.directory.models import Agency, Basis, Condition, Purpose

Kind = Agency.Kind
PARENT, STAFF_MATTER = "parent", "staff_matter"
"""Further recipients for whom a purpose is shown first."""
SHIPPED: list[tuple[str, str, str, str, bool, tuple[str, ...]]] = [
    # code, label, usual legal reason, condition, agreement possible, shown first for
    (
        "protect",
        "Protect a child from harm",
        Basis.PUBLIC_TASK,
        Condition.SAFEGUARDING,
        False,
        (Kind.SOCIAL_CARE, Kind.POLICE),
    ),
    (
        "adult_concern",
        "Concern about an adult who works with children",
        Basis.PUBLIC_TASK,
        Condition.SAFEGUARDING,
        False,
        (Kind.LADO,),
    ),
    ("early_help", "Early help for a family", Basis.PUBLIC_TASK, Condition.HEALTH, False, (Kind.SOCIAL_CARE,)),
    (
        "assessment",
        "Assessment or plan (SEN, EHC plan, conference)",
        Basis.PUBLIC_TASK,
        Condition.PUBLIC_INTEREST,
        False,
        (Kind.LA_SEN, Kind.HEALTH),
    ),
    ("health", "Health care or medicine", Basis.PUBLIC_TASK, Condition.HEALTH, False, (Kind.HEALTH,)),
    ("move", "Move to another school", Basis.LEGAL_OBLIGATION, Condition.PUBLIC_INTEREST, False, (Kind.SCHOOL,)),
    ("attendance", "Attendance", Basis.PUBLIC_TASK, Condition.PUBLIC_INTEREST, False, ()),
    ("police", "Police enquiry", Basis.PUBLIC_TASK, Condition.CRIME, False, (Kind.POLICE,)),
    ("court", "Court or legal proceedings", Basis.LEGAL_OBLIGATION, Condition.LEGAL_CLAIMS, False, ()),
    (
        "own_child",
        "Tell a parent about their own child",
        Basis.PUBLIC_TASK,
        Condition.PUBLIC_INTEREST,
        False,
        (PARENT,),
    ),
    ("employment", "Employment or pay (staff)", Basis.CONTRACT, Condition.EMPLOYMENT, True, (STAFF_MATTER,)),
    ("complaint", "Complaint", Basis.PUBLIC_TASK, Condition.ASK, True, ()),
    ("other", "Something else", Basis.PUBLIC_TASK, Condition.ASK, True, ()),
]


def load(**kwargs: Any) -> None:
    """Make the purposes that are missing. After every migration; what the DPO has changed stays."""
    for order, (code, label, basis, condition, agreement, first_for) in enumerate(SHIPPED, start=1):
        Purpose.objects.get_or_create(
            code=code,
            defaults={
                "label": label,
                "basis": basis,
                "condition": condition,
                "agreement": agreement,
                "first_for": [str(kind) for kind in first_for],
                "order": order,
            },
        )
