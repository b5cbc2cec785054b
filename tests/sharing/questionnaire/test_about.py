"""About whom: nobody by name, a child who has left, oneself (R: C6, G9)."""

import pytest

from accounts.notices.models import Notice
from records.pupils import roll
from sharing.decisions.models import ShareDecision
from sharing.decisions.notice_kinds import Kind
from tests.factories import browser_for, child
from tests.pages import flat
from tests.sharing.flow import Writer, begin, give
from tests.sharing.questionnaire.test_origins import NOT_SHARED, asked

pytestmark = [pytest.mark.by_turns, pytest.mark.django_db]
REASONS = {"essential": "They cannot help without it.", "appropriate": "Only these people, and only this."}
UNWRITTEN = {
    "records": ["unwritten"],
    "unwritten": "How many there are",
    "unwritten_kind": "behaviour",
    "unwritten_nature": "fact",
    "unwritten_source": "I saw it",
}


def begun(world, by=None, **who) -> Writer:
    writer = begin(world, "asked", by=by)
    give(writer, "asked", **asked(who="Dr Rowan Heath", body="The moss university", role="researcher", **who))
    return writer


@pytest.mark.requirement("C6")
def test_a_request_about_no_one_by_name_is_recorded_without_pinning_it_on_a_child(world):
    writer = begun(world)
    assert "It is about no one by name, but a group" in writer.look()
    assert b"Which group, or what is it about?" in writer.give(kind="group").content
    named = writer.give(kind="group", group="The families of Amina Yusuf and others")
    assert named.status_code == 400 and b"This may identify someone: Amina Yusuf" in named.content
    give(writer, "about", kind="group", group="All families who use the breakfast club")
    assert "The families" not in writer.look() and writer.step == "safe"
    give(writer, "safe", harm="no")
    give(writer, "who", to="asker")
    give(writer, "what", **UNWRITTEN, everything="yes")
    assert writer.step == "decide", "no family to ask"
    give(writer, "decide", outcome="no_share")
    give(writer, "why-not", **NOT_SHARED, answer="no")
    assert "No one by name: All families who use the breakfast club" in flat(writer.look())
    slug = writer.record()
    assert not ShareDecision.objects.get().record.subjects.exists()
    page = flat(browser_for(world.head).get(f"/decisions/{slug}/").content.decode())
    assert "No one by name: All families who use the breakfast club" in page


@pytest.mark.requirement("C6")
def test_the_office_records_a_request_about_a_child_who_has_left_and_the_dsl_says_which_child_it_is(world):
    left = child("Rosa", "Figtree", into="6B")
    roll.take_off(left)
    writer = begun(world, by=world.office)
    answer = writer.give(query="Rosa Figtree, 6B")
    page = flat(answer.content.decode())
    assert answer.status_code == 400 and "Keep what I typed" in page
    assert str(left.public_id) not in page, "nothing comes back"
    give(writer, "about", query="Rosa Figtree, 6B", keep="on")
    give(writer, "safe", harm="no")
    give(writer, "who", to="asker")
    give(writer, "what", **UNWRITTEN, everything="yes")
    give(writer, "family", **{"parents-typed": "told", "typed": "told"})
    give(writer, "telling", people=["someone_else"], other="Her mother", when="today", told="all")
    give(writer, "decide", outcome="share")
    give(writer, "why", purpose="assessment", **REASONS)
    sent = {"checked": "today", "channel": "secure_email", "address": "heath@moss.example"}
    give(writer, "send", **sent, confirmed=["address", "people", "parts"])
    slug = writer.record()
    assert Notice.objects.filter(person=world.dsl, kind=Kind.NAME_CHILD).exists()
    assert browser_for(world.head).get(f"/decisions/{slug}/child/").status_code == 404
    dsl, address = browser_for(world.dsl), f"/decisions/{slug}/child/"
    assert "which child is it about?" in dsl.get("/").content.decode()
    assert "Rosa Figtree, 6B" in dsl.get(address).content.decode()
    assert b"We cannot find that name" in dsl.post(address, {"query": "Nobody Atall"}).content
    assert dsl.post(address, {"query": "Rosa Figtree"}).status_code == 302
    decision = ShareDecision.objects.get()
    assert [row.person for row in decision.record.subjects.live()] == [left]
    assert "which child is it about?" not in dsl.get("/").content.decode()
    assert dsl.get(address).status_code == 404
    assert "Rosa Figtree" in flat(dsl.get(f"/decisions/{slug}/").content.decode())


@pytest.mark.requirement("G1")
def test_whoever_is_kept_out_of_a_child_of_that_name_is_not_told_and_is_not_asked(world):
    from records.need_to_know import grants

    left = child("Rosa", "Figtree", into="6B")
    roll.take_off(left)
    grants.exclude(world.dsl, by=world.head, person=left, reason="her aunt")
    writer = begun(world, by=world.office)
    give(writer, "about", query="Rosa Figtre", keep="on")
    give(writer, "safe", harm="no")
    give(writer, "who", to="asker")
    give(writer, "what", **UNWRITTEN, everything="yes")
    give(writer, "family", **{"parents-typed": "told", "typed": "told"})
    give(writer, "telling", people=["someone_else"], other="Her mother", when="today", told="all")
    give(writer, "decide", outcome="no_share")
    give(writer, "why-not", **NOT_SHARED, answer="no")
    slug = writer.record()
    assert not Notice.objects.filter(person=world.dsl).exists()
    assert browser_for(world.dsl).get(f"/decisions/{slug}/").status_code == 404
    assert Notice.objects.filter(person=world.deputy_dsl, kind=Kind.NAME_CHILD).exists()


@pytest.mark.requirement("G9")
def test_a_request_about_oneself_is_allowed_and_the_dpo_is_to_be_told(world):
    writer = begin(world, "asked")
    give(writer, "asked", **asked(who="Amina Yusuf", role="herself"))
    give(writer, "about", query="amina")
    give(writer, "safe", harm="no")
    assert "this may be a subject access request. Tell the DPO today" in flat(writer.look())
    assert writer.give(to="asker").status_code == 302
