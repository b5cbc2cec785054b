"""Lost property, as a subject's own tests read: who may, who may not, what is refused, what is logged."""

import pypdfium2
import pytest
from post_office.models import Email

from accounts.notices import kinds, notify
from accounts.roles import Role
from core.audit.models import Entry
from core.refusals import Refused
from records.models import Category
from records.need_to_know import grants
from sharing.disclosures.models import Disclosure
from sharing.disclosures.release import NoAuthority, release
from tests.example_subject.lost_property import items
from tests.example_subject.lost_property.models import Claim, Item
from tests.example_subject.lost_property.notice_kinds import Kind
from tests.example_subject.lost_property.printed import LIST, ListOfFound
from tests.factories import browser_for, user
from tests.leaving import exits
from tests.test_walk import Walked, refused, visit
from tests.walking import NOBODY, Object, Wrong, both, cases, names

pytestmark = [pytest.mark.django_db]


@pytest.fixture
def coat(world) -> Item:
    return items.hand_in("A red coat, AY inside", "Hall", "Amina Yusuf", by=world.teacher)


def test_a_teacher_hands_something_in_and_the_office_gives_it_back(world):
    answers = {"what": "A red coat", "where": "Hall", "found_by": "Amina Yusuf"}
    once = {"once": "7d444840-9dc0-11d1-b245-5ffdce74fad3"}
    for _ in range(2):
        answer = browser_for(world.teacher).post("/lost-property/hand-in/", answers | once)
        assert answer.status_code == 302, answer.content
    item, office = Item.objects.get(), browser_for(world.office)
    assert "1 item of lost property to look at" in office.get("/").content.decode()
    assert item.reference in office.get("/lost-property/").content.decode()
    page = office.get(f"/lost-property/{item.slug}/").content.decode()
    assert "A red coat" in page and "you are the Office" in page and "Whose is it?" in page
    assert office.post(f"/lost-property/{item.slug}/", {"claimant": ""}).status_code == 400
    assert office.post(f"/lost-property/{item.slug}/", {"claimant": "Amina Yusuf"}).status_code == 302
    assert "lost property to look at" not in office.get("/").content.decode()
    assert "Given to" in office.get(f"/lost-property/{item.slug}/").content.decode()


def test_home_is_told_of_it_in_the_office_alone(world, coat):
    for person in (world.head, world.teacher, world.dpo):
        assert "of lost property to look at" not in browser_for(person).get("/").content.decode()
    assert "Hand in lost property" in browser_for(world.teacher).get("/").content.decode()
    assert "ost property" not in browser_for(world.chair).get("/").content.decode()


def test_the_office_is_told_by_a_mail_with_no_personal_data(world, coat):
    assert [notice.reference for notice in notify.inbox(world.office)] == [coat.reference]
    assert not notify.inbox(world.teacher)
    (mail,) = Email.objects.filter(subject__contains=coat.reference)
    assert mail.to == [world.office.email]
    for word in ("Amina", "Yusuf", "coat", "Hall", world.teacher.last_name):
        assert word not in f"{mail.subject} {mail.message}"
    for text in (kinds.of(Kind.HANDED_IN).subject, kinds.of(Kind.HANDED_IN).sentence):
        assert text.replace("{reference}", "").count("{") == 0


def test_its_category_has_a_period_an_owner_and_rules(world, coat):
    category = Category.objects.get(code="lost_property")
    assert category.retention and category.owner_role == Role.OFFICE and category.rules.count() == 3
    assert coat.record.owner == world.office


def test_it_is_given_once(world, coat):
    items.give(coat, "Amina Yusuf", by=world.office)
    with pytest.raises(Refused, match="already"):
        items.give(coat, "Somebody else", by=world.office)
    assert Claim.objects.count() == 1


def test_whoever_wrote_it_down_reads_it_and_gives_it_to_nobody(world, coat):
    client = browser_for(world.teacher)
    page = client.get(f"/lost-property/{coat.slug}/").content.decode()
    assert "A red coat" in page and "Whose is it?" not in page
    client.post(f"/lost-property/{coat.slug}/", {"claimant": "Me"})
    assert not Claim.objects.exists()


def test_whoever_is_kept_out_of_an_item_finds_it_nowhere(world, coat):
    grants.exclude(world.head, by=world.office, record=coat.record, reason="It is a present.")
    client = browser_for(world.head)
    assert coat.reference not in client.get("/lost-property/").content.decode()
    assert client.get(f"/lost-property/{coat.slug}/").status_code == 404
    assert not items.Items().known_to(world.head, [coat.reference])


def test_all_of_it_is_in_the_log(world, coat):
    office = browser_for(world.office)
    office.get(f"/lost-property/{coat.slug}/")
    browser_for(world.dpo).get(f"/lost-property/{coat.slug}/")
    office.post(f"/lost-property/{coat.slug}/", {"claimant": "Amina Yusuf"})
    office.get(f"/lost-property/{coat.slug}/")
    done = set(Entry.objects.values_list("kind", "action", "actor_id"))
    assert ("lost_property.item", Entry.Action.CREATE, None) in done
    assert ("lost_property.claim", Entry.Action.CREATE, world.office.pk) in done
    assert ("lost_property.claim", Entry.Action.ACCESS, world.office.pk) in done
    assert ("records.record", Entry.Action.REFUSED, world.dpo.pk) in done
    assert "lost_property" in browser_for(world.dpo).get("/log/").content.decode()


def test_the_list_is_printed_by_its_own_authority_and_by_no_other(world, coat):
    answer = browser_for(world.office).post("/lost-property/printed/")
    text = pypdfium2.PdfDocument(answer.content)[0].get_textpage().get_text_range()
    assert coat.reference in text and "A red coat" in text
    assert Disclosure.objects.get().internal_print == LIST
    assert browser_for(world.teacher).post("/lost-property/printed/").status_code == 403
    with pytest.raises(NoAuthority):
        release(
            ListOfFound(frozenset({Role.TEACHER})),
            content=b"x",
            file_name="a.pdf",
            media_type="application/pdf",
            reader=world.reader(world.teacher),
        )
    assert Disclosure.objects.count() == 1


def test_it_is_among_the_exits_and_in_the_walk():
    assert {"lost_property:items", "lost_property:item", "lost_property:printed", "home:home", "mail"} <= exits().keys()
    here = {name for name in names() if name.startswith("lost_property:")}
    assert len(here) == 4 and here <= cases().keys()


@pytest.mark.parametrize("entitled", [{"office"}, NOBODY])
def test_a_wrong_case_would_be_told_by_url_and_person(world, coat, entitled):
    one, wrong = Walked(Object("lost_property:item", entitled), "head"), Wrong()
    visit(browser_for(world.head), one, both("/lost-property/{}/", coat.slug, "LP-7K4M-92XC"), both_ways=False)
    refused(one, wrong)
    with pytest.raises(pytest.fail.Exception, match="lost_property:item, head: expected 404, got 200"):
        wrong.none()


def test_a_reader_elsewhere_finds_nothing(world, coat):
    for role in (Role.GOVERNOR, Role.VOLUNTEER, Role.SUPPORT):
        assert browser_for(user(role)).get(f"/lost-property/{coat.slug}/").status_code == 404
