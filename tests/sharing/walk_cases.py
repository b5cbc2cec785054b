"""What each URL of sharing is, for the walk."""

from typing import Any

from accounts.roles import STAFF, Role
from core import references
from records.vault import vault
from sharing.decisions import harm, questions
from sharing.directory.models import Purpose
from sharing.questionnaire import advice as questionnaire_advice
from tests.factories import World
from tests.sharing.unshared import by_dsl, refused
from tests.walking import NOWHERE, Addresses, Fresh, Gives, Object, Page, both, each

DECIDES = set(STAFF) - {Role.ADMINISTRATOR}
KEEPS = {Role.ADMINISTRATOR, Role.DPO}
WRITER = {"teacher"}
KEEPERS = {"administrator", "dpo"}
AWARE = {"head", "teacher", "dsl"}
"""Who may know that the decision is there."""
OF_DECISIONS = [
    Object("decision", {"head", "teacher"}),
    Object("done", {"teacher", "head"}),
    Object("correct", WRITER, aware=AWARE),
    Object("add", WRITER, aware=AWARE),
    Object("review", {"dsl"}, aware=AWARE),
    Object("head", {"chair"}, aware=AWARE),
    Object("again", WRITER, method="post", aware=AWARE),
    Object("ask", {"head"}, aware=AWARE),
    Object("answer", WRITER, aware=AWARE),
    Object("print_record", {"head", "teacher"}, fresh=Fresh.LEAVES),
    Object("get_file", WRITER, method="post", fresh=Fresh.LEAVES, gives=Gives.FILE, aware=AWARE),
    Object("passphrases", WRITER, fresh=Fresh.LEAVES, aware=AWARE),
    Object("told_them", WRITER, aware=AWARE),
    Object("reply", WRITER, method="post", fresh=Fresh.LEAVES, gives=Gives.FILE, aware=AWARE),
]
OF_DRAFTS = [
    Page("start", roles=DECIDES),
    Page("danger", roles=DECIDES),
    Object("danger_of", WRITER, stale=True, begins=True),
    Object("step", WRITER),
    Object("check", WRITER),
    Object("close_draft", WRITER),
    Object("close_harm", {"dsl"}),
    Object("advice", WRITER),
    Object("advice_had", WRITER),
    Object("advice_answer", {"dsl", "teacher"}),
]
OF_LISTS = [
    Page("glossary", lists=False),
    Page("agencies", roles=set(STAFF), lists=False),
    Page("new_agency", roles=KEEPS, fresh=Fresh.POWER, lists=False),
    Page("purposes", roles={Role.DPO}, lists=False),
    Object("agency", KEEPERS, fresh=Fresh.POWER, public=True),
    Object("new_contact", KEEPERS, fresh=Fresh.POWER, public=True),
    Object("contact", KEEPERS, fresh=Fresh.POWER, public=True),
    Object("purpose", {"dpo"}, public=True),
]
CASES = [*OF_DECISIONS, *OF_DRAFTS, *OF_LISTS]
NONE = "SD-7K4M-92XC"
"""The reference of no decision."""
RISK: dict[str, Any] = {"safe": {"harm": "yes"}, "adult": {"adult": "no", "who": None}}


def addresses(world: World) -> Addresses:
    return {**of_a_decision(world), **of_other_decisions(world), **of_drafts(world), **of_lists(world)}


def of_a_decision(world: World) -> Addresses:
    """A decision to share, of which the Headteacher has asked something."""
    decision = world.decide()
    slug = references.slug(decision.reference)
    opened = vault.open_record(world.reader(world.head), decision.record.public_id)
    asked = questions.ask(decision, opened, world.reader(world.head), "Who else knows?").public_id
    recipient = decision.recipients.get().public_id
    paths = {
        "decision": "/decisions/{}/",
        "done": "/decisions/{}/recorded/",
        "correct": "/decisions/{}/correct/",
        "add": "/decisions/{}/add/arrival/",
        "again": "/decisions/{}/again/",
        "passphrases": "/decisions/{}/passphrases/",
        "told_them": f"/decisions/{{}}/told/{recipient}/",
        "print_record": "/decisions/{}/print/",
        "get_file": f"/decisions/{{}}/file/{recipient}/",
        "ask": "/decisions/{}/ask/",
    }
    return {
        **each(paths, slug, NONE),
        "answer": both("/decisions/{}/", f"{slug}/answer/{asked}", f"{NONE}/answer/{NOWHERE}"),
    }


def of_other_decisions(world: World) -> Addresses:
    """A request that was refused, a risk that was not shared, and what is kept from the Headteacher."""
    unshared = world.decide(origin="asked", asked=world.asked(), **refused("reasons"))
    risky = world.decide(**RISK, **refused())
    head = {"people": [str(world.head.public_id)]}
    hidden = world.decide(by=world.dsl, **{"keep-from": head}, **by_dsl())
    return {
        "reply": both("/decisions/{}/reply/", references.slug(unshared.reference), NONE),
        "review": both("/decisions/{}/review/", references.slug(risky.reference), NONE),
        "head": both("/decisions/{}/headteacher/", references.slug(hidden.reference), NONE),
    }


def of_drafts(world: World) -> Addresses:
    """A draft about which the DSL was asked, and one that tells of harm."""
    draft, harmful = world.draft(), world.draft(**RISK)
    harm.tell(harmful, [world.child], [])
    advice = questionnaire_advice.ask(
        draft,
        draft.author,
        world.dsl,
        "Is this enough to share?",
        people=[world.child],
        shows="question",
        names=True,
        urgent=False,
        instead=False,
    ).public_id
    paths = {
        "danger_of": "/decisions/danger/{}/",
        "step": "/decisions/draft/{}/safe/",
        "check": "/decisions/draft/{}/check/",
        "close_draft": "/decisions/draft/{}/close/",
        "advice": "/decisions/draft/{}/safe/advice/",
        "advice_had": "/decisions/draft/{}/safe/advice-had/",
    }
    return {
        **each(paths, draft.public_id),
        "close_harm": both("/decisions/draft/{}/agree/", harmful.public_id),
        "advice_answer": both("/decisions/advice/{}/", advice),
    }


def of_lists(world: World) -> Addresses:
    """An agency with a contact, and a purpose."""
    agency, contact = world.contact.agency.public_id, world.contact.public_id
    return {
        "agency": both("/decisions/agencies/{}/", agency),
        "new_contact": both("/decisions/agencies/{}/new/", agency),
        "contact": both("/decisions/agencies/contact/{}/", contact),
        "purpose": both("/decisions/purposes/{}/", Purpose.objects.get(code="health").public_id),
    }
