"""The branches of the flow: requests, what was shared already, danger, families, parents, colleagues, advice."""

import re
from datetime import timedelta

import pytest

from notices.models import Notice
from pupils import roll
from pupils.models import Person
from records import granting, need_to_know
from records.filing import Words, file_record
from records.models import UserGrant
from school import clock
from sharing.models import Advice, Agency, AgencyContact, Closure, Disclosure, Draft, Purpose, ShareDecision
from tests.factories import World, browser_for, child, record
from tests.sharing.flow import Writer, simple

pytestmark = [pytest.mark.django_db]
REASONS = {"essential": "They cannot help without it.", "appropriate": "Only these people, and only this."}
SENT = {"checked": "today", "channel": "secure_email", "confirmed": ["address", "people", "parts"]}
NOT_SHARED = {"why": ["not_needed"], "reasons": "They have it already", "review": "no", "change": ["nothing"]}


@pytest.fixture
def world(db):
    return World()


def start(world, origin: str = "share", by=None) -> Writer:
    return Writer(browser_for(by or world.teacher), origin=origin)


def give(writer: Writer, step: str, **answers) -> None:
    assert writer.step == step, (writer.step, step)
    answer = writer.give(**answers)
    assert answer.status_code == 302, (step, re.findall(r"govuk-error-message.*?</p>", answer.content.decode(), re.S))


def told(world) -> dict:
    return {"people": [str(world.mother.public_id)], "when": "today", "told": "all"}


ASKED = {
    "who": "Mrs Rowan Heath", "role": "grandmother", "how": "telephone", "what": "How she is doing",
    "deadline": "no", "law": "no", "identity": "callback",
}  # fmt: skip


def asked(**changed) -> dict:
    today = clock.today()
    return {**ASKED, "on_day": today.day, "on_month": today.month, "on_year": today.year, **changed}


# Someone has asked


@pytest.mark.requirement("C6")
def test_a_grandmothers_question_is_refused_and_she_is_told_so(world):
    writer = start(world, "asked")
    wrong = writer.give(**asked(who=""))
    assert wrong.status_code == 400 and b"Enter who asked, or tick that they would not say" in wrong.content
    give(writer, "asked", **asked())
    give(writer, "about", query="amina")
    give(writer, "safe", harm="no")
    assert "Mrs Rowan Heath, grandmother" in writer.look()
    give(writer, "who", to="asker")
    assert "How she is doing" in writer.look()
    give(writer, "what", records=["unwritten"], unwritten="How she is doing", unwritten_kind="behaviour",
         everything="yes")  # fmt: skip
    give(writer, "family", **world.family("not_told", "not_told"))
    give(writer, "not-told", why=["nothing"], facts="Nothing will be shared with her", again="never")
    give(writer, "decide", outcome="no_share")
    give(writer, "why-not", **NOT_SHARED, answer="reasons")
    slug = writer.record()
    done = writer.client.get(f"/decisions/{slug}/recorded/").content.decode()
    assert "Decision recorded: not shared" in done and "Make the reply" in done
    reply = writer.client.post(f"/decisions/{slug}/reply/")
    assert reply.content.startswith(b"%PDF") and Disclosure.objects.get().decision.reference == slug.replace("-", " ")
    decision = ShareDecision.objects.get()
    assert decision.recipients.get().kind == "outside" and decision.origin == "asked"
    page = writer.client.get(f"/decisions/{slug}/").content.decode()
    assert "Asked by" in page and "Mrs Rowan Heath, grandmother. Telephone" in page


@pytest.mark.requirement("C5")
def test_who_asked_must_be_checked_before_anything_goes_unless_a_child_is_at_risk(world):
    for harm, expected in (("no", 400), ("yes", 302)):
        writer = start(world, "asked")
        give(writer, "asked", **asked(identity="not_yet"))
        give(writer, "about", query="amina")
        give(writer, "safe", harm=harm)
        if harm == "yes":
            give(writer, "adult", adult="no")
        give(writer, "who", to="asker")
        give(
            writer, "what", records=["unwritten"], unwritten="How she is", unwritten_kind="behaviour", everything="yes"
        )
        give(writer, "family", **world.family("agreed", "agreed"))
        give(writer, "telling", **told(world))
        answer = writer.give(outcome="share")
        assert answer.status_code == expected
        assert (b"You have not checked who asked" in answer.content) == (harm == "no")


# Already shared


@pytest.mark.requirement("C8")
def test_what_was_shared_already_is_recorded_as_it_was_and_an_unsafe_way_is_flagged(world):
    writer = start(world, "done")
    yesterday = clock.today() - timedelta(days=1)
    day = {"on_day": yesterday.day, "on_month": yesterday.month, "on_year": yesterday.year}
    wrong = writer.give(**day, at="half past", channel="message")
    assert b"The time must be a time, like 2:30pm" in wrong.content
    give(writer, "when", **day, at="2:30pm", channel="message")
    give(writer, "about", query="amina")
    give(writer, "safe", harm="no")
    assert "Who did it go to?" in writer.look()
    give(writer, "who", to=str(world.contact.public_id))
    give(writer, "what", records=["unwritten"], unwritten="That she was tired", unwritten_kind="medical")
    give(writer, "family", **world.family("agreed", "agreed"))
    give(writer, "telling", **told(world))
    assert "I should not have shared it" in writer.look()
    give(writer, "decide", outcome="share")
    give(writer, "why", purpose="health", **REASONS)
    give(writer, "send", checked="today", arrived="yes")
    slug = writer.record()
    decision = ShareDecision.objects.get()
    assert decision.unsafe and clock.local(decision.happened_at).hour == 14 and decision.receipt_due is None
    kept = Disclosure.objects.get()
    assert kept.happened_at == decision.happened_at and kept.channel == "message"
    assert Notice.objects.get(kind="unsafe").person == world.dpo
    page = browser_for(world.head).get(f"/decisions/{slug}/").content.decode()
    assert "Sent by an unsafe way" in page and "at 2:30pm" in page and "Recorded later" in page


@pytest.mark.requirement("C8")
def test_times_of_the_night_when_the_clocks_change(world):
    with clock.standing_at(clock.london(2027, 3, 28, 9)):
        writer = start(world, "done")
        day = {"on_day": 28, "on_month": 3, "on_year": 2027}
        answer = writer.give(**day, at="1:30am", channel="called_back")
        assert answer.status_code == 400 and b"There was no such time that night" in answer.content
        give(writer, "when", **day, at="2:30am", channel="called_back")
    with clock.standing_at(clock.london(2027, 10, 31, 9)):
        writer = start(world, "done")
        give(writer, "when", on_day=31, on_month=10, on_year=2027, at="1:30am", channel="called_back")
        assert writer.give("when", on_day=31, on_month=10, on_year=2027, at="10am", channel="email").status_code == 400


# Danger


DANGER = {
    "query": "amina",
    "told": ["social_care"],
    "account": "She said that she is afraid to go home today.",
    "when": "now",
}


@pytest.mark.requirement("C2")
def test_a_danger_entry_is_recorded_at_once_and_completed_later(world):
    client = browser_for(world.teacher)
    page = client.get("/decisions/danger/").content.decode()
    once = re.findall(r'name="once" value="([^"]+)"', page)[0]
    assert client.post("/decisions/danger/", {**DANGER, "once": once, "account": ""}).status_code == 400
    first = client.post("/decisions/danger/", {**DANGER, "once": once})
    again = client.post("/decisions/danger/", {**DANGER, "once": once})
    assert first.status_code == 302 and first.headers["Location"] == again.headers["Location"]
    decision = ShareDecision.objects.get()
    assert (
        decision.harm == "yes"
        and decision.complete_by
        and list(need_to_know.subjects_of(decision.record)) == [world.child]
    )
    assert {n.person for n in Notice.objects.filter(kind="decision_urgent")} == {world.head, world.dsl}
    assert Disclosure.objects.get().happened_at == decision.happened_at
    slug = decision.reference.replace(" ", "-")
    done = client.get(f"/decisions/{slug}/recorded/").content.decode()
    assert "Look after the child first" in done and "Finish the record" in done
    assert "Finish your danger record" in client.get("/").content.decode()
    head = browser_for(world.head)
    assert "To be completed" in head.get(f"/decisions/{slug}/").content.decode()
    writer = Writer.__new__(Writer)
    writer.client, writer.draft_id = client, str(decision.draft.public_id)
    writer.at = client.get(writer.address("check")).headers["Location"]
    give(writer, "adult", adult="no")
    give(writer, "who", to=str(AgencyContact.objects.get(name="Duty desk").public_id))
    give(writer, "what", records=["unwritten"], unwritten="That she is afraid", unwritten_kind="safeguarding")
    give(writer, "family", **world.family("not_told", "agreed"))
    give(writer, "telling", people=[str(world.child.public_id)], when="today", told="all")
    give(writer, "not-told", why=["harm_child"], facts="They could hurt her more", again="never")
    give(writer, "decide", outcome="share")
    give(writer, "why", purpose="protect", **REASONS)
    give(writer, "send", checked="today", arrived="yes")
    before = client.get(f"/decisions/{slug}/").content.decode()
    assert client.post(writer.address("check")).status_code == 302
    decision = ShareDecision.objects.get()
    assert decision.completion.family_not_told and decision.completion.by_exception
    after = head.get(f"/decisions/{slug}/").content.decode()
    assert "They could hurt her more" in after and "To be completed" not in after and "Completed" in after
    assert "afraid to go home" in before and "afraid to go home" in after
    assert client.post(writer.address("check")).headers["Location"].endswith(f"{slug}/recorded/")


@pytest.mark.requirement("C2")
def test_a_child_whom_one_cannot_name_and_nobody_told_yet(world):
    client = browser_for(world.teacher)
    child("Amir", "Zane")
    once = {"once": "7d444840-9dc0-11d1-b245-5ffdce74fad2"}
    asked_which = client.post("/decisions/danger/", {**DANGER, **once, "query": "ami"})
    assert asked_which.status_code == 400 and b"Select which child, or keep what you typed" in asked_which.content
    made = client.post("/decisions/danger/", {**DANGER, **once, "query": "the boy at the gate", "told": ["nobody"]})
    assert made.status_code == 302
    assert not need_to_know.subjects_of(ShareDecision.objects.get().record)
    assert "Telephone" in client.get(made.headers["Location"]).content.decode()
    assert (
        client.get(f"/decisions/draft/{ShareDecision.objects.get().draft.public_id}/check/")
        .headers["Location"]
        .endswith("/about/")
    )


@pytest.mark.requirement("C2")
def test_a_danger_entry_is_never_filed_under_a_child_whose_name_only_sounds_alike(world):
    client = browser_for(world.teacher)
    child("Amena", "Yusuff", into="3A", protected=True)  # of whom the teacher may not know
    for typed in ("amena", "amina yussuf"):
        asked_which = client.post("/decisions/danger/", {**DANGER, "query": typed})
        assert asked_which.status_code == 400 and b"None of these: keep what I typed" in asked_which.content
    for _ in range(2):  # without the page's own id each is an entry of its own
        made = client.post("/decisions/danger/", {**DANGER, "query": "amena", "person": "none"})
        assert made.status_code == 302
    assert ShareDecision.objects.count() == 2
    assert not any(need_to_know.subjects_of(one.record) for one in ShareDecision.objects.all())


@pytest.mark.requirement("C2")
def test_a_danger_entry_is_taken_though_the_second_factor_has_grown_stale(world):
    stale = browser_for(world.teacher, fresh=False)
    assert stale.get("/decisions/danger/").headers["Location"].startswith("/account/factor/again/")
    made = stale.post("/decisions/danger/", {**DANGER, "once": "7d444840-9dc0-11d1-b245-5ffdce74fad2"})
    assert made.status_code == 302 and ShareDecision.objects.count() == 1
    assert stale.get(made.headers["Location"]).headers["Location"].startswith("/account/factor/again/")


@pytest.mark.requirement("C7a")
def test_danger_that_the_headteacher_must_not_see_goes_to_the_chair(world):
    client = browser_for(world.teacher)
    keep = {"keep": [str(world.head.public_id)], "once": "7d444840-9dc0-11d1-b245-5ffdce74fad2"}
    made = client.post("/decisions/danger/", {**DANGER, **keep})
    assert made.status_code == 302
    slug = ShareDecision.objects.get().reference.replace(" ", "-")
    assert browser_for(world.head).get(f"/decisions/{slug}/").status_code == 404
    assert {n.person for n in Notice.objects.filter(reference=slug.replace("-", " "))} == {world.chair, world.dsl}


def test_an_overdue_danger_entry_is_chased(world):
    from sharing import following

    client = browser_for(world.teacher)
    client.post("/decisions/danger/", {**DANGER, "once": "7d444840-9dc0-11d1-b245-5ffdce74fad2"})
    due = ShareDecision.objects.get().complete_by
    with clock.standing_at(due + timedelta(minutes=1)) as hands:
        assert following.chase() == 1 and following.chase() == 0
        hands.move(days=1, minutes=1)
        assert following.chase() == 2 and following.chase() == 0
    people = set(Notice.objects.filter(kind="to_complete").values_list("person", flat=True))
    assert people == {world.teacher.pk, world.dsl.pk}


# Several children and families, staff and adults


@pytest.mark.requirement("C1")
def test_two_children_of_two_families_are_asked_about_each(world):
    other = child("Kofi", "Mensa")
    roll.add_contact(other, "carer", title="Ms", given_name="Esi", family_name="Mensa")
    writer = start(world)
    give(writer, "about", query="amina", add="1")
    assert "Amina Yusuf" in writer.look()
    twice = writer.give(query="amina", chosen=[str(world.child.public_id)])
    assert twice.status_code == 400 and b"You have added Amina Yusuf twice" in twice.content
    writer.give(query="kofi", chosen=[str(world.child.public_id)])
    assert "These children have different families" in writer.look("about")
    page = writer.look()
    assert writer.step == "safe" and "Is any of these children" in page
    assert writer.give(harm="yes").status_code == 400
    give(writer, "safe", harm="no")
    give(writer, "who", to=str(world.contact.public_id))
    give(writer, "what", records=["unwritten"], unwritten="That they quarrelled", unwritten_kind="behaviour")
    page = writer.look()
    assert "Parents or carers of Amina" in page and "Parents or carers of Kofi" in page
    both = {**world.family("agreed", "agreed")}
    both |= {f"parents-{other.public_id}": "told", str(other.public_id): "told"}
    give(writer, "family", **both)
    # Kofi is taken out again: what was said about two is asked again about one
    writer.give("about", chosen=[str(world.child.public_id), str(other.public_id)], remove=str(other.public_id))
    writer.give("about", chosen=[str(world.child.public_id)])
    assert writer.step == "safe" and "You changed an earlier answer" in writer.look()


@pytest.mark.requirement("C1")
def test_a_member_of_staff_as_subject_never_sees_it_and_it_stands_on_no_childs_page(world):
    writer = start(world, by=world.dsl)
    assert "It is about a member of staff" in writer.look()
    writer.give(kind="staff", query=world.other_teacher.last_name)
    give(writer, "safe", harm="yes")
    give(writer, "adult", adult="other", who=str(world.other_teacher.public_id))
    give(writer, "keep-from", people=[str(world.other_teacher.public_id)])
    give(writer, "who", to=str(AgencyContact.objects.get(agency__name="LADO").public_id))
    give(writer, "what", records=["unwritten"], unwritten="What a parent said", unwritten_kind="staff")
    person = Person.objects.get(user=world.other_teacher)
    give(writer, "family", **{str(person.public_id): "not_told"})
    give(writer, "not-told", why=["enquiry"], facts="The LADO has not advised yet", again="never")
    give(writer, "decide", outcome="share")
    give(writer, "why", purpose="adult_concern", **REASONS)
    give(writer, "send", **SENT)
    slug = writer.record()
    assert browser_for(world.other_teacher).get(f"/decisions/{slug}/").status_code == 404
    assert browser_for(world.head).get(f"/decisions/{slug}/").status_code == 200


def test_nobody_records_a_decision_about_themselves(world):
    writer = start(world)
    answer = writer.give(kind="staff", query=world.teacher.last_name)
    assert answer.status_code == 400 and b"You cannot record a decision about yourself. Ask" in answer.content


def test_a_parent_as_subject_is_found_only_where_one_may_see_the_contacts(world):
    assert start(world).give(kind="adult", query="hodan").status_code == 302
    answer = start(world, by=world.other_teacher).give(kind="adult", query="hodan")
    assert answer.status_code == 400 and b"We cannot find that name" in answer.content


# To whom


@pytest.mark.requirement("C5")
def test_a_further_recipient_needs_a_need(world):
    nurse = AgencyContact.objects.get(name="Ms Tansy Bell")
    writer = simple(Writer(browser_for(world.teacher), world.child), world, until="who")
    page = writer.client.post(writer.at, {"to": str(world.contact.public_id), "add": "1", "version": ""})
    assert b"Another person (1)" in page.content
    answer = writer.give(to=str(world.contact.public_id), more_1=str(nurse.public_id))
    assert answer.status_code == 400 and b"Enter what they need it for" in answer.content
    twice = writer.give(to=str(world.contact.public_id), more_1=str(world.contact.public_id), need_1="To see her")
    assert b"You have added this person twice" in twice.content
    give(writer, "who", to=str(world.contact.public_id), more_1=str(nurse.public_id), need_1="To see her in school")
    key = str(world.record.public_id)
    give(writer, "what", records=[key], **{f"how_{key}": "part"})
    give(writer, "family", **world.family("agreed", "agreed"))
    give(writer, "telling", **told(world))
    give(writer, "decide", outcome="share")
    give(writer, "why", purpose="health", **REASONS)
    give(writer, "send", **SENT)
    slug = writer.record()
    decision = ShareDecision.objects.get()
    assert decision.recipients.count() == 2
    page = writer.client.get(f"/decisions/{slug}/").content.decode()
    assert "To (2)" in page and "To see her in school" in page
    for one in decision.recipients.all():
        assert writer.client.post(f"/decisions/{slug}/file/{one.public_id}/").status_code == 200
    assert len(set(Disclosure.objects.values_list("recipient", flat=True))) == 2


@pytest.mark.requirement("G9")
def test_a_parent_gets_only_their_own_childs_part_and_other_names_are_taken_out(world, monkeypatch):
    from sharing import papers

    seen: dict = {}
    monkeypatch.setattr(papers, "pdf", lambda name, data: seen.update(data) or b"%PDF-1.7")
    other = child("Kofi", "Mensa")
    row = file_record("behaviour", [world.child, other], [
        Words("whole", {"heading": "What happened", "text": "Amina and Kofi Mensa pushed each other."}),
    ], author=world.teacher)  # fmt: skip
    writer = simple(Writer(browser_for(world.teacher), world.child), world, until="who")
    give(writer, "who", to="parent")
    stranger = roll.add_contact(other, "carer", title="Ms", given_name="Esi", family_name="Mensa").adult
    wrong = writer.give(adults=[str(stranger.public_id)], identity="sight")
    assert wrong.status_code == 400 and b"Ms Esi Mensa is another child" in wrong.content
    give(writer, "parent", adults=[str(world.mother.public_id)], identity="sight")
    key = str(row.public_id)
    give(writer, "what", records=[key], **{f"how_{key}": "whole"})
    page = writer.look()
    assert writer.step == "others" and "Kofi Mensa" in page
    answer = writer.give(read="on")
    assert b"Select what to do about Kofi Mensa" in answer.content
    give(writer, "others", do_0="remove", read="on")
    assert "Parents or carers" not in writer.look()
    give(writer, "family", **{str(world.child.public_id): "agreed"})
    give(writer, "telling", people=[str(world.child.public_id)], when="today", told="all")
    give(writer, "decide", outcome="share")
    give(writer, "why", purpose="own_child", **REASONS)
    give(writer, "send", checked="today", channel="in_person", confirmed=["people", "parts"])
    slug = writer.record()
    recipient = ShareDecision.objects.get().recipients.get()
    assert recipient.kind == "parent" and recipient.adult == world.mother
    assert "I have told them" in writer.client.get(f"/decisions/{slug}/recorded/").content.decode()
    assert writer.client.post(f"/decisions/{slug}/file/{recipient.public_id}/").status_code == 200
    text = " ".join(section["text"] for section in seen["sections"])
    assert "Kofi" not in text and "Mensa" not in text and "[another person]" in text


@pytest.mark.requirement("G9")
def test_a_limit_on_a_contact_stops_without_saying_which(world):
    dsl, close = browser_for(world.dsl), f"/records/protect/{world.child.public_id}/"
    reason = {"reason": "A court has said so."}
    assert "What Mrs Hodan Yusuf may be given" in dsl.get(close).content.decode()
    assert dsl.post(close, {"what": f"limit:{world.mother.public_id}", **reason}).status_code == 302
    writer = simple(Writer(browser_for(world.teacher), world.child), world, until="who")
    give(writer, "who", to="parent")
    answer = writer.give(adults=[str(world.mother.public_id)], identity="sight")
    assert answer.status_code == 400 and b"There is a limit on what Mrs Hodan Yusuf may be given" in answer.content
    assert b"court" not in answer.content
    lifted = {"what": f"unlimit:{world.mother.public_id}", "reason": "The order has ended"}
    assert dsl.post(close, lifted).status_code == 302
    assert writer.give(adults=[str(world.mother.public_id)], identity="sight").status_code == 302


@pytest.mark.requirement("G6c")
@pytest.mark.parametrize(
    ("name", "words"), [("Kofi Mensa", "is a pupil"), ("Ms Esi Mensa", "is another child’s parent")]
)
def test_a_pupil_or_another_childs_parent_is_no_recipient(world, name, words):
    other = child("Kofi", "Mensa")
    roll.add_contact(other, "carer", title="Ms", given_name="Esi", family_name="Mensa")
    writer = simple(Writer(browser_for(world.teacher), world.child), world, until="who")
    give(writer, "who", to="other")
    answer = writer.give(who=name, role="neighbour")
    assert answer.status_code == 400 and words in answer.content.decode()
    assert writer.give(who=name, role="social worker", body="Another council").status_code == 302


@pytest.mark.requirement("G1")
def test_inside_the_school_a_record_is_opened_for_a_while_and_no_family_page_is_asked(world):
    writer = simple(Writer(browser_for(world.senco), world.child), world, until="who")
    give(writer, "who", to="staff", staff=str(world.other_teacher.public_id))
    late = writer.give(how_long="date", on_day=1, on_month=9, on_year=clock.today().year + 2)
    assert late.status_code == 400 and b"no later than 31 August" in late.content
    give(writer, "inside", how_long="once")
    key = str(world.record.public_id)
    assert "not in a record" not in writer.look()
    give(writer, "what", records=[key], **{f"how_{key}": "part"})
    give(writer, "decide", outcome="share")
    assert "Why do they need to know?" in writer.look()
    give(writer, "why", purpose="assessment", essential="She covers the class on Thursday")
    assert writer.step == "check"
    slug = writer.record()
    grant = UserGrant.objects.get(source="inside")
    assert grant.user == world.other_teacher and grant.until < clock.now() + timedelta(days=80)
    colleague = browser_for(world.other_teacher)
    page = colleague.get(f"/decisions/{slug}/").content.decode()
    assert "Something was opened to you" in page and "Amina" not in page
    record_page = colleague.get(f"/records/{world.record.public_id}/").content.decode()
    assert "The part for teachers." in record_page and "The whole text." not in record_page
    assert "She covers the class on Thursday" in record_page
    with clock.standing_at(grant.until):
        assert browser_for(world.other_teacher).get(f"/records/{world.record.public_id}/").status_code == 404


@pytest.mark.requirement("C3")
def test_a_wish_on_file_brings_the_family_page_back(world):
    told_no = world.said("refused", "told")
    world.decide(
        family=told_no, telling={**world.answers()["telling"], "objection": "They want to tell it themselves."},
        decide={"outcome": "no_share"},
        **{"why-not": {**NOT_SHARED, "why": ["wishes"], "review_on": None, "category": None, "reply_by": None}},
    )  # fmt: skip
    writer = simple(Writer(browser_for(world.head), world.child), world, until="who")
    give(writer, "who", to="staff", staff=str(world.other_teacher.public_id))
    give(writer, "inside", how_long="once")
    key = str(world.record.public_id)
    give(writer, "what", records=[key], **{f"how_{key}": "part"})
    assert writer.step == "family"


@pytest.mark.requirement("G2")
def test_somebody_who_is_not_school_staff_is_no_colleague(world):
    writer = simple(Writer(browser_for(world.senco), world.child), world, until="who")
    give(writer, "who", to="staff", staff=str(world.chair.public_id))
    answer = writer.give(how_long="once")
    assert answer.status_code == 400 and b"is not school staff" in answer.content


def test_another_school_is_asked_whether_it_is_a_move(world):
    writer = simple(Writer(browser_for(world.teacher), world.child), world, until="who")
    there = AgencyContact.objects.filter(agency__kind=Agency.Kind.SCHOOL).first()
    give(writer, "who", to="school", school=str(there.public_id))
    assert writer.step == "moving"
    give(writer, "moving", moving="yes", besides="What helps her to settle")
    assert writer.step == "what"


@pytest.mark.requirement("C5")
def test_only_the_ways_agreed_with_an_agency_are_open(world):
    desk = AgencyContact.objects.get(agency__name="SEN team")
    writer = simple(Writer(browser_for(world.teacher), world.child), world, until="who")
    give(writer, "who", to=str(desk.public_id))
    key = str(world.record.public_id)
    give(writer, "what", records=[key], **{f"how_{key}": "part"})
    give(writer, "family", **world.family("agreed", "agreed"))
    give(writer, "telling", **told(world))
    give(writer, "decide", outcome="share")
    give(writer, "why", purpose="assessment", **REASONS)
    answer = writer.give(**{**SENT, "channel": "tracked"})
    assert answer.status_code == 400 and b"because it is not agreed with them" in answer.content
    give(writer, "send", **{**SENT, "channel": "called_back"})


# Advice


@pytest.mark.requirement("C4")
def test_advice_is_asked_without_the_name_answered_and_followed_or_not(world):
    writer = simple(Writer(browser_for(world.teacher), world.child), world, until="decide")
    answer = writer.give(outcome="advice")
    assert answer.headers["Location"].endswith("/decide/advice/")
    address = answer.headers["Location"]
    question = {"whom": str(world.dsl.public_id), "question": "Is this enough for the clinic?", "urgent": "no"}
    both = writer.client.post(address, {**question, "shows": "draft", "unnamed": "on"})
    assert both.status_code == 400 and b"The draft says who it is about" in both.content
    for _ in range(2):
        assert writer.client.post(address, {**question, "shows": "question", "unnamed": "on"}).status_code == 302
    advice = Advice.objects.get()
    assert advice.instead_of_deciding and Notice.objects.get(kind="advice").person == world.dsl
    assert not ShareDecision.objects.exists() and writer.client.get(writer.address("check")).status_code == 302
    dsl = browser_for(world.dsl)
    page = dsl.get(f"/decisions/advice/{advice.public_id}/").content.decode()
    assert "Is this enough for the clinic?" in page and "Pupil A, Year 4" in page and "Amina" not in page
    for person in (world.head, world.dpo, world.deputy_dsl, world.administrator):
        assert browser_for(person).get(f"/decisions/advice/{advice.public_id}/").status_code == 404
    without = writer.give("decide", outcome="share")
    assert without.status_code == 400 and b"Enter why you decide without the advice" in without.content
    assert dsl.post(f"/decisions/advice/{advice.public_id}/", {"answer": "Yes, but only the part"}).status_code == 302
    assert "1 answer to your question" in writer.client.get("/").content.decode()
    writer.at = writer.address("decide")
    writer.give("decide", outcome="share")
    assert writer.step == "followed" and "Yes, but only the part" in writer.look()
    give(writer, "followed", **{f"followed_{advice.public_id}": "yes"})
    give(writer, "why", purpose="health", **REASONS)
    give(writer, "send", **SENT)
    slug = writer.record()
    page = browser_for(world.head).get(f"/decisions/{slug}/").content.decode()
    assert "Is this enough for the clinic?" in page and "Yes, but only the part" in page
    # an answer that comes later changes nothing that was recorded
    assert dsl.post(f"/decisions/advice/{advice.public_id}/", {"answer": "On second thoughts no"}).status_code == 302
    page = browser_for(world.head).get(f"/decisions/{slug}/").content.decode()
    assert "Advice given later" in page and "On second thoughts no" in page and "Yes, but only the part" in page


@pytest.mark.requirement("C4")
def test_the_draft_can_be_shown_to_the_adviser_and_ends_with_the_decision(world):
    writer = simple(Writer(browser_for(world.teacher), world.child), world, until="why")
    asks = {"whom": str(world.dsl.public_id), "question": "May I send this?", "shows": "draft", "urgent": "yes"}
    writer.client.post(writer.address("why"), {"advice": "1", "version": "", "essential": "Half a thought"})
    writer.client.post(f"{writer.address('why')}advice/", asks)
    advice = Advice.objects.get()
    dsl = browser_for(world.dsl)
    page = dsl.get(f"/decisions/advice/{advice.public_id}/").content.decode()
    assert "The draft so far" in page and "They know, and they agree" in page and "Speech and language" in page
    assert dsl.get(writer.address("why")).status_code == 404  # seen, not written
    assert "Half a thought" in writer.look("why")
    writer.give("decide", outcome="share", without_advice="It has to go today")
    writer.give("why", purpose="health", **REASONS)
    give(writer, "send", **SENT)
    writer.record()
    assert "The draft so far" not in dsl.get(f"/decisions/advice/{advice.public_id}/").content.decode()
    assert not UserGrant.objects.live().filter(content_object=advice.draft.record).exists()


@pytest.mark.requirement("C4")
def test_advice_taken_outside_is_written_down(world):
    writer = simple(Writer(browser_for(world.teacher), world.child), world, until="why")
    today = clock.today()
    said = {
        "whom": "lado", "name": "Mr Ned Alder", "on_day": today.day, "on_month": today.month, "on_year": today.year,
        "asked": "Whether this reaches the line", "said": "Not on these facts", "followed": "no",
    }  # fmt: skip
    assert b"Enter why you did not follow it" in writer.client.post(f"{writer.address('why')}advice-had/", said).content
    said["why"] = "New facts came on Friday"
    for _ in range(2):
        assert writer.client.post(f"{writer.address('why')}advice-had/", said).status_code == 302
    give(writer, "why", purpose="health", **REASONS)
    give(writer, "send", **SENT)
    page = writer.look()
    assert page.count("Not on these facts") == 1 and "New facts came on Friday" in page


@pytest.mark.requirement("C7a")
def test_an_adviser_who_must_not_see_it_is_not_offered(world):
    writer = Writer(browser_for(world.teacher), world.child)
    writer.give(harm="yes")
    writer.give(adult="dsl")
    writer.give(people=[str(world.dsl.public_id)])
    page = writer.client.get(f"{writer.address('who')}advice/").content.decode()
    assert world.dsl.full_name not in page and world.deputy_dsl.full_name in page
    forged = {"whom": str(world.dsl.public_id), "question": "Is it so?", "shows": "question", "urgent": "no"}
    assert writer.client.post(f"{writer.address('who')}advice/", forged).status_code == 400


# The legal reason


@pytest.mark.requirement("C6")
def test_agreement_is_no_legal_reason_for_keeping_a_child_safe(world):
    writer = simple(Writer(browser_for(world.teacher), world.child), world, until="send")
    writer.give("why", purpose="protect", **REASONS)
    page = writer.give("basis", basis="agreement")
    assert page.status_code == 400 and "Agreement is not the legal reason for this purpose" in page.content.decode()
    writer.give("why", purpose="complaint", **REASONS)
    writer.give("family", **world.family("told", "told"))
    page = writer.give("basis", basis="agreement", because="They asked for it")
    assert b"You chose agreement, but nobody has agreed." in page.content
    assert b"Enter why it is this reason" in writer.give("basis", basis="contract").content
    assert writer.give("basis", basis="contract", because="It is in the placement contract").status_code == 302
    writer.give("family", **world.family("agreed", "agreed"))
    writer.give("basis", basis="ask")
    assert writer.at.endswith("/basis/advice/")


@pytest.mark.requirement("C6")
def test_the_dpo_changes_a_purpose_and_recorded_decisions_stay(world):
    decision = world.decide()
    dpo = browser_for(world.dpo)
    purpose = Purpose.objects.get(code="health")
    said = {"label": "Care by the health service", "basis": "vital_interests", "condition": "health", "active": "on"}
    assert dpo.post(f"/decisions/purposes/{purpose.public_id}/", said).status_code == 302
    purpose.refresh_from_db()
    assert purpose.confirmed_by == world.dpo and purpose.confirmed_on == clock.today()
    page = browser_for(world.head).get(f"/decisions/{decision.reference.replace(' ', '-')}/").content.decode()
    assert "Health care or medicine" in page and "It is part of our job as a school: usual" in page
    bad = {**said, "condition": "safeguarding", "agreement": "on"}
    assert dpo.post(f"/decisions/purposes/{purpose.public_id}/", bad).status_code == 400


# Drafts


@pytest.mark.requirement("C10")
def test_a_draft_is_closed_with_a_reason_and_with_harm_only_by_whoever_was_told(world):
    writer = Writer(browser_for(world.teacher), world.child)
    assert writer.client.post(f"{writer.address('close')}", {"reason": "x"}).status_code == 400
    assert writer.client.post(f"{writer.address('close')}", {"reason": "It was another child"}).status_code == 302
    assert Closure.objects.count() == 1 and writer.client.get(writer.address("safe")).status_code == 404
    writer = Writer(browser_for(world.teacher), world.child)
    writer.give(harm="unsure")
    writer.give(adult="no")
    page = writer.client.post(f"{writer.address('close')}", {"reason": "It was nothing at all"})
    assert (
        page.status_code == 200 and "Only they can close it" in page.content.decode() and Closure.objects.count() == 1
    )
    dsl = browser_for(world.dsl)
    draft = Draft.objects.get(record__public_id=writer.draft_id)
    assert (
        dsl.post(f"/decisions/draft/{draft.public_id}/agree/", {"reason": "We spoke; a misunderstanding"}).status_code
        == 302
    )
    assert Closure.objects.count() == 2 and "Draft" not in writer.client.get("/").content.decode()


def test_an_old_draft_asks_to_be_finished_or_closed(world):
    writer = Writer(browser_for(world.teacher), world.child)
    with clock.standing_at(clock.now() + timedelta(days=15)):
        page = browser_for(world.teacher).get("/").content.decode()
    assert "This draft is 15 days old" in page and writer.draft_id in page


def test_the_same_thing_twice_in_an_hour_is_asked_about_and_never_blocked(world):
    first = simple(Writer(browser_for(world.teacher), world.child), world)
    slug = first.record()
    second = simple(Writer(browser_for(world.teacher), world.child), world)
    page = second.look()
    assert slug.replace("-", " ") in page and "Is this a different one?" in page
    second.record()
    assert ShareDecision.objects.count() == 2


def test_other_names_are_found_in_what_goes_to_an_agency(world):
    child("Kofi", "Mensa")
    named = record("behaviour", world.child, author=world.teacher, text="She sat beside Kofi Mensa.")
    granting.grant(named, world.teacher, by=world.dsl)
    writer = simple(Writer(browser_for(world.teacher), world.child), world, until="what")
    key = str(named.public_id)
    give(writer, "what", records=[key], **{f"how_{key}": "whole"})
    assert writer.step == "others" and "Kofi Mensa" in writer.look()
    hidden = child("Teasel", "Vetch", into="3A", protected=True)
    assert hidden.full_name not in writer.look()


def test_dates_that_cannot_be(world):
    writer = start(world, "asked")
    tomorrow = clock.today() + timedelta(days=1)
    late = writer.give(**asked(on_day=tomorrow.day, on_month=tomorrow.month, on_year=tomorrow.year))
    assert b"must be today or in the past" in late.content


@pytest.mark.requirement("C5")
def test_where_a_record_came_from_and_on_what_conditions_is_shown_before_it_goes(world):
    rows = [["Comes from", "Another body sent it: Council SEN team"], ["Conditions", "Ask them before passing it on"]]
    came = file_record(
        "behaviour", [world.child],
        [Words("source", {"heading": "Source", "rows": rows}, needs=2), Words("whole", {"text": "She was tired."})],
        author=world.teacher,
    )  # fmt: skip
    writer = simple(Writer(browser_for(world.teacher), world.child), world, until="what")
    key = str(came.public_id)
    give(writer, "what", records=[key], **{f"how_{key}": "whole"})
    give(writer, "family", **world.family("agreed", "agreed"))
    give(writer, "telling", **told(world))
    give(writer, "decide", outcome="share")
    give(writer, "why", purpose="health", **REASONS)
    page = writer.look()
    assert "Council SEN team. Conditions: Ask them before passing it on" in page and "Tell them before" in page
    give(writer, "send", **SENT)
    assert "Came from elsewhere" in writer.look()


@pytest.mark.requirement("C7a")
def test_whoever_must_not_see_it_is_no_recipient(world):
    writer = simple(Writer(browser_for(world.senco), world.child), world, until="who")
    writer.give("keep-from", people=["other"], other=str(world.other_teacher.public_id))
    give(writer, "who", to="staff", staff=str(world.other_teacher.public_id))
    answer = writer.give(how_long="once")
    assert answer.status_code == 400 and b"must not see this: change who it would go to" in answer.content
    granting.exclude(world.teacher, by=world.dsl, person=world.child, reason="her uncle")
    writer.give("who", to="staff", staff=str(world.teacher.public_id))
    answer = writer.give("inside", how_long="once")
    assert answer.status_code == 400 and b"This cannot be opened to" in answer.content


@pytest.mark.requirement("C7a")
def test_a_dsl_who_must_not_see_a_danger_entry_finds_nothing_though_ticked_as_told(world):
    client = browser_for(world.teacher)
    keep = {
        "keep": [str(world.dsl.public_id)],
        "once": "7d444840-9dc0-11d1-b245-5ffdce74fad2",
        "told": ["dsl", "police"],
    }
    assert client.post("/decisions/danger/", {**DANGER, **keep}).status_code == 302
    slug = ShareDecision.objects.get().reference.replace(" ", "-")
    assert browser_for(world.dsl).get(f"/decisions/{slug}/").status_code == 404
    assert not Notice.objects.filter(person=world.dsl).exists()


@pytest.mark.requirement("C11")
def test_a_print_for_one_child_of_several_names_no_other(world, monkeypatch):
    from sharing import papers

    other = child("Kofi", "Mensa")
    both = {"people": [str(world.child.public_id), str(other.public_id)]}
    said = {
        **world.said("agreed", "agreed")["said"],
        f"parents-{other.public_id}": "told",
        str(other.public_id): "told",
    }
    decision = world.decide(about=both, family={"said": said})
    seen: dict = {}
    monkeypatch.setattr(papers, "pdf", lambda name, data: seen.update(data) or b"%PDF-1.7")
    head, slug = browser_for(world.head), decision.reference.replace(" ", "-")
    assert "About whom?" in head.get(f"/decisions/{slug}/print/").content.decode()
    whom = {"whom": str(world.head.public_id)}
    assert head.post(f"/decisions/{slug}/print/", {**whom, "only": str(world.child.public_id)}).status_code == 200
    assert "Kofi" not in str(seen["sections"]) and "Amina" in str(seen["sections"])
    assert "another child" in str(seen["sections"])
    assert head.post(f"/decisions/{slug}/print/", whom).status_code == 200
    assert "Kofi" in str(seen["sections"])
