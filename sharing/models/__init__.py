"""The tables of sharing, by subject. Codes and ids only: every word is sealed in the record."""

from sharing.models.advice import Advice, AdviceAnswer
from sharing.models.decisions import DecisionItem, DecisionRecipient, Outcome, ShareDecision
from sharing.models.directory import Agency, AgencyContact, Basis, Condition, Purpose
from sharing.models.disclosures import Channel, Disclosure
from sharing.models.drafts import Closure, Draft, HarmAbout, HarmTold, Origin
from sharing.models.events import Answer, Completion, Event, Question, TripWire

__all__ = [
    "ONCE",
    "Advice",
    "AdviceAnswer",
    "Agency",
    "AgencyContact",
    "Answer",
    "Basis",
    "Channel",
    "Closure",
    "Completion",
    "Condition",
    "DecisionItem",
    "DecisionRecipient",
    "Disclosure",
    "Draft",
    "Event",
    "HarmAbout",
    "HarmTold",
    "Origin",
    "Outcome",
    "Purpose",
    "Question",
    "ShareDecision",
    "TripWire",
]

ONCE = (
    Draft,
    Closure,
    ShareDecision,
    DecisionItem,
    DecisionRecipient,
    Disclosure,
    Question,
    Answer,
    Event,
    Completion,
    TripWire,
    Advice,
    AdviceAnswer,
)
"""The tables about a decision and its draft: a row is written once, and never changed."""
