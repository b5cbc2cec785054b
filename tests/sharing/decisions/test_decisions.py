"""What a recorded decision is: one transaction, its hearers, its corrections, its way out (R: C6 to C8)."""

import hashlib
import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail as django_mail
from django.db import DatabaseError, transaction
from post_office.models import Email

from accounts import deputies, leaving
from accounts.models import RoleMembership
from accounts.notices import notify, worker
from accounts.notices.models import Notice
from accounts.roles import Role
from core import calendar, clock
from core.audit.models import Entry
from oversight.dashboard import figures, governors
from oversight.dashboard.figures import flags
from records.models import Record, Section
from records.need_to_know import grants, visibility
from records.vault import vault
from sharing.decisions import authorities, documents, drafts, recording
from sharing.decisions.facts import cards_in
from sharing.decisions.models import Question, ShareDecision
from sharing.disclosures import release
from sharing.disclosures.models import Disclosure
from sharing.questionnaire import dependencies, route
from sharing.questionnaire.danger import Danger, record_danger
from sharing.questionnaire.facts import of_context
from tests.factories import browser_for, masked, user
from tests.pages import flat
from tests.sharing.flow import Writer
from tests.sharing.unshared import not_shared

pytestmark = [pytest.mark.by_turns, pytest.mark.django_db]


def slug(decision: ShareDecision) -> str:
    return decision.reference.replace(" ", "-")


def to(decision: ShareDecision) -> str:
    """The id of its only recipient."""
    return str(decision.recipients.get().public_id)


def opened(world, decision: ShareDecision):
    return vault.open_record(world.reader(decision.decided_by), decision.record.public_id)


@pytest.mark.requirement("C7")
def test_the_headteacher_is_told_in_the_same_transaction_without_personal_data(world):
    decision = world.decide()
    notice = Notice.objects.get(kind="decision")
    assert notice.person == world.head and notice.reference == decision.reference
    email = Email.objects.get(to=[world.head.email])
    assert email.subject == f"Share decision {decision.reference}: please look"
    for word in ("Amina", "Yusuf", "CAMHS", "Nair", "Speech", "Ash", world.teacher.full_name):
        assert word not in email.subject + email.message
    assert f"/notices/{notice.public_id}/" in email.message


@pytest.mark.requirement("C6")
@pytest.mark.parametrize(
    "breaks",
    [
        "accounts.notices.notify.mail.send",
        "sharing.decisions.audience.notify",
        "sharing.decisions.recording.audience.tell",
    ],
)
def test_recording_is_all_or_nothing(world, monkeypatch, breaks):
    draft = world.draft()

    def broken(*args, **kwargs):
        raise OSError

    monkeypatch.setattr(breaks, broken)
    context = world.context(draft)
    assert route.unanswered(context) == []
    facts = of_context(context)
    before = {model: model.objects.count() for model in (Record, Section, ShareDecision, Notice, Email)}
    with pytest.raises(OSError), transaction.atomic():
        recording.record(facts)
    assert {model: model.objects.count() for model in before} == before


@pytest.mark.requirement("C6")
def test_a_recorded_decision_is_never_changed_or_removed(world):
    decision = world.decide()
    for attempt in (
        lambda: ShareDecision.objects.update(outcome="no_share"),
        decision.delete,
        lambda: decision.record.sections.update(order=9),
        lambda: decision.record.sections.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()


@pytest.mark.requirement("C6")
def test_what_check_your_answers_shows_is_what_is_stored(world):
    from sharing.questionnaire import summary

    draft = world.draft()
    context = world.context(draft)
    shown = [(card.heading, [[line.key, line.value] for line in card.lines]) for card in summary.cards(context)]
    decision = recording.record(of_context(context))
    opened = vault.open_record(world.reader(world.head), decision.record.public_id)
    assert [(part.heading, part.rows) for part in cards_in(opened)] == shown
    assert len(shown) == 7 and all(value for _, rows in shown for _, value in rows)


@pytest.mark.requirement("C7")
def test_acknowledged_by_post_only_and_once(world):
    decision = world.decide()
    notice = Notice.objects.get(kind="decision")
    head = browser_for(world.head)
    head.get(f"/notices/{notice.public_id}/")
    head.get(f"/decisions/{slug(decision)}/")
    head.head(f"/notices/{notice.public_id}/seen/")
    assert head.get(f"/notices/{notice.public_id}/seen/").status_code == 405
    assert not hasattr(Notice.objects.get(pk=notice.pk), "seen")
    for _ in range(2):
        assert head.post(f"/notices/{notice.public_id}/seen/", {"back": "matter"}).status_code == 302
    assert "Seen by you" in head.get(f"/decisions/{slug(decision)}/").content.decode()
    assert notify.waiting(world.head) == []


@pytest.mark.requirement("C7")
def test_nobody_acknowledges_for_another(world):
    world.decide()
    notice = Notice.objects.get(kind="decision")
    assert browser_for(world.dsl).post(f"/notices/{notice.public_id}/seen/").status_code == 404
    assert not hasattr(Notice.objects.get(pk=notice.pk), "seen")


@pytest.mark.requirement("C7")
def test_the_headteachers_own_decision_goes_to_the_deputy(world):
    deputies.name(world.head, world.deputy_dsl)
    decision = world.decide(by=world.head)
    assert {notice.person for notice in Notice.objects.filter(reference=decision.reference)} == {world.deputy_dsl}
    assert browser_for(world.deputy_dsl).get(f"/decisions/{slug(decision)}/").status_code == 200


@pytest.mark.requirement("C7")
def test_an_absent_headteachers_deputy_is_told_as_well(world):
    deputies.name(world.head, world.deputy_dsl, away=True)
    decision = world.decide()
    told = {notice.person for notice in Notice.objects.filter(reference=decision.reference)}
    assert told == {world.head, world.deputy_dsl}


@pytest.mark.requirement("C7")
def test_unseen_goes_on_to_the_deputy_once_and_seen_does_not(world):
    deputies.name(world.head, world.deputy_dsl)
    with clock.standing_at(clock.now()) as hands:
        unseen, seen = world.decide(), world.decide()
        notify.see(Notice.objects.get(reference=seen.reference))
        due = Notice.objects.get(reference=unseen.reference).due_at
        assert due == calendar.noon_after(clock.now(), 2)  # noon, two school days later
        hands.at = due - timedelta(seconds=1)
        worker.minute()
        assert not Notice.objects.filter(kind="decision_passed").exists()
        hands.at = due
        worker.minute()
        worker.minute()
        passed = Notice.objects.get(kind="decision_passed")
        assert (passed.person, passed.reference) == (world.deputy_dsl, unseen.reference)
        assert browser_for(world.deputy_dsl).get(f"/decisions/{slug(unseen)}/").status_code == 200
        assert "passed to Ms Fir" in flat(browser_for(world.head).get("/notices/"))


@pytest.mark.requirement("C7a")
def test_with_the_headteacher_kept_out_the_chair_is_told_and_the_headteacher_finds_nothing(world):
    """Two worlds: one with the decision, one without. All that the Headteacher can reach is the same."""
    draft = world.draft(by=world.head)
    before = _all_that(world.head, world, draft)
    decision = world.decide(**{"keep-from": {"people": [str(world.head.public_id)]}})
    assert {notice.person for notice in Notice.objects.filter(reference=decision.reference)} == {world.chair}
    assert _all_that(world.head, world, draft) == before
    assert not Email.objects.filter(to=[world.head.email], message__contains=decision.reference).exists()
    head, there = browser_for(world.head), f"/decisions/{slug(decision)}/"
    nothing = there.replace(slug(decision), "SD-7K4M-92XC")
    for suffix in ("", "recorded/", "correct/"):
        assert masked(head.get(there + suffix)) == masked(head.get(nothing + suffix))
    for suffix in ("print/", f"file/{to(decision)}/"):
        assert masked(head.post(there + suffix)) == masked(head.post(nothing + suffix))
    assert head.get(f"/records/{decision.record.public_id}/").status_code == 404
    assert world.head not in [person for person, _ in visibility.who_can_see(decision.record)]
    chair = browser_for(world.chair)
    page = chair.get(there).content.decode()
    assert "Must not see this" in page and world.head.full_name in page
    assert chair.get(f"/records/{world.record.public_id}/").status_code == 404  # the words, nothing behind them
    worker.minute()
    assert _all_that(world.head, world, draft) == before


def _all_that(person, world, draft) -> list:
    """Every page that a Headteacher can reach, without one-time tokens."""
    client = browser_for(person)
    paths = ["/", "/notices/", "/find/", "/log/", "/account/people/", "/account/changes/"]
    paths += [f"/children/{world.child.public_id}/", f"/records/{world.record.public_id}/", "/sharing/", "/concerns/"]
    paths += [f"/sharing/?period=all&flag={flag}" for flag in flags()]
    paths += ["/sharing/?period=term", f"/children/{world.child.public_id}/who/"]
    steps = ("about", "who", "what", "family", "decide", "why", "send", "check", "decide/advice", "close")
    paths += [f"/decisions/draft/{draft.public_id}/{step}/" for step in steps]
    paths += ["/decisions/agencies/", "/decisions/start/", "/account/away/", "/sharing/download/?period=all"]
    answers = [masked(client.get(path)) for path in paths]
    answers.append(masked(client.post("/find/", {"query": "Amina"})))
    answers.append(masked(client.post("/sharing/download/?period=all")))
    return [*answers, figures_for_governors(person)]


def figures_for_governors(person) -> dict:
    """What the governors' page would say, before it becomes a paper with the moment on it."""
    everything = next(one for one in figures.periods() if one.code == "all")
    with pytest.MonkeyPatch.context() as patch:
        said: dict = {}
        patch.setattr(governors, "pdf", lambda name, data: said.update(data) or b"")
        governors.paper(figures.Overview(person, everything), everything.words)
    return {name: said[name] for name in ("title", "lead", "sections")}


@pytest.mark.requirement("C7a")
def test_a_headteacher_excluded_from_the_child_is_not_told(world):
    grants.exclude(world.head, by=world.dsl, person=world.child, reason="niece")
    decision = world.decide()
    assert {notice.person for notice in Notice.objects.filter(reference=decision.reference)} == {world.dsl}


@pytest.mark.requirement("C7a")
def test_an_exclusion_set_later_takes_the_notice_away(world):
    decision = world.decide()
    grants.exclude(world.head, by=world.dsl, record=decision.record, reason="concerns them")
    assert notify.inbox(world.head) == []
    assert browser_for(world.head).get(f"/decisions/{slug(decision)}/").status_code == 404


@pytest.mark.requirement("C2")
def test_harm_makes_it_urgent_and_the_dsl_can_read_it(world):
    decision = world.decide(safe={"harm": "yes"}, adult={"adult": "no", "who": None})
    kinds = {notice.person: notice.kind for notice in Notice.objects.filter(reference=decision.reference)}
    assert kinds == {world.head: "decision_urgent", world.dsl: "decision_urgent"}
    assert browser_for(world.dsl).get(f"/decisions/{slug(decision)}/").status_code == 200


@pytest.mark.requirement("C6")
def test_a_correction_stands_beside_what_it_corrects(world):
    decision = world.decide()
    author, address = browser_for(world.teacher), f"/decisions/{slug(decision)}/correct/"
    assert author.post(address, {"which": "", "right": "", "why": "x"}).status_code == 400
    which = place_of(author.get(address), "Essential")
    right = {"right": "For the second appointment", "why": "The first was moved"}
    assert author.post(address, {"which": which, **right}).status_code == 302
    page = browser_for(world.head).get(f"/decisions/{slug(decision)}/").content.decode()
    assert "The clinic cannot plan help" in page and "For the second appointment" in page
    assert browser_for(world.head).get(address).status_code == 404  # its author alone


def place_of(page, words: str) -> str:
    """The value of the answer of that name on the page for corrections."""
    return re.findall(rf'<option value="([^"]*)">{words}</option>', page.content.decode())[0]


@pytest.mark.requirement("C6")
def test_only_the_answer_that_was_corrected_is_marked_whatever_others_are_called(world):
    entries = {
        "entries": [
            {"whom": who, "on": "2026-05-12", "asked": "Is it?", "said": "Yes", "followed": "yes"}
            for who in ("Dr Moss", "Dr Sedge")
        ]
    }
    decision = world.decide(**{"advice-had": entries})
    author, at = browser_for(world.teacher), f"/decisions/{slug(decision)}/"
    page = author.get(at + "correct/").content.decode()
    places = re.findall(r'<option value="([^"]*)">[^<]*Followed[^<]*</option>', page)
    assert len(places) == 2, "each can be chosen"
    said = {"which": places[1], "right": "Partly", "why": "A slip"}
    assert author.post(at + "correct/", said).status_code == 302
    shown = author.get(at).content.decode()
    assert shown.count(">Corrected</strong>") == 1
    assert shown.index("Dr Sedge") < shown.index(">Corrected</strong>") and "Followed" in shown.split("Answer</dt>")[-1]


@pytest.mark.requirement("C2", "C6")
def test_a_corrected_answer_of_a_danger_entry_is_marked(world):
    said = Danger(world.child, "", ["police"], "", "She is afraid.", clock.now())
    decision = record_danger(world.teacher, said, uuid4())
    author, at = browser_for(world.teacher), f"/decisions/{slug(decision)}/"
    page = author.get(at + "correct/").content.decode()
    place = re.findall(r'<option value="([^"]*)">[^<]*What is happening</option>', page)[0]
    assert author.post(at + "correct/", {"which": place, "right": "She was", "why": "A slip"}).status_code == 302
    assert author.get(at).content.decode().count(">Corrected</strong>") == 1


@pytest.mark.requirement("C8")
def test_the_file_to_send_holds_what_was_decided_and_is_kept_to_the_byte(world):
    decision = world.decide()
    author = browser_for(world.teacher)
    answer = author.post(f"/decisions/{slug(decision)}/file/{to(decision)}/")
    assert answer.status_code == 200 and answer.content.startswith(b"%PDF")
    kept = Disclosure.objects.get()
    assert kept.decision == decision and kept.recipient == decision.recipients.get() and kept.internal_print == ""
    assert kept.sha256 == hashlib.sha256(answer.content).hexdigest() and kept.size == len(answer.content)
    again = vault.open_field(world.reader(world.teacher), kept, "content", because="kept_copy")
    assert again == answer.content
    assert Entry.objects.filter(action=Entry.Action.RELEASED).get().additional_data["because"] == "decision"
    assert "Amina" not in answer.headers["Content-Disposition"]


@pytest.mark.requirement("C8")
def test_a_print_is_a_disclosure_with_its_own_authority(world):
    decision = world.decide()
    answer = browser_for(world.head).post(f"/decisions/{slug(decision)}/print/", {"whom": str(world.head.public_id)})
    assert answer.content.startswith(b"%PDF")
    kept = Disclosure.objects.get()
    assert kept.decision is None and kept.internal_print == "colleague" and kept.by == world.head


@pytest.mark.requirement("C8")
def test_nothing_goes_out_of_a_decision_not_to_share(world):
    decision = world.decide(**not_shared(reasons="They have it already"))
    assert browser_for(world.teacher).post(f"/decisions/{slug(decision)}/file/{to(decision)}/").status_code == 404
    with pytest.raises(release.NoAuthority):
        release.release(
            authorities.ByDecision(decision, decision.recipients.get()),
            content=b"x",
            file_name="x",
            media_type="text/plain",
            reader=world.reader(world.teacher),
        )
    assert not Disclosure.objects.exists()


@pytest.mark.requirement("C8")
def test_nothing_goes_out_as_a_print_that_no_subject_registered(world):
    for kind in ("", "unheard-of"):
        with pytest.raises(release.NoAuthority):
            release.release(
                release.InternalList(kind),
                content=b"x",
                file_name="x",
                media_type="text/plain",
                reader=world.reader(world.head),
            )
    with pytest.raises(ValueError, match="two apps"):
        release.register(release.COLLEAGUE, "Something else")
    assert not Disclosure.objects.exists()


@pytest.mark.requirement("C8")
def test_a_disclosure_has_exactly_one_authority_by_constraint(world):
    decision = world.decide()
    browser_for(world.teacher).post(f"/decisions/{slug(decision)}/file/{to(decision)}/")
    kept = Disclosure.objects.get()
    for both in ({"internal_print": "colleague"}, {"decision": None}):
        copy = Disclosure.objects.get(pk=kept.pk)
        copy.pk, copy.public_id = None, "7d444840-9dc0-11d1-b245-5ffdce74fad2"
        for name, value in both.items():
            setattr(copy, name, value)
        with pytest.raises(DatabaseError), transaction.atomic():
            copy.save(force_insert=True)


@pytest.mark.requirement("C8")
def test_only_the_marked_part_goes_when_part_was_decided(world, monkeypatch):
    seen = {}
    monkeypatch.setattr(documents, "pdf", lambda name, data: seen.update(data) or b"%PDF")
    decision = world.decide()
    documents.to_send(decision, decision.recipients.get(), opened(world, decision), world.reader(world.teacher))
    texts = " ".join(section["text"] for section in seen["sections"])
    assert texts == "The part for teachers."
    assert "Amina Yusuf" in dict(seen["heads"])["About"] and "health care" in " ".join(seen["lead"])


@pytest.mark.requirement("C8")
def test_when_access_ended_since_nothing_goes(world):
    decision = world.decide()
    for standing in world.teacher.classes.live():
        standing.end()
    assert browser_for(world.teacher).post(f"/decisions/{slug(decision)}/file/{to(decision)}/").status_code == 404
    assert not Disclosure.objects.exists()


def test_hostile_words_are_words_on_paper_and_page(world):
    hostile = '#panic() $a^2$ *b* #read("/etc/passwd") <script>alert(1)</script> \\'
    answers = world.answers()["why"] | {"essential": hostile}
    decision = world.decide(why=answers)
    page = browser_for(world.head).get(f"/decisions/{slug(decision)}/").content.decode()
    assert "<script>alert" not in page and "&lt;script&gt;alert(1)" in page
    assert (
        browser_for(world.head)
        .post(f"/decisions/{slug(decision)}/print/", {"whom": str(world.head.public_id)})
        .content.startswith(b"%PDF")
    )


def test_nobody_but_those_who_hear_can_open_it(world):
    decision = world.decide()
    allowed = {world.head.pk, world.teacher.pk}
    for role in Role:
        person = user(role)
        status = browser_for(person).get(f"/decisions/{slug(decision)}/").status_code
        assert status == (200 if role == Role.HEADTEACHER else 404), role
    assert {person.pk for person, _ in visibility.who_can_see(decision.record)} >= allowed


def test_a_leaver_hears_no_more(world):
    leaving.leave(world.head)
    decision = world.decide()
    assert {notice.person for notice in Notice.objects.filter(reference=decision.reference)} == {world.dsl}
    assert django_mail.outbox == []


@pytest.mark.requirement("C7")
def test_the_headteacher_asks_back_and_the_decider_answers(world):
    decision = world.decide()
    head, author, there = browser_for(world.head), browser_for(world.teacher), f"/decisions/{slug(decision)}"
    assert "Ask a question" in head.get(f"{there}/").content.decode()
    assert "Ask a question" not in author.get(f"{there}/").content.decode()
    assert head.post(f"{there}/ask/", {"text": "why"}).status_code == 400
    assert head.post(f"{there}/ask/", {"text": "Did the mother see the letter?"}).status_code == 302
    notice = Notice.objects.get(person=world.head, kind="decision")
    assert notice.seen  # asking says that one has seen it
    told = Notice.objects.get(person=world.teacher, kind="question")
    mail = Email.objects.get(to=[world.teacher.email], subject__contains=decision.reference)
    assert "mother" not in mail.message and told.reference == decision.reference
    page = author.get(f"{there}/").content.decode()
    assert "Did the mother see the letter?" in page and "Answer this question" in page
    question = Question.objects.get()
    assert "Waiting for an answer: 1" in head.get("/sharing/?period=all").content.decode()
    for _ in range(2):
        author.post(f"{there}/answer/{question.public_id}/", {"text": "Yes, at the gate on Monday."})
    page = head.get(f"{there}/").content.decode()
    assert "Yes, at the gate on Monday." in page and "Answer this question" not in page
    assert Notice.objects.get(person=world.head, kind="answered")
    assert "Waiting for an answer" not in head.get("/sharing/?period=all").content.decode()
    assert author.post(f"{there}/answer/{uuid4()}/", {"text": "two words"}).status_code == 404
    leaving.leave(world.teacher)
    assert "has left" in head.post(f"{there}/ask/", {"text": "And the father too?"}).content.decode()


@pytest.mark.requirement("C7", "C7a")
def test_the_page_and_the_door_refuse_what_nobody_would_hear_of(world):
    draft, client = world.draft(), browser_for(world.teacher)
    writer = Writer.at_draft(client, draft)
    keep, dpo = [str(person.public_id) for person in (world.head, world.chair)], str(world.dpo.public_id)
    answer = writer.give("keep-from", people=[*keep, "other"], other=dpo)
    page = answer.content.decode()
    assert answer.status_code == 400 and "No one would be told of this" in page and "Ask Ms Elm (" in page
    assert writer.give("keep-from", people=keep).status_code == 302
    for role in ("dpo", "chair"):  # who was there when the page was answered has gone since
        RoleMembership.objects.live().get(group__name=role).end()
    answer = writer.press_record()
    assert answer.status_code == 400 and "No one would be told of this" in answer.content.decode()
    assert not ShareDecision.objects.exists() and not Notice.objects.exists()


@pytest.mark.requirement("C7")
def test_whoever_takes_the_place_of_one_kept_out_when_a_danger_entry_is_completed_hears_then(world):
    said = Danger(world.child, "amina", ["nobody"], "", "She is afraid to go home.", clock.now())
    decision = record_danger(world.teacher, said, uuid4())
    assert not Notice.objects.filter(person=world.chair).exists()
    answers = {**world.answers(), "safe": {"harm": "yes", "which": []}, "adult": {"adult": "head", "who": ""}}
    answers["keep-from"] = {"people": [str(world.head.public_id)]}
    answers["send"] = {"checked": "today", "arrived": "yes"}
    for step, given in dependencies.stamp_all(answers).items():
        drafts.save(decision.draft, step, given)
    recording.record(of_context(world.context(decision.draft)))
    assert visibility.access_to(world.head, decision.record) is None
    assert visibility.access_to(world.chair, decision.record)
    assert Notice.objects.filter(person=world.chair, reference=decision.reference).count() == 1
