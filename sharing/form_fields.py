"""Questions that forms of several subjects ask: people, a last day, a reason."""

from datetime import date
from typing import Any

from django import forms

from accounts.models import User
from core import terms, words
from core.forms import fields


class PeopleField(fields.Ticks):
    """Any of some people, given as a list or as a function of the form. Cleans to the Users."""

    people: dict[str, User]

    def __init__(self, label: str, people: Any = (), *, what: str, **kwargs: Any) -> None:
        super().__init__(label, people, what=what, **kwargs)

    def offer(self, people: Any) -> None:
        if not callable(people):
            self.people = {str(person.public_id): person for person in people}
            people = [fields.Choice(key, person.full_name) for key, person in self.people.items()]
        super().offer(people)

    def clean(self, value: Any) -> list[User]:
        return [self.people[key] for key in super().clean(value)]


class ReasonField(fields.TextField):
    """A reason in words."""

    def __init__(self, label: str = "Why?", what: str = "why", **kwargs: Any) -> None:
        super().__init__(what=what, reasons=True, max_length=1000, label=label, **kwargs)


class EndField(fields.DateField):
    """The last day on which something is open: within the school year, or by the day that the school has set."""

    def __init__(self, label: str = "Until which day?", **kwargs: Any) -> None:
        super().__init__(what="the last day", future=True, label=label, **kwargs)

    def clean(self, value: Any) -> date | None:
        day: date | None = super().clean(value)
        last = terms.last_day_of_access()
        if day and day > last:
            raise forms.ValidationError(f"The last day must be {words.day(last)} or earlier")
        return day
