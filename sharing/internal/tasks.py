"""The tasks and links about need to know on the home page."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse

from accounts.models import User
from accounts.notices import home
from accounts.notices.home import Item, Link, Task
from accounts.roles import LEAD, READERS, SAFEGUARDS, Role
from core.words import counted
from sharing.internal import briefings, circulation_reading, declarations, emergency, requests, reviews


def of(user: User, held: frozenset[str]) -> Iterator[Task]:
    """Requests, emergencies, reports, briefings and declarations that wait for `user`."""
    review = emergency.to_review(user)
    explain = emergency.to_explain(user)
    asked = requests.waiting(user)
    reports = circulation_reading.to_read(user)
    told = briefings.to_accept(user)
    unread = circulation_reading.not_read_by_all(user)
    emergencies, circulated = "internal:emergency", "internal:circulation"
    yield from _some("review", review, "emergency access to review", "emergency accesses to review", emergencies, True)
    yield from _some("explain", explain, "Tell us what you used it for", "", emergencies)
    yield from _some("requests", asked, "request for access", "requests for access", "internal:access_request")
    yield from _some("reports", [row.circulation for row in reports], "report to read", "reports to read", circulated)
    if told:
        briefed = [(row.content_object.briefing, row.start) for row in told]
        items = [_item(briefing, "internal:briefing", start) for briefing, start in briefed]
        yield home.listed("access-briefings", items, counted(len(items), "briefing to read", "briefings to read"))
    yield from _some("unread", unread, "report not read by everyone", "reports not read by everyone", circulated)
    yield from _of_declarations(user, held)
    yield from _of_reviews(user, held)


def _item(thing: Any, page: str, since: datetime) -> Item:
    return Item(thing.reference, reverse(page, kwargs={"slug": thing.slug}), since)


def _some(
    name: str, things: Sequence[Any], single: str, several: str, page: str, urgent: bool = False
) -> Iterator[Task]:
    """A line about things with a reference; `several` is empty where one has no number before it."""
    if things:
        items = [_item(thing, page, thing.at) for thing in things]
        words = counted(len(things), single, several) if several else single
        if not several and len(things) > 1:
            words = f"{single}: {len(things)}"
        yield home.listed(f"access-{name}", items, words, urgent=urgent)


def _of_declarations(user: User, held: frozenset[str]) -> Iterator[Task]:
    if held & {Role.HEADTEACHER, Role.CHAIR}:
        declared = declarations.waiting(user)
        yield from _some(
            "declared", declared, "declaration to see to", "declarations to see to", "internal:declaration"
        )
    if held & declarations.DECLARE and declarations.due(user):
        yield Task("Declare your relationships", reverse("internal:declare"), "Once a year, also if there are none")


def _of_reviews(user: User, held: frozenset[str]) -> Iterator[Task]:
    if held & READERS:
        moved, standing = reviews.numbers(user, leads=bool(held & SAFEGUARDS))
        for number, what in ((moved, "look at after a change of class"), (standing, "look at: half a term has passed")):
            if number:
                yield Task(
                    counted(number, f"access to {what}", f"accesses to {what}"), reverse("internal:standing_access")
                )


LINKS = (
    Link(210, "What you may see", "internal:my_access", READERS),
    Link(220, "Access that stands", "internal:standing_access", READERS),
    Link(230, "Staff meetings", "internal:staff_meetings", READERS),
    Link(240, "Cover for a class", "internal:class_cover", SAFEGUARDS),
    Link(250, "Who is kept out", "internal:exclusions", frozenset({*LEAD, Role.DPO})),
    Link(260, "Looking back", "internal:past_access", frozenset({*LEAD, Role.DPO})),
    Link(270, "Concerns about adults", "internal:adult_concerns", frozenset({Role.HEADTEACHER, Role.CHAIR})),
    Link(280, "Declarations of relationships", "internal:declarations", frozenset({Role.HEADTEACHER, Role.CHAIR})),
    Link(290, "My notes", "internal:my_notes", frozenset({Role.HEALTH})),
    Link(300, "Your relationships", "internal:declare", declarations.DECLARE),
)


def register() -> None:
    """Put these tasks and links on the home page."""
    home.register_tasks("need to know", 60, of)
    home.register_links(*LINKS)
