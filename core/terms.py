"""Terms and school years."""

from datetime import date

from core.calendar import LONGEST_BREAK
from core.models import Term

AUTUMN_BEGINS = (8, 9)  # months
LONGEST_SPAN = 190  # days; longer than any term


def covered_until(day: date) -> date | None:
    """The last day for which the terms that are entered say whether it is a school day: the end of the last term that
    follows without a gap longer than any holiday. None where `day` itself is after all terms."""
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


def school_year(day: date) -> int:
    """The year in whose autumn the school year of `day` began."""
    return day.year - (day.month < 9)


def last_day(day: date) -> date:
    """The last day of the school year of `day`."""
    return date(school_year(day) + 1, 8, 31)


def term_on(day: date) -> Term | None:
    """The term that `day` falls in, else the next one, else none."""
    return Term.objects.filter(last_day__gte=day).order_by("first_day").first()
