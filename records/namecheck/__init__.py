"""The name check: where a text that must name nobody could identify someone (R: G10.3, P4).

`check` finds, `shown` shows what was found in place, `replaced` says it neutrally. What is said of a hit is the same
for everybody, also for those whose existence is protected: "may identify someone".
"""

from records.namecheck.finding import Checker, Hit, Shown, check, replaced, shown
from records.namecheck.known import Known, of_school
from records.namecheck.tries import TooManyTries, counted

MESSAGE = "This may identify someone"

__all__ = [
    "MESSAGE",
    "Checker",
    "Hit",
    "Known",
    "Shown",
    "TooManyTries",
    "check",
    "counted",
    "of_school",
    "replaced",
    "shown",
]
