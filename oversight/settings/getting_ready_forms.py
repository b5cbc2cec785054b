"""What the pages of a list of staff ask."""

from typing import Any

from core.forms import fields, layout
from core.forms.conditional import PageForm
from core.ids import as_number
from oversight.settings.models import StaffLine

LARGEST_LIST = 1_000_000  # bytes


class ListForm(PageForm):
    """A list of staff to be read in."""

    button = "Preview the list"
    file = fields.UploadField(
        what="a file",
        label="The list",
        most=LARGEST_LIST,
        help_text="A CSV file (UTF-8) with a row of headings: Title, First name, Last name, Email, Role, Class, Start"
        " date. Title, Class and Start date may be empty",
    )


class StaffListForm(PageForm):
    """A list of staff that was read in: sent for approval, approved in whole or in part, refused.

    Nobody approves their own line: sent along, it is left out. `approves`: whether the reader is asked to approve;
    `sends`: whether they can send the list for approval.
    """

    APPROVE, REFUSE, SEND = "approve", "refuse", "ask"
    line = fields.Ticks(
        "Approve",
        lambda form: [(line.number, line.full_name) for line in form.lines],
        what="the people to approve",
        required=False,
    )

    def __init__(
        self, lines: list[StaffLine], data: Any = None, files: Any = None, *, approves: bool, sends: bool
    ) -> None:
        self.lines, self.approves, self.sends = lines, approves, sends
        super().__init__(data, files, initial={"line": [line.number for line in lines]})

    def layout(self) -> list[layout.LayoutObject]:
        lines = layout.Include("oversight/settings/staff_lines.html")
        if self.approves:
            refuse = layout.Button("Refuse the list", name="which", value=self.REFUSE)
            return [lines, layout.Actions("Approve selected people", [refuse], name="which", value=self.APPROVE)]
        return [lines, layout.Actions("Send for approval", name="which", value=self.SEND)] if self.sends else [lines]

    @property
    def which(self) -> str:
        """Which button was pressed."""
        return str(self.data.get("which", ""))

    @property
    def ticked(self) -> set[int]:
        """The numbers of the lines that are ticked: all, until some are left out."""
        return {number for value in self["line"].value() or () if (number := as_number(str(value))) is not None}
