"""When an answer holds: it was given about certain people, for certain recipients, about certain contents.

Each such answer is kept with a stamp of what it was about. Change whom it is about, and the stamp no longer fits: the
page is asked again ("You changed an earlier answer"), with what was typed still there.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any

from sharing.questionnaire.answers import STAMP, Answers

Said = dict[str, dict[str, Any]]

ABOUT: dict[str, Callable[[Answers], Any]] = {
    "people": lambda said: said.about.people,
    "recipients": lambda said: [
        [said.who.to, said.who.directory, said.who.school, said.who.staff],
        [[one.who, one.need] for one in said.who.more],
        said.parent.adults,
        [said.outside.who, said.outside.role, said.outside.body],
    ],
    "contents": lambda said: [said.what.records, dict(said.what.how), said.what.unwritten],
    "unsure": lambda said: said.send.unsure_of if said.send.checked == "not" else "",
    "text": lambda said: said.names.text,  # of the text itself, as it was when it was read
    "purpose": lambda said: said.why.purpose,
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
    """What an answer to `step` would be about now; "" for a step that depends on no other."""
    if step not in DEPENDS:
        return ""
    about = json.dumps([ABOUT[part](said) for part in DEPENDS[step]], sort_keys=True)
    return hashlib.sha256(about.encode()).hexdigest()[:16]


def stamped(step: str, answers: Mapping[str, Any], said: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """The answers to `step` as they are kept, given all that is said so far, as JSON."""
    mark = stamp(step, Answers({**said, step: answers}))
    return {**answers, STAMP: mark} if mark else dict(answers)


def stamp_all(said: Mapping[str, Mapping[str, Any]]) -> Said:
    """All answers of a draft at once, as if they were given in this order."""
    return {step: stamped(step, answers, said) for step, answers in said.items()}


def holds(step: str, said: Answers) -> bool:
    """Whether the answer to `step` is still about what it was about."""
    return said.stamp(step) == stamp(step, said)
