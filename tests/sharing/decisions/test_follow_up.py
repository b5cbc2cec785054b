"""What follows a decision: arrival, answers, telling, corrections, a second person, the stand-in, what reopens it."""

import io
from datetime import timedelta
from uuid import uuid4

import pikepdf
import pytest

from accounts import approvals, deputies
from accounts.models import PendingChange
from accounts.notices.models import Notice
from core import clock, references
from records.intake import concerns
from records.need_to_know import visibility
from records.vault.filing import Words, file_record
from sharing.decisions import follow_up
from sharing.decisions.models import Event, ShareDecision
from sharing.directory.models import AgencyContact
from sharing.disclosures import release
from sharing.disclosures.models import Disclosure
from tests.factories import browser_for
from tests.sharing.unshared import not_shared

pytestmark = [pytest.mark.by_turns, pytest.mark.django_db]
RISK = {"safe": {"harm": "yes"}, "adult": {"adult": "no", "who": None}}


def page_of(decision: ShareDecision, *more: str) -> str:
    return "/".join(["/decisions", references.slug(decision.reference), *more, ""])


def day(name: str, at) -> dict[str, int]:
    return {f"{name}_day": at.day, f"{name}_month": at.month, f"{name}_year": at.year}


def hand_over(world, decision: ShareDecision):
    recipient = decision.recipients.get().public_id
    return browser_for(decision.decided_by).post(page_of(decision, "file", str(recipient)))


@pytest.mark.requirement("C8")
def test_a_file_that_goes_by_a_wire_opens_only_with_its_passphrase(world):
    decision = world.decide()
    answer = hand_over(world, decision)
    path = world.school.name  # no file name holds more than the reference
    assert path not in answer.headers["Content-Disposition"]
    file = answer.content
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(io.BytesIO(file))
    teacher = browser_for(world.teacher)
    page = teacher.get(page_of(decision, "passphrases")).content.decode()
    words = page.split('app-passphrase">')[1].split("<")[0]
    with pikepdf.open(io.BytesIO(file), password=words) as opened:
        assert opened.encryption.R == 6 and len(opened.pages) == 1
    assert Disclosure.objects.get().sha256 in page
    for person in (world.head, world.dsl, world.administrator):
        assert browser_for(person).get(page_of(decision, "passphrases")).status_code == 404
    with pytest.raises(release.NoAuthority):
        release.passphrase_of(Disclosure.objects.get(), world.reader(world.head))


@pytest.mark.requirement("C8")
def test_what_is_said_is_recorded_with_both_times(world):
    desk = AgencyContact.objects.get(name="Duty desk")
    who = {"to": str(desk.public_id), "directory": None, "school": None, "staff": None, "more": []}
    decision = world.decide(who=who, send={**world.answers()["send"], "channel": "called_back"})
    assert decision.receipt_due is None  # it was heard
    teacher, recipient = browser_for(world.teacher), decision.recipients.get().public_id
    assert "Send what you decided to share" in teacher.get("/").content.decode()
    address = page_of(decision, "told", str(recipient))
    said = {**day("on", clock.today()), "at": "0:01am", "said": "What helps her in class"}
    assert teacher.post(address, said).status_code == 400
    said["at"] = "00:00"
    for _ in range(2):
        assert teacher.post(address, said).status_code == 302
    kept = Disclosure.objects.get()
    assert kept.happened_at == clock.london_day(clock.today()) and kept.channel == "called_back"
    page = teacher.get(page_of(decision)).content.decode()
    assert "Told" in page and "recorded" in page
    assert "Send what you decided to share" not in teacher.get("/").content.decode()


@pytest.mark.requirement("C9")
def test_arrival_and_answer_are_chased_until_they_come(world):
    decision = world.decide()
    hand_over(world, decision)
    with clock.standing_at(clock.now() + timedelta(days=8)) as hands:
        teacher = browser_for(world.teacher)
        assert "Did it arrive?" in teacher.get("/").content.decode()
        again = {"arrived": "no", "how": "Rang; the doctor is away", **day("on", clock.today())}
        assert teacher.post(page_of(decision, "add", "arrival"), again).status_code == 400  # when shall we ask again?
        again |= day("due", clock.today() + timedelta(days=3))
        assert teacher.post(page_of(decision, "add", "arrival"), again).status_code == 302
        assert "Did it arrive?" not in teacher.get("/").content.decode()
        hands.move(days=7)
        teacher = browser_for(world.teacher)
        page = teacher.get("/").content.decode()
        assert "Did it arrive?" in page and "Did they answer?" in page
        yes = {"arrived": "yes", "how": "The clinic wrote", **day("on", clock.today())}
        assert teacher.post(page_of(decision, "add", "arrival"), yes).status_code == 302
        reply = {"answered": "yes", "said": "They see her in May"}
        assert teacher.post(page_of(decision, "add", "answer"), reply).status_code == 302
        page = teacher.get("/").content.decode()
        assert "Did it arrive?" not in page and "Did they answer?" not in page
        head = browser_for(world.head).get(page_of(decision)).content.decode()
        assert "They see her in May" in head and "Rang; the doctor is away" in head
        assert browser_for(world.head).post(page_of(decision, "add", "arrival"), yes).status_code == 404


@pytest.mark.requirement("C1")
def test_a_telling_put_off_waits_until_it_is_done(world):
    due = clock.today() + timedelta(days=14)
    decision = world.decide(
        family=world.said("not_told", "agreed"),
        telling={**world.answers()["telling"], "people": [str(world.child.public_id)]},
        **{
            "not-told": {
                "why": ["no_reach"],
                "facts": "Rang twice, nobody.",
                "again": "date",
                "tell_by": due.isoformat(),
            }
        },
    )
    assert decision.tell_by == due and not decision.by_exception
    with clock.standing_at(clock.now() + timedelta(days=15)):
        teacher = browser_for(world.teacher)
        assert "Tell a parent or carer" in teacher.get("/").content.decode()
        assert "Telling put off, due" in browser_for(world.head).get("/sharing/?period=all").content.decode()
        told = {"told": "yes", "who": "Mrs Yusuf", "said": "What went and why", **day("on", clock.today())}
        assert teacher.post(page_of(decision, "add", "tell"), told).status_code == 302
        assert "Tell a parent or carer" not in teacher.get("/").content.decode()


@pytest.mark.requirement("C1")
def test_agreement_is_withdrawn_dated_and_what_was_shared_stands(world):
    decision = world.decide()
    said = {"who": "Mrs Yusuf", "said": "She has changed her mind", **day("on", clock.today())}
    assert browser_for(world.teacher).post(page_of(decision, "add", "withdrawn"), said).status_code == 302
    page = browser_for(world.head).get(page_of(decision)).content.decode()
    assert "Agreement withdrawn" in page and "She has changed her mind" in page and "They know, and they agree" in page


@pytest.mark.requirement("C9")
def test_recipients_are_told_of_what_was_wrong(world):
    decision = world.decide()
    hand_over(world, decision)
    teacher, recipient = browser_for(world.teacher), str(decision.recipients.get().public_id)
    correction = {"which": "reasons:2", "right": "For the second visit", "why": "The first moved", "sent": [recipient]}
    assert teacher.post(page_of(decision, "correct"), correction).status_code == 302
    assert "Tell recipients of a correction" in teacher.get("/").content.decode()
    waiting = str(Event.objects.get(what="to_tell").public_id)
    told = {"whom": [waiting], "how": "Rang Dr Nair, who struck it out", **day("on", clock.today())}
    assert teacher.post(page_of(decision, "add", "correction"), told).status_code == 302
    assert follow_up.to_tell(decision) == [] and "Tell recipients" not in teacher.get("/").content.decode()
    page = teacher.get(page_of(decision)).content.decode()
    assert "Corrected" in page and "who struck it out" in page


@pytest.mark.requirement("C2")
def test_not_shared_although_at_risk_needs_a_second_person(world):
    decision = world.decide(**RISK, **not_shared())
    notice = Notice.objects.get(kind="review")
    assert notice.person == world.dsl and notice.due_at
    dsl = browser_for(world.dsl)
    assert "1 not shared, to review" in dsl.get("/").content.decode()
    assert dsl.post(page_of(decision, "review"), {"word": "no", "why": "x"}).status_code == 400
    said = {"word": "no", "why": "The bruises are new"}
    assert dsl.post(page_of(decision, "review"), said).status_code == 302
    assert "not shared, to review" not in dsl.get("/").content.decode()
    assert Notice.objects.get(kind="reviewed").person == world.teacher
    started = dsl.post(page_of(decision, "again"))
    assert started.status_code == 302
    assert browser_for(world.teacher).post(page_of(decision, "review"), said).status_code == 404
    assert browser_for(world.head).post(page_of(decision, "review"), said).status_code == 404


@pytest.mark.requirement("C2")
def test_the_dsls_own_is_reviewed_by_somebody_else_and_never_by_the_decider(world):
    decision = world.decide(
        by=world.dsl,
        what={
            "records": [],
            "how": {},
            "unwritten": "What was said",
            "unwritten_kind": "safeguarding",
            "unwritten_nature": "fact",
            "unwritten_source": "I saw it",
            "everything": "",
            "left_out": "",
        },
        **RISK,
        **not_shared(),
    )
    assert Notice.objects.get(kind="review").person == world.deputy_dsl
    assert not follow_up.reviews(decision, world.dsl)


@pytest.mark.requirement("C7a")
def test_the_chair_keeps_it_from_the_headteacher_or_tells_them(world):
    keep = {"keep-from": {"people": [str(world.head.public_id)]}}
    kept, told = world.decide(**keep), world.decide(**keep)
    chair, head = browser_for(world.chair), browser_for(world.head)
    why = "It concerns how they spoke to the family"
    assert chair.post(page_of(kept, "headteacher"), {"word": "yes", "why": why}).status_code == 302
    assert head.get(page_of(kept)).status_code == 404 and not Notice.objects.filter(person=world.head).exists()
    assert chair.post(page_of(told, "headteacher"), {"word": "no", "why": "It is no such matter"}).status_code == 302
    assert head.get(page_of(told)).status_code == 200
    assert Notice.objects.get(person=world.head).reference == told.reference
    assert chair.post(page_of(told, "headteacher"), {"word": "yes", "why": why}).status_code == 404  # said once


@pytest.mark.requirement("C6")
@pytest.mark.parametrize("wire", ["concern", "category", "no_reply"])
def test_what_would_change_it_comes_and_the_decision_stands_open_on_the_dsls_page(world, wire):
    by = clock.today() + timedelta(days=5)
    more = {"category": {"category": "medical"}, "no_reply": {"reply_by": by.isoformat()}}.get(wire, {})
    decision = world.decide(**not_shared(change=[wire], **more))
    assert follow_up.reopen() == 0
    if wire == "concern":
        passed = concerns.pass_on(by=world.teacher, about="Amina", what="She cried again", when="today", once=uuid4())
        concerns.about(passed.record, world.child)
    elif wire == "category":
        file_record("medical", [world.child], [Words("whole", {"text": "A new plan."})], author=world.senco)
    moved = clock.now() + timedelta(days=6 if wire == "no_reply" else 0, minutes=1)
    with clock.standing_at(moved):
        assert follow_up.reopen() == 1 and follow_up.reopen() == 0
        dsl = browser_for(world.dsl)
        assert "1 open again" in dsl.get("/").content.decode()
        assert "Open again" in dsl.get(page_of(decision)).content.decode()
        assert "Open again" not in browser_for(world.teacher).get(page_of(decision)).content.decode()
        looked = {"found": "The new plan changes nothing here"}
        assert dsl.post(page_of(decision, "add", "review"), looked).status_code == 302
        assert "Open again" not in dsl.get(page_of(decision)).content.decode()
        assert follow_up.reopen() == 0


@pytest.mark.requirement("C6")
def test_new_facts_lead_to_a_new_decision_that_is_linked_both_ways(world):
    old = world.decide(**not_shared())
    teacher = browser_for(world.teacher)
    at = teacher.post(page_of(old, "again")).headers["Location"]
    assert at.endswith("/safe/")
    draft = at.split("/draft/")[1].split("/")[0]
    what = teacher.get(f"/decisions/draft/{draft}/what/", follow=True).content.decode()
    assert " checked" not in teacher.get(at).content.decode() and what
    from sharing.decisions import drafts, recording
    from sharing.questionnaire import dependencies
    from sharing.questionnaire.facts import facts_of

    loaded = drafts.load(world.reader(world.teacher), draft)
    assert set(loaded.answers) == {"about", "who", "what"}  # facts, no judgement
    for step, said in dependencies.stamp_all(world.answers()).items():
        drafts.save(loaded.draft, step, said)
    reader = world.reader(world.teacher)
    new = recording.record(facts_of(drafts.load(reader, draft), reader))
    assert new.follows == old
    assert new.reference in teacher.get(page_of(old)).content.decode()
    assert old.reference in teacher.get(page_of(new)).content.decode()
    assert visibility.access_to(world.head, new.record)


@pytest.mark.requirement("C6")
def test_a_review_date_comes(world):
    on = (clock.today() + timedelta(days=30)).isoformat()
    decision = world.decide(**not_shared(review="yes", review_on=on))
    with clock.standing_at(clock.now() + timedelta(days=31)):
        teacher = browser_for(world.teacher)
        assert "Look again at a decision not to share" in teacher.get("/").content.decode()
        said = {"found": "Nothing has changed since then"}
        assert teacher.post(page_of(decision, "add", "review"), said).status_code == 302
        assert "Look again at a decision" not in teacher.get("/").content.decode()


@pytest.mark.requirement("C13")
def test_the_directory_is_kept_by_the_administrator_and_the_dpo(world):
    keeper = browser_for(world.administrator)
    agency = {"name": "Family hub", "kind": "other", "agreement": "", "channels": ["secure_email"], "active": "on"}
    made = keeper.post("/decisions/agencies/new/", agency)
    assert made.status_code == 302
    assert keeper.post("/decisions/agencies/new/", agency).status_code == 400  # there is one already
    at = made.headers["Location"]
    contact = {
        "name": "Ms Fern Lea",
        "role": "worker",
        "address": "hub@council.example",
        "channel": "secure_email",
        "active": "on",
    }
    assert b"Check a new address with them, then tick this" in keeper.post(f"{at}new/", contact).content
    for way, address in (("secure_email", "nonsense"), ("called_back", "hub@council.example")):
        wrong = keeper.post(f"{at}new/", {**contact, "checked": "on", "channel": way, "address": address})
        assert wrong.status_code == 400 and b"Enter a" in wrong.content
    assert keeper.post(f"{at}new/", {**contact, "checked": "on"}).status_code == 302
    assert not AgencyContact.objects.filter(name="Ms Fern Lea").exists(), "not before a second person agrees"
    approvals.answer(PendingChange.objects.get(kind="agency_contact"), by=world.head, agreed=True)
    kept = AgencyContact.objects.get(name="Ms Fern Lea")
    assert kept.checked_on == clock.today() and kept.checked_by == world.administrator
    page = browser_for(world.teacher).get("/decisions/agencies/").content.decode()
    assert "Family hub" in page and "hub@council.example" in page
    moved = {**contact, "address": "other@council.example"}
    assert keeper.post(f"/decisions/agencies/contact/{kept.public_id}/", moved).status_code == 400


@pytest.mark.requirement("C2", "C7")
@pytest.mark.parametrize("shares", [True, False])
def test_while_the_dsl_is_away_the_deputy_hears_of_harm_and_reviews_as_well(world, shares):
    deputies.name(world.dsl, world.senco, away=True)
    refuses = not_shared(why=["too_much"], reasons="The family is private.", category="")
    decision = world.decide(safe={"harm": "yes"}, adult={"adult": "no"}, **({} if shares else refuses))
    kind = "decision_urgent" if shares else "review"
    told = {n.person for n in Notice.objects.filter(reference=decision.reference, kind=kind)}
    assert {world.dsl, world.senco} <= told and world.deputy_dsl not in told
    assert browser_for(world.senco).get(f"/decisions/{decision.reference.replace(' ', '-')}/").status_code == 200


@pytest.mark.requirement("C7")
def test_while_the_headteacher_is_away_the_deputy_hears_as_well(world):
    head = browser_for(world.head)
    first, last = clock.today(), clock.today() + timedelta(days=5)
    said = {"deputy": str(world.senco.public_id), **day("first", first), **day("last", last)}
    wrong = {**said, **day("last", first - timedelta(days=1))}
    assert b"The last day must be the first day or later" in head.post("/account/away/", wrong).content
    assert head.post("/account/away/", said).status_code == 302
    world.decide()
    assert {n.person for n in Notice.objects.filter(kind="decision")} == {world.head, world.senco}
    assert world.senco.full_name in head.get("/account/away/").content.decode()
    row = world.head.deputies.get()
    assert head.post("/account/away/", {"end": str(row.public_id)}).status_code == 302
    world.decide()
    assert Notice.objects.filter(person=world.senco, kind="decision").count() == 1
    assert Notice.objects.filter(person=world.senco).exclude(kind="decision").get().kind == "change_done"


@pytest.mark.requirement("C12")
def test_the_words_are_one_press_away(world):
    page = browser_for(world.chair).get("/decisions/words/").content.decode()
    for word in ("Significant harm", "Serious harm", "Serious crime", "Parental responsibility", "lawful basis"):
        assert word in page
