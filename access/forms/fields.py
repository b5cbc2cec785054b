"""Questions that several pages about access ask."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from accounts import roles
from accounts.models import User
from accounts.roles import READERS
from records import shipped
from records.models import Category
from school import clock
from school.choices import Choice, Ticks
from school.dates import DateField
from school.text import TextField


def staff(without: User | None = None) -> list[User]:
    """Everybody to whom a record can be opened, by name, but for one person."""
    return [person for person in roles.holders_of_any(READERS) if person != without]


def people_here(without: User) -> QuerySet[User]:
    """Everybody with an account in use, by name, but for one person."""
    return User.objects.filter(is_active=True).exclude(pk=without.pk).order_by("last_name", "first_name")


def kinds() -> list[tuple[str, str]]:
    """The kinds of information that can be asked for: always the same list, whatever is recorded."""
    return list(Category.objects.filter(code__in=shipped.to_ask()).values_list("code", "name"))


class PeopleField(Ticks):
    """Any of some people, given as a list or as a function of the form. Cleans to the Users."""

    people: dict[str, User]

    def __init__(self, label: str, people: Any = (), *, what: str, **kwargs: Any) -> None:
        super().__init__(label, people, what=what, **kwargs)

    def offer(self, people: Any) -> None:
        if not callable(people):
            self.people = {str(person.public_id): person for person in people}
            people = [Choice(key, person.full_name) for key, person in self.people.items()]
        super().offer(people)

    def clean(self, value: Any) -> list[User]:
        return [self.people[key] for key in super().clean(value)]


class ReasonField(TextField):
    """A reason in words."""

    def __init__(self, label: str = "Why?", what: str = "why", **kwargs: Any) -> None:
        super().__init__(what=what, reasons=True, max_length=1000, label=label, **kwargs)


class EndField(DateField):
    """The last day on which something is open."""

    def __init__(self, label: str = "Until which day?", **kwargs: Any) -> None:
        super().__init__(what="the last day", future=True, label=label, **kwargs)


def end_of(day: Any) -> datetime:
    """The moment at which a day is over."""
    return clock.london_day(day + timedelta(days=1))
