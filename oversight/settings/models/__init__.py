"""What setting a school up leaves behind: lists of staff, test emails, and what a person says they have checked."""

from oversight.settings.models.checks import Checked, MailTest
from oversight.settings.models.staff_list import StaffLine, StaffList

__all__ = ["Checked", "MailTest", "StaffLine", "StaffList"]
