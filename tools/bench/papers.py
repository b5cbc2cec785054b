"""Reading a governors' paper of 200 pages: taking it, its first page, the next ones, and what memory that takes."""

import resource
import time

from tools.bench.timing import median_ms


def the_papers() -> None:
    """On the database that the environment names; each page through the whole of the product."""
    from django.urls import reverse

    from tests.factories import browser_for
    from tests.sharing.governors.meeting import Board, a_pdf

    board = Board()
    content = a_pdf(*["The committee read the whole of the report. " * 60] * 100)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.perf_counter()
    paper = board.paper(content=content)
    took = time.perf_counter() - began
    board.issue()
    board.accept(board.nell)
    client = browser_for(board.nell)

    def picture(number: int) -> None:
        place = {"slug": board.meeting.slug, "public_id": paper.public_id, "number": number}
        assert client.get(reverse("governors:paper", kwargs=place)).status_code == 200
        assert client.get(reverse("governors:paper_picture", kwargs=place)).status_code == 200

    began = time.perf_counter()
    picture(1)
    first = (time.perf_counter() - began) * 1000
    numbers = iter(range(2, paper.pages_in_all + 1))
    following = median_ms(lambda: picture(next(numbers)), 60)
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024
    print(
        f"governors' paper, {paper.pages_in_all} pages: taken in {took:.1f} s, first page {first:.0f} ms, "
        f"next {following:.0f} ms, memory of the web process grew by {grown} MB"
    )
