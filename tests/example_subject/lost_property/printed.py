"""The list of what was found, printed for the office: by an authority of its own (R: C8)."""

from dataclasses import dataclass

from django.http import HttpResponse

from core import clock, words
from core.audit.checkpoints import foot
from records.documents.letters import heads, pdf
from records.vault import vault
from records.vault.vault import Reader
from sharing.disclosures.models import Disclosure
from sharing.disclosures.release import NoAuthority, release
from tests.example_subject.lost_property import items
from tests.example_subject.lost_property.models import Item

LIST = "lost_property"


@dataclass(frozen=True)
class ListOfFound:
    """What has not been claimed, for those who look after it."""

    held: frozenset[str]

    def fill(self, disclosure: Disclosure) -> None:
        if not self.held & items.LOOKS_AFTER:
            raise NoAuthority("This list is for the office and the Headteacher")
        disclosure.internal_print = LIST


def release_list(reader: Reader, held: frozenset[str]) -> HttpResponse:
    """Let the list out. Raises NoAuthority, and what the vault and the way out raise."""
    return release(
        ListOfFound(held),
        content=_paper(reader),
        file_name="lost-property.pdf",
        media_type="application/pdf",
        reader=reader,
    )


def _paper(reader: Reader) -> bytes:
    found = list(items.waiting(reader.user))
    return pdf(
        "paper",
        {
            **heads.letterhead(),
            "title": "Lost property",
            "lead": [words.counted(len(found), "item has", "items have") + " not been claimed."],
            "sections": [_section(item, reader) for item in found],
            "foot": f"Printed by {reader.user.full_name}, {words.moment(clock.now())}. Destroy by shredding.",
            "log": foot(),
        },
    )


def _section(item: Item, reader: Reader) -> dict[str, object]:
    opened = vault.open_record(reader, item.record.public_id)
    return {"heading": item.reference, "rows": [row for part in opened.parts for row in part.rows]}
