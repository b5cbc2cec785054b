"""School days: what "by the end of the next school day" means."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from core import clock
from core.bank_holidays import bank_holidays
from core.models import Closure, Term

LONGEST_BREAK = 70  # days; longer than any summer holiday


class _Days:
    """Terms and closures, read once for as many days as are asked about."""

    def __init__(self, terms: Iterable[tuple[date, date]], closures: Iterable[tuple[date, date]]) -> None:
        self.terms, self.closures = list(terms), list(closures)

    def open(self, day: date) -> bool:
        """A weekday that is no bank holiday and in no closure."""
        return (
            day.weekday() < 5
            and day not in bank_holidays(day.year)
            and not any(first <= day <= last for first, last in self.closures)
        )

    def in_term(self, day: date) -> bool:
        return any(first <= day <= last for first, last in self.terms)


def _days() -> _Days:
    return _Days(
        Term.objects.values_list("first_day", "last_day"), Closure.objects.values_list("first_day", "last_day")
    )


def school_days_after(day: date, count: int) -> date:
    """The school day that lies `count` school days after `day`.

    Where the calendar ends (terms not entered yet) open weekdays count, so that nothing waits for ever.
    """
    days = _days()
    last = max((end for _, end in days.terms), default=date.min)
    for _ in range(count):
        for _ in range(LONGEST_BREAK):
            day += timedelta(days=1)
            if (day > last or days.in_term(day)) and days.open(day):
                break
    return day


def school_day_from(day: date) -> date:
    """`day` itself if it is a school day, else the next one."""
    return school_days_after(day - timedelta(days=1), 1)


def school_day_before(day: date) -> date:
    """The last school day before `day`."""
    days = _days()
    last = max((end for _, end in days.terms), default=date.min)
    for _ in range(LONGEST_BREAK):
        day -= timedelta(days=1)
        if (day > last or days.in_term(day)) and days.open(day):
            break
    return day


def noon_after(at: datetime, days: int) -> datetime:
    """Twelve noon in London on the school day that lies `days` school days after `at`, in UTC."""
    day = school_days_after(clock.local(at).date(), days)
    return datetime.combine(day, time(12), tzinfo=clock.LONDON).astimezone(at.tzinfo)
