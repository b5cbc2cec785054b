"""How long people may do nothing, and how long a security code holds: shorter at once, longer by two people (R: T4)."""

from typing import Any

from accounts import approvals
from accounts.models import PendingChange, User
from accounts.power import Effect
from core.models import School

LIMITS = {"idle_minutes": (5, 30), "fresh_minutes": (15, 240)}
LABELS = {
    "idle_minutes": "Minutes of doing nothing until people are signed out",
    "fresh_minutes": "Minutes of work until the security code is asked for again",
}


def change(times: dict[str, int], *, by: User) -> PendingChange | None:
    """Set the times; returns the change that waits for a second person where one of them gets longer."""
    school = School.here()
    if any(times[name] > getattr(school, name) for name in LIMITS):
        return approvals.ask(SessionTimes.kind, by, by=by, detail=times)
    _set(times)
    return None


def _set(times: dict[str, int]) -> None:
    school = School.here()
    for name in LIMITS:
        setattr(school, name, times[name])
    school.save(update_fields=list(LIMITS))


class SessionTimes(approvals.ChangeHandler):
    """Longer times, once a second person has agreed."""

    kind = "times"
    label = "Let sessions or codes last longer"

    effect = Effect.MOVES

    def state(self, change: PendingChange) -> Any:
        school = School.here()
        return [getattr(school, name) for name in LIMITS]

    def carry_out(self, change: PendingChange) -> None:
        _set(change.detail)

    def words(self, change: PendingChange) -> str:
        detail, school = change.detail, School.here()
        return (
            f"{detail['idle_minutes']} minutes of doing nothing (now {school.idle_minutes}), "
            f"{detail['fresh_minutes']} minutes with one code (now {school.fresh_minutes})"
        )

    def words_after(self, change: PendingChange) -> str:
        detail = change.detail
        return f"{detail['idle_minutes']} minutes of doing nothing, {detail['fresh_minutes']} minutes with one code"
