"""About whom and to whom: families, staff, parents, colleagues, schools, and who is named (R: C1, C13, G9)."""

import re
from datetime import timedelta

import pytest

from core import clock, terms, words
from records.models import UserGrant
from records.need_to_know import grants
from records.pupils import roll
from records.pupils.models import Person
from records.vault.filing import Words, file_record
from sharing.decisions.models import ShareDecision
from sharing.directory.models import Agency, AgencyContact
from sharing.disclosures.models import Disclosure
from tests.factories import browser_for, child, record
from tests.pages import flat
from tests.sharing.flow import arrived, begin, give, told

pytestmark = [pytest.mark.by_turns, pytest.mark.django_db]
REASONS = {"essential": "They cannot help without it.", "appropriate": "Only these people, and only this."}
SENT = {"checked": "today", "channel": "secure_email", "confirmed": ["address", "people", "parts"]}
NOT_SHARED = {"why": ["not_needed"], "reasons": "They have it already", "review": "no", "change": ["nothing"]}


@pytest.mark.requirement("C1")
def test_two_children_of_two_families_are_asked_about_each(world):
    other = child("Kofi", "Mensa")
    roll.add_contact(other, "carer", title="Ms", given_name="Esi", family_name="Mensa")
    writer = begin(world)
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
    give(
        writer,
        "what",
        records=["unwritten"],
        unwritten="That they quarrelled",
        unwritten_kind="behaviour",
        unwritten_nature="fact",
        unwritten_source="I saw it",
    )
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
    writer = begin(world, by=world.dsl)
    assert "It is about a member of staff" in flat(writer.look())
    writer.give(kind="staff", query=world.other_teacher.last_name)
    give(writer, "safe", harm="yes", adult="other", who=str(world.other_teacher.public_id))
    give(writer, "keep-from", people=[str(world.other_teacher.public_id)])
    give(writer, "who", to=str(AgencyContact.objects.get(agency__name="LADO").public_id))
    give(
        writer,
        "what",
        records=["unwritten"],
        unwritten="What a parent said",
        unwritten_kind="staff",
        unwritten_nature="fact",
        unwritten_source="I saw it",
    )
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
    writer = begin(world)
    answer = writer.give(kind="staff", query=world.teacher.last_name)
    assert answer.status_code == 400 and b"You cannot record a decision about yourself. Ask" in answer.content


def test_a_parent_as_subject_is_found_only_where_one_may_see_the_contacts(world):
    assert begin(world).give(kind="adult", query="hodan").status_code == 302
    answer = begin(world, by=world.other_teacher).give(kind="adult", query="hodan")
    assert answer.status_code == 400 and b"We cannot find that name" in answer.content


@pytest.mark.requirement("C5")
def test_a_further_recipient_needs_a_need(world):
    nurse = AgencyContact.objects.get(name="Ms Tansy Bell")
    writer = arrived(world, "who")
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
    shown = writer.client.get(f"/decisions/{slug}/").content.decode()
    assert "To (2)" in shown and "To see her in school" in shown
    for one in decision.recipients.all():
        assert writer.client.post(f"/decisions/{slug}/file/{one.public_id}/").status_code == 200
    assert len(set(Disclosure.objects.values_list("recipient", flat=True))) == 2


@pytest.mark.requirement("G9")
def test_a_parent_gets_only_their_own_childs_part_and_other_names_are_taken_out(world, monkeypatch):
    from sharing.decisions import documents

    seen: dict = {}
    monkeypatch.setattr(documents, "pdf", lambda name, data: seen.update(data) or b"%PDF-1.7")
    other = child("Kofi", "Mensa")
    row = file_record(
        "behaviour",
        [world.child, other],
        [
            Words("whole", {"heading": "What happened", "text": "Amina and Kofi Mensa pushed each other."}),
        ],
        author=world.teacher,
    )
    writer = arrived(world, "who")
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
    field = re.findall(r'name="(do_\w+)"', page)[0]
    give(writer, "others", **{field: "remove"}, read="on")
    assert "Parents or carers" not in writer.look()
    give(writer, "family", **{str(world.child.public_id): "agreed"})
    give(writer, "telling", people=[str(world.child.public_id)], when="today", told="all")
    give(writer, "decide", outcome="share")
    give(writer, "why", purpose="own_child", **REASONS)
    give(writer, "send", checked="today", channel="in_person", confirmed=["people", "parts"])
    slug = writer.record()
    recipient = ShareDecision.objects.get().recipients.get()
    assert recipient.kind == "parent" and recipient.adult == world.mother
    assert "I have told them" in flat(writer.client.get(f"/decisions/{slug}/recorded/"))
    assert writer.client.post(f"/decisions/{slug}/file/{recipient.public_id}/").status_code == 200
    text = " ".join(section["text"] for section in seen["sections"])
    assert "Kofi" not in text and "Mensa" not in text and "[another person]" in text


@pytest.mark.requirement("G9")
def test_a_limit_on_a_contact_stops_without_saying_which(world):
    dsl, close = browser_for(world.dsl), f"/records/protect/{world.child.public_id}/"
    reason = {"reason": "A court has said so."}
    assert "What Mrs Hodan Yusuf may be given" in dsl.get(close).content.decode()
    assert dsl.post(close, {"what": f"limit:{world.mother.public_id}", **reason}).status_code == 302
    writer = arrived(world, "who")
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
    writer = arrived(world, "who")
    give(writer, "who", to="other")
    answer = writer.give(who=name, role="neighbour")
    assert answer.status_code == 400 and words in answer.content.decode()
    assert writer.give(who=name, role="neighbour", body="-").status_code == 400
    at_work = {"who": name, "role": "social worker", "body": "Another council"}
    asked = writer.give(**at_work)
    assert asked.status_code == 400 and "say how you know" in asked.content.decode()
    assert writer.give(**at_work, not_same="I know her from the council.").status_code == 302


@pytest.mark.requirement("G1")
def test_inside_the_school_a_record_is_opened_for_a_while_and_no_family_page_is_asked(world):
    writer = arrived(world, "who", world.senco)
    give(writer, "who", to="staff", staff=str(world.other_teacher.public_id))
    late = writer.give(how_long="date", on_day=1, on_month=9, on_year=clock.today().year + 2)
    last = words.day(terms.last_day_of_access())
    assert late.status_code == 400 and f"no later than {last}" in late.content.decode()
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
        family=told_no,
        telling={**world.answers()["telling"], "objection": "They want to tell it themselves."},
        decide={"outcome": "no_share"},
        **{"why-not": {**NOT_SHARED, "why": ["wishes"], "review_on": None, "category": None, "reply_by": None}},
    )
    writer = arrived(world, "who", world.head)
    give(writer, "who", to="staff", staff=str(world.other_teacher.public_id))
    give(writer, "inside", how_long="once")
    key = str(world.record.public_id)
    give(writer, "what", records=[key], **{f"how_{key}": "part"})
    assert writer.step == "family"


@pytest.mark.requirement("G2")
def test_somebody_who_is_not_school_staff_is_no_colleague(world):
    writer = arrived(world, "who", world.senco)
    give(writer, "who", to="staff", staff=str(world.chair.public_id))
    answer = writer.give(how_long="once")
    assert answer.status_code == 400 and b"is not school staff" in answer.content


def test_another_school_is_asked_whether_it_is_a_move(world):
    writer = arrived(world, "who")
    there = AgencyContact.objects.filter(agency__kind=Agency.Kind.SCHOOL).first()
    give(writer, "who", to="school", school=str(there.public_id))
    assert writer.step == "moving"
    give(writer, "moving", moving="yes", besides="What helps her to settle")
    assert writer.step == "what"


@pytest.mark.requirement("C5")
def test_only_the_ways_agreed_with_an_agency_are_open(world):
    desk = AgencyContact.objects.get(agency__name="SEN team")
    writer = arrived(world, "who")
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


def test_other_names_are_found_in_what_goes_to_an_agency(world):
    child("Kofi", "Mensa")
    named = record("behaviour", world.child, author=world.teacher, text="She sat beside Kofi Mensa.")
    grants.grant(named, world.teacher, by=world.dsl)
    writer = arrived(world, "what")
    key = str(named.public_id)
    give(writer, "what", records=[key], **{f"how_{key}": "whole"})
    assert writer.step == "others" and "Kofi Mensa" in writer.look()
    hidden = child("Teasel", "Vetch", into="3A", protected=True)
    assert hidden.full_name not in writer.look()


@pytest.mark.requirement("C5")
def test_where_a_record_came_from_and_on_what_conditions_is_shown_before_it_goes(world):
    rows = [["Comes from", "Another body sent it: Council SEN team"], ["Conditions", "Ask them before passing it on"]]
    facts = {"source": "outside", "conditions": ["ask_first"]}
    came = file_record(
        "behaviour",
        [world.child],
        [
            Words("source", {"heading": "Source", "rows": rows, "facts": facts}, needs=2),
            Words("whole", {"text": "She was tired."}),
        ],
        author=world.teacher,
    )
    writer = arrived(world, "what")
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
    writer = arrived(world, "who", world.senco)
    writer.give("keep-from", people=["other"], other=str(world.other_teacher.public_id))
    give(writer, "who", to="staff", staff=str(world.other_teacher.public_id))
    answer = writer.give(how_long="once")
    assert answer.status_code == 400 and b"must not see this: change who it would go to" in answer.content
    grants.exclude(world.teacher, by=world.dsl, person=world.child, reason="her uncle")
    writer.give("who", to="staff", staff=str(world.teacher.public_id))
    answer = writer.give("inside", how_long="once")
    assert answer.status_code == 400 and b"This cannot be opened to" in answer.content


@pytest.mark.requirement("C11")
def test_a_print_for_one_child_of_several_names_no_other(world, monkeypatch):
    from sharing.decisions import documents

    other = child("Kofi", "Mensa")
    both = {"people": [str(world.child.public_id), str(other.public_id)]}
    said = {
        **world.said("agreed", "agreed")["said"],
        f"parents-{other.public_id}": "told",
        str(other.public_id): "told",
    }
    decision = world.decide(about=both, family={"said": said})
    seen: dict = {}
    monkeypatch.setattr(documents, "pdf", lambda name, data: seen.update(data) or b"%PDF-1.7")
    head, slug = browser_for(world.head), decision.reference.replace(" ", "-")
    assert "About whom?" in head.get(f"/decisions/{slug}/print/").content.decode()
    whom = {"whom": str(world.head.public_id)}
    assert head.post(f"/decisions/{slug}/print/", {**whom, "only": str(world.child.public_id)}).status_code == 200
    assert "Kofi" not in str(seen["sections"]) and "Amina" in str(seen["sections"])
    assert "another child" in str(seen["sections"])
    assert head.post(f"/decisions/{slug}/print/", whom).status_code == 200
    assert "Kofi" in str(seen["sections"])
