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
    Open("governors:public_minutes_list"),
    Open("governors:public_minutes", needs="a reference"),
    Open("governors:public_minutes_pdf", needs="a reference"),
    Page("governors:papers", roles=set(reading_rules.ATTEND)),
    Page("governors:meetings", roles=set(reading_rules.KEEP)),
    Page("governors:copies_out", roles={*reading_rules.KEEP, Role.HEADTEACHER}),
    Action("governors:paper_left"),
    Object("governors:papers_of_meeting", READ | KEEP),
    Object("governors:declare_interest", READ | KEEP),
    Object("governors:paper", READ),
    Object("governors:paper_picture", READ, gives=Gives.PICTURE),
    Object("governors:paper_text", READ),
    Object("governors:paper_notes", READ),
    Object("governors:download_paper", READ, method="post", fresh=Fresh.LEAVES, gives=Gives.FILE),
    Object("governors:meeting", KEEP),
    Object("governors:new_item", KEEP),
    Object("governors:new_paper", KEEP),
    Object("governors:replace_paper", KEEP),
    Object("governors:keep_from_item", KEEP, fresh=Fresh.POWER),
    Object("governors:named_governors", KEEP, fresh=Fresh.POWER),
    Object("governors:issue_papers", KEEP, method="post", fresh=Fresh.POWER),
    Object("governors:new_copy", KEEP, fresh=Fresh.LEAVES),
    Object("governors:return_copy", KEEP, method="post"),
    Object("governors:destroy_papers", KEEP),
    Object("governors:destruction_certificate", KEEP, method="post", fresh=Fresh.LEAVES),
    Object("governors:masters", KEEP, fresh=Fresh.POWER),
    Object("governors:master_page", KEEP, gives=Gives.PICTURE),
    Object("governors:draft_minutes", KEEP),
    Object("governors:check_minutes", KEEP),
    Object("governors:approve_minutes", KEEP, fresh=Fresh.LEAVES),
]
NO = "M-7K4M-92XC"
"""The reference of no meeting."""
OF_A_MEETING = {
    "governors:papers_of_meeting": "/papers/{}/",
    "governors:declare_interest": "/papers/{}/interest/",
    "governors:meeting": "/meetings/{}/",
    "governors:new_item": "/meetings/{}/item/",
    "governors:named_governors": "/meetings/{}/governors/",
    "governors:issue_papers": "/meetings/{}/issue/",
    "governors:destroy_papers": "/meetings/{}/destroy/",
    "governors:destruction_certificate": "/meetings/{}/certificate/",
    "governors:masters": "/meetings/{}/kept/",
    "governors:draft_minutes": "/meetings/{}/minutes/",
    "governors:check_minutes": "/meetings/{}/minutes/check/",
    "governors:approve_minutes": "/meetings/{}/minutes/approve/",
}
OF_A_PAPER = {
    "governors:paper": "/papers/{}/1/",
    "governors:paper_picture": "/papers/{}/1/picture/",
    "governors:paper_text": "/papers/{}/1/text/",
    "governors:paper_notes": "/papers/{}/notes/",
    "governors:download_paper": "/papers/{}/file/",
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
    slug, one, item = board.meeting.slug, paper.public_id, board.first.public_id
    kept, copy = paper.master.public_id, Copy.objects.get().public_id

    return {
        **each(OF_A_MEETING, slug, NO),
        **each(OF_A_PAPER, f"{slug}/{one}", f"{NO}/{NOWHERE}"),
        "governors:new_paper": both("/meetings/{}/paper/", f"{slug}/item/{item}", f"{NO}/item/{item}"),
        "governors:keep_from_item": both("/meetings/{}/keep-from/", f"{slug}/item/{item}", f"{NO}/item/{item}"),
        "governors:replace_paper": both(
            "/meetings/{}/", f"{slug}/item/{item}/replace/{one}", f"{NO}/item/{item}/replace/{NOWHERE}"
        ),
        "governors:new_copy": both("/meetings/{}/copy/", f"{slug}/paper/{one}", f"{NO}/paper/{NOWHERE}"),
        "governors:return_copy": both("/meetings/{}/back/", f"{slug}/copies/{copy}", f"{NO}/copies/{NOWHERE}"),
        "governors:master_page": both("/meetings/{}/1/", f"{slug}/kept/{kept}", f"{NO}/kept/{NOWHERE}"),
    }
