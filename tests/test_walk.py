"""Every URL of the table, for every role: what is refused looks like what is not there (R: G1, T1, T4)."""

import io
import pickle
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import quote
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from PIL import Image

from access import asking as asking_access
from access import briefings, circulations, declarations, emergency, exclusions, meetings
from access.declarations import DECLARE
from accounts import roles
from accounts.roles import STAFF, Role
from audit.models import Entry
from governors import opening
from intake import concerns, imports
from intake.models import Held
from notices.models import Notice
from oversight.models import MailTest
from oversight.setting_up import staff_list
from oversight.setting_up.ready import SETS_UP
from records import files, granting, moving, vault
from records.filing import Words, file_record
from school import clock, references
from sharing import asking, harm
from sharing.flow import advising
from sharing.models import Purpose
from tests import factories
from tests.conftest import BY_TURNS, LONG, has_its_turn, looked_at_and_undone
from tests.factories import browser_for, masked, user
from tests.governors import meeting

pytestmark = [pytest.mark.django_db]
NOWHERE = "7d444840-9dc0-11d1-b245-5ffdce74fad2"
EVERYONE, STAFF_ONLY = "everyone", "staff"
# Pages without an object: who gets them. Signed-out people get the sign-in page for all but the first kind.
OPEN = {
    "account_login",
    "account_logout",
    "signed_out",
    "account_inactive",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key_done",
    "hidden_screen",
    "colours",
    "mfa_authenticate",
    "mfa_login_webauthn",
    "public_list",
    "state",
}
GONE = {"account_signup", "account_reauthenticate"}
OWN = {
    "home",
    "inbox",
    "undertaking",
    "changes",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "account_change_password",
    "find",
    "raise_concern",
    "concern_passed_on",
    "concerns",
    "held_list",
    "glossary",
    "mine",
}
SETTINGS = (
    "settings",
    "settings_school",
    "settings_classes",
    "settings_categories",
    "settings_email",
    "staff_import",
    "settings_provider",
    "settings_sessions",
)
BY_ROLE = {
    "people": {Role.ADMINISTRATOR},
    "log": {Role.DPO},
    "imports": {Role.OFFICE},
    "dashboard": {Role.HEADTEACHER},
    "download": {Role.HEADTEACHER},
    "away": {Role.HEADTEACHER, Role.DSL},
} | {name: {Role.ADMINISTRATOR} for name in SETTINGS}
BY_ROLE |= {"ready": set(SETS_UP), "settings_terms": {Role.ADMINISTRATOR, Role.OFFICE}}
DECIDES = set(STAFF) - {Role.ADMINISTRATOR}
KEEPS = {Role.ADMINISTRATOR, Role.DPO}
BY_ROLE |= {
    "start": DECIDES,
    "danger": DECIDES,
    "agencies": set(STAFF),
    "new_agency": KEEPS,
    "purposes": {Role.DPO},
}
LEADS = {Role.HEADTEACHER, Role.DSL}
BY_ROLE |= {
    "exclusions": {*LEADS, Role.DPO},
    "declaration": set(DECLARE),
    "declarations": {Role.HEADTEACHER, Role.CHAIR},
    "cover": {*LEADS, Role.DEPUTY_DSL},
    "standing": DECIDES,
    "back": {*LEADS, Role.DPO},
    "adults": {Role.HEADTEACHER, Role.CHAIR},
    "adult_new": {Role.HEADTEACHER, Role.CHAIR},
    "meetings": DECIDES - {Role.DPO},
    "notes": {Role.HEALTH},
}
BY_ROLE |= {
    "papers": set(opening.ATTEND),
    "governors_meetings": set(opening.KEEP),
    "copies_out": {*opening.KEEP, Role.HEADTEACHER},
}
EVERYBODY = {"public_minutes", "public_pdf"}
"""Published for everybody, signed in or not."""
ACTIONS = {
    "governors_print",
    "paper_left",
    "end_session",
    "keep_text",
    "kept_text",
    "provider_begin",
    "provider_callback",
    "provider_disconnect",
}
TOKENS = {"account_reset_password_from_key"}
# Pages with an object: name to (method, address of one that is there, address of one that is not).
OBJECTS = {
    "record",
    "child",
    "decision",
    "done",
    "correct",
    "print_record",
    "get_file",
    "step",
    "check",
    "notice",
    "seen",
    "person",
    "answer_change",
    "who",
    "new_record",
    "twice",
    "move_record",
    "undo_move",
    "record_file",
    "record_file_page",
    "held",
    "concern",
    "import",
    "import_columns",
    "import_aside",
    "import_undo",
    "settings_class",
    "settings_category",
    "end_class_staff",
    "key_worker",
    "protect",
    "ask",
    "answer",
    "danger_of",
    "advice_answer",
    "agency",
    "new_contact",
    "contact",
    "purpose",
    "close_draft",
    "close_harm",
    "advice",
    "advice_had",
    "add",
    "review",
    "head",
    "again",
    "passphrases",
    "told_them",
    "reply",
    "ask_access",
    "emergency_new",
    "keep_out",
    "who_record",
    "give",
    "circulate",
    "brief",
    "access_request",
    "emergency",
    "circulation",
    "briefing",
    "exclusion",
    "declared",
    "look",
    "meeting",
    "meeting_item",
    "papers_of",
    "interest",
    "paper",
    "paper_picture",
    "paper_text",
    "paper_notes",
    "paper_download",
    "governors_meeting",
    "item_new",
    "paper_new",
    "paper_replace",
    "keep_from",
    "named",
    "issue",
    "copy_new",
    "copy_back",
    "destroy",
    "certificate",
    "masters",
    "master_page",
    "minutes_draft",
    "minutes_check",
    "minutes_approve",
    "staff_list",
    "test_email",
}
# Pages by which something leaves the school, or which give power: a factor shown lately is asked for before they act.
LEAVES = {
    "print_record",
    "get_file",
    "reply",
    "passphrases",
    "download",
    "governors_print",
    "certificate",
    "copy_new",
    "paper_download",
    "minutes_approve",
}
POWER = {
    "people",
    "person",
    "answer_change",
    "away",
    "settings_school",
    "settings_sessions",
    "settings_terms",
    "settings_classes",
    "settings_class",
    "end_class_staff",
    "settings_categories",
    "settings_category",
    "give",
    "keep_out",
    "exclusion",
    "cover",
    "access_request",
    "brief",
    "circulate",
    "look",
    "back",
    "agency",
    "new_agency",
    "contact",
    "new_contact",
    "key_worker",
    "named",
    "keep_from",
    "issue",
    "masters",
    "staff_import",
    "staff_list",
    "settings_provider",
    "provider_disconnect",
}
FILES = {"get_file", "reply", "paper_download"}
SHOWN = {"record_file_page", "paper_picture", "master_page"}
PUBLIC = {
    "person",
    "import",
    "import_columns",
    "import_aside",
    "import_undo",
    "settings_class",
    "settings_category",
    "test_email",
    "end_class_staff",
    "agency",
    "new_contact",
    "contact",
    "purpose",
}  # their existence is no secret


def views() -> dict[str, Any]:
    found: dict[str, Any] = {}

    def visit(patterns) -> None:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                visit(pattern.url_patterns)
            elif isinstance(pattern, URLPattern):
                assert pattern.name, pattern
                found[pattern.name] = pattern.callback

    visit(get_resolver().url_patterns)
    return found


def names() -> set[str]:
    return set(views())


def test_every_url_of_the_table_has_its_case():
    cases = OPEN | GONE | OWN | set(BY_ROLE) | ACTIONS | TOKENS | OBJECTS | EVERYBODY
    assert names() == cases, names() ^ cases


def walked_here(name: str, who: str) -> bool:
    """In the daily run each pair of a page and a person is walked on one of the two databases."""
    return not BY_TURNS or has_its_turn(f"{name} {who}", shares=2)


@contextmanager
def statements() -> Iterator[list[str]]:
    """What is asked of the database within the block: the beginning of each statement."""
    asked: list[str] = []

    def hear(execute: Any, sql: str, *rest: Any) -> Any:
        asked.append(shape(sql))
        return execute(sql, *rest)

    with connection.execute_wrapper(hear):
        yield asked


def refused(answer: str | None = None) -> dict:
    """The answers of a decision not to share; `answer`: what whoever asked is told."""
    why = {
        "why": ["not_needed"],
        "reasons": "They do not need it.",
        "review": "no",
        "review_on": None,
        "change": ["nothing"],
        "category": None,
        "reply_by": None,
    }
    if answer is None:
        return {"decide": {"outcome": "no_share"}, "why-not": why}
    what = {
        "records": [],
        "how": {},
        "unwritten": "How she is doing",
        "unwritten_kind": "behaviour",
        "everything": "yes",
        "left_out": "",
    }
    who: dict[str, object] = {"to": "asker", "directory": None, "school": None, "staff": None, "more": []}
    return {"who": who, "what": what, "decide": {"outcome": "no_share"}, "why-not": {**why, "answer": answer}}


def by_dsl(world) -> dict:
    """What the DSL shares, who may not see the teacher's record: something that is in none."""
    what = {"records": [], "how": {}, "unwritten": "What was said", "unwritten_kind": "safeguarding", "everything": ""}
    return {"what": {**what, "left_out": ""}}


CSV = b"UPN,Surname,Forename,DOB\nH801200001001,Vetch,Teasel,2018-03-02\n"


def a_picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(out, "PNG")
    return out.getvalue()


def with_file(world):
    """A record with a file, all of it for full sight only."""
    file = files.check(a_picture())
    filed = file_record("speech", [world.child], [Words("file-1", files.words("File 1", file))], author=world.senco)
    files.attach(filed.sections.get(name="file-1"), file)
    return filed


def shape(sql: str) -> str:
    """The beginning of a statement, without savepoints' names."""
    return re.sub(r"s\d+_x\d+", "s", sql)[:60]


def something_held(world):
    """What an import said of a child of whom the office must not know."""
    hidden = factories.child("Teasel", "Vetch", into="3A", protected=True, upn="H801200001001")
    run = imports.take(CSV, "a.csv", world.office)
    imports.agree(run, imports.look(run, CSV, {}), {})
    imports.do(run)
    return Held.objects.get(person=hidden)


def a_staff_list(world):
    """A list of staff that waits for its approval."""
    made = staff_list.take(b"First name,Last name,Email,Role\nRue,Thyme,rue@school.test,Teacher\n", world.administrator)
    staff_list.ask(made, world.administrator)
    return made


def something_passed_on(world):
    return concerns.pass_on(
        by=world.teacher, about="Amina in 4C", what="She was crying at lunch", when="today", once=uuid4()
    )


OF_A_CHILD = {"ask_access": "ask", "emergency_new": "emergency", "keep_out": "keep-out"}
OF_A_RECORD = {"who_record": "who", "give": "give", "circulate": "circulate", "brief": "briefing"}


def sights(world) -> dict[str, tuple[str, str]]:
    """name: the address of a thing of the room of access, and of one that is not."""
    asked = asking_access.ask(
        world.office, world.child, ["speech"], until=clock.now() + timedelta(days=1), reason="For the trip"
    )
    opened = emergency.open_up(world.senco, world.child, ["medical"], reason="Fainted")
    report = factories.record("speech", world.child, author=world.senco)
    until = clock.now() + timedelta(days=1)
    read = circulations.circulate(report, [world.teacher], by=world.senco, due=until, reason="Minutes")
    told = briefings.brief(world.child, "Sit near the door", [world.teacher], by=world.dsl, until=until)
    kept = exclusions.keep_out(
        world.other_teacher, factories.child("Sage", into="5C"), by=world.head, reason="her nephew"
    )
    declared = declarations.declare(world.teacher, "Sage Yusuf, my niece")
    held = meetings.record("We spoke of the summer fair.", clock.today(), by=world.teacher)
    stands = granting.grant(
        report, world.office, by=world.senco, start=clock.now() - timedelta(days=60), until=until, reason="on reception"
    )
    things = {
        "access_request": ("requests", asked.slug),
        "emergency": ("emergencies", opened.slug),
        "circulation": ("reports", read.slug),
        "briefing": ("briefings", told.slug),
        "exclusion": ("exclusions", kept.slug),
        "declared": ("declarations", declared.slug),
        "meeting": ("meetings", held.slug),
    }
    found = {
        name: (f"{path}/{slug}/", f"{path}/{slug.split('-')[0]}-7K4M-92XC/") for name, (path, slug) in things.items()
    }
    found["meeting_item"] = tuple(f"{path}item/" for path in found["meeting"])  # type: ignore[assignment]
    return found | {"look": (f"standing/{stands.public_id}/", f"standing/{NOWHERE}/")}


def addresses(world) -> dict[str, tuple[str, str, str]]:
    """name: (method, one that is there, one that is not)."""
    decision = world.decide()
    draft = world.draft()
    notice = Notice.objects.get(kind="decision")
    slug, none = decision.reference.replace(" ", "-"), "SD-7K4M-92XC"
    filed = with_file(world)
    section = filed.sections.get(name="file-1").public_id
    picture = f"files/{section}"
    opened = vault.open_record(world.reader(world.head), decision.record.public_id)
    asked = asking.ask(decision, opened, world.reader(world.head), "Who else knows?").public_id
    recipient = decision.recipients.get().public_id
    harmful = world.draft(safe={"harm": "yes"}, adult={"adult": "no", "who": None})
    harm.tell(harmful, [world.child], [])
    asks: dict[str, Any] = {
        "people": [world.child],
        "shows": "question",
        "names": True,
        "urgent": False,
        "instead": False,
    }
    advice = advising.ask(draft, draft.author, world.dsl, "Is this enough to share?", **asks).public_id
    unshared = references.slug(world.decide(origin="asked", asked=world.asked(), **refused("reasons")).reference)
    risky = references.slug(
        world.decide(safe={"harm": "yes"}, adult={"adult": "no", "who": None}, **refused()).reference
    )
    head = {"people": [str(world.head.public_id)]}
    hidden = references.slug(world.decide(by=world.dsl, **{"keep-from": head}, **by_dsl(world)).reference)
    agency, contact = world.contact.agency.public_id, world.contact.public_id
    purpose = Purpose.objects.get(code="health").public_id
    held, concern = something_held(world), something_passed_on(world)
    runs = imports.take(CSV, "a.csv", world.office)
    other = factories.child("Amina", "Yusuf", into="5C")
    merged = moving.merge(factories.child("Amina", "Yusuf", into="5C"), other, by=world.head, reason="entered twice")
    fourth = factories.SchoolClass.objects.get(name="4C")
    with_class = factories.teacher_of("6Z").classes.get().public_id
    staff, mailed = a_staff_list(world).public_id, MailTest.objects.create(made_by=world.administrator).public_id
    r, i = f"/records/{filed.public_id}", f"/imports/{runs.public_id}"
    d, n = f"/decisions/draft/{draft.public_id}", f"/decisions/draft/{NOWHERE}"
    s = sights(world)
    c = f"/children/{world.child.public_id}"
    return {
        **meeting.addresses(world, NOWHERE),
        **{name: ("get", f"{c}/{path}/", f"/children/{NOWHERE}/{path}/") for name, path in OF_A_CHILD.items()},
        **{name: ("get", f"{r}/{path}/", f"/records/{NOWHERE}/{path}/") for name, path in OF_A_RECORD.items()},
        **{name: ("get", f"/access/{path}", f"/access/{nowhere}") for name, (path, nowhere) in s.items()},
        "record": ("get", f"/records/{world.record.public_id}/", f"/records/{NOWHERE}/"),
        "child": ("get", f"/children/{world.child.public_id}/", f"/children/{NOWHERE}/"),
        "decision": ("get", f"/decisions/{slug}/", f"/decisions/{none}/"),
        "done": ("get", f"/decisions/{slug}/recorded/", f"/decisions/{none}/recorded/"),
        "correct": ("get", f"/decisions/{slug}/correct/", f"/decisions/{none}/correct/"),
        "danger_of": ("get", f"/decisions/danger/{draft.public_id}/", f"/decisions/danger/{NOWHERE}/"),
        "advice_answer": ("get", f"/decisions/advice/{advice}/", f"/decisions/advice/{NOWHERE}/"),
        "agency": ("get", f"/decisions/agencies/{agency}/", f"/decisions/agencies/{NOWHERE}/"),
        "new_contact": ("get", f"/decisions/agencies/{agency}/new/", f"/decisions/agencies/{NOWHERE}/new/"),
        "contact": ("get", f"/decisions/agencies/contact/{contact}/", f"/decisions/agencies/contact/{NOWHERE}/"),
        "purpose": ("get", f"/decisions/purposes/{purpose}/", f"/decisions/purposes/{NOWHERE}/"),
        "close_draft": ("get", f"{d}/close/", f"{n}/close/"),
        "close_harm": ("get", f"/decisions/draft/{harmful.public_id}/agree/", f"{n}/agree/"),
        "advice": ("get", f"{d}/safe/advice/", f"{n}/safe/advice/"),
        "advice_had": ("get", f"{d}/safe/advice-had/", f"{n}/safe/advice-had/"),
        "add": ("get", f"/decisions/{slug}/add/arrival/", f"/decisions/{none}/add/arrival/"),
        "review": ("get", f"/decisions/{risky}/review/", f"/decisions/{none}/review/"),
        "head": ("get", f"/decisions/{hidden}/headteacher/", f"/decisions/{none}/headteacher/"),
        "again": ("post", f"/decisions/{slug}/again/", f"/decisions/{none}/again/"),
        "passphrases": ("get", f"/decisions/{slug}/passphrases/", f"/decisions/{none}/passphrases/"),
        "told_them": ("get", f"/decisions/{slug}/told/{recipient}/", f"/decisions/{none}/told/{recipient}/"),
        "reply": ("post", f"/decisions/{unshared}/reply/", f"/decisions/{none}/reply/"),
        "print_record": ("get", f"/decisions/{slug}/print/", f"/decisions/{none}/print/"),
        "get_file": ("post", f"/decisions/{slug}/file/{recipient}/", f"/decisions/{none}/file/{recipient}/"),
        "step": ("get", f"{d}/safe/", f"{n}/safe/"),
        "check": ("get", f"{d}/check/", f"{n}/check/"),
        "notice": ("get", f"/notices/{notice.public_id}/", f"/notices/{NOWHERE}/"),
        "seen": ("post", f"/notices/{notice.public_id}/seen/", f"/notices/{NOWHERE}/seen/"),
        "person": ("get", f"/account/people/{world.teacher.public_id}/", f"/account/people/{NOWHERE}/"),
        "answer_change": ("post", f"/account/changes/{NOWHERE}/", f"/account/changes/{UUID(int=1)}/"),
        "who": ("get", f"/children/{world.child.public_id}/who/", f"/children/{NOWHERE}/who/"),
        "new_record": ("get", f"/records/new/{world.child.public_id}/", f"/records/new/{NOWHERE}/"),
        "twice": ("get", f"/records/twice/{world.child.public_id}/", f"/records/twice/{NOWHERE}/"),
        "move_record": (
            "get",
            f"{r}/move/{world.child.public_id}/",
            f"/records/{NOWHERE}/move/{world.child.public_id}/",
        ),
        "undo_move": ("post", f"/records/moves/{merged.public_id}/undo/", f"/records/moves/{NOWHERE}/undo/"),
        "record_file": ("get", f"{r}/{picture}/", f"/records/{NOWHERE}/{picture}/"),
        "record_file_page": ("get", f"{r}/{picture}/1.png", f"/records/{NOWHERE}/{picture}/1.png"),
        "held": ("get", f"/imports/held/{held.public_id}/", f"/imports/held/{NOWHERE}/"),
        "concern": ("get", f"/concerns/{concern.slug}/", "/concerns/C-7K4M-92XC/"),
        "ask": ("get", f"/decisions/{slug}/ask/", f"/decisions/{none}/ask/"),
        "answer": ("get", f"/decisions/{slug}/answer/{asked}/", f"/decisions/{none}/answer/{NOWHERE}/"),
        "protect": ("get", f"/records/protect/{world.child.public_id}/", f"/records/protect/{NOWHERE}/"),
        "key_worker": (
            "get",
            f"/children/{world.child.public_id}/key-worker/",
            f"/children/{NOWHERE}/key-worker/",
        ),
        "settings_class": ("get", f"/settings/classes/{fourth.public_id}/", f"/settings/classes/{NOWHERE}/"),
        "staff_list": ("get", f"/settings/staff/{staff}/", f"/settings/staff/{NOWHERE}/"),
        "test_email": ("get", f"/settings/email/{mailed}/", f"/settings/email/{NOWHERE}/"),
        "settings_category": (
            "get",
            f"/settings/categories/{filed.category.public_id}/",
            f"/settings/categories/{NOWHERE}/",
        ),
        "end_class_staff": (
            "post",
            f"/settings/class-staff/{with_class}/end/",
            f"/settings/class-staff/{NOWHERE}/end/",
        ),
        "import": ("get", f"{i}/", f"/imports/{NOWHERE}/"),
        "import_columns": ("get", f"{i}/columns/", f"/imports/{NOWHERE}/columns/"),
        "import_aside": ("post", f"{i}/aside/", f"/imports/{NOWHERE}/aside/"),
        "import_undo": ("post", f"{i}/undo/", f"/imports/{NOWHERE}/undo/"),
    }


MEET = {"head", "dsl", "deputy_dsl", "senco", "teacher", "other_teacher", "office"}
KNOWN = {"head", "dsl", "deputy_dsl", "senco", "teacher", "other_teacher", "dpo", "office"}
# Who is entitled to the world's objects; everybody else is refused.
KEEP = {"clerk", "chair"}
READ = {"nell"}
ENTITLED = {
    **dict.fromkeys(("papers_of", "interest"), READ | KEEP),
    **dict.fromkeys(("paper", "paper_picture", "paper_text", "paper_notes", "paper_download"), READ),
    **dict.fromkeys(
        (
            "governors_meeting",
            "item_new",
            "paper_new",
            "paper_replace",
            "keep_from",
            "named",
            "issue",
            "copy_new",
            "copy_back",
            "destroy",
            "certificate",
            "masters",
            "master_page",
            "minutes_draft",
            "minutes_check",
            "minutes_approve",
        ),
        KEEP,
    ),
    "ask_access": KNOWN,
    "emergency_new": {"head", "dsl", "deputy_dsl", "senco"},
    "keep_out": {"head", "dsl"},
    "who_record": {"head", "senco", "teacher"},
    "give": {"head", "senco"},
    "circulate": {"head", "senco"},
    "brief": {"head", "senco"},
    "access_request": {"senco", "office"},
    "emergency": {"senco", "head", "dsl"},
    "circulation": {"head", "senco", "teacher", "office"},
    "briefing": {"head", "dsl", "deputy_dsl", "teacher"},
    "exclusion": {"head", "dpo"},
    "declared": {"head", "teacher"},
    "look": {"senco"},
    "meeting": MEET,
    "meeting_item": {"teacher"},
    "record": {"head", "senco", "teacher"},
    "child": KNOWN,
    "decision": {"head", "teacher"},
    "done": {"teacher", "head"},
    "correct": {"teacher"},
    "print_record": {"head", "teacher"},
    "get_file": {"teacher"},
    "step": {"teacher"},
    "check": {"teacher"},
    "notice": {"head"},
    "seen": {"head"},
    "person": {"administrator"},
    "answer_change": set(),
    "danger_of": {"teacher"},
    "advice_answer": {"dsl", "teacher"},
    "agency": {"administrator", "dpo"},
    "new_contact": {"administrator", "dpo"},
    "contact": {"administrator", "dpo"},
    "purpose": {"dpo"},
    "close_draft": {"teacher"},
    "close_harm": {"dsl"},
    "advice": {"teacher"},
    "advice_had": {"teacher"},
    "add": {"teacher"},
    "review": {"dsl"},
    "head": {"chair"},
    "again": {"teacher"},
    "passphrases": {"teacher"},
    "told_them": {"teacher"},
    "reply": {"teacher"},
    "who": KNOWN,
    "new_record": KNOWN,
    "twice": {"head", "dsl"},
    "move_record": {"head", "senco"},
    "undo_move": {"head", "dsl"},
    "record_file": {"head", "senco"},
    "record_file_page": {"head", "senco"},
    "held": {"dsl", "deputy_dsl"},
    "concern": {"head", "dsl", "deputy_dsl"},
    "key_worker": {"head", "dsl", "senco"},
    "protect": {"head", "dsl"},
    "ask": {"head"},
    "answer": {"teacher"},
    "settings_class": {"administrator"},
    "settings_category": {"administrator"},
    "staff_list": {"administrator", "head", "dsl"},
    "test_email": {"administrator"},
    "end_class_staff": {"administrator"},
    "import": {"office"},
    "import_columns": {"office"},
    "import_aside": {"office"},
    "import_undo": {"office"},
}
SEEN_IN_PART = ("move_record", "record_file", "record_file_page", "give", "circulate", "brief")
OF_DECISIONS = {
    "correct",
    "get_file",
    "ask",
    "answer",
    "add",
    "review",
    "head",
    "again",
    "passphrases",
    "told_them",
    "reply",
}
PEOPLE = ["head", "dsl", "deputy_dsl", "senco", "chair", "dpo", "administrator", "teacher", "other_teacher", "office"]
PEOPLE += ["nell", "clerk"]


Table = dict[str, tuple[str, str, str]]


@pytest.fixture(scope="module")
def ground(stage) -> tuple[bytes, Table]:
    """A world with a thing behind every address, and the addresses: the tests of this file all begin with it."""
    table = addresses(stage)
    return pickle.dumps(stage), table


@pytest.fixture
def world(db, ground):
    return pickle.loads(ground[0])


@pytest.fixture
def table(ground) -> Table:
    return ground[1]


@dataclass
class Walked:
    """What somebody got at an address: there, and where there is nothing."""

    name: str
    who: str
    answer: tuple[Any, ...]
    left: int
    nowhere: tuple[Any, ...] = ()
    shapes: tuple[list[str], ...] = ()
    refusals: int = 0
    other_way: tuple[tuple[Any, ...], ...] = ()

    @property
    def headers(self) -> dict[str, str]:
        return dict(self.answer[1])

    @property
    def entitled(self) -> bool:
        return self.who in ENTITLED[self.name] or (ENTITLED[self.name] in (KNOWN, MEET) and self.who == "support")


@pytest.fixture(scope="module")
def walk(ground) -> list[Walked]:
    """Every address, for everybody, once: one client a person."""
    world, table = pickle.loads(ground[0]), ground[1]
    found, warm = [], set()
    # The clock stands: a session notes twice a minute that somebody is here, and that would be a difference.
    with looked_at_and_undone(), clock.standing_at(clock.now()):
        others = {role.value: user(role) for role in (Role.SUPPORT, Role.HEALTH, Role.VOLUNTEER, Role.GOVERNOR)}
        people = {who: getattr(world, who) for who in PEOPLE} | others
        clients = {who: browser_for(person) for who, person in people.items()}
        for client in clients.values():
            client.get("/hidden/")  # the session notes once that somebody is here
        for name, (method, there, nowhere) in table.items():
            for who, client in clients.items():
                one = Walked(name, who, (), 0)
                refused_here = not one.entitled and name not in PUBLIC
                if not walked_here(name, who):
                    continue
                if refused_here and name not in warm:  # what a process looks up once, such as a table's number
                    warm.add(name)
                    getattr(client, method)(nowhere)
                before, shapes, answers = left_and_refused(), [], []
                for address in (there, nowhere) if refused_here else (there,):
                    with statements() as asked:
                        answers.append(masked(getattr(client, method)(address)))
                    shapes.append(asked)
                one.answer, one.shapes = answers[0], tuple(shapes)
                one.left, one.refusals = (now - then for now, then in zip(left_and_refused(), before, strict=True))
                if refused_here:
                    one.nowhere = answers[1]
                    # What is sent to "danger_of" is a new entry, whoever sends it.
                    if name != "danger_of" and (LONG or (len(name) + order_of(who)) % 5 == 0):
                        other = "post" if method == "get" else "get"
                        one.other_way = tuple(masked(getattr(client, other)(address)) for address in (there, nowhere))
                found.append(one)
    return found


def order_of(who: str) -> int:
    return PEOPLE.index(who) if who in PEOPLE else 0


def left_and_refused() -> tuple[int, int]:
    """How much has left the school, and how often somebody was turned away."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT COUNT(*) FROM sharing_disclosure), (SELECT COUNT(*) FROM audit_entry WHERE action = %s)",
            [Entry.Action.REFUSED],
        )
        return cursor.fetchone()


@pytest.mark.requirement("G1")
def test_objects_open_to_the_entitled_and_are_not_there_for_all_others(table, walk):
    assert set(table) == set(ENTITLED) == OBJECTS == {one.name for one in walk}
    for one in walk:
        name, who, status = one.name, one.who, one.answer[0]
        if one.entitled or name in PUBLIC:
            assert status in ((200, 302) if one.entitled else (403,)), (name, who, status)
            continue
        assert one.answer == one.nowhere and status == 404, (name, who)
        if one.other_way:
            assert one.other_way[0] == one.other_way[1] and one.other_way[0][0] in (404, 405), (name, who)
        if name in OF_DECISIONS and who in ENTITLED["decision"] | {"dsl"}:
            continue  # they may know that it exists
        if name in SEEN_IN_PART and who == "teacher":
            continue  # so may the class teacher, who sees a part
        if name == "meeting_item" and who in MEET | {"support"}:
            continue  # so may all who read the notes
        assert one.shapes[0] == one.shapes[1], (name, who)
        assert one.refusals == 2, (name, who)


@pytest.mark.requirement("C8")
def test_nothing_but_pages_comes_out_any_other_way_than_the_one_way_out(walk):
    """What is not a page (or the school's own colour, or a script's answer) has left its sealed copy behind."""
    for one in walk:
        page = one.headers["Content-Type"].startswith("text/html")
        if one.name in SHOWN and not page:  # a picture on a page, to be looked at and not to be kept
            assert one.headers["Content-Type"] == "image/png", one.name
            assert one.headers["Content-Disposition"] == "inline", one.name
            page = True
        assert one.left == (0 if page else 1), (one.name, one.who)
        assert page or one.name in FILES


@pytest.mark.by_turns
@pytest.mark.requirement("G2")
def test_a_stale_second_factor_is_asked_before_anything_is_looked_up(world, table):
    client = browser_for(world.teacher, fresh=False)
    for name in OBJECTS - {"notice", "seen", "answer_change", "person", "danger_of"}:
        method, there, nowhere = table[name]
        answers = [getattr(client, method)(address) for address in (there, nowhere)]
        for answer, address in zip(answers, (there, nowhere), strict=True):
            assert answer.status_code == 302, (name, answer.status_code)
            assert answer.headers["Location"].startswith("/account/factor/again/?next="), name
            assert answer.headers["Location"].endswith(address.replace("/", "%2F")), name


@pytest.mark.by_turns
@pytest.mark.requirement("G2")
@pytest.mark.requirement("T4")
def test_what_leaves_and_what_gives_power_asks_for_a_factor_shown_lately(world, table):
    """A new page of either kind is added to one of the lists."""
    assert {name for name, view in views().items() if getattr(view, "asks", "") == "lately"} == LEAVES | POWER
    client = browser_for(world.head)
    session = client.session
    session["account_authentication_methods"][0]["at"] -= 40 * 60
    session.save()
    for name in (LEAVES | POWER) & OBJECTS:
        _, there, _ = table[name]
        answer = client.get(there) if name == "passphrases" else client.post(there)
        assert answer.status_code == 302, name
        assert answer.headers["Location"].startswith("/account/factor/again/"), name


@pytest.mark.by_turns
@pytest.mark.requirement("T4")
@pytest.mark.parametrize("role", list(Role))
def test_pages_without_an_object_for_each_role(role):
    client = browser_for(user(role))
    for path, name in (("/", "home"), ("/notices/", "inbox"), ("/account/changes/", "changes"), ("/find/", "find")):
        assert client.get(path).status_code == 200, name
    for name, allowed in BY_ROLE.items():
        assert client.get(reverse(name)).status_code == (200 if role in allowed else 403), name
    made = client.post(reverse("governors_print")).status_code
    assert made == (200 if role == Role.HEADTEACHER else 403)


@pytest.mark.by_turns
def test_signed_out_people_get_the_sign_in_page_for_everything_else(table):
    for name, (method, there, _) in table.items():
        answer = getattr(Client(), method)(there)
        assert answer.status_code == 302 and answer.headers["Location"].startswith("/account/sign-in/"), name
    for path in ("/", "/find/", "/log/", "/account/people/", "/notices/", "/account/undertaking/", "/account/factor/"):
        assert Client().get(path).headers["Location"].startswith("/account/sign-in/"), path


@pytest.mark.by_turns
@pytest.mark.requirement("G2")
def test_every_page_is_no_store_and_under_the_policy(world):
    client = browser_for(world.teacher)
    for path in ("/", f"/records/{world.record.public_id}/", "/nonsense/", "/account/sign-in/"):
        headers = client.get(path).headers
        assert headers["Cache-Control"] == "no-store", path
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy
        assert headers["X-Frame-Options"] == "DENY" and headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.by_turns
def test_a_get_changes_nothing_but_the_log(world, table):
    from django.apps import apps

    client = browser_for(world.teacher)

    def counts() -> dict[str, int]:
        changing = {"audit.entry", "audit.pending", "accounts.session"}
        return {
            m._meta.label: m._default_manager.count() for m in apps.get_models() if m._meta.label_lower not in changing
        }

    before = counts()
    for _, there, nowhere in table.values():
        for address in (there, nowhere):
            client.get(address)
    assert counts() == before


@pytest.mark.requirement("G1")
def test_before_somebody_is_fit_to_work_an_address_tells_nothing(world, table):
    """Signed out, role ended, no undertaking, no factor, stale factor: the answer depends on the state alone."""
    ended = user(Role.HEADTEACHER)
    clients = {
        "signed out": Client(),
        "role ended": browser_for(ended),
        "stale": browser_for(world.head, fresh=False),
        "no undertaking": browser_for(user(Role.HEADTEACHER, accepted=False)),
        "no factor": browser_for(user(Role.HEADTEACHER, factor=False)),
    }
    roles.end(ended, Role.HEADTEACHER)
    names_ = sorted(set(table) - PUBLIC - {"notice", "seen", "answer_change"})
    for name in names_ if LONG else names_[::5]:
        _, there, nowhere = table[name]
        for state, client in clients.items():
            for method in ("get", "post"):
                answers = []
                for address in (there, nowhere):
                    if state == "role ended":
                        client = browser_for(ended)
                    status, headers, body = masked(getattr(client, method)(address))
                    plain = [
                        (key, value.replace(address, "").replace(quote(address, ""), "")) for key, value in headers
                    ]
                    answers.append((status, plain, body.replace(address.encode(), b"")))
                assert answers[0] == answers[1] and answers[0][0] != 200, (name, state, method)
