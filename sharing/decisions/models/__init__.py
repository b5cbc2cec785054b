"""Drafts and share decisions. Codes and ids only: every word is sealed in the record."""

from sharing.decisions.models.advice import Advice, AdviceAnswer
from sharing.decisions.models.contents import DecisionItem, DecisionRecipient
from sharing.decisions.models.decisions import Outcome, ShareDecision
from sharing.decisions.models.drafts import Closure, Draft, NeededBy, Origin
from sharing.decisions.models.events import Completion, Event, TripWire
from sharing.decisions.models.harm import HarmAbout, HarmTold
from sharing.decisions.models.questions import Answer, Question

__all__ = [
    "ONCE",
    "Advice",
    "AdviceAnswer",
    "Answer",
    "Closure",
    "Completion",
    "DecisionItem",
    "DecisionRecipient",
    "Draft",
    "Event",
    "HarmAbout",
    "HarmTold",
    "NeededBy",
    "Origin",
    "Outcome",
    "Question",
    "ShareDecision",
    "TripWire",
]

ONCE = (
    Draft,
    NeededBy,
    Closure,
    ShareDecision,
    DecisionItem,
    DecisionRecipient,
    Question,
    Answer,
    Event,
    Completion,
    TripWire,
    Advice,
    AdviceAnswer,
)
"""The tables about a decision and its draft: a row is written once, and never changed."""
