"""Answers of decisions that are out of the common, as drafts keep them: not to share, and what is in no record."""

from typing import Any


def not_shared(**why: Any) -> dict[str, Any]:
    """The answers of a decision not to share; `why`: what the page about the reasons says otherwise."""
    said = {
        "why": ["not_needed"],
        "reasons": "They do not need it.",
        "review": "no",
        "review_on": None,
        "change": ["nothing"],
        "category": None,
        "reply_by": None,
    }
    return {"decide": {"outcome": "no_share"}, "why-not": said | why}


def refused(answer: str) -> dict[str, Any]:
    """The answers of a decision not to share what was asked for; `answer`: what the person who asked is told."""
    what = {
        "records": [],
        "how": {},
        "unwritten": "How she is doing",
        "unwritten_kind": "behaviour",
        "unwritten_nature": "fact",
        "unwritten_source": "I saw it",
        "everything": "yes",
        "left_out": "",
    }
    who: dict[str, object] = {"to": "asker", "directory": None, "school": None, "staff": None, "more": []}
    return {"who": who, "what": what, **not_shared(answer=answer)}


def by_dsl() -> dict[str, Any]:
    """What the DSL shares, who may not see the teacher's record: something that is in none."""
    what = {
        "records": [],
        "how": {},
        "unwritten": "What was said",
        "unwritten_kind": "safeguarding",
        "unwritten_nature": "fact",
        "unwritten_source": "I saw it",
        "everything": "",
    }
    return {"what": {**what, "left_out": ""}}


def of_nobody_here() -> dict[str, Any]:
    """The answers of a decision about a child who was not found: what the author knows, and what the family said."""
    family = {"said": {"parents-typed": "told", "typed": "told"}}
    telling = {"people": ["someone_else"], "other": "Her mother", "when": "today", "told": "all"}
    what = {"records": [], "how": {}, "unwritten": "When she was here", "unwritten_kind": "behaviour"}
    what |= {"unwritten_nature": "fact", "unwritten_source": "I saw it"}
    return {"what": {**what, "everything": "", "left_out": ""}, "family": family, "telling": telling}
