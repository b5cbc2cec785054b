"""Access that people give ends within the school year, is heard of, and is reviewed by another (R: G1)."""

from datetime import date, timedelta

import pytest
from allauth.mfa.totp.internal.auth import TOTP

from accounts import roles
from accounts.notices.models import Notice
from accounts.roles import Role
from core import clock, terms
from core.models import School
from core.refusals import Refused
from records.models.grants import Source
from records.need_to_know import grants, visibility
from records.pupils.models import SchoolClass
from sharing.internal import adults, briefings, circulations, cover, exclusions, giving, requests, reviews
from sharing.internal.models import AccessGiven
from tests import factories
from tests.factories import SECRET, browser_for
from tests.pages import flat

pytestmark = [pytest.mark.by_turns, pytest.mark.django_db, pytest.mark.requirement("G1", "T4")]
TODAY = clock.london(2027, 3, 1, 10)


@pytest.fixture
def spring(world):
    """A day in spring, without a last day of the school's own."""
    School.objects.update(access_until=None)
    with clock.standing_at(TODAY):
        world.matter = factories.record("safeguarding", world.child, author=world.dsl)
        yield world


def end(day: date):
    return clock.end_of(day)


LAST = date(2027, 8, 31)
WAYS = {
    "giving": lambda w, until: giving.give(
        w.matter, w.teacher, all_about=w.child, by=w.dsl, reason="She asked", until=until
    ),
    "briefing": lambda w, until: briefings.brief(w.child, "Near the door", [w.teacher], by=w.dsl, until=until),
    "circulation": lambda w, until: circulations.circulate(
        w.matter, [w.teacher], by=w.dsl, due=until, reason="Minutes"
    ),
    "a colleague, by a decision": lambda w, until: grants.grant(
        w.matter, w.teacher, by=w.dsl, until=until, source=Source.INSIDE
    ),
    "an answer": lambda w, until: requests.answer(
        requests.ask(w.teacher, w.child, ["safeguarding"], until=end(LAST), reason="My class"),
        "dsl",
        by=w.dsl,
        granted=True,
        until=until,
    ),
}


@pytest.mark.parametrize("way", WAYS)
def test_sight_that_is_given_ends_within_the_school_year(spring, way):
    for late in (end(LAST) + timedelta(seconds=1), clock.london(2099, 1, 1)):
        with pytest.raises(Refused, match="31 August 2027 at the latest"):
            WAYS[way](spring, late)
    assert visibility.access_to(spring.teacher, spring.matter) is None
    WAYS[way](spring, end(LAST))


def test_no_cover_is_arranged_beyond_the_school_year(spring):
    room = SchoolClass.objects.get(name="4C")
    with pytest.raises(Refused, match="31 August 2027"):
        cover.cover(spring.other_teacher, room, LAST + timedelta(days=1))
    assert cover.cover(spring.other_teacher, room, LAST)


def test_without_an_end_nothing_is_given(spring):
    with pytest.raises(Refused):
        giving.give(spring.matter, spring.teacher, all_about=None, by=spring.dsl, reason="x")


def test_an_exclusion_may_last(spring):
    assert exclusions.keep_out(spring.other_teacher, spring.child, by=spring.head, reason="Her niece")


@pytest.mark.parametrize(
    ("chosen", "last"),
    [
        (date(2027, 5, 1), date(2027, 5, 1)),
        (date(2027, 12, 24), date(2027, 12, 24)),
        (date(2027, 2, 28), LAST),
        (date(2030, 1, 1), date(2028, 2, 29)),
        (None, LAST),
    ],
    ids=["earlier", "later", "past", "never more than a year", "none"],
)
def test_the_school_may_set_another_last_day_up_to_a_year(spring, chosen, last):
    School.objects.update(access_until=chosen)
    assert terms.last_day_of_access() == last


def test_the_page_says_until_when_it_can_be_given(spring):
    data = {"to": "person", "person": str(spring.teacher.public_id), "what": "this", "extent": "5", "reason": "x y"}
    late = {"until_day": "1", "until_month": "9", "until_year": "2027"}
    page = browser_for(spring.dsl).post(f"/records/{spring.matter.public_id}/give/", {**data, **late})
    assert page.status_code == 400 and "The last day must be 31 August 2027 or earlier" in flat(page)


def given(world, by, to=None, record=None, **more):
    giving.give(
        record or world.matter, to or world.teacher, all_about=None, by=by, reason="She asked", until=end(LAST), **more
    )
    return AccessGiven.objects.latest("pk")


def told(gift, kind):
    return {one.person for one in Notice.objects.filter(reference=gift.reference, kind=kind)}


@pytest.mark.parametrize(("by", "hears"), [("dsl", "head"), ("head", "dsl"), ("deputy_dsl", "dsl")])
def test_the_headteacher_or_the_dsl_hears_and_the_one_it_is_given_to(spring, by, hears, mailoutbox):
    gift = given(spring, getattr(spring, by))
    assert told(gift, "given") == {getattr(spring, hears)} and told(gift, "given_to_you") == {spring.teacher}
    for reader in (getattr(spring, hears), spring.teacher, getattr(spring, by)):
        page = flat(browser_for(reader).get(f"/access/given/{gift.slug}/"))
        for words in (spring.teacher.full_name, spring.child.full_name, getattr(spring, by).full_name, "31 August"):
            assert words in page
    assert browser_for(spring.other_teacher).get(f"/access/given/{gift.slug}/").status_code == 404


def test_a_person_who_is_kept_out_of_the_child_does_not_hear(spring):
    exclusions.keep_out(spring.head, spring.child, by=spring.dsl, reason="Her niece")
    gift = given(spring, spring.dsl)
    assert told(gift, "given") == {spring.deputy_dsl}
    assert browser_for(spring.head).get(f"/access/given/{gift.slug}/").status_code == 404


def test_who_led_when_they_heard_reads_it_only_while_they_lead(spring):
    gift = given(spring, spring.dsl)
    roles.end(spring.head, Role.HEADTEACHER)
    roles.give(spring.head, Role.TEACHER, by=None)
    TOTP.activate(spring.head, SECRET)
    assert browser_for(spring.head).get(f"/access/given/{gift.slug}/").status_code == 404


def test_whoever_holds_the_role_it_is_given_to_hears(spring):
    gift = given(spring, spring.dsl, to=Role.SENCO.value)
    assert told(gift, "given_to_you") == {spring.senco} and told(gift, "given") == {spring.head}


@pytest.mark.parametrize(("by", "reviews_it"), [("dsl", "head"), ("head", "dsl")])
@pytest.mark.parametrize("all_about", [True, False])
def test_half_termly_another_than_the_giver_looks(spring, by, reviews_it, all_about):
    record = factories.record("safeguarding", spring.child, author=getattr(spring, by))
    about = grants.folder(spring.child, record.category) if all_about else record
    grant = grants.grant(about, spring.teacher, by=getattr(spring, by), until=end(LAST), reason="x")
    with clock.standing_at(TODAY + timedelta(days=43)):
        seen = {
            who
            for who in ("head", "dsl", "deputy_dsl", "senco", "teacher", "dpo", "office")
            if grant in [row.grant for row in reviews.half_termly(getattr(spring, who))]
        }
    assert seen == {reviews_it}


def test_where_there_is_nobody_else_the_giver_looks(spring):
    record = factories.record("safeguarding", spring.child, author=spring.dsl)
    grant = grants.grant(record, spring.teacher, by=spring.dsl, until=end(LAST), reason="x")
    exclusions.keep_out(spring.head, spring.child, by=spring.dsl, reason="Her niece")
    roles.end(spring.deputy_dsl, Role.DEPUTY_DSL)
    with clock.standing_at(TODAY + timedelta(days=43)):
        assert [row.grant for row in reviews.half_termly(spring.dsl)] == [grant]
        assert reviews.half_termly(spring.head) == []


def test_who_has_read_of_a_concern_about_an_adult_stays_between_the_headteacher_and_whom_they_name(spring):

    filed = adults.record(spring.other_teacher, "What was seen", by=spring.head)
    gift = given(spring, spring.head, to=spring.senco, record=filed)
    assert told(gift, "given") == set() and told(gift, "given_to_you") == {spring.senco}
    with clock.standing_at(TODAY + timedelta(days=43)):
        assert reviews.half_termly(spring.dsl) == [] and len(reviews.half_termly(spring.head)) == 1
