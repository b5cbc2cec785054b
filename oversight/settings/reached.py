"""By which numbers the school is helped in an emergency, how soon notices pass on and how long given sight may last:
changed by two people (R: T4)."""

from datetime import date, time
from typing import Any

from accounts import approvals
from accounts.models import PendingChange, User
from accounts.power import Effect
from core import clock, terms, words
from core.models import School

GUARDED = (
    "dsl_phone",
    "social_care_phone",
    "out_of_hours_phone",
    "lado_phone",
    "look_within_days",
    "look_within_hours_urgent",
    "bell",
    "access_until",
)


def now() -> dict[str, Any]:
    """What the school has, as facts for JSON."""
    school = School.here()
    have = {name: _fact(getattr(school, name)) for name in GUARDED}
    return have | {"access_until": _fact(to_come(school))}


def to_come(school: School) -> date | None:
    """The last day of access that was set, unless it has passed."""
    return school.access_until if school.access_until and school.access_until >= clock.today() else None


def _fact(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | time) else value


def ask(wanted: dict[str, Any], *, by: User) -> PendingChange | None:
    """Ask for what differs from what the school has; None where nothing does. Raises Refused."""
    old = now()
    new = {name: _fact(value) for name, value in wanted.items() if _fact(value) != old[name]}
    if not new:
        return None
    detail = {"new": new, "old": {name: old[name] for name in new}}
    return approvals.ask(ReachSchool.kind, by, by=by, detail=detail)


class ReachSchool(approvals.ChangeHandler):
    """Another number or time."""

    kind = "reach_school"
    label = "Change the school’s numbers and times"
    effect = Effect.MOVES

    def state(self, change: PendingChange) -> Any:
        have = now()
        return {name: have[name] for name in change.detail["new"]}

    def carry_out(self, change: PendingChange) -> None:
        school, new = School.here(), change.detail["new"]
        for name, value in new.items():
            setattr(school, name, _field(name).to_python(value))
        if "access_until" in new:
            terms.check_access_until(school.access_until)
        school.save(update_fields=list(new))

    def words(self, change: PendingChange) -> str:
        return self.words_after(change)

    def words_after(self, change: PendingChange) -> str:
        detail = change.detail
        return ". ".join(
            f"{_label(name)}: {_said(name, value)} (until now {_said(name, detail['old'][name])})"
            for name, value in detail["new"].items()
        )


def _field(name: str) -> Any:
    return School._meta.get_field(name)


def _label(name: str) -> str:
    label = str(_field(name).verbose_name)
    return label[0].upper() + label[1:]


def _said(name: str, value: Any) -> str:
    if name == "access_until":
        return words.day(date.fromisoformat(value)) if value else "the end of the school year"
    return str(value)[:5] if name == "bell" else str(value) or "none"
