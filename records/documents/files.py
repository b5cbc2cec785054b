"""Files that belong to a record: taken by what they hold, kept sealed, shown as pictures and text.

A separate process without keys opens files, which may be hostile (records/documents/render_worker.py).
"""

import contextlib
import json
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any
from uuid import UUID

from core.audit import entries
from core.refusals import Refused
from records import data_keys, sealing
from records.models import Attachment, Section
from records.vault import vault
from records.vault.vault import Opened, Part, Reader

RENDERER = Path(__file__).parent / "render_worker.py"
MOST = 10_000_000  # bytes
SECONDS, SECONDS_ALL = 30, 170
MOST_OF_A_PART = 40_000_000  # bytes
UNSAFE = "This file cannot be opened safely. Save it again as a PDF and try again"
NO_FILE = "-"


class FileNotTaken(Refused):
    """The file is not taken; the message says why and what to do."""


@dataclass(frozen=True)
class Checked:
    """A file that was looked at: its type by content, and how many pages it has."""

    content: bytes
    media_type: str
    pages: int


def _render(content: bytes, *what: str, most: int = SECONDS) -> bytes:
    """Run the renderer apart, with nothing of ours in its surroundings."""
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(RENDERER), *what], input=content, capture_output=True, timeout=most, env={}
        )
    except subprocess.TimeoutExpired:
        raise FileNotTaken("This file takes too long to open. Save it again as a PDF and try again") from None
    if done.returncode == 3:
        raise FileNotTaken(done.stdout.decode())
    if done.returncode:
        raise FileNotTaken(UNSAFE)
    return done.stdout


def drawn(content: bytes) -> Iterator[tuple[bytes, str]]:
    """The picture (PNG) and the text of each page of a PDF, one after the other as the renderer, run apart, gives
    them: never more than one is in memory. Raises FileNotTaken where it stops before the end."""
    command = [sys.executable, "-I", str(RENDERER), "pages"]
    pipe, nothing = subprocess.PIPE, subprocess.DEVNULL
    process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=nothing, env={})
    assert process.stdin and process.stdout
    limit = threading.Timer(SECONDS_ALL, process.kill)
    limit.start()
    try:
        with contextlib.suppress(BrokenPipeError):
            process.stdin.write(content)
            process.stdin.close()
        while image := _part(process.stdout):
            text = _part(process.stdout)
            if text is None:
                break
            yield image, text.decode("utf-8", "replace")
        if process.wait():
            raise FileNotTaken(UNSAFE)
    finally:
        limit.cancel()
        process.kill()
        process.wait()
        process.stdout.close()


def bound(images: Iterable[bytes], words: str) -> bytes:
    """A PDF of pictures, each with the words across it."""
    return _render(b"".join(len(image).to_bytes(4, "big") + image for image in images), "bind", words, most=SECONDS_ALL)


def _part(out: IO[bytes]) -> bytes | None:
    size = int.from_bytes(out.read(4), "big")
    if size > MOST_OF_A_PART:
        return None
    part = out.read(size)
    return part if len(part) == size else None


def draw(content: bytes, number: int) -> bytes:
    """The picture of one page of a PDF."""
    return _render(content, "page", str(number))


def marked(image: bytes, words: str) -> bytes:
    """A picture with the words across it, in its pixels."""
    return _render(image, "mark", words)


def check(content: bytes) -> Checked:
    """Look at a file before it is kept. Raises FileNotTaken."""
    facts = json.loads(_render(content, "check"))
    return Checked(content, facts["type"], facts["pages"])


def attach(section: Section, file: Checked) -> Attachment:
    """Keep the bytes of a file with the section that says what it is."""
    attachment = Attachment(section=section)
    sealing.seal(attachment, "content", file.content, data_keys.unwrap(section.record.key))
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
