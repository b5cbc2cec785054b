"""Due days: used where they were asked for, chased, and on school days (R: C2, C9); the LADO by number (R: C7a)."""

from datetime import date, timedelta

import pytest

from accounts.notices.models import Notice
from core import calendar, clock
from core.models import Closure, School
from sharing.decisions import follow_up
from sharing.decisions.models import Completion, ShareDecision
from tests.factories import browser_for
from tests.sharing.flow import begin, danger_finished
from tools.demo.school import make_terms

pytestmark = pytest.mark.django_db
DANGER = {"query": "amina", "told": ["social_care"], "account": "She is afraid to go home today.", "when": "now"}
ONCE = "7d444840-9dc0-11d1-b245-5ffdce74fad2"


@pytest.mark.requirement("C2", "C9")
def test_after_a_danger_entry_is_completed_the_author_is_asked_what_social_care_answered(world):
    client = browser_for(world.teacher)
    client.post("/decisions/danger/", {**DANGER, "once": ONCE})
    decision = ShareDecision.objects.get()
    danger_finished(world, client, decision, world.contact).record()
    due = Completion.objects.get().answer_due
    assert due == calendar.school_days_after(clock.today(), 1)
    assert "What did they answer?" in client.get(f"/decisions/{slug(decision)}/").content.decode()
    assert "Did they answer?" not in client.get("/").content.decode()
    with clock.standing_at(clock.end_of(due) - timedelta(hours=1)):
        teacher = browser_for(world.teacher)
        assert "Did they answer?" in teacher.get("/").content.decode()
        reply = {"answered": "yes", "said": "A social worker visits tonight."}
        assert teacher.post(f"/decisions/{slug(decision)}/add/answer/", reply).status_code == 302
        assert "Did they answer?" not in teacher.get("/").content.decode()


def slug(decision) -> str:
    return decision.reference.replace(" ", "-")


def asked_by(day: date) -> dict:
    return {"deadline": "yes", "deadline_on": day.isoformat()}


@pytest.fixture
def december(world):
    """Monday 14 December 2026; term ends on Friday the 18th."""
    with clock.standing_at(clock.london(2026, 12, 14, 10)):
        yield


@pytest.mark.requirement("C9")
def test_by_when_they_need_it_gives_the_due_day(world, december):
    who = {"to": str(world.contact.public_id), "directory": None, "school": None, "staff": None, "more": []}
    more = {"who": who, "what": {**world.answers()["what"], "everything": "yes"}}
    decision = world.decide(origin="asked", asked=world.asked(**asked_by(date(2026, 12, 17))), **more)
    assert decision.receipt_due == date(2026, 12, 17)
    late = world.decide(origin="asked", asked=world.asked(**asked_by(date(2026, 12, 20))), **more)
    assert late.receipt_due == date(2026, 12, 18)  # a Sunday: the last school day before it


@pytest.mark.requirement("C9")
def test_a_draft_that_is_needed_by_a_certain_time_says_so_and_is_chased_before_it(world, december):
    writer = begin(world, "asked")
    when = {"deadline": "yes", "deadline_on_day": 17, "deadline_on_month": 12, "deadline_on_year": 2026}
    today = {"on_day": 14, "on_month": 12, "on_year": 2026}
    said = {"who": "Mrs Rowan Heath", "role": "grandmother", "how": "telephone", "what": "How she is", "law": "no"}
    assert writer.give("asked", **said, **when, **today, identity="callback").status_code == 302
    home = writer.client.get("/").content.decode()
    assert "Needed by 17 December 2026, to be decided by 16 December 2026." in home
    assert follow_up.chase_drafts() == 0
    with clock.standing_at(clock.london(2026, 12, 16, 9)):
        assert follow_up.chase_drafts() == 1 and follow_up.chase_drafts() == 0
        notice = Notice.objects.get(kind="needed")
        assert notice.person == world.teacher
        teacher = browser_for(world.teacher)
        assert "1 draft to be decided today" in teacher.get("/").content.decode()
        assert teacher.get(f"/notices/{notice.public_id}/").status_code == 302
        teacher.post(f"/decisions/draft/{writer.draft_id}/close/", {"reason": "They need it no more"})
        assert "to be decided today" not in teacher.get("/").content.decode()


@pytest.mark.requirement("C9")
@pytest.mark.parametrize("today", [date(2026, 12, 11), date(2026, 12, 18), date(2027, 2, 8)])
def test_due_days_are_school_days_of_the_schools_calendar(world, today):
    Closure.objects.create(kind="half_term", first_day=date(2027, 2, 15), last_day=date(2027, 2, 19))
    make_terms(2027)
    with clock.standing_at(clock.london(today.year, today.month, today.day, 10)):
        decision = world.decide()
        for due in (decision.receipt_due, decision.answer_due):
            assert due == calendar.school_days_after(due - timedelta(days=1), 1), due
        assert decision.receipt_due >= today + timedelta(days=7)


def test_the_school_day_before_another_passes_over_holidays(world):
    assert calendar.school_day_before(date(2027, 1, 5)) == date(2026, 12, 18)
    assert calendar.school_day_from(date(2026, 12, 25)) == date(2027, 1, 5)
    assert calendar.school_day_from(date(2026, 12, 17)) == date(2026, 12, 17)


@pytest.mark.requirement("C7a")
def test_in_a_matter_about_the_headteacher_the_lado_is_named_with_the_number_or_where_to_find_it(world):
    decision = world.decide(**{"keep-from": {"people": [str(world.head.public_id)]}})
    chair = browser_for(world.chair)
    pages = [f"/decisions/{slug(decision)}/", f"/decisions/{slug(decision)}/headteacher/"]
    draft = world.draft()
    teacher = browser_for(world.teacher)

    def shown() -> list[str]:
        texts = [chair.get(page).content.decode() for page in pages]
        return [*texts, teacher.get(f"/decisions/draft/{draft.public_id}/keep-from/").content.decode()]

    for text in shown():
        assert "LADO" in text and world.school.lado_phone in text
    School.objects.update(lado_phone="")
    for text in shown():
        assert "safeguarding partnership" in text and "Ask the Administrator to enter it" in text
