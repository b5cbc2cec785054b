"""What was not looked at in time passes to the next in line on the school staff, never to a governor (R: C7, C7a)."""

from datetime import timedelta

import pytest
from post_office.models import Email

from accounts import deputies, leaving, roles
from accounts.notices import notify
from accounts.notices.models import Notice, PassedOn
from accounts.roles import Role
from core import clock, references, terms
from records.intake import concerns
from records.models import UserGrant
from records.need_to_know import visibility
from tests.factories import browser_for

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("C7")]


def urgent(world, by=None, **more):
    return world.decide(by, safe={"harm": "yes"}, adult={"adult": "no"}, **more)


def told(reference: str) -> list:
    notices = Notice.objects.filter(reference=reference).select_related("person").order_by("pk")
    return list(dict.fromkeys(notice.person for notice in notices))


def left_unseen(reference: str, times: int = 6) -> list:
    """Who is told in the end, where nobody looks."""
    for days in range(1, times + 1):
        with clock.standing_at(clock.now() + timedelta(days=5 * days)):
            notify.pass_on_overdue()
    return told(reference)


def page_of(person, decision):
    return browser_for(person).get(f"/decisions/{references.slug(decision.reference)}/")


def test_what_the_headteacher_has_not_seen_passes_to_a_deputy_dsl_then_the_dsl_and_never_to_a_governor(world):
    decision = world.decide()
    assert left_unseen(decision.reference) == [world.head, world.deputy_dsl, world.dsl]
    assert visibility.access_to(world.chair, decision.record) is None


def test_what_the_dsl_has_not_seen_passes_to_the_named_deputy_first(world):
    deputies.name_standing(world.dsl, world.senco)
    concern = concerns.pass_on(
        by=world.teacher, about="Amina", what="She is sad.", when="today", once=world.child.public_id
    )
    assert left_unseen(concern.reference) == [world.dsl, world.senco, world.deputy_dsl, world.head]


def test_a_governor_who_is_named_as_deputy_stands_in_for_nobody_on_the_staff(world):
    deputies.name_standing(world.head, world.chair)
    deputies.name(world.head, world.chair, away=True)
    decision = world.decide()
    assert told(decision.reference) == [world.head]
    assert left_unseen(decision.reference) == [world.head, world.deputy_dsl, world.dsl]


@pytest.mark.requirement("C7a")
def test_in_a_matter_about_the_headteacher_the_dpo_comes_after_the_chair_and_nobody_else(world):
    decision = world.decide(**{"keep-from": {"people": [str(world.head.public_id)]}})
    assert left_unseen(decision.reference) == [world.chair, world.dpo]


def test_the_headteachers_own_decision_is_heard_by_the_named_deputy_else_the_dsl(world):
    assert told(world.decide(world.head).reference) == [world.dsl]
    deputies.name_standing(world.head, world.senco)
    assert told(world.decide(world.head).reference) == [world.senco]


def test_the_access_that_comes_with_a_passed_notice_ends_with_the_look_and_with_the_school_year_at_latest(world):
    roles.end(world.deputy_dsl, Role.DEPUTY_DSL)
    deputies.name_standing(world.head, world.senco)
    decision = world.decide()
    with clock.standing_at(clock.now() + timedelta(days=5)):
        notify.pass_on_overdue()
        given = UserGrant.objects.get(user=world.senco, source="passed")
        assert given.until == clock.end_of(terms.last_day(clock.today()))
        assert page_of(world.senco, decision).status_code == 200
        notice = Notice.objects.get(person=world.senco, kind="decision_passed")
        pressed = browser_for(world.senco).post(f"/notices/{notice.public_id}/seen/", {"back": "matter"})
        assert pressed.headers["Location"] == "/notices/"
        assert page_of(world.senco, decision).status_code == 404
        assert not UserGrant.objects.live().filter(user=world.senco, source="passed").exists()


def test_no_stand_ins_access_to_a_decision_has_no_end(world):
    world.decide(world.head)
    urgent(world)
    kept = {"keep-from": {"people": [str(world.head.public_id)]}}
    world.decide(**kept)
    ends = set(UserGrant.objects.filter(content_object__decision__isnull=False).values_list("until", flat=True))
    assert ends == {clock.end_of(terms.last_day(clock.today()))}


def test_where_nobody_on_the_staff_can_hear_the_chair_is_told_that_and_whom_to_ring_and_nothing_of_it(world):
    decision = urgent(world)
    for person in (world.deputy_dsl, world.head, world.dsl):
        leaving.leave(person)
    notices = list(Notice.objects.filter(person=world.chair))
    assert [notice.kind for notice in notices] == ["unheard"], "once, until it is seen"
    assert visibility.access_to(world.chair, decision.record) is None
    chair = browser_for(world.chair)
    home = chair.get("/").content.decode()
    page = chair.get(f"/notices/{notices[0].public_id}/", follow=True).content.decode()
    mail = "".join(f"{one.subject} {one.message}" for one in Email.objects.all() if world.chair.email in one.to)
    for text in (home, page, mail):
        assert decision.reference not in text and "Amina" not in text
    assert "An urgent notice has not been looked at" in home and "please ring the school now" in mail
    assert world.school.social_care_phone in page and "there is no one in post" in page
    assert chair.get(f"/decisions/{references.slug(notices[0].reference)}/").status_code == 404
    assert "children’s social care" not in browser_for(world.office).get("/notices/unheard/").content.decode()


def test_a_chair_who_must_not_see_it_is_not_told_that_there_is_something(world):
    urgent(world, **{"keep-from": {"people": [str(world.chair.public_id)]}})
    for person in (world.deputy_dsl, world.head, world.dsl):
        leaving.leave(person)
    assert not Notice.objects.filter(person=world.chair).exists()


def test_a_notice_whose_hearer_leaves_the_same_minute_is_heard_by_the_next_in_line(world):
    decision = world.decide()
    leaving.leave(world.head)
    assert told(decision.reference) == [world.head, world.deputy_dsl]
    assert PassedOn.objects.get().to.person == world.deputy_dsl
    assert page_of(world.deputy_dsl, decision).status_code == 200


def test_an_urgent_notice_stays_urgent_when_it_is_passed_on(world):
    decision = urgent(world)
    with clock.standing_at(clock.now() + timedelta(days=5)):
        notify.pass_on_overdue()
    passed = Notice.objects.get(person=world.deputy_dsl, reference=decision.reference)
    assert passed.kind == "decision_passed_urgent" and passed.due_at - passed.made_at <= timedelta(hours=24)
