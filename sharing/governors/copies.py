"""Copies that leave: on paper with a number, or as a marked file where the clerk allowed it (R: P2, P3)."""

from django.db.models import Max
from django.http import HttpResponse

from accounts.models import User
from core import clock
from core.refusals import Refused
from records.documents import files
from records.vault import vault
from records.vault.vault import Reader
from sharing.disclosures.models import Disclosure
from sharing.disclosures.release import InternalList, release
from sharing.governors import reading_rules
from sharing.governors.models import Copy, Paper

PAPER = "paper"
CERTIFICATE = "certificate"


def release_copy(paper: Paper, holder: User, reader: Reader, *, numbered: bool, words: str) -> HttpResponse:
    """Release a copy for `holder`: every page marked, kept sealed until the destruction, logged. The database gives the
    next number, so no two copies have the same. Raises Refused: closed, complete, not a reader of the item; and what
    the vault raises."""
    if paper.item.meeting.until <= clock.now():
        raise Refused("The papers of this meeting have been collected")
    if paper.item.complete:
        raise Refused("Of a matter under complete confidentiality there are no copies")
    if not reading_rules.readers(paper.item).filter(pk=holder.pk).exists():
        raise Refused("Only somebody who may read the paper can have a copy", "who")
    sheets = [(page, "image") for page in paper.pages.select_related("key")]
    images = vault.open_fields(reader, sheets, because="copy")
    number = (paper.copies.aggregate(most=Max("number"))["most"] or 0) + 1 if numbered else None
    marks = f"Copy {number} · {words}" if number else words

    def record(disclosure: Disclosure) -> None:
        Copy.objects.create(paper=paper, number=number, holder=holder, by=reader.user, disclosure=disclosure)

    return release(
        InternalList(PAPER),
        content=files.bound(images, marks),
        file_name=f"{paper.item.meeting.slug}-copy-{number or 'marked'}.pdf",
        media_type="application/pdf",
        reader=reader,
        with_it=record,
    )
