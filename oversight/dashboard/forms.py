"""What the list of the dashboard can be narrowed to."""

from functools import cached_property
from typing import Any

from core.forms import fields
from core.forms.conditional import PageForm
from core.forms.layout import Actions, LayoutObject, PageHelper
from oversight.dashboard import figures
from oversight.dashboard.figures import Overview, Period


class FilterForm(PageForm):
    """What to narrow the list to."""

    period = fields.Dropdown(
        "Period",
        lambda form: [(period.code, period.words) for period in form.periods],
        what="the period",
        empty=None,
        required=False,
    )
    flag = fields.Dropdown(
        "Which",
        lambda form: [(flag, label) for flag, (label, _) in figures.flags().items()],
        what="which",
        empty=None,
        required=False,
    )
    agency = fields.Dropdown(
        "Organisation",
        lambda form: [(str(agency.public_id), agency.name) for agency in form.seen.agencies.values()],
        what="the organisation",
        empty="All",
        required=False,
    )
    category = fields.Dropdown(
        "Kind of record",
        lambda form: [(category.code, category.name) for category in form.seen.categories.values()],
        what="the kind of record",
        empty="All",
        required=False,
    )
    by = fields.Dropdown(
        "Decided by",
        lambda form: [(str(person.public_id), person.full_name) for person in form.seen.deciders.values()],
        what="who decided",
        empty="All",
        required=False,
    )

    def __init__(self, periods: list[Period], seen: Overview, data: Any = None) -> None:
        self.periods, self.seen = periods, seen
        super().__init__(data)

    def layout(self) -> list[LayoutObject]:
        return [*super().layout()[:-1], Actions("Show", secondary=True)]

    @cached_property
    def helper(self) -> PageHelper:
        return PageHelper(*self.layout(), method="get", action="#all")

    @property
    def answers(self) -> dict[str, str]:
        """What was chosen; nothing where it makes no sense."""
        return self.cleaned_data if self.is_bound and self.is_valid() else {}

    def in_force(self) -> list[tuple[str, str]]:
        """The filters that narrow the list, each with what the page calls its value."""
        return [
            (name, choice.label)
            for name, value in self.answers.items()
            if value and name != "period" and isinstance(field := self.fields[name], fields.Chosen)
            for choice in field.options
            if choice.value == value
        ]
