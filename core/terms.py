"""Terms and school years."""

from datetime import date, datetime, timedelta

from core import clock, words
from core.calendar import LONGEST_BREAK
from core.models import School, Term
from core.refusals import Refused

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


YEAR = timedelta(days=365)


def last_day_of_access() -> date:
    """The last day for which sight may be given by one person to another: 31 August, or the day that two people have
    set, as long as it is to come; never more than a year."""
    today, chosen = clock.today(), School.here().access_until
    last = chosen if chosen and chosen >= today else date(school_year(today) + 1, 8, 31)
    return min(last, today + YEAR)


def check_end(until: datetime | None) -> None:
    """Raise Refused where sight that is given for a while would last longer than it may, or has no end."""
    last = last_day_of_access()
    if until is None or until > clock.end_of(last):
        raise Refused(f"Access ends on {words.day(last)} at the latest. Enter an earlier day", "until")


def within_access(until: datetime) -> datetime:
    """The same moment, but none after access that people give has to end."""
    return min(until, clock.end_of(last_day_of_access()))


def check_access_until(day: date | None) -> None:
    """Raise Refused where the school's own last day is not within a year from today."""
    if day and not clock.today() <= day <= clock.today() + YEAR:
        raise Refused("The last day of access must be today or later, and within a year", "access_until")


def last_day(day: date) -> date:
    """The last day of the school year of `day`."""
    return date(school_year(day) + 1, 8, 31)


def term_on(day: date) -> Term | None:
    """The term that `day` falls in, else the next one, else none."""
    return Term.objects.filter(last_day__gte=day).order_by("first_day").first()
