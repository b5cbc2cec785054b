"""The one clock. Nothing else in the product asks the machine for the time.

Times are aware UTC datetimes; days are days in London. Tests and the demo school set the clock.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
FAR = datetime(9999, 12, 31, tzinfo=UTC)
"""The end of a span that has no end yet: `until` is never null."""

_source: Callable[[], datetime] = lambda: datetime.now(UTC)  # noqa: E731


def now() -> datetime:
    """This moment, in UTC."""
    return _source()


def today() -> date:
    """The day it is in London."""
    return local(now()).date()


def local(at: datetime) -> datetime:
    """The same moment on London's clocks."""
    return at.astimezone(LONDON)


def london(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    """A moment named by London's clocks, in UTC."""
    return datetime(year, month, day, hour, minute, tzinfo=LONDON).astimezone(UTC)


def london_day(day: date) -> datetime:
    """The moment at which a day begins in London, in UTC."""
    return london(day.year, day.month, day.day)


def end_of(day: date) -> datetime:
    """The moment at which a day is over in London, in UTC."""
    return london_day(day + timedelta(days=1))


class Hands:
    """A clock that moves only when told to: for tests, and for playing through a school year in the demo."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def move(self, **by: float) -> datetime:
        """Move on by `timedelta(**by)`; returns the new time."""
        self.at += timedelta(**by)
        return self.at


@contextmanager
def standing_at(at: datetime) -> Iterator[Hands]:
    """Within the block the clock shows `at`, until its hands are moved."""
    global _source
    before, hands = _source, Hands(at.astimezone(UTC))
    _source = lambda: hands.at  # noqa: E731
    try:
        yield hands
    finally:
        _source = before
