"""The name check: where a text that must name nobody could identify someone (R: G10.3, P4).

`check` finds, `shown` shows what was found in place, `replaced` says it neutrally. What is said of a hit is the same
for everybody, also for those whose existence is protected: "may identify someone".
"""

from collections.abc import Iterable

from accounts.models import User
from records.namecheck.finding import Checker, Own, check
from records.namecheck.hits import Hit, Shown, replaced, shown
from records.namecheck.known import Known, of_school
from records.namecheck.rate_limit import TooManyTries, counted

MESSAGE = "This may identify someone"


def checked(user: User, text: str, *, adults: bool = False) -> list[Hit]:
    """What in a text of `user` may identify a person of this school; counted and written down. Call it outside a
    transaction that may be rolled back. Raises TooManyTries."""
    hits = check(text, of_school(), adults=adults)
    counted(user, whose(hits))
    return hits


def whose(hits: Iterable[Hit]) -> list[str]:
    """What tells the people apart who could be meant by the hits."""
    return [hit.who or hit.instead for hit in hits]


__all__ = [
    "MESSAGE",
    "Checker",
    "Hit",
    "Known",
    "Own",
    "Shown",
    "TooManyTries",
    "check",
    "checked",
    "counted",
    "of_school",
    "replaced",
    "shown",
    "whose",
]
