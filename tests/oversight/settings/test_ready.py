"""Getting a school ready: tasks worked out from what is there; whether mail works, in words (R: T4, G2)."""

import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from post_office.models import STATUS, Email, Log

from accounts import deputies, roles
from accounts.models import Deputising
from accounts.notices import notify
from accounts.roles import Role
from core import clock
from core.models import School, Term
from oversight.settings import mail as mail_state
from oversight.settings import ready
from oversight.settings.models import Checked, MailTest
from oversight.settings.ready import Status
from records.pupils.models import SchoolClass
from sharing.directory.models import Agency, Purpose
from tests import factories
from tests.factories import browser_for, user
from tests.pages import flat

pytestmark = [pytest.mark.by_turns, pytest.mark.django_db, pytest.mark.requirement("T4")]


def states() -> dict[int, str]:
    return {task.number: task.status for task in ready.tasks()}


def test_before_there_is_a_school_there_is_nothing_to_get_ready():
    assert ready.tasks() == []


def test_an_empty_school_has_everything_to_do_and_what_cannot_start():
    School(name="Fernhill", la_number="999", establishment_number="2001").save()
    found = states()
    assert set(found) == set(range(1, 13))
    assert {number for number, state in found.items() if state == Status.BLOCKED} == {7, 9}
    assert found[6] == Status.DONE and found[4] == Status.TO_DO


def make_ready(world) -> None:
    """Everything done, in the ways in which it is done."""
    here = School.here()
    here.details_checked_on = clock.today()
    here.save()
    today = clock.today()
    Term.objects.all().delete()
    Term.objects.create(name="Now", first_day=today - timedelta(days=30), last_day=today + timedelta(days=230))
    mail_state.arrived(MailTest.objects.create(made_by=world.administrator))
    deputies.name_standing(world.head, world.deputy_dsl)
    deputies.name_standing(world.dsl, world.deputy_dsl)
    for person in type(world.head).objects.filter(is_active=True):
        if not Authenticator.objects.filter(user=person).exists():
            factories.TOTP.activate(person, factories.SECRET)
    for room in SchoolClass.objects.all():
        factories.teacher_of(room.name)
    for kind in ready.DIRECTORY:
        agency = Agency.objects.filter(kind=kind).first() or Agency.objects.create(name=str(kind), kind=kind)
        if not agency.contacts.exists():
            agency.contacts.create(name="Duty desk", role="Duty", address="01632 960 001", checked_on=today)
    Purpose.objects.update(confirmed_on=today, confirmed_by=world.dpo)
    for what in Checked.What:
        Checked.objects.create(what=what, by=world.dpo)


def test_all_is_done_and_each_state_that_is_lost_brings_its_task_back(world):
    make_ready(world)
    assert states() == dict.fromkeys(range(1, 13), Status.DONE)
    assert ready.open_for(frozenset({Role.ADMINISTRATOR})) == ([], [])
    losses = {
        2: lambda: Term.objects.update(last_day=clock.today() + timedelta(days=199)),
        5: lambda: roles.end(world.deputy_dsl, Role.DEPUTY_DSL),
        6: lambda: user("volunteer", factor=False),
        8: lambda: SchoolClass.objects.create(name="New"),
        10: lambda: Agency.objects.filter(kind="lado").update(active=False),
        11: lambda: Purpose.objects.filter(code="health").update(confirmed_on=None),
    }
    for number, lose in losses.items():
        lose()
        assert states()[number] == Status.TO_DO, number
    assert [number for number, state in states().items() if state != Status.DONE] == sorted(losses)


def test_each_sees_the_whole_list_and_links_to_what_is_theirs(world):
    for person, own in (
        (world.administrator, {1, 2, 3, 6, 8}),
        (world.dsl, {5}),
        (world.dpo, {10, 11}),
        (world.office, {2}),
    ):
        page = flat(browser_for(person).get("/settings/ready/"))
        links = {int(one) for one in re.findall(r"govuk-task-list__link[^>]*> ?(\d+)\. ", page)}
        still = {task.number for task in ready.tasks() if task.open}
        assert own & still <= links, (person, links)
        assert page.count("govuk-task-list__item") >= 12 and "Amina" not in page
    for person in (world.teacher, world.chair, world.senco):
        assert browser_for(person).get("/settings/ready/").status_code == 403


def test_home_leads_whoever_has_a_task_there_until_it_is_done(world):
    assert "Get the school ready: " in browser_for(world.administrator).get("/").content.decode()
    assert "Get the school ready: " not in browser_for(world.teacher).get("/").content.decode()
    make_ready(world)
    for person in (world.administrator, world.dsl, world.head, world.dpo, world.office):
        assert "Get the school ready: " not in browser_for(person).get("/").content.decode()


def test_what_the_product_cannot_see_is_said_by_the_one_who_may_with_the_day(world):
    dsl, admin = browser_for(world.dsl), browser_for(world.administrator)
    assert dsl.post("/settings/ready/", {"what": "backup"}).status_code == 404
    assert admin.post("/settings/ready/", {"what": "protected"}).status_code == 404
    assert admin.post("/settings/ready/", {"what": "nonsense"}).status_code == 404
    assert not Checked.objects.exists()
    assert dsl.post("/settings/ready/", {"what": "protected"}).status_code == 302
    assert dsl.post("/settings/ready/", {"what": "protected"}).status_code == 404  # once, until it is lost
    assert "Checked on" in dsl.get("/settings/ready/").content.decode() and states()[9] == Status.DONE


def test_the_dpo_confirms_in_one_press_what_the_page_showed(world):
    Purpose.objects.update(confirmed_on=None, confirmed_by=None)
    dpo = browser_for(world.dpo)
    page = flat(dpo.get("/decisions/purposes/"))
    shown = re.search(r'name="confirm" value="([^"]+)"', page)
    assert shown and f"Confirm these {Purpose.objects.filter(active=True).count()}" in page
    Purpose.objects.create(code="later", label="Added since", basis="public_task")
    dpo.post("/decisions/purposes/", {"confirm": shown[1]})
    assert Purpose.objects.filter(confirmed_on=None, active=True).get().code == "later"
    assert browser_for(world.head).post("/decisions/purposes/", {"confirm": "later"}).status_code == 403


def test_a_standing_deputy_is_named_and_replaced(world):
    head = browser_for(world.head)
    for person in (world.dsl, world.deputy_dsl, world.deputy_dsl):
        answer = head.post("/account/away/", {"which": "standing", "standing-deputy": str(person.public_id)})
        assert answer.status_code == 302
    live = Deputising.objects.live().filter(person=world.head, away=False)
    assert [row.deputy for row in live] == [world.deputy_dsl] and deputies.deputy_of(world.head) == world.deputy_dsl
    assert head.post("/account/away/", {"which": "standing", "standing-deputy": ""}).status_code == 400


def test_a_test_email_counts_when_its_link_was_pressed_and_not_when_a_scanner_opened_it(world):
    admin = browser_for(world.administrator)
    admin.post("/settings/email/")
    sent = Email.objects.latest("pk")
    link = re.search(r"https?://[^/]+(/settings/email/[0-9a-f-]+/)", sent.message)
    assert link and sent.subject == "Test email" and sent.to == [world.administrator.email]
    for method in (admin.get, admin.head):
        assert method(link[1]).status_code == 200 and states()[3] == Status.TO_DO
    assert browser_for(world.head).post(link[1]).status_code == 403
    admin.post(link[1])
    admin.post(link[1])
    assert states()[3] == Status.DONE and MailTest.objects.count() == 1


@pytest.mark.parametrize(
    ("error", "words"),
    [
        ("SMTPAuthenticationError", "refuses the user name or the password"),
        ("gaierror", "name is not known"),
        ("SSLCertVerificationError", "certificate cannot be trusted"),
        ("OddError", "could not be used"),
    ],
)
def test_an_error_of_the_mail_server_is_said_in_words(world, error, words):
    """A real server's refusals are in tests/accounts/notices/test_worker.py."""
    notify.send(world.administrator, "Test email", "Anything")
    Log.objects.create(email=Email.objects.latest("pk"), status=STATUS.failed, exception_type=error, message="a@b.test")
    page = browser_for(world.administrator).get("/settings/email/").content.decode()
    assert "Not working" in page and words in page and "a@b.test" not in page
