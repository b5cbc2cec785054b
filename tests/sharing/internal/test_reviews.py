"""Exclusions, declarations, cover, adults, meetings, and looking back: their pages (R: exclusions, G6a, T3)."""

from datetime import date, timedelta

import pytest

from accounts import leaving, roles
from accounts.notices import notify
from accounts.notices.models import Notice
from accounts.roles import Role
from core import clock
from core.refusals import Refused
from records.models import Category, Extent, Record
from records.need_to_know import grants, visibility
from records.pupils import roll
from records.pupils.models import ClassStaff, SchoolClass
from sharing.internal import adults, declarations, exclusions, reviews
from sharing.internal.models import AccessReview, Declaration, Enquiry, ExclusionSet, Meeting
from tests.factories import browser_for, child, record, teacher_of, user
from tests.sharing.internal.test_giving import day


@pytest.fixture
def hands():
    with clock.standing_at(clock.now()) as hands:
        yield hands


pytestmark = [pytest.mark.by_turns, pytest.mark.django_db, pytest.mark.requirement("G1"), pytest.mark.requirement("T3")]


def test_an_exclusion_is_seen_by_its_setter_and_the_dpo_alone(world):
    filed = record("safeguarding", world.child, author=world.teacher)
    address = f"/children/{world.child.public_id}/keep-out/"
    said = {"person": str(world.dsl.public_id), "reason": "He is her nephew"}
    browser_for(world.head).post(address, said)
    known = ExclusionSet.objects.get()
    assert visibility.access_to(world.dsl, filed) is None
    browser_for(world.head).post(address, said)
    assert ExclusionSet.objects.count() == 1
    path = f"/access/exclusions/{known.slug}/"
    for who, status in ((world.head, 200), (world.dpo, 200), (world.dsl, 404), (world.deputy_dsl, 404)):
        assert browser_for(who).get(path).status_code == status, who.last_name
    assert known.reference in browser_for(world.dpo).get("/access/exclusions/").content.decode()
    assert known.reference not in browser_for(world.dsl).get("/access/exclusions/").content.decode()
    assert known.reference in {notice.reference for notice in notify.inbox(world.dpo)}
    browser_for(world.dpo).post(path)  # only whoever set it ends it
    assert visibility.access_to(world.dsl, filed) is None
    browser_for(world.head).post(path)
    assert visibility.access_to(world.dsl, filed)


def test_who_may_still_decide_is_never_nobody(world):
    exclusions.keep_out(world.dsl, world.child, by=world.head, reason="her nephew")
    exclusions.keep_out(world.deputy_dsl, world.child, by=world.head, reason="his niece")
    said = {"person": str(world.head.public_id), "reason": "a grandchild"}
    with pytest.raises(Refused, match="the last who may decide"):
        exclusions.keep_out(world.head, world.child, by=world.dsl, reason="a grandchild")
    assert browser_for(world.dsl).post(f"/children/{world.child.public_id}/keep-out/", said).status_code == 404
    with pytest.raises(Refused, match="Somebody else"):
        exclusions.keep_out(world.head, child("Kofi"), by=world.head, reason="a grandchild")


def test_declaring_nothing_is_an_act_and_something_goes_to_whoever_sees_to_it(world):
    assert declarations.due(world.teacher) and declarations.due(world.chair)
    assert not declarations.due(world.administrator)
    client = browser_for(world.teacher)
    assert "Declare your relationships" in client.get("/").content.decode()
    assert client.post("/access/declaration/", {"related": "yes", "who": ""}).status_code == 400
    client.post("/access/declaration/", {"related": "no"})
    assert not declarations.due(world.teacher)
    assert not Notice.objects.filter(kind="declared").exists()
    browser_for(world.dsl).post("/access/declaration/", {"related": "yes", "who": "Robin Vetch in 4C, my nephew"})
    made = Declaration.objects.get(nothing=False)
    head = browser_for(world.head)
    assert made.reference in head.get("/access/declarations/").content.decode()
    path = f"/access/declarations/{made.slug}/"
    assert "Robin Vetch in 4C" in head.get(path).content.decode()
    assert browser_for(world.dsl).get(path).status_code == 200
    assert browser_for(world.senco).get(path).status_code == 404
    head.post(path)
    assert declarations.waiting(world.head) == []
    own = declarations.declare(world.head, "Sage Vetch, my daughter")
    assert declarations.waiting(world.chair) == [own] and declarations.waiting(world.head) == []
    with clock.standing_at(clock.now() + timedelta(days=366)):
        assert declarations.due(world.teacher)


def test_cover_ends_with_the_bell(world):
    supply = user(Role.TEACHER)
    filed = record("medical", world.child, author=world.senco)
    with clock.standing_at(clock.london(2027, 3, 3, 8)) as hands:
        fourth = SchoolClass.objects.get(name="4C")
        said = {
            "person": str(supply.public_id),
            "school_class": str(fourth.public_id),
            **day("day", clock.today()),
        }
        client = browser_for(world.head)
        assert client.post("/access/cover/", {**said, "person": ""}).status_code == 400
        yesterday = day("day", clock.today() - timedelta(days=1))
        assert client.post("/access/cover/", {**said, **yesterday}).status_code == 400
        client.post("/access/cover/", said), client.post("/access/cover/", said)
        assert ClassStaff.objects.filter(user=supply).count() == 1
        assert visibility.access_to(supply, filed)
        hands.at = clock.london(2027, 3, 3, 15, 30)
        assert visibility.access_to(supply, filed) is None
        late = browser_for(world.head).post("/access/cover/", said)
        assert "The school day has ended" in late.content.decode()


@pytest.mark.requirement("G6")
def test_a_concern_about_an_adult_is_the_headteachers_and_about_the_headteacher_the_chairs(world):
    head, chair = browser_for(world.head), browser_for(world.chair)
    said = {"about": str(world.teacher.public_id), "text": "He was seen to shout at a child"}
    head.post("/access/adults/new/", said)
    filed = Record.objects.get(category__code="adult_concern")
    assert visibility.access_to(world.head, filed).extent == Extent.ALL
    for other in (world.teacher, world.dsl, world.chair, world.dpo):
        assert visibility.access_to(other, filed) is None
    assert "LADO" in head.get("/access/adults/").content.decode()
    adults.name(filed, world.dsl, by=world.head, reason="Leads on it")
    assert visibility.access_to(world.dsl, filed).best.because == "named"
    with pytest.raises(Refused, match="cannot be opened"):
        adults.name(filed, world.teacher, by=world.head, reason="No")
    refused = head.post("/access/adults/new/", {**said, "about": str(world.head.public_id)})
    assert refused.status_code == 400
    assert "by the Headteacher" in chair.post("/access/adults/new/", said).content.decode()
    chair.post("/access/adults/new/", {**said, "about": str(world.head.public_id)})
    about_head = Record.objects.get(category__code="adult_concern_passed")
    assert visibility.access_to(world.chair, about_head) and visibility.access_to(world.head, about_head) is None
    assert "Concern about an adult, passed on" not in head.get("/access/adults/").content.decode()
    with pytest.raises(Refused):
        adults.name(about_head, world.dsl, by=world.chair, reason="No")


@pytest.mark.requirement("G6a")
@pytest.mark.requirement("G10.3")
def test_a_meetings_item_is_for_those_with_a_connection_and_its_notes_name_nobody(world):
    client = browser_for(world.teacher)
    said = {"notes": "Amina Yusuf was late again. The fair is on Friday.", "sure": "on", **day("on", clock.today())}
    refused = client.post("/access/meetings/", said)
    assert refused.status_code == 400 and "This may identify someone: Amina Yusuf" in refused.content.decode()
    hidden = child("Teasel", "Vetch", protected=True)
    same = client.post("/access/meetings/", {**said, "notes": "Teasel Vetch was late again."}).content.decode()
    assert "This may identify someone: Teasel Vetch" in same and hidden
    client.post("/access/meetings/", {**said, "notes": "The fair is on Friday."})
    made = Meeting.objects.get()
    path = f"/access/meetings/{made.slug}/"
    item = {"query": "Amina Yusuf", "text": "She is often late", "who_1": str(world.senco.public_id), "how_1": ""}
    wrong = client.post(f"{path}item/", item)
    assert f"Enter how {world.senco.full_name} is connected" in wrong.content.decode()
    alike = client.post(f"{path}item/", {**item, "query": "amena yusef", "how_1": "plans her support"})
    assert alike.status_code == 400 and "Select which child" in alike.content.decode()
    client.post(f"{path}item/", {**item, "how_1": "plans her support"})
    record_ = made.items.get().record
    senco = browser_for(world.senco)
    assert "An item, " in senco.get(path).content.decode()
    assert "plans her support" in senco.get(f"/records/{record_.public_id}/").content.decode()
    other = browser_for(world.other_teacher).get(path).content.decode()
    assert "The fair is on Friday." in other and "An item, " not in other
    assert browser_for(world.other_teacher).get(f"/records/{record_.public_id}/").status_code == 404


def test_after_a_change_of_class_the_dsl_keeps_passes_on_or_ends(world):
    safe = record("safeguarding", world.child, author=world.dsl)
    until = clock.now() + timedelta(days=90)
    with clock.standing_at(clock.now()) as hands:
        grant = grants.grant(safe, world.teacher, by=world.dsl, extent=3, until=until, reason="Teaches her")
        family = grants.folder(world.child, Category.objects.get(code="family"))
        kind = grants.grant(family, world.teacher, by=world.dsl, until=until, reason="So too")
        hands.move(days=3)
        assert reviews.after_a_move(world.dsl) == []
        roll.move(world.child, SchoolClass.objects.get(name="3A"))
        hands.move(minutes=1)
        assert {row.grant.public_id for row in reviews.after_a_move(world.dsl)} == {grant.public_id, kind.public_id}
        assert reviews.after_a_move(world.deputy_dsl) == []
        client = browser_for(world.dsl)
        assert "2 accesses to look at after a change of class" in client.get("/").content.decode()
        assert client.get("/access/standing/").content.decode().count("/access/standing/") >= 2
        path = f"/access/standing/{grant.public_id}/"
        assert client.post(path, {"what": "keep", "reason": ""}).status_code == 400
        client.post(path, {"what": "pass_on"})
        assert visibility.access_to(world.teacher, safe) is None
        assert visibility.access_to(world.other_teacher, safe).extent == 3
        assert client.get(path).status_code == 404
        client.post(f"/access/standing/{kind.public_id}/", {"what": "keep", "reason": "Still supports her"})
        assert reviews.after_a_move(world.dsl) == [] and AccessReview.objects.count() == 2
        hands.move(minutes=1)
        kind.refresh_from_db()
        assert kind.until == until


def test_what_stands_for_half_a_term_is_looked_at_by_another_than_gave_it(world):
    with clock.standing_at(clock.now()) as hands:
        until = clock.now() + timedelta(days=200)
        grant = grants.grant(world.record, world.office, by=world.senco, until=until, reason="On reception")
        hands.move(days=43)
        browser_for(world.office).get(f"/records/{world.record.public_id}/")
        rows = reviews.half_termly(world.head)
        assert [row.grant for row in rows] == [grant] and rows[0].used is not None
        assert reviews.half_termly(world.office) == [] and reviews.half_termly(world.senco) == []
        client, path = browser_for(world.head), f"/access/standing/{grant.public_id}/"
        late = client.post(path, {"what": "shorten", **day("until", clock.today() + timedelta(days=300))})
        assert "before the old one" in late.content.decode()
        client.post(path, {"what": "shorten", **day("until", clock.today() + timedelta(days=2))})
        assert reviews.half_termly(world.head) == []
        hands.move(days=3, hours=1)
        assert visibility.access_to(world.office, world.record) is None


def test_who_could_see_this_on_that_day_is_right_after_everything_has_changed(world):
    with clock.standing_at(clock.london(2027, 5, 3, 10)) as hands:
        filed = record("speech", world.child, author=world.senco)
        grants.grant(filed, world.office, by=world.senco, until=clock.london(2027, 6, 1), reason="On reception")
        hands.move(days=30)
        roll.move(world.child, SchoolClass.objects.get(name="3A"))
        leaving.leave(world.office)
        roles.end(world.head, Role.HEADTEACHER)
        new = user(Role.HEADTEACHER, last_name="Teal")
        then = {**day("day", date(2027, 5, 3)), "time": "12 noon"}
        page = browser_for(world.senco).get(f"/records/{filed.public_id}/who/", then).content.decode()
        for who in (world.head, world.office, world.teacher, world.senco):
            assert who.full_name in page, who.last_name
        for who in (new, world.other_teacher):
            assert who.full_name not in page, who.last_name
        today = browser_for(world.senco).get(f"/records/{filed.public_id}/who/").content.decode()
        assert new.full_name in today and world.office.full_name not in today
        wrong = browser_for(world.senco).get(f"/records/{filed.public_id}/who/", {**then, "day_day": "32"})
        assert wrong.status_code == 400
        part = browser_for(world.other_teacher).get(f"/records/{filed.public_id}/who/", then).content.decode()
        assert "Ask about another day" not in part and world.office.full_name not in part


def test_the_dpo_looks_back_under_an_enquiry_and_reads_no_childs_name(world, hands):
    hands.move(minutes=2)  # what is asked is a minute: that of the world's making began before it
    client = browser_for(world.dpo)
    assert "Begin an enquiry first" in client.get("/access/back/").content.decode()
    client.post("/access/back/", {"reason": "A complaint of 3 May"})
    assert Enquiry.objects.live().get().by == world.dpo
    now = {**day("day", clock.today()), "time": clock.local(clock.now()).strftime("%H:%M")}
    page = client.post("/access/back/", {"person": str(world.teacher.public_id), "record": "", **now}).content.decode()
    assert "Amina" not in page and str(world.record.public_id) in page
    page = client.post("/access/back/", {"person": "", "record": str(world.record.public_id), **now}).content.decode()
    assert world.senco.full_name in page and "Amina" not in page
    assert client.post("/access/back/", {"person": "", "record": "", **now}).status_code == 400
    dsl = browser_for(world.dsl).post("/access/back/", {"person": str(world.senco.public_id), **now}).content.decode()
    assert str(world.record.public_id) not in dsl  # the DSL does not see that record
    head = browser_for(world.head).post("/access/back/", {"person": str(world.senco.public_id), **now}).content.decode()
    assert str(world.record.public_id) in head and "Amina Yusuf" in head
    hands.move(days=15)
    assert "Begin an enquiry first" in browser_for(world.dpo).get("/access/back/").content.decode()


def test_the_list_of_what_one_may_see_goes_on_page_by_page(world, django_assert_max_num_queries):
    teacher = teacher_of("6B")
    filed = [record("behaviour", child(f"Robin{n}", into="6B"), author=world.senco) for n in range(30)]
    client, seen = browser_for(teacher), []
    address = "/access/"
    while address:
        with django_assert_max_num_queries(18):
            page = client.get(address).content.decode()
        seen += [one.pk for one in filed if f"/records/{one.public_id}/" in page]
        address = "/access/?before=" + page.split("?before=")[1].split('"')[0] if "?before=" in page else ""
    assert sorted(seen) == [one.pk for one in filed]
    assert "Nothing here that you may see." in browser_for(user(Role.VOLUNTEER)).get("/access/").content.decode()
