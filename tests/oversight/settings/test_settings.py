"""The Administrator's pages: what is set up, by one person or by two; and what ends when somebody leaves (R: T4)."""

import re
from datetime import timedelta

import pytest

from accounts import approvals, deputies, leaving, roles
from accounts.models import PendingChange, RoleMembership
from accounts.notices.models import Notice, PassedOn
from accounts.roles import Role
from core import clock
from core.audit.models import Entry
from core.models import Closure, School, Term
from core.refusals import Refused
from records.models import Category, Record, Rule
from records.need_to_know import grants, owners, visibility
from records.pupils.models import ClassStaff, KeyWorker, SchoolClass
from sharing.decisions import drafts
from tests import factories
from tests.factories import browser_for, user

pytestmark = [pytest.mark.by_turns, pytest.mark.django_db, pytest.mark.requirement("T4")]


def day(of, prefix: str = "day") -> dict[str, str]:
    return {f"{prefix}_day": str(of.day), f"{prefix}_month": str(of.month), f"{prefix}_year": str(of.year)}


def test_the_schools_details_are_checked_saved_and_in_the_log(world):
    admin = browser_for(world.administrator)
    good = {
        "name": "Shawlands Primary",
        "kind": "academy",
        "la_number": "999",
        "establishment_number": "2001",
        "address": "Shawlands Lane, Ferrybridge, FY1 2AB",
        "telephone": "01632 960 200",
        "complaints": "",
        "colour": "#123456",
        "dsl_phone": "01632 960 204",
        "social_care_phone": "01632 960 555",
        "lado_phone": "01632 960 777",
        "look_within_days": "3",
        "look_within_hours_urgent": "2",
        "bell": "3:20 p.m.",
        "ctf_version": "26",
    }
    assert admin.post("/settings/school/", good).status_code == 302
    here = School.here()
    assert here.name == "Shawlands Primary" and here.demo and here.details_checked_on == clock.today()
    approvals.answer(PendingChange.objects.get(kind="reach_school"), by=world.head, agreed=True)
    assert School.here().look_within_days == 3
    shown = re.search(r'name="bell"[^>]*value="([^"]*)"', admin.get("/settings/school/").content.decode())
    assert (
        shown
        and shown[1] == "3:20pm"
        and admin.post("/settings/school/", {**good, "bell": shown[1]}).status_code == 302
    )
    assert Entry.objects.filter(kind="core.school", actor=world.administrator).latest("pk").changes
    for name, value in (
        ("la_number", "99"),
        ("colour", "red"),
        ("name", ""),
        ("address", ""),
        ("telephone", ""),
        ("telephone", "the office"),
        ("name", "a\0b"),
        ("look_within_days", "x"),
        ("bell", "3:20"),
        ("dsl_phone", "lots"),
        ("colour", "#ffff00"),
        ("look_within_hours_urgent", "99"),
        ("look_within_days", "0"),
    ):
        page = admin.post("/settings/school/", {**good, name: value})
        assert page.status_code == 400 and "There is a problem" in page.content.decode(), (name, value)


def test_terms_and_closures(world):
    admin, first = browser_for(world.administrator), clock.today() + timedelta(days=900)
    given = {
        "which": "term",
        "name": "Autumn term",
        **day(first, "first_day"),
        **day(first + timedelta(days=60), "last_day"),
    }
    assert admin.post("/settings/terms/", given).status_code == 302
    assert "These dates overlap with another term" in admin.post("/settings/terms/", given).content.decode()
    back = {**given, **day(first - timedelta(days=60), "last_day")}
    assert "The last day must be the first day or later" in admin.post("/settings/terms/", back).content.decode()
    years = {**given, **day(first + timedelta(days=426), "last_day")}
    assert "Check the year" in admin.post("/settings/terms/", years).content.decode()
    closed = {"which": "closed", "closed-kind": "half_term", **day(first + timedelta(days=7), "closed-first_day")}
    closed |= day(first + timedelta(days=11), "closed-last_day")
    assert browser_for(world.office).post("/settings/terms/", closed).status_code == 302  # the office may as well
    assert "These dates overlap with another closure" in admin.post("/settings/terms/", closed).content.decode()
    one = {"which": "closed", "closed-kind": "training", **day(first + timedelta(days=20), "closed-first_day")}
    one |= {f"closed-last_day_{part}": "" for part in ("day", "month", "year")}
    assert admin.post("/settings/terms/", one).status_code == 302
    page = admin.get("/settings/terms/").content.decode()
    assert "Half-term: " in page and "Training day: " in page and "Christmas Day: 25 December" in page
    for row in Closure.objects.all():
        admin.post("/settings/terms/", {"which": "remove_closed", "key": row.pk})
    admin.post("/settings/terms/", {"which": "remove_term", "key": Term.objects.get(first_day=first).pk})
    admin.post("/settings/terms/", {"which": "remove_term", "key": "nonsense"})
    assert not Closure.objects.exists() and not Term.objects.filter(first_day=first).exists()
    assert browser_for(world.teacher).get("/settings/terms/").status_code == 403


def test_putting_somebody_with_a_class_takes_two_people_and_tells(world):
    admin = browser_for(world.administrator)
    assert admin.post("/settings/classes/", {"name": "5C"}).status_code == 302
    assert "of this name already" in admin.post("/settings/classes/", {"name": "5c"}).content.decode()
    fifth = SchoolClass.objects.get(name="5C")
    child = factories.child("Robin", "Sorrel", into="5C")
    filed = factories.record("medical", child, author=world.head)
    address = f"/settings/classes/{fifth.public_id}/"
    admin.post(address, {"person": str(world.teacher.public_id)})
    change = PendingChange.objects.get(kind="put_in_class")
    assert not ClassStaff.objects.filter(school_class=fifth).exists()
    assert Notice.objects.filter(reference=change.reference, person=world.dpo).exists()
    assert change.reference in admin.get(address).content.decode()
    page = browser_for(world.head).get("/account/changes/").content.decode()
    assert "Put with a class: 5C" in page
    assert visibility.access_to(world.teacher, filed) is None
    approvals.answer(change, by=world.head, agreed=True)
    assert visibility.access_to(world.teacher, filed)
    admin.post(f"/settings/class-staff/{ClassStaff.objects.get(school_class=fifth).public_id}/end/")
    assert visibility.access_to(world.teacher, filed) is None
    assert admin.post(address, {"person": str(world.chair.public_id)}).status_code == 400
    assert admin.post(address, {"person": ""}).status_code == 400


def test_a_rule_is_ended_by_one_person_and_widened_by_two(world):
    admin = browser_for(world.administrator)
    category = Category.objects.get(code="speech")
    address = f"/settings/categories/{category.public_id}/"
    assert "SENCO: all, for any pupil" in admin.get(address).content.decode()
    look = {"which": "rule", "role": "office", "relation": "any", "extent": "5"}
    assert "1 person would see more" in admin.post(address, look).content.decode()
    assert not PendingChange.objects.exists()
    wider = {**look, "sure": "yes"}
    assert admin.post(address, wider).status_code == 302
    assert visibility.access_to(world.office, world.record) is None
    change = PendingChange.objects.get(kind="add_rule")
    assert (
        "Speech and language. Office staff: all, for any pupil. 1 person would see more"
        in browser_for(world.head).get("/account/changes/").content.decode()
    )
    with pytest.raises(Refused):
        approvals.answer(change, by=world.administrator, agreed=True)
    approvals.answer(change, by=world.dsl, agreed=True)
    assert visibility.access_to(world.office, world.record)
    rule = Rule.objects.live().get(category=category, group__name="office")
    admin.post(address, {"which": "end", "rule": str(rule.public_id)})
    assert visibility.access_to(world.office, world.record) is None
    for wrong in (
        {"role": "administrator"},
        {"role": "volunteer"},
        {"extent": "9"},
        {"relation": "author"},
        {"role": ""},
    ):
        assert admin.post(address, {**wider, **wrong}).status_code == 400, wrong
    assert admin.post(address, {"which": "end", "rule": "nonsense"}).status_code == 404


@pytest.mark.requirement("G1")
def test_a_rule_that_would_lock_everybody_out_is_not_ended(world):
    admin = browser_for(world.administrator)
    category = Category.objects.get(code="adult_concern")
    address = f"/settings/categories/{category.public_id}/"
    rule = Rule.objects.live().get(category=category, group__name="headteacher")
    answer = admin.post(address, {"which": "end", "rule": str(rule.public_id)}, follow=True)
    assert "Nobody would see all of Concern about an adult any more" in answer.content.decode()
    assert Rule.objects.live().filter(pk=rule.pk).exists()
    page = browser_for(world.administrator).get(address).content.decode()
    assert "Ended, 1 person would see less" in page


def test_a_categorys_name_and_period(world):
    admin = browser_for(world.administrator)
    category = Category.objects.get(code="speech")
    address = f"/settings/categories/{category.public_id}/"
    admin.post(address, {"which": "category", "name": "Speech", "retention": "birth + 31 years", "owner_role": "senco"})
    category.refresh_from_db()
    assert (category.name, category.retention) == ("Speech and language", "birth + 31 years")
    approvals.answer(PendingChange.objects.get(kind="rename"), by=world.head, agreed=True)
    category.refresh_from_db()
    assert (category.name, category.sensitivity) == ("Speech", "restricted")
    assert admin.post(address, {"which": "category", "name": ""}).status_code == 400


def test_a_role_can_begin_and_end_on_a_day_and_no_mixture_comes_by_a_later_day(world):
    admin, later = browser_for(world.administrator), clock.today() + timedelta(days=20)
    address = f"/account/people/{world.teacher.public_id}/"
    admin.post(address, {"kind": "give_role", "role": "senco", **day(later)})
    approvals.answer(PendingChange.objects.get(kind="give_role"), by=world.head, agreed=True)
    assert Role.SENCO not in roles.held_by(world.teacher)
    assert RoleMembership.objects.get(user=world.teacher, group__name="senco").start == clock.london_day(later)
    assert "SENCO from" in admin.get(address).content.decode()
    admin.post(address, {"kind": "end_role", "role": "teacher", **day(later)})
    assert Role.TEACHER in roles.held_by(world.teacher)
    assert Role.TEACHER not in roles.held_by(world.teacher, clock.london_day(later + timedelta(days=2)))
    newcomer = user()
    roles.give(newcomer, Role.TEACHER, by=None, start=clock.now() + timedelta(days=5))
    with pytest.raises(Refused):
        roles.give(newcomer, Role.ADMINISTRATOR, by=None)


@pytest.mark.requirement("G1")
def test_leaving_ends_everything_at_once_and_hands_on_what_is_open_without_opening_it(world):
    grants.grant(world.record, world.office, by=world.senco)
    KeyWorker.objects.create(user=world.teacher, person=world.child)
    deputies.name(world.head, world.deputy_dsl)
    deputies.name(world.teacher, world.other_teacher)
    draft = world.draft()
    decision = world.decide()
    owned = factories.record("behaviour", world.child, author=world.teacher)
    client = browser_for(world.teacher)
    admin = browser_for(world.administrator)
    admin.post(f"/account/people/{world.teacher.public_id}/", {"kind": "leave"})
    assert client.get("/").status_code == 302
    assert not roles.held_by(world.teacher) and not ClassStaff.objects.live().filter(user=world.teacher).exists()
    assert not KeyWorker.objects.live().exists()
    assert owners.owner_of(Record.objects.get(pk=owned.pk)) == world.head
    told = Notice.objects.get(kind="left_open")
    assert (told.person, told.reference) == (world.dsl, draft.reference)
    page = browser_for(world.dsl).get("/notices/").content.decode()
    assert draft.reference in page and "Somebody left" in page
    slug = draft.reference.replace(" ", "-")
    assert browser_for(world.dsl).get(f"/decisions/{slug}/").status_code == 404
    assert drafts.own(world.dsl, draft.public_id) is None
    leaving.leave(world.office)
    assert visibility.access_to(world.office, world.record) is None
    assert not PassedOn.objects.exists()
    leaving.leave(world.head)
    passed = PassedOn.objects.get(notice__reference=decision.reference)
    assert passed.to is not None and passed.to.person != world.head
    assert draft.author == world.teacher


def test_key_workers_are_named_by_those_who_lead_with_dates(world):
    senco, address = browser_for(world.senco), f"/children/{world.child.public_id}/key-worker/"
    for _ in range(2):
        senco.post(address, {"person": str(world.teacher.public_id)})
    assert KeyWorker.objects.live().get().user == world.teacher
    assert senco.post(address, {"person": str(world.chair.public_id)}).status_code == 400
    senco.post(address, {"end": str(world.teacher.public_id)})
    senco.post(address, {"end": "nonsense"})
    assert not KeyWorker.objects.live().exists() and KeyWorker.objects.count() == 1
    assert browser_for(world.teacher).get(address).status_code == 404
