"""What several forms about sharing have in common."""

from collections.abc import Sequence
from enum import StrEnum
from functools import cached_property

from core.forms.conditional import PageForm
from core.forms.layout import Include, LayoutObject, PageHelper


class Word(StrEnum):
    """The answer to a question that is answered by yes or no."""

    YES = "yes"
    NO = "no"


KEPT_LINE = Include("core/components/kept_line.html")
"""Where the page says that it could not be sent, and that what was typed is still here."""


class KeptForm(PageForm):
    """A form whose text stays on the page when there is no connection, or when the session has ended."""

    def layout(self) -> Sequence[LayoutObject]:
        return [*super().layout(), KEPT_LINE]

    @cached_property
    def helper(self) -> PageHelper:
        return PageHelper(*self.layout(), data_keep=True)
