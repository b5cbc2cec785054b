"""What changes a person's power takes two people, or is heard of: decided by its effect, at the one door (R: T4)."""

import ast
from datetime import timedelta
from pathlib import Path

import pytest
from post_office.models import Email

from accounts import approvals, deputies, leaving, power, roles
from accounts.models import ChangeAnswer, PendingChange, User
from accounts.notices.models import Notice
from accounts.power import Effect
from accounts.roles import WATCHING, Role
from core import clock
from core.refusals import Refused
from records.models import Rule
from records.need_to_know import rules
from records.pupils import staff
from records.pupils.models import ClassStaff
from tests.discovery import PRODUCT
from tests.factories import browser_for, user
from tests.pages import flat

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("T4")]
WATCHERS = ("head", "dsl", "deputy_dsl", "dpo", "chair")


def told(change: PendingChange, what: str = "") -> set[User]:
    notices = Notice.objects.filter(reference=change.reference)
    return {one.person for one in (notices.filter(kind=what) if what else notices)}


def role_of(person: User) -> str:
    return next(iter(roles.held_by(person)))


@pytest.mark.parametrize("who", WATCHERS)
@pytest.mark.parametrize("kind", ["end_role", "leave"])
def test_nobody_who_watches_loses_a_role_or_an_account_by_one_persons_word(world, who, kind):
    person = getattr(world, who)
    role = role_of(person)
    assert role in WATCHING
    data = {"kind": kind, "role": role if kind == "end_role" else "", "email": ""}
    browser_for(world.administrator).post(f"/account/people/{person.public_id}/", data)
    person.refresh_from_db()
    assert person.is_active and role in roles.held_by(person), "it waits"
    change = PendingChange.objects.get(person=person)
    assert {person, world.dpo} <= told(change)
    second = world.head if who == "dsl" else world.dsl
    assert second in told(change, "change_asked") and person not in told(change, "change_asked")
    page = flat(browser_for(second).get("/account/changes/"))
    assert person.email in page and world.administrator.full_name in page
    with pytest.raises(Refused):
        approvals.answer(change, by=person, agreed=True)
    approvals.answer(change, by=second, agreed=True)
    person.refresh_from_db()
    assert role not in roles.held_by(person) and person.is_active == (kind == "end_role")
    assert {person, world.dpo} <= told(change, "change_answered")


@pytest.mark.parametrize("who", WATCHERS)
def test_no_rule_of_those_who_watch_ends_by_one_persons_word(world, who):
    person = getattr(world, who)
    for rule in Rule.objects.live().filter(group__name=role_of(person)):
        try:
            change = rules.ask_to_end(rule, by=world.administrator)
        except Refused:
            continue
        rule.refresh_from_db()
        assert change is not None and rule.until == clock.FAR
        assert {person, world.dpo} <= told(change)
        assert person not in approvals.second_persons(change)


def test_a_rule_of_the_dsls_ends_once_the_headteacher_agrees(world):
    rule = next(
        rule
        for rule in Rule.objects.live().filter(group__name="dsl")
        if rule.category.owner_role != "dsl" and rules.may_own(rule.category)
    )
    change = rules.ask_to_end(rule, by=world.administrator)
    assert rules.sentence(rule) in flat(browser_for(world.head).get("/account/changes/"))
    approvals.answer(change, by=world.head, agreed=True)
    rule.refresh_from_db()
    assert rule.until < clock.FAR
    assert rules.sentence(rule) in flat(browser_for(world.dsl).get("/account/changes/")), "she reads what it was"


def test_a_teachers_role_rule_and_class_end_at_once_and_they_hear(world):
    row = ClassStaff.objects.get(user=world.teacher)
    rule = Rule.objects.live().filter(group__name="teacher").first()
    staff.end_with_class(row, by=world.administrator)
    assert rules.ask_to_end(rule, by=world.administrator) is None
    for kind, more in (("end_role", {"role": "teacher"}), ("leave", {})):
        assert approvals.ask(kind, world.teacher, by=world.administrator, **more) is None
    row.refresh_from_db()
    assert row.until <= clock.now() and not roles.held_by(world.teacher) and not world.teacher.is_active
    for change in PendingChange.objects.all():
        assert {world.teacher, world.dpo} <= told(change, "change_done"), change.kind
    page = flat(browser_for(world.dpo).get("/account/changes/"))
    for words in ("Close the account", "End a role: Teacher", "End the time with a class: 4C", rules.sentence(rule)):
        assert words in page
    assert world.teacher.full_name in page and "Done at once by " + world.administrator.full_name in page


def test_a_role_to_come_and_one_that_waits_are_guarded_as_one_that_is_held(world):
    person, tomorrow = user(), clock.now() + timedelta(days=1)
    roles.give(person, Role.DSL, by=None, start=tomorrow)
    for kind, more in (
        ("change_email", {"email": "x@school.test"}),
        ("reset_factor", {}),
        ("end_role", {"role": "dsl"}),
        ("leave", {}),
    ):
        assert approvals.ask(kind, person, by=world.administrator, **more) is not None, kind
    other = user()
    approvals.ask("give_role", other, by=world.administrator, role="dsl")
    assert approvals.ask("change_email", other, by=world.administrator, email="y@school.test") is not None


def test_a_second_administrator_takes_two_people(world):
    assert approvals.ask("give_role", user(), by=world.administrator, role="administrator") is not None


def given(world, person, role="teacher"):
    change = approvals.ask("give_role", person, by=world.administrator, role=role)
    assert change is not None
    return change


@pytest.mark.parametrize(
    "meanwhile",
    [
        lambda person, world: User.objects.filter(pk=person.pk).update(email="other@school.test"),
        lambda person, world: User.objects.filter(pk=person.pk).update(last_name="Other"),
        lambda person, world: Rule.objects.live().filter(group__name="teacher").first().end(),
    ],
    ids=["the address", "the name", "what the role opens"],
)
def test_an_agreement_lapses_when_what_it_was_about_has_changed(world, meanwhile):
    person = user()
    change = given(world, person)
    meanwhile(person, world)
    change = PendingChange.objects.get(pk=change.pk)
    page = browser_for(world.head).post(f"/account/changes/{change.public_id}/", {"word": "yes"}, follow=True)
    assert "has changed since it was asked for. Refuse it, and have it asked for again" in flat(page)
    assert not roles.held_by(person) and not ChangeAnswer.objects.filter(change=change).exists()
    assert not approvals.answer(change, by=world.head, agreed=False).agreed, "it can be refused"


@pytest.mark.parametrize("lost", ["role", "account"])
def test_who_asked_and_may_ask_no_more_changes_nothing(world, lost):
    person = user()
    change = given(world, person)
    if lost == "role":
        roles.end(world.administrator, Role.ADMINISTRATOR)
    else:
        leaving.leave(world.administrator)
    change = PendingChange.objects.get(pk=change.pk)
    with pytest.raises(Refused, match="may not ask for this any more"):
        approvals.answer(change, by=world.head, agreed=True)
    assert not roles.held_by(person)


def test_whose_role_ends_before_they_agree_agrees_to_nothing(world):
    change = given(world, user())
    roles.end(world.head, Role.HEADTEACHER)
    with pytest.raises(Refused):
        approvals.answer(change, by=world.head, agreed=True)


def test_of_two_who_answer_the_second_is_told_who_was_first(world):
    change = given(world, user())
    approvals.answer(change, by=world.dsl, agreed=False)
    page = browser_for(world.head).post(f"/account/changes/{change.public_id}/", {"word": "yes"}, follow=True)
    assert f"refused. {world.dsl.full_name} answered it before you." in flat(page)


def test_where_neither_headteacher_nor_dsl_could_agree_the_deputy_does_and_then_the_chair(world):
    roles.end(world.dsl, Role.DSL)
    change = approvals.ask("leave", world.head, by=world.administrator)
    assert approvals.second_persons(change) == [world.deputy_dsl], "nobody agrees to their own"
    roles.end(world.deputy_dsl, Role.DEPUTY_DSL)
    assert approvals.second_persons(change) == [world.chair]
    approvals.answer(change, by=world.chair, agreed=True)
    world.head.refresh_from_db()
    assert not world.head.is_active


def test_every_kind_of_change_says_what_it_does_to_whom(world):
    for kind, handler in approvals.kinds().items():
        assert handler.effect in Effect and handler.asked_by and handler.label, kind
    assert all(power.takes_two(effect, power.EVERYBODY) for effect in Effect)
    assert not any(power.takes_two(effect, power.NOBODY) for effect in Effect)


DOORS = {
    "roles.give": {"accounts/account_changes.py", "accounts/people.py", "oversight/settings/staff_list.py"},
    "roles.end": {"accounts/account_changes.py"},
    "leaving.leave": {"accounts/account_changes.py"},
    "ways_in.begin_again": {"accounts/account_changes.py", "accounts/roles.py"},
    "ways_in.take_away": {"accounts/account_changes.py", "accounts/leaving.py"},
    "rule.end": {"records/need_to_know/rules.py"},
    "Rule.objects.create": {"records/need_to_know/rules.py", "records/need_to_know/shipped.py"},
    "RoleMembership.objects.create": {"accounts/roles.py"},
}
"""What changes a person's power, and the only files that call it: handlers, first people, and the functions' own."""


def test_what_changes_power_is_called_by_its_door_alone():
    root = Path(power.__file__).parents[1]
    found: dict[str, set[str]] = {name: set() for name in DOORS}
    for path in (path for folder in PRODUCT for path in (root / folder).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and (name := ast.unparse(node.func)) in found:
                found[name].add(path.relative_to(root).as_posix())
    assert found == DOORS


def test_who_is_named_as_a_deputy_hears_and_so_does_the_dpo(world):
    head = browser_for(world.head)
    head.post("/account/away/", {"which": "standing", "standing-deputy": str(world.senco.public_id)})
    assert deputies.deputy_of(world.head) == world.senco
    change = PendingChange.objects.get(kind="name_deputy")
    assert told(change, "change_done") == {world.senco, world.dpo}
    page = flat(browser_for(world.dpo).get("/account/changes/"))
    assert f"for {world.head.full_name}, whenever a notice stays unread" in page and world.senco.full_name in page


@pytest.mark.parametrize("kind", ["change_email", "reset_factor"])
def test_a_volunteer_whose_way_in_was_changed_hears_where_they_were_reached(world, kind):
    person = user(Role.VOLUNTEER)
    before = person.email
    assert approvals.ask(kind, person, by=world.administrator, email="new@school.test") is None
    change = PendingChange.objects.get(person=person)
    assert told(change, "change_done") == {person, world.dpo}
    assert Email.objects.filter(to=before, subject__contains=change.reference).exists()
