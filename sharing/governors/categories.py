"""The category of governors' restricted papers: no rule opens them; readers are named for the meeting."""

from records.need_to_know.shipped import Shipped

CATEGORIES = (
    Shipped(
        code="governors_paper",
        name="Governors’ confidential paper",
        retention="as the minutes",
        staff_only=False,
        is_record=True,
    ),
)
