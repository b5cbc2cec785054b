"""What sharing can be for, and the usual legal reason of each. The DPO confirms the table before it is used.

Sources: UK GDPR articles 6 and 9; Data Protection Act 2018, schedule 1, paragraphs 10 and 18.
"""

from dataclasses import dataclass

BASES = {
    "public_task": "It is part of our job as a school (public task)",
    "legal_obligation": "A law or court says we must (legal obligation)",
    "vital_interests": "Someone’s life is at risk (vital interests)",
    "contract": "A contract with this person",
}
CONDITIONS = {
    "safeguarding": "Safeguarding of children and of individuals at risk (schedule 1, paragraph 18)",
    "health": "Health or social care (article 9(2)(h))",
    "public_interest": "Substantial public interest: a statutory purpose (schedule 1, paragraph 6)",
    "crime": "Preventing or detecting unlawful acts (schedule 1, paragraph 10)",
    "legal_claims": "Legal claims (article 9(2)(f))",
}


@dataclass(frozen=True)
class Purpose:
    label: str
    basis: str
    condition: str


PURPOSES = {
    "protect": Purpose("Protect a child from harm", "public_task", "safeguarding"),
    "adult_concern": Purpose("Concern about an adult who works with children", "public_task", "safeguarding"),
    "early_help": Purpose("Early help for a family", "public_task", "health"),
    "assessment": Purpose("Assessment or plan (SEN, EHC plan, conference)", "public_task", "public_interest"),
    "health": Purpose("Health care or medicine", "public_task", "health"),
    "attendance": Purpose("Attendance", "public_task", "public_interest"),
    "police": Purpose("Police enquiry", "public_task", "crime"),
    "court": Purpose("Court or legal proceedings", "legal_obligation", "legal_claims"),
}
