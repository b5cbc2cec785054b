"""Whatever leaves by any exit is what its reader may open: a register of exits, an arbitrary world (R: G1).

An exit is a page, a list, a search, a file, a mail, an error. What it may reveal: names and ids of children, ids of
records, references of decisions. A page of the URL table that is in no register fails.
"""

from collections.abc import Callable
from typing import Any

import pypdfium2
import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from post_office.models import Email

from access import briefings, circulations, meetings
from accounts.models import User
from accounts.roles import Role
from pupils.models import Person
from records import granting, need_to_know
from records.models import Record
from school import clock
from sharing import hearers
from sharing.models import ShareDecision
from tests import factories, test_walk
from tests.conftest import LONG
from tests.factories import World, browser_for, user

pytestmark = [pytest.mark.django_db, pytest.mark.by_turns, pytest.mark.requirement("G1")]
NAMES = ("Quillon", "Zephyrine", "Thaddeus", "Wilhelmina")
CATEGORIES = ("speech", "medical", "safeguarding", "behaviour")
NOWHERE = test_walk.NOWHERE


def text_of(answer: Any) -> str:
    if answer.headers["Content-Type"] == "application/pdf":
        pages = pypdfium2.PdfDocument(answer.content)
        return "\n".join(page.get_textpage().get_text_range() for page in pages)
    return answer.content.decode(errors="replace")


Exit = Callable[[Client, "Ground", User], str]


def got(path: str) -> Exit:
    return lambda client, ground, person: text_of(client.get(path))


def of_each(what: str, path: str) -> Exit:
    """The page of each child, or of each record, whether one may know of them or not. A page that is not there may
    hold the address that was asked for."""

    def leave(client: Client, ground: "Ground", person: User) -> str:
        found = ""
        for one in getattr(ground, what):
            answer = client.get(path.format(one.public_id))
            text = text_of(answer)
            found += text.replace(str(one.public_id), "") if answer.status_code == 404 else text
        return found

    return leave


def searched(client: Client, ground: "Ground", person: User) -> str:
    """The hits, without what was typed."""
    found = ""
    for one in ground.children:
        page = text_of(client.post("/find/", {"query": one.given_name[:4]}))
        found += page.replace(f'value="{one.given_name[:4]}"', "")
    return found


def printed(client: Client, ground: "Ground", person: User) -> str:
    slugs = [decision.reference.replace(" ", "-") for decision in ground.decisions]
    pages = [client.get(f"/decisions/{slug}/print/") for slug in slugs]
    return "".join(text_of(page) for page in pages if page.status_code == 200)


def mailed(client: Client, ground: "Ground", person: User) -> str:
    return "".join(f"{mail.subject} {mail.message}" for mail in Email.objects.all() if person.email in mail.to)


EXITS: dict[str, Exit] = {
    "home": got("/"),
    "inbox": got("/notices/"),
    "find": searched,
    "mine": got("/access/"),
    "concerns": got("/concerns/"),
    "held_list": got("/imports/held/"),
    "dashboard": got("/sharing/"),
    "download": got("/sharing/download/"),
    "log": got("/log/"),
    "standing": got("/access/standing/"),
    "exclusions": got("/access/exclusions/"),
    "declarations": got("/access/declarations/"),
    "adults": got("/access/adults/"),
    "meetings": got("/access/meetings/"),
    "papers": got("/papers/"),
    "copies_out": got("/meetings/copies/"),
    "governors_meetings": got("/meetings/"),
    "notes": got("/access/notes/"),
    "start": got("/decisions/"),
    "danger": got("/decisions/danger/"),
    "imports": got("/imports/"),
    "changes": got("/account/changes/"),
    "people": got("/account/people/"),
    "child": of_each("children", "/children/{}/"),
    "who": of_each("children", "/children/{}/who/"),
    "new_record": of_each("children", "/records/new/{}/"),
    "ask_access": of_each("children", "/children/{}/ask/"),
    "record": of_each("records", "/records/{}/"),
    "who_record": of_each("records", "/records/{}/who/"),
    "give": of_each("records", "/records/{}/give/"),
    "brief": of_each("records", "/records/{}/briefing/"),
    "print_record": printed,
    "mail": mailed,
    "an error": got(f"/records/{NOWHERE}/"),
}
# Pages without an object that hold forms, settings or help, and no list of anything confidential.
NO_LIST = {
    "undertaking",
    "glossary",
    "raise_concern",
    "concern_passed_on",
    "declaration",
    "cover",
    "back",
    "adult_new",
    "away",
    "agencies",
    "new_agency",
    "purposes",
    "settings",
    "settings_school",
    "settings_sessions",
    "settings_terms",
    "settings_email",
    "staff_import",
    "ready",
    "settings_provider",
    "settings_classes",
    "settings_categories",
    *(name for name in test_walk.OWN if name.startswith(("mfa_", "account_"))),
}


def test_every_page_without_an_object_is_an_exit_or_holds_no_list():
    pages = test_walk.OWN | set(test_walk.BY_ROLE)
    assert pages <= set(EXITS) | NO_LIST, pages - set(EXITS) - NO_LIST
    assert not set(EXITS) & NO_LIST


class Ground:
    """An arbitrary world: who is protected, kept out, granted what."""

    def __init__(self, protected: set[int], kept_out: set[tuple[int, int]], given_: set[tuple[int, int]]) -> None:
        self.world = World()
        more = {"medical": user(Role.MEDICAL), "first_aider": user(Role.FIRST_AIDER), "health": user(Role.HEALTH)}
        names = (
            "head",
            "dsl",
            "deputy_dsl",
            "senco",
            "teacher",
            "other_teacher",
            "dpo",
            "administrator",
            "chair",
            "office",
        )
        self.people: list[User] = [*(getattr(self.world, name) for name in names), *more.values()]
        self.children: list[Person] = [
            factories.child(name, f"{name}son", into="4C" if n % 2 else "3A", protected=n in protected)
            for n, name in enumerate(NAMES)
        ]
        self.records: list[Record] = []
        for n, category in enumerate(CATEGORIES):
            about = [self.children[n], self.children[(n + 1) % 4]] if category == "behaviour" else [self.children[n]]
            self.records.append(factories.record(category, *about, author=self.world.senco))
        self.decisions: list[ShareDecision] = [self.world.decide()]
        world, until = self.world, clock.now().replace(year=2030)
        self.records.append(
            briefings.brief(self.children[2], "Near the door", [world.teacher], by=world.dsl, until=until).record
        )
        held = meetings.record("The fair is on Friday", clock.today(), by=world.teacher)
        item = meetings.Item(self.children[3], "Often late", [(world.senco, "plans the support")])
        self.records.append(meetings.add_item(held, item, by=world.teacher).record)
        for who, what in sorted(given_):
            person, record = self.people[who % len(self.people)], self.records[what % len(self.records)]
            if not granting.refusal(record.category, person):
                granting.grant(record, person, by=world.dsl, until=until, reason="On the trip")
        circulations.circulate(self.records[0], [world.office], by=world.senco, due=until, reason="Minutes")
        for who, what in sorted(kept_out):
            person, child = self.people[who % len(self.people)], self.children[what]
            granting.exclude(person, by=world.head, person=child, reason="related")

    def may_not(self, person: User) -> dict[str, str]:
        """What this person must find nowhere: the sign of it, and what it is a sign of."""
        found: dict[str, str] = {}
        for child in self.children:
            if need_to_know.person_known_to(person, child.public_id) is None:
                found |= {child.given_name: "a child", str(child.public_id): "a child"}
        visible = set(need_to_know.visible_to(person).values_list("pk", flat=True))
        for record in self.records:
            if record.pk not in visible:
                found[str(record.public_id)] = f"a record: {record.category.code}"
        for decision in self.decisions:
            if not hearers.Decisions().known_to(person, [decision.reference]):
                found[decision.reference] = "a decision"
        return found


@pytest.mark.keeps_no_count  # each world is rolled back, its entries with it
@settings(
    max_examples=30 if LONG else 2,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)
@given(
    protected=st.sets(st.integers(0, 3)),
    kept_out=st.sets(st.tuples(st.integers(0, 12), st.integers(0, 3)), max_size=12),
    given_=st.sets(st.tuples(st.integers(0, 12), st.integers(0, 9)), max_size=8),
    readers=st.sets(st.integers(0, 12), min_size=4, max_size=4),
)
def test_no_exit_reveals_what_its_reader_may_not_open(protected, kept_out, given_, readers, db):
    point = transaction.savepoint()
    try:
        ground = Ground(protected, kept_out, given_)
        for person in (ground.people[n] for n in sorted(readers)):
            hidden, client = ground.may_not(person), browser_for(person)
            for name, leave in EXITS.items():
                text = leave(client, ground, person)
                for sign, what in hidden.items():
                    if name == "log" and "-" in sign:
                        continue  # the DPO's log holds ids, and no names
                    assert sign not in text, (person.last_name, name, what)
                if name == "mail":
                    assert not any(child.given_name in text for child in ground.children)
    finally:
        transaction.savepoint_rollback(point)
