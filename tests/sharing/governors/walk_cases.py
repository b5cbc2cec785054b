"""What each URL of governors is, for the walk."""

from accounts.roles import Role
from records.vault.vault import Reader
from sharing.governors import copies, reading_rules, returns
from sharing.governors.models import Copy
from tests.factories import World
from tests.sharing.governors.meeting import Board
from tests.walking import NOWHERE, Action, Addresses, Fresh, Gives, Object, Open, Page, both, each

KEEP = {"clerk", "chair"}
READ = {"nell"}
CASES = [
    Open("public_list"),
    Open("public_minutes", needs="a reference"),
    Open("public_pdf", needs="a reference"),
    Page("papers", roles=set(reading_rules.ATTEND)),
    Page("governors_meetings", roles=set(reading_rules.KEEP)),
    Page("copies_out", roles={*reading_rules.KEEP, Role.HEADTEACHER}),
    Action("paper_left"),
    Object("papers_of", READ | KEEP),
    Object("interest", READ | KEEP),
    Object("paper", READ),
    Object("paper_picture", READ, gives=Gives.PICTURE),
    Object("paper_text", READ),
    Object("paper_notes", READ),
    Object("paper_download", READ, method="post", fresh=Fresh.LEAVES, gives=Gives.FILE),
    Object("governors_meeting", KEEP),
    Object("item_new", KEEP),
    Object("paper_new", KEEP),
    Object("paper_replace", KEEP),
    Object("keep_from", KEEP, fresh=Fresh.POWER),
    Object("named", KEEP, fresh=Fresh.POWER),
    Object("issue", KEEP, method="post", fresh=Fresh.POWER),
    Object("copy_new", KEEP, fresh=Fresh.LEAVES),
    Object("copy_back", KEEP, method="post"),
    Object("destroy", KEEP),
    Object("certificate", KEEP, method="post", fresh=Fresh.LEAVES),
    Object("masters", KEEP, fresh=Fresh.POWER),
    Object("master_page", KEEP, gives=Gives.PICTURE),
    Object("minutes_draft", KEEP),
    Object("minutes_check", KEEP),
    Object("minutes_approve", KEEP, fresh=Fresh.LEAVES),
]
NO = "M-7K4M-92XC"
"""The reference of no meeting."""
OF_A_MEETING = {
    "papers_of": "/papers/{}/",
    "interest": "/papers/{}/interest/",
    "governors_meeting": "/meetings/{}/",
    "item_new": "/meetings/{}/item/",
    "paper_new": "/meetings/{}/item/1/paper/",
    "keep_from": "/meetings/{}/item/1/keep-from/",
    "named": "/meetings/{}/governors/",
    "issue": "/meetings/{}/issue/",
    "destroy": "/meetings/{}/destroy/",
    "certificate": "/meetings/{}/certificate/",
    "masters": "/meetings/{}/kept/",
    "minutes_draft": "/meetings/{}/minutes/",
    "minutes_check": "/meetings/{}/minutes/check/",
    "minutes_approve": "/meetings/{}/minutes/approve/",
}
OF_A_PAPER = {
    "paper": "/papers/{}/1/",
    "paper_picture": "/papers/{}/1/picture/",
    "paper_text": "/papers/{}/1/text/",
    "paper_notes": "/papers/{}/notes/",
    "paper_download": "/papers/{}/file/",
}


def addresses(world: World) -> Addresses:
    """A meeting of governors with a paper to read, to take away and to replace, and what is kept of it open."""
    board = Board()
    world.nell, world.clerk = board.nell, board.clerk  # type: ignore[attr-defined]
    paper = board.paper(download=True)
    board.issue()
    board.accept(board.nell)
    copies.release_copy(paper, board.finn, Reader(board.clerk, True), numbered=True, words="x")
    returns.agree(returns.ask_for_masters(board.meeting, "The tribunal asked", by=board.clerk), by=world.chair)
    slug, one = board.meeting.slug, paper.public_id
    kept, copy = paper.master.public_id, Copy.objects.get().public_id

    return {
        **each(OF_A_MEETING, slug, NO),
        **each(OF_A_PAPER, f"{slug}/{one}", f"{NO}/{NOWHERE}"),
        "paper_replace": both("/meetings/{}/", f"{slug}/item/1/replace/{one}", f"{NO}/item/1/replace/{NOWHERE}"),
        "copy_new": both("/meetings/{}/copy/", f"{slug}/paper/{one}", f"{NO}/paper/{NOWHERE}"),
        "copy_back": both("/meetings/{}/back/", f"{slug}/copies/{copy}", f"{NO}/copies/{NOWHERE}"),
        "master_page": both("/meetings/{}/1/", f"{slug}/kept/{kept}", f"{NO}/kept/{NOWHERE}"),
    }
