"""The pages of the flow, word for word: what each asks, and what it does not accept."""

from typing import Any

from sharing.flow.fields import Step
from sharing.flow.steps.about import About
from sharing.flow.steps.asked import Asked, When
from sharing.flow.steps.contents import Others, What
from sharing.flow.steps.decision import Decide, Followed, Override
from sharing.flow.steps.family import Family, NotTold, Telling
from sharing.flow.steps.reasons import LegalReason, Why, WhyNot
from sharing.flow.steps.safety import Adult, KeepFrom, Safe
from sharing.flow.steps.sending import Send
from sharing.flow.steps.who import Who
from sharing.flow.steps.whom import Inside, Moving, Outside, Parent

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
        Override,
        Why,
        LegalReason,
        WhyNot,
        Send,
    )
}
