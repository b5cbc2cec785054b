"""School days and terms: what "by the end of the next school day" means."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from core import clock
from core.bank_holidays import bank_holidays
from core.models import Closure, Term

LONGEST_BREAK = 70  # days; longer than any summer holiday
AUTUMN_BEGINS = (8, 9)  # months
LONGEST_SPAN = 190  # days; longer than any term


"""What the package says, and what GOV.UK calls it."""


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


def is_school_day(day: date) -> bool:
    """Whether children are at school on `day`: a weekday in a term, no bank holiday, not closed."""
    days = _days()
    return days.in_term(day) and days.open(day)


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


def covered_until(day: date) -> date | None:
    """Until which day the terms say without a gap longer than a holiday whether it is a school day; None where `day`
    itself is after the last term."""
    terms = sorted(Term.objects.values_list("first_day", "last_day"))
    end = max((last for _, last in terms if last < day), default=None)
    coming = [(first, last) for first, last in terms if last >= day]
    if coming and end is None and coming[0][0] > day and coming[0][0].month in AUTUMN_BEGINS:
        end = day  # the first summer here: the year before is not known, and need not be
    for first, last in coming:
        if first > day and (end is None or (first - end).days > LONGEST_BREAK):
            break
        end = last
    return end if end and end > day else None


def noon_after(at: datetime, days: int) -> datetime:
    """Twelve noon in London on the school day that lies `days` school days after `at`, in UTC."""
    day = school_days_after(clock.local(at).date(), days)
    return datetime.combine(day, time(12), tzinfo=clock.LONDON).astimezone(at.tzinfo)


def school_year(day: date) -> int:
    """The year in whose autumn the school year of `day` began."""
    return day.year - (day.month < 9)


def term_on(day: date) -> Term | None:
    """The term that `day` falls in, else the next one, else none."""
    return Term.objects.filter(last_day__gte=day).order_by("first_day").first()
