"""When an answer holds: it was given about certain people, for certain recipients, about certain contents.

Each such answer is kept with a stamp of what it was about. Change whom it is about, and the stamp no longer fits: the
page is asked again ("You changed an earlier answer"), with what was typed still there.
"""

import hashlib
import json
from collections.abc import Callable
from typing import Any

Answers = dict[str, dict[str, Any]]
STAMP = "for"

ABOUT: dict[str, Callable[[Answers], Any]] = {
    "people": lambda said: said.get("about", {}).get("people", []),
    "recipients": lambda said: [
        [said.get("who", {}).get(name) for name in ("to", "directory", "school", "staff", "more")],
        said.get("parent", {}).get("adults"),
        [said.get("outside", {}).get(name) for name in ("who", "role", "body")],
    ],
    "contents": lambda said: [said.get("what", {}).get(name) for name in ("records", "how", "unwritten")],
    "unsure": lambda said: (
        (said.get("send", {}).get("unsure_of") or "") if said.get("send", {}).get("checked") == "not" else ""
    ),
    "text": lambda said: said.get("names", {}).get("text", ""),  # the text itself, as it was when it was read
    "purpose": lambda said: said.get("why", {}).get("purpose"),
}
DEPENDS = {
    "safe": ("people",),
    "parent": ("people",),
    "family": ("people", "recipients", "contents"),
    "telling": ("people", "recipients", "contents"),
    "not-told": ("people", "recipients", "contents"),
    "names": ("people", "recipients", "contents", "unsure"),
    "others": ("people", "recipients", "contents", "unsure", "text"),
    "decide": ("people", "recipients", "contents"),
    "override": ("people", "recipients", "contents"),
    "why": ("people", "recipients", "contents"),
    "basis": ("purpose",),
    "why-not": ("people", "recipients", "contents"),
    "send": ("people", "recipients", "contents"),
}


def stamp(step: str, said: Answers) -> str:
    """What an answer to `step` would be about now; "" for a step that stands by itself."""
    if step not in DEPENDS:
        return ""
    about = json.dumps([ABOUT[part](said) for part in DEPENDS[step]], sort_keys=True)
    return hashlib.sha256(about.encode()).hexdigest()[:16]


def stamped(step: str, answers: dict[str, Any], said: Answers) -> dict[str, Any]:
    """The answers to `step` as they are kept."""
    mark = stamp(step, {**said, step: answers})
    return {**answers, STAMP: mark} if mark else answers


def stamp_all(said: Answers) -> Answers:
    """All answers of a draft at once, as if they were given in this order."""
    return {step: stamped(step, answers, said) for step, answers in said.items()}


def holds(step: str, said: Answers) -> bool:
    """Whether the answer to `step` is still about what it was about."""
    return said.get(step, {}).get(STAMP, "") == stamp(step, said)
