"""A meeting of invented governors, with papers made here."""

from datetime import timedelta
from functools import cache

from accounts import roles
from accounts.models import User
from accounts.roles import Role
from core import clock
from records.documents.letters import pdf
from sharing.governors import preparing
from sharing.governors.models import GovernorsMeeting, Item, Paper
from tests.factories import user

SECRET = "zebra-of-the-grievance"


@cache
def a_pdf(*pages: str, title: str = "Paper") -> bytes:
    """A PDF with a heading and a text a page."""
    filler = "\nand so on" * 50 if len(pages) > 1 else ""
    sections = [{"heading": f"Part {n}", "text": text + filler, "rows": []} for n, text in enumerate(pages, 1)]
    return pdf("paper", {"title": title, "school": "School", "lead": [], "sections": sections, "foot": "", "log": ""})


class Board:
    """A clerk, a chair, two governors; a meeting tomorrow with two restricted items and a paper each."""

    def __init__(self) -> None:
        self.clerk = roles.holder(Role.CLERK) or user(Role.CLERK, last_name="Reed")
        self.chair = roles.holder(Role.CHAIR) or user(Role.CHAIR, last_name="Oak")
        self.nell = user(Role.GOVERNOR, last_name="Nettle")
        self.finn = user(Role.GOVERNOR, last_name="Flax")
        begins = clock.now() + timedelta(days=1)
        self.meeting: GovernorsMeeting = preparing.begin(
            "Staffing committee", begins, begins + timedelta(hours=3), by=self.clerk
        )
        self.first, self.second = self.item("staff"), self.item("pupil")
        for one in (self.nell, self.finn, self.chair):
            preparing.name(self.meeting, one, by=self.clerk)

    def item(self, restricted: str = "", **more: bool) -> Item:
        return preparing.add_item(self.meeting, f"Matter {SECRET}", by=self.clerk, restricted=restricted, **more)

    def paper(self, item: Item | None = None, content: bytes = b"", **more) -> Paper:
        return preparing.add_paper(
            item or self.first, f"Report {SECRET}", content or a_pdf(f"The text of {SECRET}"), by=self.clerk, **more
        )

    def issue(self) -> None:
        preparing.issue(self.meeting, by=self.clerk)

    def accept(self, *people: User) -> None:
        for one in people:
            preparing.accept(self.meeting, one)

    def path(self, paper: Paper, what: str = "1/") -> str:
        return f"/papers/{self.meeting.slug}/{paper.public_id}/{what}"
