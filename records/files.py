"""Files that belong to a record: taken by what they hold, kept sealed, shown as pictures and text.

Whoever opens a hostile file is a process of its own, without keys (records/render_page.py).
"""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from audit import entries
from records import sealing, vault
from records.models import Attachment, Section
from records.vault import Opened, Part, Reader

RENDERER = Path(__file__).parent / "render_page.py"
MOST = 10_000_000  # bytes
SECONDS = 30
NO_FILE = "-"


class FileNotTaken(ValueError):
    """The file is not taken; the message says why and what to do."""


@dataclass(frozen=True)
class Checked:
    """A file that was looked at: its type by content, and how many pages it has."""

    content: bytes
    media_type: str
    pages: int


def _render(content: bytes, *what: str) -> bytes:
    """Run the renderer apart, with nothing of ours in its surroundings."""
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(RENDERER), *what], input=content, capture_output=True, timeout=SECONDS, env={}
        )
    except subprocess.TimeoutExpired:
        raise FileNotTaken("This file takes too long to open. Save it again as a PDF and try again") from None
    if done.returncode == 3:
        raise FileNotTaken(done.stdout.decode())
    if done.returncode:
        raise FileNotTaken("This file cannot be opened safely. Save it again as a PDF and try again")
    return done.stdout


def check(content: bytes) -> Checked:
    """Look at a file before it is kept. Raises FileNotTaken."""
    found = json.loads(_render(content, "check"))
    return Checked(content, found["type"], found["pages"])


def attach(section: Section, file: Checked) -> Attachment:
    """Keep the bytes of a file with the section that says what it is."""
    attachment = Attachment(section=section)
    sealing.seal(attachment, "content", file.content, sealing.unwrap(section.record.key))
    attachment.save()
    return attachment


def words(heading: str, file: Checked) -> dict[str, Any]:
    """The content of a file's section."""
    return {"heading": heading, "file": {"type": file.media_type, "pages": file.pages}}


def find(reader: Reader, record: UUID, section: UUID) -> tuple[Opened, Part]:
    """A file of a record that the reader may see, unopened. Raises what the vault raises."""
    known = Section.objects.filter(public_id=section, record__public_id=record, attachment__isnull=False).first()
    opened = vault.open_record(reader, record, only=[known.name if known else NO_FILE])
    part = next((part for part in opened.parts if known is not None and part.section == known), None)
    if part is None:
        entries.refused(Attachment, str(section))
        raise vault.NotThere
    return opened, part


def open_page(reader: Reader, record: UUID, section: UUID, number: int) -> bytes:
    """The picture of one page, as PNG. Raises what the vault raises, and NotThere for a page that is not there."""
    return _page(reader, record, section, number, "page")


def open_text(reader: Reader, record: UUID, section: UUID, number: int) -> str:
    """The text of one page, for those who read by ear or by zooming."""
    return _page(reader, record, section, number, "text").decode("utf-8", "replace")


def _page(reader: Reader, record: UUID, section: UUID, number: int, what: str) -> bytes:
    _, part = find(reader, record, section)
    file = part.content["file"]
    if not 1 <= number <= file["pages"] or (what == "page" and file["type"] == "text/plain"):
        raise vault.NotThere
    attachment = Attachment.objects.select_related("key").get(section=part.section)
    return _render(vault.open_field(reader, attachment, "content", because="attachment"), what, str(number))
