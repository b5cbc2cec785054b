"""Every URL of the table, for every role: what is refused looks like what is not there (R: G1, T1, T4).

What each URL is stands in the `walk_cases.py` of its subject's tests (`tests/walking.py` says how).
"""

import pickle
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts import roles
from accounts.roles import Role
from core import clock
from core.audit.models import Entry
from records.models import Record
from records.pupils.models import Household, HouseholdMember, Person
from tests.conftest import BY_TURNS, LONG, has_its_turn, looked_at_and_undone
from tests.factories import browser_for, masked, user
from tests.walking import (
    Action,
    Addresses,
    Fresh,
    Gives,
    Gone,
    Object,
    Open,
    Page,
    Wrong,
    addresses,
    cases,
    first_difference,
    methods,
    names,
    people,
    statements,
    views,
    walked,
)

pytestmark = [pytest.mark.django_db]
OTHERS = (Role.SUPPORT, Role.HEALTH, Role.VOLUNTEER, Role.GOVERNOR)
"""Roles that nobody holds in the world."""
TOKEN = "Tok7qx"
"""Planted in personal facts: names on the roll are none."""
SIGN_IN, FACTOR = "/account/sign-in/", "/account/factor/again/"


def test_every_url_of_the_table_has_its_case():
    assert not (without := sorted(names() - cases().keys())), f"no case in any walk_cases.py: {without}"


def test_every_case_is_of_a_url_of_the_table():
    assert not (left := sorted(cases().keys() - names())), f"no such URL: {left}"


def walked_here(name: str, who: str) -> bool:
    """In the daily run each pair of a page and a person is walked on one of the two databases."""
    return not BY_TURNS or has_its_turn(f"{name} {who}", shares=2)


@pytest.fixture(scope="module")
def ground(stage) -> tuple[bytes, Addresses]:
    """A world with a thing behind every address, and the addresses: the tests of this file all begin with it. A token
    is planted in personal facts of a child and of a parent."""
    home = Household.objects.create(lines=f"1 {TOKEN} Lane", plain=f"1 {TOKEN} lane".lower())
    for person in (stage.child, stage.mother):
        HouseholdMember.objects.create(household=home, person=person)
        person.email, person.telephone, person.middle_names = f"{TOKEN}@home.example", TOKEN, TOKEN
        person.save()
    stage.mother.given_name = f"Hodan {TOKEN}"
    stage.mother.save()
    table = addresses(stage)
    return pickle.dumps(stage), table


@pytest.fixture
def world(db, ground):
    return pickle.loads(ground[0])


@pytest.fixture
def table(ground) -> Addresses:
    return ground[1]


@dataclass
class Walked:
    """What somebody got at an address: there, and where there is nothing."""

    case: Object
    who: str
    answer: tuple[Any, ...] = ()
    left: int = 0
    nowhere: tuple[Any, ...] = ()
    shapes: tuple[list[str], ...] = ()
    refusals: int = 0
    other_way: tuple[tuple[Any, ...], ...] = ()
    unlogged: bool = False
    """Whether it shows a personal fact, and no entry names the person or a record about them."""

    @property
    def name(self) -> str:
        return self.case.name

    @property
    def headers(self) -> dict[str, str]:
        return dict(self.answer[1])

    @property
    def entitled(self) -> bool:
        return self.who in self.case.entitled

    @property
    def refused(self) -> bool:
        """Whether it is not to be there for them."""
        return not self.entitled and not self.case.public


@pytest.fixture(scope="module")
def walk(ground) -> list[Walked]:
    """Every address, for everybody, once: one client a person."""
    world, table = pickle.loads(ground[0]), ground[1]
    found, warm = [], set()
    # The clock stands: a session notes twice a minute that somebody is here, and that would be a difference.
    with looked_at_and_undone(), clock.standing_at(clock.now()):
        everybody = people(world) | {role.value: user(role) for role in OTHERS}
        clients = {who: browser_for(person) for who, person in everybody.items()}
        for client in clients.values():
            client.get("/hidden/")  # the session notes once that somebody is here
        for name, case in walked(Object).items():
            for number, (who, client) in enumerate(clients.items()):
                if not walked_here(name, who):
                    continue
                one = Walked(case, who)
                if one.refused and name not in warm:  # what a process looks up once, such as a table's number
                    warm.add(name)
                    getattr(client, case.method)(table[name][1])
                visit(client, one, table[name], both_ways=LONG or (len(name) + number) % 5 == 0)
                if case.method == "post" and not one.refused:
                    client.get("/nonsense/")  # the next page says what was done: not one that is compared
                found.append(one)
    return found


def visit(client: Client, one: Walked, address: tuple[str, str], *, both_ways: bool) -> None:
    """Go to an address, and where it is refused to the same address with nothing there; note what came of it.
    `both_ways`: where it is refused, with the other method too."""
    case, before = one.case, left_and_refused()
    last = Entry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    shapes, answers = [], []
    for at in address if one.refused else address[:1]:
        with statements() as asked:
            answers.append(masked(getattr(client, case.method)(at)))
        shapes.append(asked)
    one.answer, one.shapes = answers[0], tuple(shapes)
    if TOKEN.encode() in answers[0][2]:
        planted = Person.objects.filter(email__contains=TOKEN)
        about = {str(key) for (key,) in planted.values_list("public_id")}
        about |= {str(key) for (key,) in Record.objects.filter(subjects__person__in=planted).values_list("public_id")}
        one.unlogged = not Entry.objects.filter(pk__gt=last, object_pk__in=about).exists()
    one.left, one.refusals = (now - then for now, then in zip(left_and_refused(), before, strict=True))
    if one.refused:
        one.nowhere = answers[1]
        if both_ways and not case.begins:
            other = "post" if case.method == "get" else "get"
            one.other_way = tuple(masked(getattr(client, other)(at)) for at in address)


def left_and_refused() -> tuple[int, int]:
    """How much has left the school, and how often somebody was turned away."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT COUNT(*) FROM disclosures_disclosure), "
            "(SELECT COUNT(*) FROM audit_entry WHERE action = %s)",
            [Entry.Action.REFUSED],
        )
        return cursor.fetchone()


@pytest.mark.requirement("G1")
def test_objects_open_to_the_entitled_and_are_not_there_for_all_others(world, table, walk):
    objects = walked(Object)
    assert set(table) == set(objects) == {one.name for one in walk}
    everybody, wrong = people(world).keys() | {role.value for role in OTHERS}, Wrong()
    for name, case in objects.items():
        strangers = (case.entitled | case.aware) - everybody
        wrong.unless(not strangers, name, ", ".join(sorted(strangers)), "people who are walked", "nobody of that name")
    for one in walk:
        if one.refused:
            refused(one, wrong)
        else:
            status, right = one.answer[0], (200, 302) if one.entitled else (403,)
            wrong.unless(status in right, one.name, one.who, " or ".join(map(str, right)), status)
    wrong.none()


def refused(one: Walked, wrong: Wrong) -> None:
    """What is refused is answered as what is not there is, whatever the method, and counted as a refusal."""
    name, who, status = one.name, one.who, one.answer[0]
    wrong.unless(status == 404, name, who, 404, status)
    wrong.unless(one.answer == one.nowhere, name, who, f"what is where nothing is ({one.nowhere[0]})", status)
    if one.other_way:
        there, nowhere = one.other_way
        right = there == nowhere and there[0] in (404, 405)
        wrong.unless(right, name, who, f"404 or 405 by the other method, as where nothing is ({nowhere[0]})", there[0])
    if who in one.case.aware:
        return  # they may know that it exists
    same = one.shapes[0] == one.shapes[1]
    wrong.unless(same, name, who, "the statements of what is not there", first_difference(*one.shapes))
    wrong.unless(one.refusals == 2, name, who, "2 refusals in the log", one.refusals)


@pytest.mark.requirement("T1")
def test_no_page_shows_a_personal_fact_without_an_entry_that_names_the_person(walk):
    shown = [one for one in walk if TOKEN.encode() in one.answer[2]]
    assert shown or "child:child" not in walked(Object), "the token is on the child's page at least"
    wrong = Wrong()
    for one in shown:
        wrong.unless(not one.unlogged, one.name, one.who, "an entry that names the person", "none")
    wrong.none()


@pytest.mark.requirement("C8")
def test_nothing_but_pages_comes_out_any_other_way_than_the_one_way_out(walk):
    """What is not a page (or the school's own colour, or a script's answer) has left its sealed copy behind."""
    wrong = Wrong()
    for one in walk:
        kind, gives = one.headers["Content-Type"], one.case.gives
        page = kind.startswith("text/html")
        if gives == Gives.PICTURE and not page:
            wrong.unless(kind == "image/png", one.name, one.who, "image/png", kind)
            shown = one.headers["Content-Disposition"]
            wrong.unless(shown == "inline", one.name, one.who, "a picture inline", shown)
            page = True
        copies = 0 if page or gives == Gives.COPY else 1
        wrong.unless(one.left == copies, one.name, one.who, f"{copies} copies kept of what left", one.left)
        wrong.unless(page or gives in (Gives.FILE, Gives.COPY), one.name, one.who, "a page", kind)
    wrong.none()


@pytest.mark.by_turns
@pytest.mark.requirement("G2")
def test_a_stale_second_factor_is_asked_before_anything_is_looked_up(world, table):
    client, wrong = browser_for(world.teacher, fresh=False), Wrong()
    for name, case in walked(Object).items():
        if case.stale:
            continue
        for address in table[name]:
            answer = getattr(client, case.method)(address)
            leads, follows = answer.headers.get("Location", ""), address.replace("/", "%2F")
            leads, unsent = leads.removesuffix("&unsent=yes"), leads.endswith("&unsent=yes")
            right = answer.status_code == 302 and leads.startswith(f"{FACTOR}?next=") and leads.endswith(follows)
            right = right and unsent == (case.method == "post")
            wrong.unless(right, name, "the teacher", f"302 {FACTOR}?next={follows}", f"{answer.status_code} {leads}")
    wrong.none()


@pytest.mark.by_turns
@pytest.mark.requirement("G2")
@pytest.mark.requirement("T4")
def test_what_leaves_and_what_gives_power_asks_for_a_factor_shown_lately(world, table):
    """A new page of either kind says so in its case."""
    told = {name: case.fresh for name, case in cases().items() if isinstance(case, Page | Action | Object)}
    wrong = Wrong()
    for name, view in views().items():
        asks = getattr(view, "asks", "") == "lately"
        said = isinstance(told.get(name), Fresh)
        wrong.unless(asks == said, name, "everybody", f"in its case that it asks lately: {asks}", said)
    client = browser_for(world.head)
    session = client.session
    session["account_authentication_methods"][0]["at"] -= 40 * 60
    session.save()
    for name, case in walked(Object).items():
        if case.fresh:
            method = "post" if "POST" in methods(views()[name]) else "get"
            answer = getattr(client, method)(table[name][0])
            leads = answer.headers.get("Location", "")
            right = answer.status_code == 302 and leads.startswith(FACTOR)
            wrong.unless(right, name, "the Headteacher", f"302 {FACTOR}", f"{answer.status_code} {leads}")
    wrong.none()


@pytest.mark.by_turns
@pytest.mark.requirement("T4")
@pytest.mark.parametrize("role", list(Role))
def test_pages_without_an_object_for_each_role(role):
    client, wrong = browser_for(user(role)), Wrong()
    for name, case in (walked(Page) | walked(Action)).items():
        if case.roles is None and not (isinstance(case, Page) and case.each_role):
            continue
        status = getattr(client, "get" if isinstance(case, Page) else "post")(reverse(name)).status_code
        right = 200 if case.roles is None or role in case.roles else 403
        wrong.unless(status == right, name, role.value, right, status)
    wrong.none()


@pytest.mark.by_turns
def test_signed_out_people_get_the_sign_in_page_for_everything_else(table):
    wrong = Wrong()
    paths = [(name, case.method, table[name][0]) for name, case in walked(Object).items()]
    for name, method, path in paths + [(name, "get", reverse(name)) for name in walked(Page)]:
        answer = getattr(Client(), method)(path)
        leads = answer.headers.get("Location", "")
        right = answer.status_code == 302 and leads.startswith(SIGN_IN)
        wrong.unless(right, name, "signed out", f"302 {SIGN_IN}", f"{answer.status_code} {leads}")
    wrong.none()


@pytest.mark.by_turns
def test_what_is_open_asks_nobody_to_sign_in_and_what_is_offered_to_nobody_is_not_there(db):
    wrong, inside = Wrong(), browser_for(user(Role.TEACHER))
    for name, case in walked(Open).items():
        if not case.needs:
            answer = Client().get(reverse(name))
            leads = answer.headers.get("Location", "")
            right = answer.status_code in (200, 302) and "next=" not in leads
            wrong.unless(right, name, "signed out", "no way to the sign-in page", f"{answer.status_code} {leads}")
    for name in walked(Gone):
        for who, client in (("signed out", Client()), ("a teacher", inside)):
            for method in ("get", "post"):
                status = getattr(client, method)(reverse(name)).status_code
                wrong.unless(status == 404, name, who, 404, status)
    wrong.none()


@pytest.mark.by_turns
@pytest.mark.requirement("G2")
def test_every_page_is_no_store_and_under_the_policy(world):
    client, wrong = browser_for(world.teacher), Wrong()
    exactly = {"Cache-Control": "no-store", "X-Frame-Options": "DENY", "X-Content-Type-Options": "nosniff"}
    for path in ("/", f"/records/{world.record.public_id}/", "/nonsense/", "/account/sign-in/"):
        headers = client.get(path).headers
        for header, said in exactly.items():
            wrong.unless(headers.get(header) == said, path, header, said, headers.get(header))
        policy = headers.get("Content-Security-Policy", "")
        right = "default-src 'none'" in policy and "unsafe" not in policy
        wrong.unless(right, path, "Content-Security-Policy", "default-src 'none' and nothing unsafe", policy)
    wrong.none()


@pytest.mark.by_turns
def test_a_get_changes_nothing_but_the_log(world, table):
    from django.apps import apps

    client, wrong = browser_for(world.teacher), Wrong()
    changing = {"audit.entry", "audit.pending", "accounts.session"}
    models = [model for model in apps.get_models() if model._meta.label_lower not in changing]

    def counts() -> dict[str, int]:
        return {model._meta.label: model._default_manager.count() for model in models}

    def get(*looked_at: str) -> dict[str, int]:
        for name in looked_at:
            for address in table[name]:
                client.get(address)
        return counts()

    before = counts()
    if get(*table) != before:  # only then is it asked which of them it was
        before = counts()
        for name in table:
            after = get(name)
            wrong.unless(after == before, name, "the teacher", "the same rows", sorted(after.items() - before.items()))
            before = after
        wrong.unless(False, "all together", "the teacher", "the same rows", "others after the first look")
    wrong.none()


@pytest.mark.requirement("G1")
def test_before_somebody_is_fit_to_work_an_address_tells_nothing(world, table):
    """Signed out, role ended, no undertaking, no factor, stale factor: the answer depends on the state alone."""
    ended, wrong = user(Role.HEADTEACHER), Wrong()
    clients = {
        "signed out": Client(),
        "role ended": browser_for(ended),
        "stale": browser_for(world.head, fresh=False),
        "no undertaking": browser_for(user(Role.HEADTEACHER, accepted=False)),
        "no factor": browser_for(user(Role.HEADTEACHER, factor=False)),
    }
    roles.end(ended, Role.HEADTEACHER)
    hidden = {name: case for name, case in sorted(walked(Object).items()) if not case.public}
    for name in list(hidden) if LONG else list(hidden)[::5]:
        for state, client in clients.items():
            if state == "stale" and hidden[name].stale and "head" in hidden[name].entitled:
                continue
            for method in ("get", "post"):
                answers = []
                for address in table[name]:
                    if state == "role ended":
                        client = browser_for(ended)
                    answers.append(plain(getattr(client, method)(address), address))
                there, nowhere = answers
                right = there == nowhere and there[0] != 200
                wrong.unless(right, f"{name} by {method}", state, f"the same as {nowhere[0]}, and not 200", there[0])
    wrong.none()


def plain(answer: Any, address: str) -> tuple[Any, ...]:
    """A response without the address that was asked for."""
    status, headers, body = masked(answer)
    headers = [(key, value.replace(address, "").replace(quote(address, ""), "")) for key, value in headers]
    return status, headers, body.replace(address.encode(), b"")
