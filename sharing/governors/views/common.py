"""What the pages of governors' meetings have in common: whose they are, and the line that marks what is read."""

from typing import Any, NoReturn
from uuid import UUID

from django.db.models import Model, QuerySet
from django.http import HttpResponse
from django.urls import reverse

from accounts.models import User
from accounts.requests import Request
from core import clock, references, words
from core.audit import entries
from records.documents import files
from records.vault.vault import NotThere, Reader
from sharing.governors import reading_rules
from sharing.governors.models import GovernorsMeeting, Item, Paper

KEEPERS = "This page is for the clerk to governors and the chair."


def kept(request: Request, slug: str) -> tuple[Reader, GovernorsMeeting]:
    """The meeting, for the people who set it up; others find nothing, by the same statement."""
    reader = Reader.fresh_of(request)
    known = reading_rules.kept_by(reader.user).filter(reference=references.read(slug) or "")
    return reader, known.select_related("issued").first() or refuse_as_not_found(GovernorsMeeting, slug)


def items_of(reader: Reader, meeting: GovernorsMeeting) -> QuerySet[Item]:
    """The items of the meeting that the person sets up."""
    return reading_rules.items_kept_by(reader.user, reader.at).filter(meeting=meeting)


def item_of(reader: Reader, meeting: GovernorsMeeting, item_id: UUID) -> tuple[Item, int]:
    """An item that the person sets up, and its place among those that they see."""
    rows = list(items_of(reader, meeting).select_related("meeting").order_by("number"))
    for place, item in enumerate(rows, 1):
        if item.public_id == item_id:
            return item, place
    refuse_as_not_found(Item, str(item_id))


def paper_of(request: Request, public_id: Any) -> tuple[Reader, Paper]:
    """A paper that is open to this reader now; others find nothing, by the same statement."""
    reader = Reader.fresh_of(request)
    paper = reading_rules.papers(reader.user, reader.at).filter(public_id=public_id).first()
    return reader, paper or refuse_as_not_found(Paper, str(public_id))


def refuse_as_not_found(model: type[Model], what: str) -> NoReturn:
    """Log the attempt and raise NotThere."""
    entries.refused(model, what.lower())
    raise NotThere


def line(user: User) -> str:
    """Mr J Whitlock · 14 May 2026, 5:12pm · confidential"""
    now = clock.now()
    who = " ".join(filter(None, (user.title, user.first_name[:1], user.last_name)))
    return f"{who} · {words.day(clock.local(now).date())}, {words.time(now)} · confidential"


def picture(image: bytes, words: str) -> HttpResponse:
    """A picture on a page, marked: to be looked at, not to be kept."""
    shown = HttpResponse(files.marked(image, words), content_type="image/png")
    shown["Content-Disposition"] = "inline"
    return shown


def to_meeting(slug: str) -> dict[str, str]:
    """What leads back to the page of the meeting."""
    return {"back": reverse("governors:meeting", kwargs={"slug": slug}), "back_words": "The meeting"}
