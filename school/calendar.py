"""School days and terms: what "by the end of the next school day" means."""

from datetime import date, datetime, time, timedelta

from school import clock
from school.models import ClosedDay, Term

LONGEST_BREAK = 70  # days; longer than any summer holiday


def is_school_day(day: date) -> bool:
    """Whether children are at school on `day`: a week-day in a term, not closed."""
    return (
        day.weekday() < 5
        and Term.objects.filter(first_day__lte=day, last_day__gte=day).exists()
        and not ClosedDay.objects.filter(day=day).exists()
    )


def school_days_after(day: date, days: int) -> date:
    """The school day that lies `days` school days after `day`.

    Where the calendar ends (terms not entered yet) week-days count, so that nothing waits for ever.
    """
    terms = list(Term.objects.values_list("first_day", "last_day"))
    closed = set(ClosedDay.objects.values_list("day", flat=True))
    last = max((end for _, end in terms), default=date.min)
    for _ in range(days):
        for _ in range(LONGEST_BREAK):
            day += timedelta(days=1)
            in_term = day > last or any(first <= day <= end for first, end in terms)
            if day.weekday() < 5 and in_term and day not in closed:
                break
    return day


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
