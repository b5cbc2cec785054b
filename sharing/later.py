"""Later entries of a decision: what stands beside what was recorded, and changes nothing of it (R: C6)."""

from records.filing import Words, add_section
from records.models import Section
from records.vault import Opened, Reader
from school import clock


def add(opened: Opened, reader: Reader, name: str, rows: list[list[str]]) -> Section:
    """Add an entry of a kind in `records.models.LATER`, with who and when. Raises KeyUnavailable."""
    content = {
        "heading": name.capitalize(),
        "rows": rows,
        "by": reader.user.full_name,
        "at": clock.now().isoformat(),
    }
    return add_section(opened.record, Words(name, content), order=100, by=reader.user)
