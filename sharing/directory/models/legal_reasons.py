"""Legal reasons for sharing, and the conditions for special category data."""

from django.db import models


class Basis(models.TextChoices):
    """Legal reasons: UK GDPR, article 6."""

    PUBLIC_TASK = "public_task", "It is part of our job as a school"
    LEGAL_OBLIGATION = "legal_obligation", "A law or court says we must"
    VITAL_INTERESTS = "vital_interests", "Someone’s life is at risk"
    RECOGNISED = "recognised", "Recognised legitimate interest"
    CONTRACT = "contract", "A contract with this person"
    AGREEMENT = "agreement", "They freely agreed and can stop it"
    LEGITIMATE = "legitimate", "Legitimate interests"


class Condition(models.TextChoices):
    """Conditions for special category data: UK GDPR, article 9; Data Protection Act 2018, schedule 1."""

    SAFEGUARDING = "safeguarding", "Safeguarding of children and of individuals at risk (schedule 1, paragraph 18)"
    HEALTH = "health", "Health or social care (article 9(2)(h))"
    PUBLIC_INTEREST = "public_interest", "Substantial public interest: a statutory purpose (schedule 1, paragraph 6)"
    CRIME = "crime", "Preventing or detecting unlawful acts (schedule 1, paragraph 10)"
    LEGAL_CLAIMS = "legal_claims", "Legal claims (article 9(2)(f))"
    EMPLOYMENT = "employment", "Employment (schedule 1, paragraph 1)"
    ASK = "ask", "The DPO decides"
