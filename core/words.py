"""Days, times, names and numbers of things as pages, papers and mails say them; days and times are London's."""

from datetime import date, datetime, timedelta
from datetime import time as Time

from core import clock


def within(label: str) -> str:
    """A label within a sentence: its first letter small, unless it begins with an abbreviation."""
    return label if label[1:2].isupper() else f"{label[:1].lower()}{label[1:]}"


def counted(number: int, singular: str, plural: str) -> str:
    """1 decision; 2 decisions"""
    return f"{number} {singular if number == 1 else plural}"


def joined(names: list[str]) -> str:
    """Amina; Amina and Kofi; Amina, Kofi and Rose"""
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]])) if names else ""


def full_name(*parts: str) -> str:
    """Mrs Ruth Okafor; the parts that there are."""
    return " ".join(filter(None, parts))


def day(of: date) -> str:
    """12 May 2026"""
    return f"{of.day} {of:%B %Y}"


def time(at: datetime) -> str:
    """2:41pm"""
    local = clock.local(at)
    return f"{local.hour % 12 or 12}:{local:%M}{'am' if local.hour < 12 else 'pm'}"


def time_of_day(at: Time) -> str:
    """2:41pm; 3pm on the hour."""
    minutes = f":{at:%M}" if at.minute else ""
    return f"{at.hour % 12 or 12}{minutes}{'am' if at.hour < 12 else 'pm'}"


def elapsed(span: timedelta) -> str:
    """3 hours 10 minutes; 2 days 1 hour; the two largest units, rounded down."""
    minutes = int(span.total_seconds()) // 60
    parts = (
        (minutes // 1440, "day", "days"),
        (minutes // 60 % 24, "hour", "hours"),
        (minutes % 60, "minute", "minutes"),
    )
    largest = next((place for place, part in enumerate(parts) if part[0]), 2)
    return " ".join(counted(*part) for part in parts[largest : largest + 2] if part[0]) or "0 minutes"


def moment(at: datetime) -> str:
    """12 May 2026 at 2:41pm"""
    return f"{day(clock.local(at).date())} at {time(at)}"
