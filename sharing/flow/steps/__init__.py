"""The pages of the flow, word for word: what each asks, and what it does not accept."""

from sharing.flow.fields import Step
from sharing.flow.steps.about import About
from sharing.flow.steps.contents import What, Who
from sharing.flow.steps.decision import Decide, Override, Why, WhyNot
from sharing.flow.steps.family import Family, NotTold, Telling
from sharing.flow.steps.safety import Adult, KeepFrom, Safe
from sharing.flow.steps.sending import Send

STEPS: dict[str, type[Step]] = {
    step.name: step
    for step in (
        About,
        Safe,
        Adult,
        KeepFrom,
        Who,
        What,
        Family,
        Telling,
        NotTold,
        Decide,
        Override,
        Why,
        WhyNot,
        Send,
    )
}
