"""England's bank holidays, by the names that GOV.UK uses."""

from datetime import date
from functools import lru_cache

NAMES = {
    "May Day": "Early May bank holiday",
    "Spring Bank Holiday": "Spring bank holiday",
    "Late Summer Bank Holiday": "Summer bank holiday",
    "New Year's Day": "New Year’s Day",
    " (observed)": " (substitute day)",
}
"""What the package says, and what GOV.UK calls it."""


@lru_cache(maxsize=64)
def bank_holidays(year: int) -> dict[date, str]:
    """England's bank holidays of a year with their names, substitute days included."""
    import holidays  # half a second, and not every process asks

    names = dict(holidays.country_holidays("GB", subdiv="ENG", years=year))
    for old, new in NAMES.items():
        names = {day: name.replace(old, new) for day, name in names.items()}
    return names
