"""What each URL of sharing is, for the walk."""

from typing import Any

from accounts.roles import STAFF, Role
from core import references
from records.vault import vault
from sharing.decisions import harm_notices, questions
from sharing.directory.models import Purpose
from tests.factories import World, browser_for
from tests.sharing.flow import ask_the_dsl
from tests.sharing.unshared import by_dsl, not_shared, of_nobody_here, refused
from tests.walking import NOWHERE, Addresses, Fresh, Gives, Object, Page, both, each

DECIDES = set(STAFF) - {Role.ADMINISTRATOR}
KEEPS = {Role.ADMINISTRATOR, Role.DPO}
WRITER = {"teacher"}
KEEPERS = {"administrator", "dpo"}
AWARE = {"head", "teacher", "dsl"}
"""Who may know that the decision is there."""
OF_DECISIONS = [
    Page("decisions:mine", roles=DECIDES, each_role=True),
    Page("decisions:my_questions", each_role=True),
    Object("decisions:decision", {"head", "teacher"}),
    Object("decisions:recorded", {"teacher", "head"}),
    Object("decisions:correct", WRITER, aware=AWARE),
    Object("decisions:add_entry", WRITER, aware=AWARE),
    Object("decisions:review", {"dsl"}, aware=AWARE),
    Object("decisions:review_as_stand_in", {"chair"}, aware=AWARE),
    Object("decisions:name_child", {"dsl"}, aware={"head", "teacher"}),
    Object("decisions:decide_again", WRITER, method="post", aware=AWARE),
    Object("decisions:ask_question", {"head"}, aware=AWARE),
    Object("decisions:answer_question", WRITER, aware=AWARE),
    Object("decisions:print", {"head", "teacher"}, fresh=Fresh.LEAVES),
    Object("decisions:get_file", WRITER, method="post", fresh=Fresh.LEAVES, gives=Gives.FILE, aware=AWARE),
    Object("decisions:passphrases", WRITER, fresh=Fresh.LEAVES, aware=AWARE),
    Object("decisions:look_again", {"head", "teacher"}, fresh=Fresh.LEAVES),
    Object("decisions:open_again", {"head", "teacher"}, method="post", fresh=Fresh.LEAVES, gives=Gives.COPY),
    Object("decisions:told_them", WRITER, aware=AWARE),
    Object("decisions:letter_of_reply", WRITER, method="post", fresh=Fresh.LEAVES, gives=Gives.FILE, aware=AWARE),
]
OF_DRAFTS = [
    Page("questionnaire:start", roles=DECIDES),
    Page("questionnaire:danger", roles=DECIDES),
    Object("questionnaire:danger_of_draft", WRITER, stale=True, begins=True),
    Object("questionnaire:step", WRITER),
    Object("questionnaire:check_answers", WRITER),
    Object("questionnaire:close_draft", WRITER),
    Object("questionnaire:close_harm", {"dsl"}),
    Object("questionnaire:ask_advice", WRITER),
    Object("questionnaire:advice_had", WRITER),
    Object("questionnaire:give_advice", {"dsl", "teacher"}),
]
OF_LISTS = [
    Page("directory:glossary", lists=False),
    Page("directory:agencies", roles=set(STAFF), lists=False),
    Page("directory:new_agency", roles=KEEPS, fresh=Fresh.POWER, lists=False),
    Page("directory:purposes", roles={Role.DPO}, lists=False),
    Object("directory:agency", KEEPERS, fresh=Fresh.POWER, public=True),
    Object("directory:new_contact", KEEPERS, fresh=Fresh.POWER, public=True),
    Object("directory:contact", KEEPERS, fresh=Fresh.POWER, public=True),
    Object("directory:purpose", {"dpo"}, public=True),
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
    browser_for(world.teacher).post(f"/decisions/{slug}/file/{recipient}/")
    left = decision.disclosures.get().public_id
    paths = {
        "decisions:decision": "/decisions/{}/",
        "decisions:recorded": "/decisions/{}/recorded/",
        "decisions:correct": "/decisions/{}/correct/",
        "decisions:add_entry": "/decisions/{}/add/arrival/",
        "decisions:decide_again": "/decisions/{}/again/",
        "decisions:passphrases": "/decisions/{}/passphrases/",
        "decisions:told_them": f"/decisions/{{}}/told/{recipient}/",
        "decisions:print": "/decisions/{}/print/",
        "decisions:get_file": f"/decisions/{{}}/file/{recipient}/",
        "decisions:look_again": f"/decisions/{{}}/sent/{left}/",
        "decisions:open_again": f"/decisions/{{}}/sent/{left}/file/",
        "decisions:ask_question": "/decisions/{}/ask/",
    }
    return {
        **each(paths, slug, NONE),
        "decisions:answer_question": both("/decisions/{}/", f"{slug}/answer/{asked}", f"{NONE}/answer/{NOWHERE}"),
    }


def of_other_decisions(world: World) -> Addresses:
    """A request that was refused, a risk that was not shared, and what is kept from the Headteacher."""
    unshared = world.decide(origin="asked", asked=world.asked(), **refused("reasons"))
    risky = world.decide(**RISK, **not_shared())
    head = {"people": [str(world.head.public_id)]}
    hidden = world.decide(by=world.dsl, **{"keep-from": head}, **by_dsl())
    left = world.decide(about={"people": [], "typed": "Rosa Figtree, 6B"}, **of_nobody_here())
    return {
        "decisions:name_child": both("/decisions/{}/child/", references.slug(left.reference), NONE),
        "decisions:letter_of_reply": both("/decisions/{}/reply/", references.slug(unshared.reference), NONE),
        "decisions:review": both("/decisions/{}/review/", references.slug(risky.reference), NONE),
        "decisions:review_as_stand_in": both("/decisions/{}/headteacher/", references.slug(hidden.reference), NONE),
    }


def of_drafts(world: World) -> Addresses:
    """A draft about which the DSL was asked, and one that tells of harm."""
    draft, harmful = world.draft(), world.draft(**RISK)
    harm_notices.tell(harmful, [world.child], [])
    advice = ask_the_dsl(world, draft).public_id
    paths = {
        "questionnaire:danger_of_draft": "/decisions/danger/{}/",
        "questionnaire:step": "/decisions/draft/{}/safe/",
        "questionnaire:check_answers": "/decisions/draft/{}/check/",
        "questionnaire:close_draft": "/decisions/draft/{}/close/",
        "questionnaire:ask_advice": "/decisions/draft/{}/safe/advice/",
        "questionnaire:advice_had": "/decisions/draft/{}/safe/advice-had/",
    }
    return {
        **each(paths, draft.public_id),
        "questionnaire:close_harm": both("/decisions/draft/{}/agree/", harmful.public_id),
        "questionnaire:give_advice": both("/decisions/advice/{}/", advice),
    }


def of_lists(world: World) -> Addresses:
    """An agency with a contact, and a purpose."""
    agency, contact = world.contact.agency.public_id, world.contact.public_id
    return {
        "directory:agency": both("/decisions/agencies/{}/", agency),
        "directory:new_contact": both("/decisions/agencies/{}/new/", agency),
        "directory:contact": both("/decisions/agencies/contact/{}/", contact),
        "directory:purpose": both("/decisions/purposes/{}/", Purpose.objects.get(code="health").public_id),
    }
