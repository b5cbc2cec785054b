"""How the pages about access find what has a reference, for those who may know of it."""

from typing import Any

from accounts.requests import Request
from core.audit import entries
from records.vault.vault import NotThere, Reader
from sharing.internal.reference_targets import TARGETS


def get_by_reference(request: Request, prefix: str, slug: str) -> tuple[Reader, Any]:
    """What has that reference, for a person who may know of it; others find nothing, by the same statements."""
    reader, matter = Reader.fresh_of(request), TARGETS[prefix]
    thing = matter.find(reader.user, slug)
    if thing is None:
        entries.refused(matter.model, slug.lower())
        raise NotThere
    return reader, thing
