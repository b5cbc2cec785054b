"""Records with files, for tests: made by the product's own functions."""

import io

from PIL import Image

from records.documents import files
from records.models import Record
from records.vault.filing import Words, file_record
from tests.factories import World


def a_picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(out, "PNG")
    return out.getvalue()


def with_file(world: World) -> Record:
    """A record of the world's child with a file, all of it for full sight only."""
    file = files.check(a_picture())
    filed = file_record("speech", [world.child], [Words("file-1", files.words("File 1", file))], author=world.senco)
    files.attach(filed.sections.get(name="file-1"), file)
    return filed
