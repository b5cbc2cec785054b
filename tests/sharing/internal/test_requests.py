"""Asking for access, emergency access: their pages, and what goes wrong (R: G1)."""

from datetime import timedelta

import pytest

from accounts import leaving, roles
from accounts.notices import home, notify, worker
from accounts.notices.models import Notice
from core import clock
from core.refusals import Refused
from records.need_to_know import evidence, grants, visibility
from sharing.internal import emergency, exclusions, requests
from sharing.internal.models import AccessRequest, EmergencyAccess, RequestAnswer
from tests.factories import browser_for, child, masked, record, user
from tests.pages import flat

pytestmark = [pytest.mark.by_turns, pytest.mark.django_db, pytest.mark.requirement("G1")]
ASKED = {"reason": "For the trip on Friday", "categories": ["speech", "medical"], "how_long": "week"}


def test_a_request_goes_to_each_owner_and_opens_what_they_give(world):
    medical = user("medical")
    address = f"/children/{world.child.public_id}/ask/"
    client = browser_for(world.office)
    page = client.get(address).content.decode()
    assert "We cannot tell you whether there is anything to see." in page
    answer = client.post(address, {**ASKED, "categories": []})
    assert answer.status_code == 400 and "Select what kind of information" in answer.content.decode()
    assert "For the trip on Friday" in answer.content.decode()
    client.post(address, ASKED)
    asked = AccessRequest.objects.get()
    assert bytes(asked.reason).find(b"trip") < 0
    told = Notice.objects.filter(reference=asked.reference).values_list("person", flat=True)
    assert set(told) == {world.senco.pk, medical.pk}
    assert [need.words for need in home.tasks_of(world.senco, frozenset({"senco"})) if "request" in need.words] == [
        "1 request for access"
    ]
    owner, path = browser_for(world.senco), f"/access/requests/{asked.slug}/"
    page = owner.get(path).content.decode()
    assert "For the trip on Friday" in page and world.office.full_name in page
    wrong = owner.post(path, {"place": "senco", "word": "", "reason": "Needs it for the trip"})
    assert wrong.status_code == 400
    forged = owner.post(path, {"place": "medical", "word": "all", "reason": "Not mine to answer"})
    assert "Somebody else answers this" in forged.content.decode()
    owner.post(path, {"place": "senco", "word": "part", "reason": "Needs it for the trip"})
    assert evidence.best_extent(visibility.access_to(world.office, world.record)) == "part"
    assert not Notice.objects.filter(person=world.office, kind="access_answered").exists()
    requests.answer(asked, "medical", by=medical, granted=False, reason="Ask the first aider", shown=True)
    assert Notice.objects.filter(person=world.office, kind="access_answered", reference=asked.reference).exists()
    mine = browser_for(world.office).get(path).content.decode()
    assert "You can now see part of what you asked about" in mine and "was not granted" in mine
    assert "Ask the first aider" in mine and "Needs it for the trip" not in mine
    assert visibility.access_to(world.office, world.record, asked.until) is None


def test_a_refusal_reads_the_same_where_there_is_nothing(world):
    empty = child("Kofi", "Mensa")
    pages = []
    for one in (world.child, empty):
        asked = requests.ask(
            world.office, one, ["speech"], until=clock.now() + timedelta(days=1), reason="For the trip on Friday"
        )
        requests.answer(asked, "senco", by=world.senco, granted=False, reason="No need")
        page = browser_for(world.office).get(f"/access/requests/{asked.slug}/")
        pages.append(masked(page)[2].replace(asked.reference.encode(), b"").replace(asked.slug.encode(), b""))
    assert pages[0] == pages[1]


def test_two_owners_answer_and_the_second_is_told(world):
    other = user("senco")
    asked = requests.ask(world.office, world.child, ["speech"], until=clock.now() + timedelta(days=1), reason="Trip")
    path = f"/access/requests/{asked.slug}/"
    requests.answer(asked, "senco", by=other, granted=True, reason="Fine")
    answer = browser_for(world.senco).post(path, {"place": "senco", "word": "no", "reason": "No need"}, follow=True)
    assert "This has been answered already." in answer.content.decode()
    with pytest.raises(Refused, match="has answered this already"):
        requests.answer(asked, "senco", by=world.senco, granted=False, reason="No need")
    assert RequestAnswer.objects.count() == 1


def test_who_left_or_changed_place_answers_no_more(world):
    asked = requests.ask(
        world.office, world.child, ["safeguarding"], until=clock.now() + timedelta(days=1), reason="Trip"
    )
    assert requests.waiting(world.dsl) == [asked]
    roles.end(world.dsl, "dsl")
    assert requests.waiting(world.dsl) == [] and requests.waiting(world.deputy_dsl) == [asked]
    leaving.leave(world.office)
    world.office.refresh_from_db()
    with pytest.raises(grants.GrantRefused, match="has left"):
        requests.answer(AccessRequest.objects.get(), "dsl", by=world.deputy_dsl, granted=True, reason="It is needed")


def test_a_request_about_a_child_goes_past_who_is_kept_out(world):
    exclusions.keep_out(world.dsl, world.child, by=world.head, reason="her nephew")
    asked = requests.ask(
        world.office, world.child, ["safeguarding"], until=clock.now() + timedelta(days=1), reason="Trip"
    )
    assert requests.waiting(world.dsl) == [] and requests.waiting(world.deputy_dsl) == [asked]
    assert browser_for(world.dsl).get(f"/access/requests/{asked.slug}/").status_code == 404


EMERGENCY = {"reason": "Fainted on the trip", "categories": ["medical"], "alone": "on"}


def test_emergency_access_is_loud_short_and_reviewed_by_somebody_else(world):
    helper = user("first_aider")
    filed = record("medical", world.child, author=world.senco)
    safe = record("safeguarding", world.child, author=world.dsl)
    client, address = browser_for(helper), f"/children/{world.child.public_id}/emergency/"
    page = client.get(address).content.decode()
    assert f"before you can reach {world.dsl.short_name}" in page and "60 minutes" in page
    wrong = client.post(address, {"reason": "", "categories": []}).content.decode()
    for words in ("Enter why you need it now", "Tick to confirm, or try", "Select what kind of information you need"):
        assert words in wrong
    assert not EmergencyAccess.objects.exists()
    with clock.standing_at(clock.now()) as hands:
        assert client.post(address, EMERGENCY).status_code == 302
        opened = EmergencyAccess.objects.get()
        told = set(Notice.objects.filter(reference=opened.reference, kind="emergency").values_list("person", flat=True))
        assert told == {world.head.pk, world.dsl.pk}
        again = client.post(address, EMERGENCY).content.decode()
        assert "It is already open until" in again and EmergencyAccess.objects.count() == 1
        child_page = client.get(f"/children/{world.child.public_id}/").content.decode()
        assert "Emergency access." in child_page and "End it now" in child_page
        page = client.get(f"/records/{filed.public_id}/").content.decode()
        assert "The whole text." in page and "emergency access. This is recorded" in page
        assert client.get(f"/records/{safe.public_id}/").status_code == 404
        hands.move(minutes=60)
        assert evidence.best_extent(visibility.access_to(helper, filed)) == "part"
        mine = f"/access/emergencies/{opened.slug}/"
        client = browser_for(helper)
        assert "Tell us what you used it for" in client.get(mine).content.decode()
        client.post(mine, {"account": "I gave the inhaler"})
        client.post(mine, {"account": "Something else"})
        head = browser_for(world.head)
        page = flat(head.get(mine))
        assert "I gave the inhaler" in page and "Medical, " in page
        browser_for(helper).post(mine, {"word": "yes"})
        assert not hasattr(EmergencyAccess.objects.get(), "review")
        head.post(mine, {"word": "no", "note": "Try the medical lead first"})
        with pytest.raises(Refused, match="has reviewed this already"):
            emergency.review(opened, by=world.dsl, justified=True)
        assert emergency.to_review(world.dsl) == [] and emergency.to_explain(helper) == []


def test_emergency_access_is_ended_at_once_and_the_clock_going_back_opens_nothing(world):
    filed = record("behaviour", world.child, author=world.teacher)
    with clock.standing_at(clock.now()) as hands:
        opened = emergency.open_up(world.senco, world.child, ["behaviour"], reason="Fainted")
        assert visibility.access_to(world.senco, filed)
        hands.move(hours=-2)
        assert visibility.access_to(world.senco, filed) is None
        hands.move(hours=2, minutes=5)
        browser_for(world.senco).post(f"/access/emergencies/{opened.slug}/", {"end": "yes"})
        assert visibility.access_to(world.senco, filed) is None
        assert emergency.standing(world.senco, world.child) is None


def test_the_deputy_hears_where_the_dsl_opened_it_or_is_kept_out(world):
    by_dsl = emergency.open_up(world.dsl, world.child, ["medical"], reason="Fainted")
    assert set(emergency.told(by_dsl)) == {world.head, world.deputy_dsl}
    other = child("Kofi", "Mensa")
    exclusions.keep_out(world.dsl, other, by=world.head, reason="her nephew")
    opened = emergency.open_up(world.senco, other, ["medical"], reason="Fainted")
    assert set(emergency.told(opened)) == {world.head, world.deputy_dsl}
    assert opened.reference not in {notice.reference for notice in notify.inbox(world.dsl)}


def test_an_unseen_emergency_goes_on_to_whoever_else_may_review_it(world):
    with clock.standing_at(clock.now()) as hands:
        opened = emergency.open_up(world.senco, world.child, ["medical"], reason="Fainted")
        hands.move(hours=5)
        worker.minute()
        passed = Notice.objects.filter(reference=opened.reference).values_list("person", flat=True)
        assert set(passed) <= {world.head.pk, world.dsl.pk}


def test_what_nobody_looked_at_goes_on_without_telling_anyone_twice_at_once(world):
    """Headteacher and DSL are told of the same: each stands in for the other."""
    with clock.standing_at(clock.now()) as hands:
        opened = emergency.open_up(world.senco, world.child, ["medical"], reason="Fainted")
        assert {notice.person for notice in Notice.objects.all()} == {world.head, world.dsl}
        for told_after in (3, 4, 5):
            hands.move(hours=30)
            assert notify.pass_on_overdue()
            assert Notice.objects.filter(reference=opened.reference).count() == told_after
            waiting = [notice.person for notice in Notice.objects.filter(seen=None, passed_on=None)]
            assert len(waiting) == 1, "with one person, who has it once"


def test_several_notices_can_go_to_one_person_who_has_it_already(world):
    with clock.standing_at(clock.now()) as hands:
        opened = emergency.open_up(world.senco, world.child, ["medical"], reason="Fainted")
        for _ in range(2):
            notify.notify(world.dsl, "emergency", opened.reference)
        hands.move(hours=30)
        assert notify.pass_on_overdue() == 4
        needs = [need.words for need in home.tasks_of(world.dsl, roles.held_by(world.dsl))]
        assert any("Emergency access" in words or "emergency access" in words for words in needs), needs
        assert not any("emergency accesses" in words for words in needs), needs
        assert Notice.objects.filter(reference=opened.reference, seen=None, passed_on=None).exists()


@pytest.mark.requirement("C7")
def test_a_request_that_nobody_could_answer_is_refused_with_whom_to_ask(world):
    until = clock.now() + timedelta(days=1)
    for person in (world.dsl, world.deputy_dsl):
        grants.exclude(person, by=world.head, person=world.child, reason="related")
    asked = requests.ask(world.teacher, world.child, ["safeguarding"], until=until, reason="For the trip")
    assert requests.answerers(asked) == [world.head]  # passed up
    grants.exclude(world.head, by=world.dpo, person=world.child, reason="related")
    with pytest.raises(Refused, match=r"No one here can answer this now. Ask .* \(Data protection officer\)"):
        requests.ask(world.teacher, world.child, ["safeguarding"], until=until, reason="For the trip")
    assert not AccessRequest.objects.exclude(pk=asked.pk).exists()
