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
    "people": lambda answers: (
        [answers.about.typed, answers.about.group] if answers.about.unnamed else answers.about.people
    ),
    "recipients": lambda answers: [
        [answers.who.to, answers.who.directory, answers.who.school, answers.who.staff],
        [[also.who, also.need] for also in answers.who.more],
        answers.parent.adults,
        [answers.outside.who, answers.outside.role, answers.outside.body],
    ],
    "contents": lambda answers: [
        answers.what.records,
        dict(answers.what.how),
        answers.what.unwritten,
        # Older drafts have none of these: their stamps still fit.
        *filter(None, (answers.what.unwritten_nature, answers.what.unwritten_source)),
    ],
    "unsure": lambda answers: answers.send.unsure_of if answers.send.checked == "not" else "",
    "text": lambda answers: answers.names.text,  # of the text itself, as it was when it was read
    "purpose": lambda answers: answers.why.purpose,
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
    "agreement": ("people", "recipients"),
    "override": ("people", "recipients", "contents"),
    "why": ("people", "recipients", "contents"),
    "basis": ("purpose",),
    "why-not": ("people", "recipients", "contents"),
    "send": ("people", "recipients", "contents"),
}


def stamp(step: str, answers: Answers) -> str:
    """What an answer to `step` would be about now; "" for a step that depends on no other."""
    if step not in DEPENDS:
        return ""
    about = json.dumps([ABOUT[part](answers) for part in DEPENDS[step]], sort_keys=True)
    return hashlib.sha256(about.encode()).hexdigest()[:16]


def stamped(step: str, answers: Mapping[str, Any], raw: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """The answers to `step` as they are kept; `raw`: all answers of the draft so far, as JSON."""
    mark = stamp(step, Answers({**raw, step: answers}))
    return {**answers, STAMP: mark} if mark else dict(answers)


def stamp_all(raw: Mapping[str, Mapping[str, Any]]) -> Said:
    """All answers of a draft at once, as if they were given in this order."""
    return {step: stamped(step, answers, raw) for step, answers in raw.items()}


def holds(step: str, answers: Answers) -> bool:
    """Whether the answer to `step` is still about what it was about."""
    return answers.stamp(step) == stamp(step, answers)
