"""How a decision begins: somebody asked, it was shared already, a child is in danger now (R: C2, C6, C8)."""

import re
from datetime import timedelta

import pytest

from accounts import roles
from accounts.notices.models import Notice
from accounts.roles import Role
from core import clock
from core.audit.models import Entry
from records.need_to_know import grants, visibility
from sharing.decisions.models import ShareDecision
from sharing.directory.models import AgencyContact
from sharing.disclosures.models import Disclosure
from tests.factories import browser_for, child, masked
from tests.sharing.flow import Writer, begin, danger_finished, give, told

pytestmark = [pytest.mark.by_turns, pytest.mark.django_db]
REASONS = {"essential": "They cannot help without it.", "appropriate": "Only these people, and only this."}
SENT = {"checked": "today", "channel": "secure_email", "confirmed": ["address", "people", "parts"]}
NOT_SHARED = {"why": ["not_needed"], "reasons": "They have it already", "review": "no", "change": ["nothing"]}


ASKED = {
    "who": "Mrs Rowan Heath",
    "role": "grandmother",
    "how": "telephone",
    "what": "How she is doing",
    "deadline": "no",
    "law": "no",
    "identity": "callback",
}


WHAT = {
    "records": ["unwritten"],
    "unwritten": "How she is",
    "unwritten_kind": "behaviour",
    "unwritten_nature": "fact",
    "unwritten_source": "I saw it",
    "everything": "yes",
}


def asked(**changed) -> dict:
    today = clock.today()
    return {**ASKED, "on_day": today.day, "on_month": today.month, "on_year": today.year, **changed}


DANGER = {
    "query": "amina",
    "told": ["social_care"],
    "account": "She said that she is afraid to go home today.",
    "when": "now",
}


@pytest.mark.requirement("C5")
def test_nothing_is_sent_to_an_address_that_the_way_cannot_reach(world):
    writer = begin(world)
    give(writer, "about", query="amina")
    give(writer, "safe", harm="no")
    give(writer, "who", to="other")
    give(writer, "outside", who="Dr Moss", body="The moss clinic", role="doctor")
    sent = {"channel": "secure_email", "checked": "today", "confirmed": ["address", "people", "parts"]}
    for way, address, words in (
        ("secure_email", "nonsense", b"Enter an email address in the correct format"),
        ("called_back", "moss@clinic.example", b"Enter a telephone number"),
    ):
        answer = writer.give("send", **{**sent, "channel": way}, address=address)
        assert answer.status_code == 400 and words in answer.content


@pytest.mark.requirement("C6")
def test_a_grandmothers_question_is_refused_and_she_is_told_so(world):
    writer = begin(world, "asked")
    wrong = writer.give(**asked(who=""))
    assert wrong.status_code == 400 and b"Enter who asked, or tick that they would not say" in wrong.content
    give(writer, "asked", **asked())
    give(writer, "about", query="amina")
    give(writer, "safe", harm="no")
    assert "Mrs Rowan Heath, grandmother" in writer.look()
    give(writer, "who", to="asker")
    assert "How she is doing" in writer.look()
    give(
        writer,
        "what",
        records=["unwritten"],
        unwritten="How she is doing",
        unwritten_kind="behaviour",
        unwritten_nature="fact",
        unwritten_source="I saw it",
        everything="yes",
    )
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
@pytest.mark.parametrize("harm", ["no", "unsure"])
def test_who_asked_is_checked_before_anything_goes_also_where_a_child_may_be_at_risk(world, harm):
    writer = begin(world, "asked")
    give(writer, "asked", **asked(identity="not_yet", body="The moss clinic"))
    give(writer, "about", query="amina")
    give(writer, "safe", harm=harm, adult="no")
    give(writer, "who", to="asker")
    give(writer, "what", **WHAT)
    give(writer, "family", **world.family("agreed", "agreed"))
    give(writer, "telling", **told(world))
    answer = writer.give(outcome="share")
    assert answer.status_code == 400 and "You have not checked who Mrs Rowan Heath is" in answer.content.decode()
    answer = writer.give(outcome="share", checked="callback")
    assert answer.status_code == 400 and b"Enter the number or address, or what you saw" in answer.content
    give(writer, "decide", outcome="share", checked="callback", checked_how="01632 960 001, from their website")
    assert writer.step == "why"


@pytest.mark.requirement("C5")
def test_nothing_is_shared_with_a_caller_who_would_not_say_who_they_are(world):
    writer = begin(world, "asked")
    give(writer, "asked", **asked(who="", unnamed="on", identity="not_yet"))
    give(writer, "about", query="amina")
    give(writer, "safe", harm="unsure", adult="no")
    assert "They would not say who they are" in writer.look()
    give(writer, "who", to="asker")
    give(writer, "what", **WHAT)
    give(writer, "family", **world.family("agreed", "agreed"))
    give(writer, "telling", **told(world))
    for outcome in ("share", "cannot_wait"):
        answer = writer.give(outcome=outcome, cannot_wait="They said it was urgent")
        assert answer.status_code == 400 and b"nothing can be shared with a person nobody knows" in answer.content
    assert writer.give(outcome="no_share").status_code == 302


@pytest.mark.requirement("C8")
def test_what_was_shared_already_is_recorded_as_it_was_and_an_unsafe_way_is_flagged(world):
    writer = begin(world, "done")
    yesterday = clock.today() - timedelta(days=1)
    day = {"on_day": yesterday.day, "on_month": yesterday.month, "on_year": yesterday.year}
    wrong = writer.give(**day, at="half past", channel="message")
    assert b"The time must be a time, like 2:30pm" in wrong.content
    give(writer, "when", **day, at="2:30pm", channel="message")
    give(writer, "about", query="amina")
    give(writer, "safe", harm="no")
    assert "Who did it go to?" in writer.look()
    give(writer, "who", to=str(world.contact.public_id))
    give(
        writer,
        "what",
        records=["unwritten"],
        unwritten="That she was tired",
        unwritten_kind="medical",
        unwritten_nature="fact",
        unwritten_source="I saw it",
    )
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
        writer = begin(world, "done")
        day = {"on_day": 28, "on_month": 3, "on_year": 2027}
        answer = writer.give(**day, at="1:30am", channel="called_back")
        assert answer.status_code == 400 and b"There was no such time that night" in answer.content
        give(writer, "when", **day, at="2:30am", channel="called_back")
    with clock.standing_at(clock.london(2027, 10, 31, 9)):
        writer = begin(world, "done")
        give(writer, "when", on_day=31, on_month=10, on_year=2027, at="1:30am", channel="called_back")
        assert writer.give("when", on_day=31, on_month=10, on_year=2027, at="10am", channel="email").status_code == 400


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
        and list(visibility.subjects_of(decision.record)) == [world.child]
    )
    assert {n.person for n in Notice.objects.filter(kind="decision_urgent")} == {world.head, world.dsl}
    assert Disclosure.objects.get().happened_at == decision.happened_at
    slug = decision.reference.replace(" ", "-")
    done = client.get(f"/decisions/{slug}/recorded/").content.decode()
    assert "Look after the child first" in done and "Finish the record" in done
    assert "Finish your danger record" in client.get("/").content.decode()
    head = browser_for(world.head)
    assert "To be completed" in head.get(f"/decisions/{slug}/").content.decode()
    writer = danger_finished(world, client, decision, AgencyContact.objects.get(name="Duty desk"))
    before = client.get(f"/decisions/{slug}/").content.decode()
    assert writer.press_record().status_code == 302
    decision = ShareDecision.objects.get()
    assert decision.completion.family_not_told and decision.completion.by_exception
    after = head.get(f"/decisions/{slug}/").content.decode()
    assert re.search("2 Which children</dt>[^A]*Amina Yusuf</dd>", after)
    assert "They could hurt her more" in after and "To be completed" not in after and "Completed" in after
    assert "afraid to go home" in before and "afraid to go home" in after
    assert writer.press_record().headers["Location"].endswith(f"{slug}/recorded/")


@pytest.mark.requirement("C2")
def test_a_child_whom_one_cannot_name_and_nobody_told_yet(world):
    client = browser_for(world.teacher)
    child("Amir", "Zane")
    once = {"once": "7d444840-9dc0-11d1-b245-5ffdce74fad2"}
    asked_which = client.post("/decisions/danger/", {**DANGER, **once, "query": "ami"})
    assert asked_which.status_code == 400 and b"Select which child, or keep what you typed" in asked_which.content
    made = client.post("/decisions/danger/", {**DANGER, **once, "query": "the boy at the gate", "told": ["nobody"]})
    assert made.status_code == 302
    assert not visibility.subjects_of(ShareDecision.objects.get().record)
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
    assert not any(visibility.subjects_of(one.record) for one in ShareDecision.objects.all())


@pytest.mark.requirement("C2")
def test_a_danger_entry_is_taken_though_the_second_factor_has_grown_stale(world):
    stale = browser_for(world.teacher, fresh=False)
    assert stale.get("/decisions/danger/").status_code == 200
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
    from sharing.decisions import follow_up

    client = browser_for(world.teacher)
    client.post("/decisions/danger/", {**DANGER, "once": "7d444840-9dc0-11d1-b245-5ffdce74fad2"})
    due = ShareDecision.objects.get().complete_by
    with clock.standing_at(due + timedelta(minutes=1)) as hands:
        assert follow_up.chase() == 1 and follow_up.chase() == 0
        hands.move(days=1, minutes=1)
        assert follow_up.chase() == 2 and follow_up.chase() == 0
    people = set(Notice.objects.filter(kind="to_complete").values_list("person", flat=True))
    assert people == {world.teacher.pk, world.dsl.pk}


def test_dates_that_cannot_be(world):
    writer = begin(world, "asked")
    tomorrow = clock.today() + timedelta(days=1)
    late = writer.give(**asked(on_day=tomorrow.day, on_month=tomorrow.month, on_year=tomorrow.year))
    assert b"must be today or in the past" in late.content


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


def bare(answer) -> tuple:
    """A response without its one-time tokens, the entry's own reference, and the length of the name that it repeats."""
    status, headers, body = masked(answer)
    return status, re.sub(r"SD-\w{4}-\w{4}|'Content-Length', '\d+'", "", str(headers)), body


@pytest.mark.requirement("G1")
def test_with_a_stale_factor_the_danger_page_answers_the_same_whoever_is_here_and_lists_nobody(world):
    child("Amir", "Zane")
    for more in ({}, {"account": ""}, {"person": "none"}, {"person": str(world.child.public_id)}):
        answers = []
        for name in ("amena", "ami", "Zzyzx"):  # sounds like one, begins two, is nobody's
            stale = browser_for(world.teacher, fresh=False)
            answer = stale.post("/decisions/danger/", {**DANGER, "query": name, **more})
            assert not re.search("Amina|Amir|Which of these", answer.content.decode())
            status, headers, body = bare(answer)
            answers.append((status, headers, body.replace(name.encode(), b"")))
        assert answers[0] == answers[1] == answers[2], more


def ticked(*people) -> list[str]:
    return [str(person.public_id) for person in people]


@pytest.mark.requirement("G1", "C7")
def test_with_a_stale_factor_the_danger_page_does_not_tell_who_is_here_by_who_would_hear(world):
    """The chair is kept out of one child, and everybody else is ticked: it is recorded, the next in line hears, and
    the author reads so after the code."""
    roles.end(world.deputy_dsl, Role.DEPUTY_DSL)
    grants.exclude(world.chair, by=world.head, reason="a neighbour", person=world.child)
    keep = ticked(world.head, world.dsl, world.dpo)
    answers = []
    for name in ("Amina Yusuf", "Zzyzx"):
        stale = browser_for(world.teacher, fresh=False)
        answers.append(stale.post("/decisions/danger/", {**DANGER, "query": name, "keep": keep}))
    assert [answer.status_code for answer in answers] == [302, 302] and bare(answers[0]) == bare(answers[1])
    about_child, nobodys = ShareDecision.objects.order_by("pk")
    assert list(visibility.subjects_of(about_child.record)) == [world.child]
    for decision, hears in ((about_child, world.dpo), (nobodys, world.chair)):
        assert {notice.person for notice in Notice.objects.filter(reference=decision.reference)} == {hears}
    page = browser_for(world.teacher).get(answers[0].headers["Location"]).content.decode()
    assert f"You ticked that {world.dpo.full_name} must not see this." in page
    assert "You ticked" not in browser_for(world.teacher).get(answers[1].headers["Location"]).content.decode()


@pytest.mark.requirement("G1", "C7")
def test_with_a_stale_factor_ticks_that_leave_nobody_are_refused_whoever_is_here(world):
    roles.end(world.deputy_dsl, Role.DEPUTY_DSL)
    keep, pages = ticked(world.head, world.dsl, world.dpo, world.chair), []
    grants.exclude(world.chair, by=world.head, reason="a neighbour", person=world.child)
    for name in ("Amina Yusuf", "Zzyzx Yyyyy"):
        stale = browser_for(world.teacher, fresh=False)
        status, headers, body = bare(stale.post("/decisions/danger/", {**DANGER, "query": name, "keep": keep}))
        pages.append((status, headers, body.replace(name.encode(), b"")))
    assert pages[0] == pages[1] and pages[0][0] == 400 and b"No one would be told" in pages[0][2]
    fresh = browser_for(world.teacher)  # and with a fresh one the page says so at once
    answer = fresh.post("/decisions/danger/", {**DANGER, "query": "Amina Yusuf", "keep": keep[:3]})
    assert answer.status_code == 400 and "No one would be told" in answer.content.decode()


@pytest.mark.requirement("C2")
def test_with_a_stale_factor_what_was_chosen_while_it_was_fresh_counts(world):
    stale = browser_for(world.teacher, fresh=False)
    child("Amir", "Zane")
    said = {**DANGER, "query": "ami", "person": str(world.child.public_id)}
    again = stale.post("/decisions/danger/", {**said, "account": ""})
    assert again.status_code == 400 and f'name="person" value="{world.child.public_id}"' in again.content.decode()
    assert stale.post("/decisions/danger/", said).status_code == 302
    assert list(visibility.subjects_of(ShareDecision.objects.get().record)) == [world.child]


@pytest.mark.requirement("T1")
def test_each_search_that_lists_people_is_in_the_log(world):
    def searches() -> int:
        return Entry.objects.filter(actor=world.teacher, additional_data__because="search").count()

    child("Amir", "Zane")
    teacher = browser_for(world.teacher)
    for post in (
        lambda: teacher.post("/decisions/danger/", {**DANGER, "query": "ami"}),
        lambda: begin(world).give(query="ami"),
        lambda: begin(world).give(kind="staff", query=world.head.last_name),
        lambda: teacher.post(f"/records/new/{world.child.public_id}/", {"other": "ami"}),
        lambda: teacher.post("/find/", {"query": "ami"}),
    ):
        before = searches()
        post()
        assert searches() > before, post


@pytest.mark.requirement("C2")
def test_completing_a_danger_entry_is_no_new_concern_about_harm(world):
    client = browser_for(world.teacher)
    client.post("/decisions/danger/", {**DANGER, "once": "7d444840-9dc0-11d1-b245-5ffdce74fad2"})
    writer = Writer.at_draft(client, ShareDecision.objects.get().draft)
    writer.give("adult", adult="no")
    writer.give("adult", adult="no")
    assert not Notice.objects.filter(kind="harm").exists()
    assert "concern about harm, a draft" not in browser_for(world.dsl).get("/").content.decode()
