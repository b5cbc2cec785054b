"""What the pages of this room have in common: whose they are, and how they look."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from access.matters import MATTERS
from accounts import roles
from accounts.models import User
from accounts.requests import Request
from accounts.roles import READERS
from audit import entries
from pupils.models import Person
from records import filing, vault
from records.models import Record
from records.vault import NotThere, Opened, Reader
from school import clock
from school.dates import DateField
from school.text import TextField


def page(
    request: Request, title: str, form: forms.Form | None = None, *, template: str = "access/page.html", **more: Any
) -> HttpResponse:
    """A page of this room. `title` names nobody; `heading` may."""
    status = 400 if form is not None and form.errors else 200
    return render(request, template, {"title": title, "form": form, **more}, status=status)


def child_of(request: Request, public_id: UUID, may: Collection[str]) -> tuple[Reader, Person, dict[str, str]]:
    """The child, for somebody in one of the roles `may` who may know of them; and what leads back to their page."""
    reader = Reader.of(request)
    held = request.roles & set(may)
    person = vault.known_person(reader, public_id, asked_by_one_who_may=bool(held))
    back = reverse("child", kwargs={"public_id": public_id})
    return reader, person, {"back": back, "back_words": "Back to the child’s page", "caption": person.full_name}


def record_of(request: Request, public_id: UUID, *, answers: bool = True) -> tuple[Reader, Opened, dict[str, str]]:
    """The record, for somebody who may see it; `answers`: who sees all of it, and owns it or leads safeguarding."""
    reader = Reader.of(request)
    opened = vault.open_record(reader, public_id, only=[])
    held = request.roles
    if answers and not filing.answers_for(opened.record, opened.access, reader.user, held):
        entries.refused(Record, str(public_id))
        raise NotThere
    back = reverse("record", kwargs={"public_id": public_id})
    caption = f"{opened.record.category.name}, {', '.join(one.full_name for one in opened.subjects)}"
    return reader, opened, {"back": back, "back_words": "Back to the record", "caption": caption}


def thing_of(request: Request, prefix: str, slug: str) -> tuple[Reader, Any]:
    """The thing of that reference, for somebody who may know of it; others find nothing, by the same statements."""
    reader, matter = Reader.fresh_of(request), MATTERS[prefix]
    found = matter.find(reader.user, slug)
    if found is None:
        entries.refused(matter.model, slug.lower())
        raise NotThere
    return reader, found


def staff(besides: User | None = None) -> list[User]:
    """Everybody to whom a record can be opened, by name."""
    return [one for one in roles.holders_of_any(READERS) if one != besides]


class EndField(DateField):
    """The last day on which something is open."""

    def __init__(self, label: str = "Until which day?", **more: Any) -> None:
        super().__init__(what="the last day", future=True, label=label, **more)


def end_of(day: Any) -> datetime:
    """The moment at which a day is over."""
    return clock.london_day(day + timedelta(days=1))


def reason(label: str = "Why?", what: str = "why", **more: Any) -> TextField:
    """A reason in words."""
    return TextField(what=what, reasons=True, max_length=1000, label=label, **more)
