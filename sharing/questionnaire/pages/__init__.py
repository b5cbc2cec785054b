"""The pages of the flow, word for word: what each asks, and what it does not accept."""

from typing import Any

from sharing.questionnaire.page import Step
from sharing.questionnaire.pages.about import About
from sharing.questionnaire.pages.asked import Asked, When
from sharing.questionnaire.pages.contents import Others, What
from sharing.questionnaire.pages.decision import Agreement, Decide, Followed, Override
from sharing.questionnaire.pages.family import Family, NotTold, Telling
from sharing.questionnaire.pages.reasons import LegalReason, Why, WhyNot
from sharing.questionnaire.pages.safety import Adult, KeepFrom, Safe
from sharing.questionnaire.pages.sending import Send
from sharing.questionnaire.pages.who import Who
from sharing.questionnaire.pages.whom import Inside, Moving, Outside, Parent

STEPS: dict[str, type[Step[Any]]] = {
    step.name: step
    for step in (
        Asked,
        When,
        About,
        Safe,
        Adult,
        KeepFrom,
        Who,
        Outside,
        Parent,
        Moving,
        Inside,
        What,
        Others,
        Family,
        Telling,
        NotTold,
        Followed,
        Decide,
        Agreement,
        Override,
        Why,
        LegalReason,
        WhyNot,
        Send,
    )
}
