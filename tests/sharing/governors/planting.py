"""The token in every sealed field of a governors' meeting."""

from core import clock
from records.vault.vault import Reader
from sharing.governors import copies, minutes, preparing, returns
from tests.canary import TOKEN, Canary
from tests.factories import browser_for
from tests.sharing.governors.meeting import Board, a_pdf

FIELDS = {
    "governors.Item.title",
    "governors.KeptFrom.reason",
    "governors.Paper.title",
    "governors.PaperPage.image",
    "governors.PaperPage.text",
    "governors.Master.title",
    "governors.Master.content",
    "governors.Note.text",
    "governors.MinutesPart.content",
    "governors.MasterAsk.reason",
}


def plant(canary: Canary) -> None:
    board, words = Board(), f"of {TOKEN} and no more"
    item = preparing.add_item(board.meeting, words, by=board.clerk, restricted="staff")
    paper = preparing.add_paper(item, words, a_pdf(words, title=words), by=board.clerk)
    preparing.keep_from(item, board.finn, "declared", words, by=board.finn)
    board.issue()
    board.accept(board.nell)
    browser_for(board.nell).post(board.path(paper, "notes/"), {"text": words})
    browser_for(board.nell).get(board.path(paper, "1/picture/"))
    copies.release_copy(paper, board.nell, Reader(board.clerk, True), numbered=True, words="x")
    returns.ask_for_masters(board.meeting, words, by=board.clerk)
    with clock.standing_at(board.meeting.meets_at):
        minutes.draft(board.meeting, {item: (words, words)}, by=board.clerk)
