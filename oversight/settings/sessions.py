"""How long people may do nothing, and how long a security code holds: shorter at once, longer by two people (R: T4)."""

from typing import Any

from django import forms

from accounts import second_word
from accounts.models import PendingChange, User
from school.models import School

LIMITS = {"idle_minutes": (5, 30), "fresh_minutes": (15, 240)}
LABELS = {
    "idle_minutes": "Minutes of doing nothing until people are signed out",
    "fresh_minutes": "Minutes of work until the security code is asked for again",
}


class SessionsForm(forms.Form):
    """The two times, each within its limits."""

    def __init__(self, data: Any = None) -> None:
        school = School.here()
        super().__init__(data, initial={name: getattr(school, name) for name in LIMITS})
        for name, (least, most) in LIMITS.items():
            wrong = f"{LABELS[name]}: enter a number from {least} to {most}"
            self.fields[name] = forms.IntegerField(
                label=LABELS[name],
                help_text=f"A number from {least} to {most}",
                min_value=least,
                max_value=most,
                error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), wrong),
                widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-4"}),
            )


def change(times: dict[str, int], *, by: User) -> PendingChange | None:
    """Set the times; returns the change that waits for a second person where one of them gets longer."""
    school = School.here()
    if any(times[name] > getattr(school, name) for name in LIMITS):
        return second_word.ask(PendingChange.Kind.TIMES, by, by=by, detail=times)
    _set(times)
    return None


def _set(times: dict[str, int]) -> None:
    school = School.here()
    for name in LIMITS:
        setattr(school, name, times[name])
    school.save(update_fields=list(LIMITS))


class SessionTimes:
    """Longer times, once a second person has agreed."""

    def carry_out(self, change: PendingChange) -> None:
        _set(change.detail)

    def words(self, change: PendingChange) -> str:
        detail, school = change.detail, School.here()
        return (
            f"{detail['idle_minutes']} minutes of doing nothing (now {school.idle_minutes}), "
            f"{detail['fresh_minutes']} minutes with one code (now {school.fresh_minutes})"
        )
