"""A meeting of invented governors, with papers made here."""

from datetime import timedelta
from functools import cache

from accounts import roles
from accounts.models import User
from accounts.roles import Role
from governors import collecting, copies, setting_up
from governors.models import Copy, GovernorsMeeting, Item, Paper
from records.vault import Reader
from school import clock
from sharing.letters import pdf
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
        self.meeting: GovernorsMeeting = setting_up.begin(
            "Staffing committee", begins, begins + timedelta(hours=3), by=self.clerk
        )
        self.first, self.second = self.item("staff"), self.item("pupil")
        for one in (self.nell, self.finn, self.chair):
            setting_up.name(self.meeting, one, by=self.clerk)

    def item(self, restricted: str = "", **more: bool) -> Item:
        return setting_up.add_item(self.meeting, f"Matter {SECRET}", by=self.clerk, restricted=restricted, **more)

    def paper(self, item: Item | None = None, content: bytes = b"", **more) -> Paper:
        return setting_up.take(
            item or self.first, f"Report {SECRET}", content or a_pdf(f"The text of {SECRET}"), by=self.clerk, **more
        )

    def issue(self) -> None:
        setting_up.issue(self.meeting, by=self.clerk)

    def accept(self, *people: User) -> None:
        for one in people:
            setting_up.accept(self.meeting, one)

    def path(self, paper: Paper, what: str = "1/") -> str:
        return f"/papers/{self.meeting.slug}/{paper.public_id}/{what}"


def addresses(world, nowhere: str) -> dict[str, tuple[str, str, str]]:
    """A meeting of governors with a paper to read, to take away and to replace, and what is kept of it open."""
    board = Board()
    world.nell, world.clerk = board.nell, board.clerk
    paper = board.paper(download=True)
    board.issue()
    board.accept(board.nell)
    copies.release_copy(paper, board.finn, Reader(board.clerk, True), numbered=True, words="x")
    collecting.agree(collecting.ask_for_masters(board.meeting, "The tribunal asked", by=board.clerk), by=world.chair)
    slug, none, one = board.meeting.slug, "M-7K4M-92XC", paper.public_id
    kept, copy = paper.master.public_id, Copy.objects.get().public_id
    read = {
        "papers_of": "{}/",
        "interest": "{}/interest/",
        "paper": "{}/%s/1/",
        "paper_picture": "{}/%s/1/picture/",
        "paper_text": "{}/%s/1/text/",
        "paper_notes": "{}/%s/notes/",
        "paper_download": "{}/%s/file/",
    }
    keep = {
        "governors_meeting": "{}/",
        "item_new": "{}/item/",
        "paper_new": "{}/item/1/paper/",
        "paper_replace": "{}/item/1/replace/%s/",
        "keep_from": "{}/item/1/keep-from/",
        "named": "{}/governors/",
        "issue": "{}/issue/",
        "copy_new": "{}/paper/%s/copy/",
        "destroy": "{}/destroy/",
        "certificate": "{}/certificate/",
        "masters": "{}/kept/",
        "minutes_draft": "{}/minutes/",
        "minutes_check": "{}/minutes/check/",
        "minutes_approve": "{}/minutes/approve/",
    }
    posts = {"paper_download", "issue", "certificate", "copy_back"}

    def two(name: str, path: str, there: object) -> tuple[str, str, str]:
        pair = [
            path.format(slug) % (there,) if "%s" in path else path.format(slug),
            path.format(none) % (nowhere,) if "%s" in path else path.format(none),
        ]
        return ("post" if name in posts else "get", *pair)  # type: ignore[return-value]

    return {
        **{name: two(name, f"/papers/{path}", one) for name, path in read.items()},
        **{name: two(name, f"/meetings/{path}", one) for name, path in keep.items()},
        "copy_back": two("copy_back", "/meetings/{}/copies/%s/back/", copy),
        "master_page": two("master_page", "/meetings/{}/kept/%s/1/", kept),
    }
