"""Writing a share decision, page by page, without JavaScript (R: C1 to C7, C10, C11)."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest

from accounts import deputies, leaving, roles
from accounts.models import RoleMembership, User
from accounts.notices import notify
from accounts.notices.models import Notice
from accounts.roles import Role
from core import clock
from records.need_to_know import grants
from records.pupils import roll
from sharing.decisions import drafts, harm_notices
from sharing.decisions.models import Closure, Draft, HarmTold, ShareDecision
from sharing.internal import exclusions
from sharing.questionnaire import dependencies, route
from sharing.questionnaire.answers import Answers
from tests import factories
from tests.factories import browser_for, record, sign_in
from tests.pages import flat
from tests.sharing.flow import Writer, arrived, simple, version_on

pytestmark = [pytest.mark.by_turns, pytest.mark.django_db]


@pytest.fixture
def writer(world):
    return Writer(browser_for(world.teacher), world.child)


@pytest.mark.requirement("C11")
def test_the_simple_case_from_the_childs_page_to_the_reference(world, writer):
    simple(writer, world)
    assert writer.step == "check"
    page = writer.look()
    for words in (
        "They know, and they agree",
        "Only the part marked for sharing",
        "Dr Priya Nair",
        "Ms Fern",
        "Health care",
    ):
        assert words in page
    slug = writer.record()
    decision = ShareDecision.objects.get()
    assert decision.outcome == "share_part" and decision.reference == slug.replace("-", " ")
    done = writer.client.get(f"/decisions/{slug}/recorded/").content.decode()
    assert decision.reference in done and "Send the information" in done and "has been told" in done


def test_from_home_one_finds_the_child_by_name(world):
    writer = Writer(browser_for(world.teacher))
    assert writer.step == "about"
    assert writer.give(query="ami").status_code == 302
    assert writer.step == "safe"


def test_several_of_that_name_are_asked_about(world):
    from tests.factories import child

    child("Amir", "Zane")
    writer = Writer(browser_for(world.teacher))
    answer = writer.give(query="ami")
    assert answer.status_code == 400 and b"Select who it is about" in answer.content and b"Amir Zane" in answer.content
    assert writer.give(query="ami", person=str(world.child.public_id)).status_code == 302


def test_a_name_that_only_sounds_alike_is_asked_about(world):
    writer = Writer(browser_for(world.teacher))
    answer = writer.give(query="amena yusef")
    assert answer.status_code == 400 and b"Select who it is about, or correct the name" in answer.content
    assert b"Amina Yusuf" in answer.content and writer.step == "about"
    assert writer.give(query="amena yusef", person=str(world.child.public_id)).status_code == 302
    assert "Share decision · draft · Amina Yusuf" in flat(writer.look())


def test_unknown_and_not_permitted_get_the_same_words(world):
    from tests.factories import child

    child("Teasel", "Vetch", into="3A", protected=True)
    writer = Writer(browser_for(world.teacher))
    answers = [writer.give(query=name).content.decode() for name in ("Teasel", "Zzzzzz")]
    assert all("We cannot find that name among the people you work with" in page for page in answers)


@pytest.mark.requirement("C2")
@pytest.mark.parametrize("answer", ["yes", "unsure"])
def test_harm_tells_the_dsl_before_the_form_is_done_and_shows_on_every_later_page(world, writer, answer):
    wrong = writer.give(harm=answer)
    assert wrong.status_code == 400 and b"Select whether the concern is about an adult" in wrong.content
    assert not Notice.objects.filter(kind="harm").exists(), "it is not known yet who may hear of it"
    writer.give(harm=answer, adult="no")
    told = Notice.objects.get(kind="harm")
    assert told.person == world.dsl and HarmTold.objects.count() == 1
    assert "Safety comes first." in writer.look()
    page = browser_for(world.dsl).get(f"/decisions/{told.reference.replace(' ', '-')}/").content.decode()
    assert world.teacher.full_name in page and "Amina" not in page


@pytest.mark.requirement("C2")
def test_a_concern_about_the_dsl_goes_to_the_deputy(world, writer):
    writer.give(harm="yes", adult="dsl")
    assert writer.step == "keep-from"
    assert Notice.objects.get(kind="harm").person == world.deputy_dsl, "told in that very request"
    writer.give(people=[str(world.dsl.public_id)])
    assert Notice.objects.get(kind="harm").person == world.deputy_dsl


@pytest.mark.requirement("C1")
@pytest.mark.requirement("C2")
def test_missing_agreement_never_blocks_a_harm_decision(world, writer):
    writer.give(harm="yes", adult="no")
    writer.give(to=str(world.contact.public_id))
    writer.give(
        records=["unwritten"],
        unwritten="Two bruises seen on Monday",
        unwritten_kind="safeguarding",
        unwritten_nature="fact",
        unwritten_source="I saw it",
    )
    writer.give(**world.family("not_told", "not_told"))
    assert writer.step == "not-told"
    assert writer.give(why=["harm_child"], facts="Telling could lead to more harm", again="never").status_code == 302
    assert writer.step == "decide"


@pytest.mark.requirement("C3")
def test_sharing_against_a_refusal_needs_its_own_justification(world):
    writer = arrived(world, "family")
    writer.give(**world.family("refused", "told"))
    writer.give(
        people=[str(world.mother.public_id)], when="today", told="all", objection="They fear the waiting room talk"
    )
    writer.give(outcome="share")
    assert writer.step == "override"
    assert "They fear the waiting room talk" in writer.look()
    wrong = writer.give(ground="harm", facts="She needs the help now", consulted=["nobody"], knows="yes")
    assert wrong.status_code == 400 and b"no child is at risk" in wrong.content
    writer.give(ground="other", facts="Without help she falls further behind", consulted=["dsl"], knows="yes")
    writer.give(
        purpose="health", essential="The clinic cannot plan without it.", appropriate="Only the doctor sees this."
    )
    writer.give(checked="today", channel="secure_email", confirmed=["address", "people", "parts"])
    writer.record()
    assert ShareDecision.objects.get().against_wishes


@pytest.mark.requirement("C6")
def test_not_to_share_is_recorded_from_the_same_start_with_its_reasons(world):
    writer = arrived(world, "decide")
    writer.give(outcome="no_share")
    assert writer.step == "why-not"
    assert writer.give(why=["not_needed"], reasons="n/a", review="no", change=["nothing"]).status_code == 400
    writer.give(why=["not_needed"], reasons="They have it from the family already", review="no", change=["nothing"])
    slug = writer.record()
    decision = ShareDecision.objects.get()
    assert decision.outcome == "no_share" and decision.channel == "" and not decision.shares
    assert "not shared" in writer.client.get(f"/decisions/{slug}/recorded/").content.decode()
    assert Notice.objects.filter(person=world.head).exists()


@pytest.mark.requirement("C5")
@pytest.mark.parametrize("channel", ["email", "post"])
def test_a_channel_that_is_not_safe_is_refused_with_the_reason(world, writer, channel):
    writer = arrived(world, "send")
    answer = writer.give(checked="today", channel=channel, confirmed=["address", "people", "parts"])
    assert answer.status_code == 400 and b"is not allowed for this kind of information, because" in answer.content


@pytest.mark.requirement("C5")
def test_no_record_and_no_judgement_is_chosen_beforehand(world, writer):
    for step in ("safe", "who", "what", "family", "telling", "decide", "why"):
        page = writer.look()
        assert writer.step == step and not re.search(r"<input[^>]* checked", page)
        key = str(world.record.public_id)
        writer.give(
            **{
                "safe": {"harm": "no"},
                "who": {"to": str(world.contact.public_id)},
                "what": {"records": [key], f"how_{key}": "part"},
                "family": world.family("agreed", "agreed"),
                "telling": {"people": [str(world.mother.public_id)], "when": "today", "told": "all"},
                "decide": {"outcome": "share"},
                "why": {},
            }[step]
        )


@pytest.mark.requirement("C10")
def test_save_and_leave_keeps_what_was_typed_unchecked(world):
    writer = arrived(world, "why")
    answer = writer.give(essential="Half a thought", leave="1")
    assert answer.headers["Location"] == "/"
    page = writer.look("why")
    assert "Half a thought" in page and "There is a problem" not in page
    assert writer.press_record().status_code == 400


@pytest.mark.requirement("C10")
def test_a_stale_second_factor_keeps_the_typed_text_and_asks(world):
    writer = arrived(world, "why")
    sign_in(writer.client, world.teacher, fresh=False)
    answer = writer.client.post(writer.address("why"), {"essential": "Typed before the code", "version": ""})
    assert answer.status_code == 302 and answer.headers["Location"].startswith("/account/factor/again/")
    sign_in(writer.client, world.teacher)
    assert "Typed before the code" in writer.look("why")


@pytest.mark.requirement("C10")
def test_an_hour_of_nothing_signs_out_and_the_draft_is_there_after(world):
    from core import clock

    writer = arrived(world, "family")
    with clock.standing_at(clock.now()) as hands:
        writer.client.get("/")
        hands.move(minutes=16)
        answer = writer.client.get(writer.at)
        assert answer.headers["Location"].startswith("/account/signed-out/")
        sign_in(writer.client, world.teacher)
        assert writer.client.get(writer.address("family")).status_code == 200


@pytest.mark.requirement("C10")
def test_another_window_is_told_and_nothing_is_lost(world):
    writer = arrived(world, "who")
    old = version_on(writer.look())
    address = writer.address("who")
    writer.give(to="other")
    answer = writer.post(address, version=old, to="staff", staff=str(world.senco.public_id))
    assert answer.status_code == 409 and b"in another window" in answer.content
    assert b'value="staff" checked' in answer.content
    assert 'value="other" checked' in writer.look("who")


def test_a_double_press_on_continue_is_one_answer(world, writer):
    version = version_on(writer.look())
    for _ in range(2):
        assert writer.post(writer.address("safe"), version=version, harm="no").status_code == 302


@pytest.mark.requirement("C11")
def test_record_pressed_twice_is_one_decision(world):
    writer = arrived(world)
    shown = {"version": version_on(writer.look("check"))}
    first, second = (writer.client.post(writer.address("check"), shown) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    assert ShareDecision.objects.count() == 1 and Notice.objects.filter(kind="decision").count() == 1


@pytest.mark.requirement("C10")
def test_somebody_elses_draft_is_not_there(world):
    writer = arrived(world)
    for person in (world.head, world.dsl, world.dpo, world.administrator, world.other_teacher, world.chair):
        other = browser_for(person)
        for step in ("safe", "why", "check"):
            assert other.get(writer.address(step)).status_code == 404
            assert other.post(writer.address(step), {"harm": "no"}).status_code == 404
    assert "Draft " not in browser_for(world.head).get("/").content.decode()


def test_a_recorded_draft_leads_its_author_to_the_record(world):
    writer = arrived(world)
    slug = writer.record()
    assert writer.client.get(writer.address("safe")).headers["Location"] == f"/decisions/{slug}/"
    assert writer.client.get(writer.address("check")).headers["Location"] == f"/decisions/{slug}/recorded/"


@pytest.mark.requirement("C1")
def test_a_changed_answer_opens_what_it_asks_for(world):
    writer = arrived(world)
    writer.give("family", **world.family("not_told", "agreed"))
    assert writer.step == "telling"  # the mother cannot have been told
    writer.give(people=[str(world.child.public_id)], when="today", told="all")
    assert writer.step == "not-told"
    assert writer.press_record().status_code == 400
    assert not ShareDecision.objects.exists()


@pytest.mark.requirement("C1")
def test_a_contradiction_is_named_at_the_end(world):
    writer = arrived(world, "family")
    writer.give(**world.family("not_told", "agreed"))
    writer.give(people=[str(world.child.public_id)], when="today", told="all")
    answer = writer.give(why=["harm_child"], facts="It could be worse at home", again="never")
    assert answer.status_code == 400 and b"is not at risk of harm" in answer.content


def test_access_that_ends_meanwhile_takes_the_record_out_and_says_so(world):
    extra = record("safeguarding", world.child, author=world.dsl)
    given = grants.grant(extra, world.teacher, by=world.dsl)
    key = str(extra.public_id)
    writer = arrived(world, "what")
    writer.give(records=[key], **{f"how_{key}": "part"})
    for answers in (
        world.family("agreed", "agreed"),
        {"people": [str(world.mother.public_id)], "when": "today", "told": "all"},
        {"outcome": "share"},
        {
            "purpose": "health",
            "essential": "It cannot wait for the next review.",
            "appropriate": "Only one doctor sees it.",
        },
        {"checked": "today", "channel": "secure_email", "confirmed": ["address", "people", "parts"]},
    ):
        writer.give(**answers)
    assert writer.step == "check"
    given.end()
    answer = writer.press_record()
    assert answer.status_code == 409 and b"You can no longer see one of the records you chose" in answer.content
    assert not ShareDecision.objects.exists()
    assert key not in writer.look("what")


def test_the_page_says_what_a_script_saved_and_names_a_new_version(world, writer):
    answer = writer.give(harm="no", auto="1")
    assert answer.status_code == 200 and set(answer.json()) == {"version", "saved"}
    assert 'value="no" checked' in writer.look("safe")


def test_no_name_of_the_child_stands_in_a_title_or_an_address(world):
    writer = arrived(world)
    for step in ("safe", "family", "why", "check"):
        page = writer.look(step)
        assert "Amina" not in re.findall(r"<title>(.*?)</title>", page, re.S)[0]
    assert "Amina" not in writer.at


def test_drafts_wait_on_the_home_page_of_their_author(world, writer):
    draft = Draft.objects.get()
    assert draft.reference in writer.client.get("/").content.decode()


def test_who_may_not_know_of_a_child_cannot_start_about_them(world):
    governor = browser_for(world.chair)
    assert governor.post("/decisions/start/", {"child": str(world.child.public_id)}).status_code == 404
    assert governor.post("/decisions/start/", {"child": "nonsense"}).status_code == 404
    assert not Draft.objects.exists()


@pytest.mark.requirement("C7a")
def test_the_adult_named_must_be_kept_out(world, writer):
    writer.give(harm="yes", adult="head")
    assert writer.step == "keep-from"
    assert f'value="{world.head.public_id}" checked' in writer.look()
    answer = writer.give(people=[str(world.chair.public_id)])
    assert answer.status_code == 400 and b"tick them as well" in answer.content
    everyone = [str(p.public_id) for p in (world.head, world.chair)]
    assert writer.give(people=everyone).status_code == 302
    assert User.objects.filter(public_id__in=everyone).count() == 2


WAYS = {
    "continue": {},
    "save and leave": {"leave": "1"},
    "get advice": {"advice": "1"},
    "another page": {"keep__from": "1"},
}


@pytest.mark.requirement("C2")
@pytest.mark.parametrize("way", WAYS)
def test_however_the_question_is_answered_somebody_is_told_and_the_author_cannot_close_it_alone(world, writer, way):
    assert writer.give(harm="yes", adult="no", **WAYS[way]).status_code == 302
    assert Notice.objects.get(kind="harm").person == world.dsl
    close = f"/decisions/draft/{writer.draft_id}/close/"
    answer = writer.client.post(close, {"reason": "It was a misunderstanding of mine"})
    assert answer.status_code == 200 and "Only they can close it" in answer.content.decode()
    assert not Closure.objects.exists()


@pytest.mark.requirement("C2")
def test_leaving_the_page_with_half_an_answer_about_harm_asks_for_the_other_half_and_loses_nothing(world, writer):
    answer = writer.give(harm="unsure", leave="1")
    assert answer.status_code == 400 and b"Select whether the concern is about an adult" in answer.content
    assert 'value="unsure" checked' in writer.look(), "what was typed is kept"
    assert writer.give(harm="unsure", adult="no", leave="1").status_code == 302
    assert Notice.objects.get(kind="harm").person == world.dsl


@pytest.mark.requirement("C2")
@pytest.mark.parametrize("way", [{"auto": "1"}, {"adult": ""}])
def test_harm_that_is_typed_but_not_answered_is_told_when_the_urgent_hours_are_over(world, writer, way):
    """By itself it is no answer: nobody is told at once. It is not lost either: the draft cannot be closed."""
    writer.give(harm="yes", **way)
    waits = Notice.objects.get()
    assert (waits.kind, waits.person) == ("harm_typed", world.teacher)
    author = writer.client
    assert "Finish your answer: a child may be at risk" in author.get("/").content.decode()
    assert author.get(f"/notices/{waits.public_id}/", follow=True).redirect_chain[-1][0] == writer.address("safe")
    author.post(f"/notices/{waits.public_id}/seen/")  # no press takes it off the list
    if way == {"auto": "1"}:
        closing = author.post(f"/decisions/draft/{writer.draft_id}/close/", {"reason": "It was a misunderstanding"})
        assert "Answer that question first" in closing.content.decode() and not Closure.objects.exists()
    with clock.standing_at(clock.now() + timedelta(hours=100)):
        notify.pass_on_overdue()
    assert told_of_harm() == [world.dsl]


@pytest.mark.requirement("C2")
def test_harm_that_is_typed_and_then_answered_waits_no_more(world, writer):
    writer.give(harm="yes", auto="1")
    writer.give(harm="no")
    with clock.standing_at(clock.now() + timedelta(hours=100)):
        notify.pass_on_overdue()
    assert told_of_harm() == [] and not Notice.objects.filter(seen=None).exists()


@pytest.mark.requirement("C2", "C7a")
def test_harm_that_is_typed_and_never_answered_is_not_told_to_the_adult_it_is_about(world, writer):
    writer.give(harm="yes", adult="dsl", auto="1")
    with clock.standing_at(clock.now() + timedelta(hours=100)):
        notify.pass_on_overdue()
    assert told_of_harm() == [world.deputy_dsl]


@pytest.mark.requirement("C2", "C7a")
def test_an_adult_named_later_is_kept_out_before_the_next_page_and_the_next_in_line_is_told(world, writer):
    writer.give(harm="yes", adult="no")
    slug = Notice.objects.get(kind="harm").reference.replace(" ", "-")
    dsl = browser_for(world.dsl)
    assert dsl.get(f"/decisions/{slug}/").status_code == 200
    writer.give("safe", harm="yes", adult="dsl")
    assert {one.person for one in Notice.objects.filter(kind="harm")} == {world.dsl, world.deputy_dsl}
    assert dsl.get(f"/decisions/{slug}/").status_code == 404 and slug not in dsl.get("/").content.decode()
    assert (
        dsl.post(f"/decisions/draft/{writer.draft_id}/agree/", {"reason": "It was nothing at all"}).status_code == 404
    )
    page = writer.look()
    assert "Fir has been told" in page and "Elm has been told" not in page
    writer.give("adult", adult="no")  # named by mistake
    assert dsl.get(f"/decisions/{slug}/").status_code == 200


def ended(*held: str) -> None:
    for row in RoleMembership.objects.live().filter(group__name__in=held):
        row.end()


def test_where_the_headteacher_is_the_dsl_their_own_concern_is_told_to_the_dpo_and_to_no_governor(world):
    ended("dsl", "deputy_dsl")
    roles.give(world.head, Role.DSL, by=None)
    Writer(browser_for(world.head), world.child).give(harm="yes", adult="no")
    assert told_of_harm() == [world.dpo] and not Notice.objects.filter(person=world.chair).exists()


@pytest.mark.requirement("C2", "C7a")
def test_where_nobody_can_be_told_of_harm_the_chair_is_told_that_and_whom_to_ring_and_nothing_else(world):
    ended("dsl", "deputy_dsl", "headteacher", "dpo")
    writer = Writer(browser_for(world.teacher), world.child)
    writer.give(harm="yes", adult="no")
    assert not told_of_harm() and Notice.objects.get().kind == "unheard"
    chair, notice = browser_for(world.chair), Notice.objects.get()
    page = chair.get(f"/notices/{notice.public_id}/", follow=True).content.decode()
    assert "01632" in page and "Amina" not in page and Draft.objects.get().reference not in page


def test_where_there_is_nobody_to_lead_the_dpo_is_told_and_no_later_answer_lets_the_author_close_it(world):
    ended("dsl", "deputy_dsl", "headteacher")
    writer = Writer(browser_for(world.teacher), world.child)
    writer.give(harm="yes", adult="no")
    assert Notice.objects.get(kind="harm").person == world.dpo
    writer.client.post(f"/decisions/draft/{writer.draft_id}/safe/", {"harm": "no"})
    writer.client.post(f"/decisions/draft/{writer.draft_id}/close/", {"reason": "It was a misunderstanding of mine"})
    assert not Closure.objects.exists()


def test_a_dsl_who_is_away_is_told_with_the_deputy(world):
    deputies.name(world.dsl, world.deputy_dsl, away=True)
    Writer(browser_for(world.teacher), world.child).give(harm="yes", adult="no")
    assert {notice.person for notice in Notice.objects.filter(kind="harm")} == {world.dsl, world.deputy_dsl}


def told_of_harm() -> list[User]:
    return [notice.person for notice in Notice.objects.filter(kind="harm").order_by("pk")]


def kept_out(world) -> None:
    exclusions.keep_out(world.dsl, world.child, by=world.head, reason="Her niece.")


@pytest.mark.requirement("C2")
@pytest.mark.parametrize(
    "lose", [kept_out, lambda world: roles.end(world.dsl, Role.DSL), lambda world: leaving.leave(world.dsl)]
)
@pytest.mark.parametrize("seen", [False, True])
def test_where_whoever_was_told_of_harm_may_not_know_of_it_any_more_the_next_in_line_is_told(world, writer, lose, seen):
    writer.give(harm="yes", adult="no")
    notice, dsl = Notice.objects.get(kind="harm"), browser_for(world.dsl)
    if seen:
        dsl.post(f"/notices/{notice.public_id}/seen/")
    lose(world)
    harm_notices.hand_over()
    harm_notices.hand_over()
    assert told_of_harm()[:2] == [world.dsl, world.deputy_dsl] and world.head not in told_of_harm()[2:]
    agreed = dsl.post(f"/decisions/draft/{writer.draft_id}/agree/", {"reason": "It was nothing at all"})
    assert agreed.status_code in (302, 403, 404) and not Closure.objects.exists()
    deputy = browser_for(world.deputy_dsl)
    assert "1 concern about harm, a draft" in deputy.get("/").content.decode()
    assert deputy.get(f"/decisions/{notice.reference.replace(' ', '-')}/").status_code == 200


@pytest.mark.requirement("C2")
def test_harm_that_nobody_looks_at_goes_down_the_line_and_what_was_seen_does_not(world, writer):
    writer.give(harm="yes", adult="no")
    for hours in (100, 200):
        with clock.standing_at(clock.now() + timedelta(hours=hours)):
            notify.pass_on_overdue()
    assert told_of_harm() == [world.dsl, world.deputy_dsl, world.head]
    notice = Notice.objects.filter(kind="harm").latest("pk")
    head = browser_for(world.head)
    assert "I have seen this" in head.get(f"/decisions/{notice.reference.replace(' ', '-')}/").content.decode()
    head.post(f"/notices/{notice.public_id}/seen/")
    with clock.standing_at(clock.now() + timedelta(hours=300)):
        notify.pass_on_overdue()
    assert len(told_of_harm()) == 3 and "1 concern about harm, a draft" in head.get("/").content.decode()
    head.post(f"/decisions/draft/{writer.draft_id}/agree/", {"reason": "They spoke to her mother, and it is well"})
    assert Closure.objects.get().by == world.head and not Notice.objects.filter(kind="harm", seen=None).exists()


@pytest.mark.requirement("C2")
@pytest.mark.parametrize("by", ["teacher", "dsl", "deputy_dsl", "head"])
def test_whoever_writes_somebody_else_is_told_of_harm_and_where_nobody_can_be_the_draft_stays_open(world, by):
    author = getattr(world, by)
    writer = Writer(browser_for(author), world.child)
    writer.give(harm="yes", adult="no")
    assert Notice.objects.get(kind="harm").person == (world.deputy_dsl if by == "dsl" else world.dsl)
    for role in ("dsl", "deputy_dsl", "headteacher", "chair", "dpo"):
        for row in RoleMembership.objects.live().filter(group__name=role).exclude(user=author):
            row.end()
    alone = Writer(browser_for(author), world.child)
    alone.give(harm="yes", adult="no")
    close = f"/decisions/draft/{alone.draft_id}/close/"
    page = alone.client.post(close, {"reason": "It was a misunderstanding of mine"}).content.decode()
    assert "You cannot close this draft alone" in page and not Closure.objects.exists()


def test_what_the_family_said_of_one_recipient_or_content_is_asked_again_for_another(world):
    said = world.context(world.draft()).answers.raw
    other_recipient = {**said, "who": {**said["who"], "directory": str(uuid4())}}
    other_contents = {**said, "what": {**said["what"], "records": [str(uuid4())]}}
    for changed in (other_recipient, other_contents):
        for step in ("family", "telling"):
            assert dependencies.holds(step, Answers(said)) and not dependencies.holds(step, Answers(changed))


@pytest.mark.requirement("C4")
def test_who_objected_is_asked_again_where_it_is_to_stay_in_the_school(world):
    draft = world.draft(family=world.said("refused", "agreed"))
    writer = Writer.at_draft(browser_for(world.teacher), draft)
    writer.give("who", to="staff", staff=str(world.other_teacher.public_id))
    writer.give("inside", how_long="once")
    context = world.context(draft)
    assert context.recipients.inside and "family" in route.unanswered(context)
    assert b"no wish against it" not in writer.client.get(writer.address("check"), follow=True).content


def test_two_families_that_become_one_are_asked_again_and_no_refusal_is_lost(world):
    brother = factories.child("Kofi", "Adom", into="4C")
    roll.add_contact(brother, "father", title="Mr", given_name="Kwame", family_name="Adom")
    draft = world.draft(about={"people": [str(world.child.public_id), str(brother.public_id)]})
    context = world.context(draft)
    said = dict.fromkeys([one.key for one in context.family.asked], "agreed") | {
        f"parents-{brother.public_id}": "refused"
    }
    drafts.save(draft, "family", dependencies.stamped("family", {"said": said}, context.answers.raw))
    context = world.context(draft)
    assert "family" not in route.unanswered(context) and context.family.refused
    roll.add_contact(brother, "stepmother", adult=world.mother)
    assert "family" in route.unanswered(world.context(draft))


def test_what_another_window_has_changed_is_not_recorded_unseen(world):
    writer = arrived(world)
    shown = version_on(writer.look("check"))
    writer.give("why", purpose="health", essential="The clinic asks for it by Monday.", appropriate="Only the doctor.")
    for version in (shown, ""):
        answer = writer.client.post(writer.address("check"), {"version": version})
        assert answer.status_code == 409 and "changed in another window" in answer.content.decode()
    assert not ShareDecision.objects.exists() and "by Monday" in answer.content.decode()
    assert writer.record()


@pytest.mark.requirement("C4")
def test_a_parent_who_was_not_ticked_as_told_is_said_not_to_have_been(world):
    father = roll.add_contact(world.child, "father", title="Mr", given_name="Omar", family_name="Yusuf")
    page = Writer.at_draft(browser_for(world.teacher), world.draft()).look("check")
    assert "Mr Omar Yusuf, father" in page and "Nobody was left out" not in page
    father.end()
    assert "Nobody was left out" in Writer.at_draft(browser_for(world.teacher), world.draft()).look("check")
