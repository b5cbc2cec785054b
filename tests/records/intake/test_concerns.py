"""Raising a concern: by anyone, about any child, to whoever has to know, with nothing shown back (R: C0, G6e)."""

from datetime import timedelta
from uuid import uuid4

import pytest

from accounts import deputies, leaving, roles
from accounts.notices import notify
from accounts.notices.models import Notice
from accounts.roles import Role
from core import clock
from records import chronology
from records.intake import concerns
from records.intake.models import Concern
from records.need_to_know import grants, visibility
from records.vault import vault
from tests import factories
from tests.factories import browser_for, child, user
from tests.pages import flat
from tests.sharing.internal.test_giving import day

pytestmark = [pytest.mark.by_turns, pytest.mark.django_db, pytest.mark.requirement("C0")]
SAID = {"about": "Amina Yusuf, 4C", "what": "She said that she is afraid to go home.", "when": "today at lunch"}


def pass_on(by, **more) -> Concern:
    return concerns.pass_on(by=by, once=more.pop("once", uuid4()), **{**SAID, **more})


@pytest.mark.parametrize("role", list(Role))
def test_everyone_passes_a_concern_on_without_a_second_factor_and_reads_nothing_back(world, role):
    raiser = user(role)
    client = browser_for(raiser, fresh=False)
    page = client.get("/concerns/new/")
    assert page.status_code == 200 and "call 999 first" in page.content.decode()
    given = {**SAID, "once": str(uuid4()), "to": "dsl"}
    after = client.post("/concerns/new/", given, follow=True).content.decode()
    concern = Concern.objects.get()
    assert concern.reference in after and SAID["what"] not in after and "Amina" not in after
    if role in (Role.DSL, Role.DEPUTY_DSL, Role.HEADTEACHER):
        return  # they are among those who read it
    assert visibility.access_to(raiser, concern.record) is None
    assert browser_for(raiser).get(f"/concerns/{concern.slug}/").status_code == 404


def test_the_dsl_is_told_at_once_and_reads_it_the_same_form_twice_is_one(world):
    once = uuid4()
    first, second = pass_on(world.teacher, once=once), pass_on(world.teacher, once=once)
    assert first == second and Concern.objects.count() == 1
    notice = Notice.objects.get(person=world.dsl, kind="concern")
    assert notice.reference == first.reference
    page = browser_for(world.dsl).get(f"/concerns/{first.slug}/").content.decode()
    assert SAID["what"] in page and "I have seen this" in page
    browser_for(world.dsl).post(f"/notices/{notice.public_id}/seen/")
    notice.refresh_from_db()
    assert notice.seen


def test_the_page_never_says_whether_a_name_fits_and_is_the_same_for_a_hidden_child(world):
    factories.child("Teasel", "Vetch", into="3A", protected=True)
    pages = []
    for name in ("Teasel Vetch", "Nobody Atall", "Amina Yusuf"):
        client = browser_for(world.other_teacher)
        page = client.post("/concerns/new/", {**SAID, "about": name, "once": str(uuid4()), "to": "dsl"}, follow=True)
        reference = Concern.objects.latest("pk").reference
        pages.append(page.content.decode().replace(reference, "").split("<form", 1)[0] + name[:0])
    assert len(set(pages)) == 1


def test_each_field_says_what_to_do_and_keeps_what_was_typed(world):
    client = browser_for(world.teacher)
    page = client.post("/concerns/new/", {"once": str(uuid4()), "what": "n/a", "to": "teacher"}).content.decode()
    for words in ("Enter who it is about", "Enter when it was", "Write at least a few words", "Select which teacher"):
        assert words in page
    page = client.post("/concerns/new/", {"once": str(uuid4()), **SAID, "about": "", "to": "dsl"}).content.decode()
    assert SAID["what"] in page
    assert client.post("/concerns/new/", {**SAID, "to": "dsl"}).status_code == 400  # no token of the page
    assert (
        client.post("/concerns/new/", {**SAID, "once": "x", "to": "nobody", "what": "\0 two words"}).status_code == 400
    )


@pytest.mark.requirement("C7a")
def test_the_page_asks_which_teacher_under_that_answer_and_says_who_hears_of_it(world):
    page = flat(browser_for(world.teacher).get("/concerns/new/"))
    under = page.partition("The DSL is told as well")[2].partition('value="head"')[0]
    assert 'class="govuk-radios__conditional"' in under and 'name="teacher"' in under
    assert "nobody else at the school is told" in page and page.count('name="teacher"') == 1
    assert "data-keep" in page and "data-no-code" in page and "data-kept" in page


def test_one_about_the_dsl_goes_to_the_headteacher_alone_and_one_about_the_headteacher_to_the_chair(world):
    about_dsl = pass_on(world.teacher, to=concerns.HEAD)
    assert {who.pk for who, _ in visibility.who_can_see(about_dsl.record)} == {world.head.pk}
    about_head = pass_on(world.teacher, to=concerns.CHAIR)
    assert {who.pk for who, _ in visibility.who_can_see(about_head.record)} == {world.chair.pk}
    assert SAID["what"] in browser_for(world.chair).get(f"/concerns/{about_head.slug}/").content.decode()
    head = browser_for(world.head)
    for path in ("/", "/notices/", "/concerns/"):
        assert about_head.reference not in head.get(path).content.decode()
    assert head.get(f"/concerns/{about_head.slug}/").status_code == 404


@pytest.mark.requirement("G6e")
def test_a_volunteer_passes_one_to_the_class_teacher_and_the_dsl_hears_too(world):
    volunteer = user(Role.VOLUNTEER)
    concern = pass_on(volunteer, to=concerns.TEACHER, teacher=world.teacher)
    told = set(Notice.objects.filter(reference=concern.reference).values_list("person", flat=True))
    assert told == {world.teacher.pk, world.dsl.pk}
    assert visibility.access_to(world.teacher, concern.record) and not visibility.access_to(volunteer, concern.record)


def test_a_dsl_who_is_related_to_a_child_of_that_name_is_passed_by(world):
    grants.exclude(world.dsl, by=world.head, person=world.child, reason="Their nephew.")
    concern = pass_on(world.teacher, about="Yusuf amina 4c".replace(" 4c", ""))
    assert Notice.objects.get(kind="concern").person == world.deputy_dsl
    assert visibility.access_to(world.dsl, concern.record) is None
    concerns.about(concern.record, world.child)
    assert visibility.access_to(world.dsl, concern.record) is None


def test_unseen_it_goes_on_and_never_to_whoever_raised_it(world):
    with clock.standing_at(clock.now()) as hands:
        concern = pass_on(world.deputy_dsl)
        hands.move(hours=5)
        notify.pass_on_overdue()
        assert set(Notice.objects.filter(reference=concern.reference).values_list("person", flat=True)) == {
            world.dsl.pk,
            world.head.pk,
        }


def test_saying_whom_it_is_about_puts_it_into_the_chronology_of_those_who_may_see_it(world):
    concern = pass_on(world.teacher, about="the little one")
    dsl = browser_for(world.dsl)
    assert "1 concern passed on" in dsl.get("/").content.decode()
    page = dsl.post(f"/concerns/{concern.slug}/", {"query": "amina"}).content.decode()
    assert "It is about this child" in page
    dsl.post(f"/concerns/{concern.slug}/", {"child": str(world.child.public_id)})
    items = {
        who: [item.title for item in chronology.of(world.child, world.reader(who))]
        for who in (world.dsl, world.teacher)
    }
    assert concern.reference in items[world.dsl] and concern.reference not in items[world.teacher]
    assert concerns.waiting(world.dsl) == []
    assert dsl.post(f"/concerns/{concern.slug}/", {"child": "nonsense"}).status_code == 200


def test_reading_one_is_in_the_log(world):
    concern = pass_on(world.teacher)
    vault.open_record(world.reader(world.dsl), concern.public_id)
    with pytest.raises(vault.NotThere):
        vault.open_record(world.reader(world.teacher), concern.public_id)


@pytest.mark.requirement("G1")
@pytest.mark.parametrize("about", ["Amina", "Amina in 4C", "Amina 4C", "Amina Yusuf (4C)", "the girl Yusuf from 4C"])
def test_whoever_is_kept_from_a_child_gets_no_concern_that_may_be_about_it(world, about):
    from sharing.internal import exclusions

    exclusions.keep_out(world.dsl, world.child, by=world.head, reason="her niece")
    passed = pass_on(world.teacher, about=about)
    assert visibility.access_to(world.dsl, passed.record) is None
    assert not Notice.objects.filter(person=world.dsl, reference=passed.reference).exists()
    assert Notice.objects.filter(person=world.deputy_dsl, reference=passed.reference).exists()


@pytest.mark.parametrize("to", [concerns.DSL, concerns.HEAD, concerns.CHAIR])
def test_somebody_hears_of_each_concern_or_it_says_whom_to_call(world, to):
    """The places before the last are empty: the data protection officer hears; they too: nothing is recorded."""
    for person in (world.dsl, world.deputy_dsl, world.head, world.chair):
        leaving.leave(person)
    passed = pass_on(world.teacher, to=to)
    assert visibility.access_to(world.dpo, passed.record)
    assert Notice.objects.filter(person=world.dpo, reference=passed.reference).exists()
    leaving.leave(world.dpo)
    with pytest.raises(concerns.NobodyHears, match=r"Call .* now: 01632"):
        pass_on(world.teacher, to=to)
    page = browser_for(world.teacher).post("/concerns/new/", {**SAID, "once": str(uuid4()), "to": to})
    assert page.status_code == 400 and "No one here could be told of this" in page.content.decode()
    assert SAID["what"] in page.content.decode() and Concern.objects.count() == 1


def test_a_teacher_who_is_kept_from_a_child_of_that_name_gets_no_concern_about_it(world):
    grants.exclude(world.teacher, by=world.dsl, person=world.child, reason="Her aunt.")
    concern = pass_on(world.other_teacher, to=concerns.TEACHER, teacher=world.teacher)
    assert {notice.person for notice in Notice.objects.all()} == {world.dsl}
    assert browser_for(world.teacher).get(f"/concerns/{concern.slug}/").status_code == 404


def unseen(concern: Concern) -> list:
    """Who is told in the end, after each time that nobody looks."""
    told = []
    for _ in range(4):
        due = Notice.objects.filter(reference=concern.reference).latest("pk")
        told.append(due.person)
        with clock.standing_at(clock.now() + timedelta(days=4 * len(told))):
            notify.pass_on_overdue()
    return list(dict.fromkeys(told))


def test_one_about_the_dsl_never_reaches_them_as_somebodys_deputy(world):
    deputies.name_standing(world.head, world.dsl)
    concern = pass_on(world.other_teacher, to=concerns.HEAD)
    assert unseen(concern) == [world.head]
    unheard = Notice.objects.get(person=world.chair)
    assert unheard.kind == "unheard" and concern.reference not in unheard.reference
    assert browser_for(world.chair).get(f"/concerns/{concern.slug}/").status_code == 404
    for person in (world.dsl, world.deputy_dsl):
        assert browser_for(person).get(f"/concerns/{concern.slug}/").status_code == 404


def told_of(concern: Concern) -> set:
    return {notice.person for notice in Notice.objects.filter(reference=concern.reference)}


def test_who_is_away_is_told_with_their_deputy_but_never_one_whom_it_may_be_about(world):
    deputies.name(world.dsl, world.deputy_dsl, away=True)
    deputies.name(world.head, world.dsl, away=True)
    assert told_of(pass_on(world.other_teacher)) == {world.dsl, world.deputy_dsl}
    assert told_of(pass_on(world.other_teacher, to=concerns.HEAD)) == {world.head}


def test_one_that_the_chair_does_not_look_at_goes_to_the_dpo(world):
    assert unseen(pass_on(world.other_teacher, to=concerns.CHAIR)) == [world.chair, world.dpo]


def test_who_is_kept_from_a_child_of_that_name_stands_in_for_nobody(world):
    grants.exclude(world.deputy_dsl, by=world.dsl, person=world.child, reason="Her aunt.")
    assert world.deputy_dsl not in unseen(pass_on(world.other_teacher))


@pytest.mark.parametrize(
    "about",
    [
        "Amena Yousuf",
        "Aminah Yusuff in 4C",
        "Mina Yousif",
        "Amina and Kofi Mensah, 4C",
        "the girl who sits next to Kofi Mensah, Amina",
        "The youngest of the Yusuf girls",
    ],
)
def test_who_is_kept_from_a_child_gets_no_concern_that_may_name_them_however_it_is_written(world, about):
    child("Kofi", "Mensah")
    grants.exclude(world.dsl, by=world.head, person=world.child, reason="Her niece.")
    concern = pass_on(world.other_teacher, about=about)
    assert Notice.objects.get(reference=concern.reference).person == world.deputy_dsl
    assert browser_for(world.dsl).get(f"/concerns/{concern.slug}/").status_code == 404


def give_to(client, record, **to):
    said = {
        "what": "this",
        "extent": "4",
        "reason": "She has to act on it",
        **day("until", clock.today() + timedelta(days=7)),
        **to,
    }
    return client.post(f"/records/{record.public_id}/give/", said)


def test_the_headteacher_can_open_what_came_to_them_to_the_dsl_and_is_told_no_untruth(world):
    concern = pass_on(world.other_teacher, to=concerns.HEAD)
    head = browser_for(world.head)
    head.post(f"/concerns/{concern.slug}/", {"child": str(world.child.public_id)})
    refused = give_to(head, concern.record, to="role", role="dsl")
    assert refused.status_code == 400 and "No one who holds this role would see it" in refused.content.decode()
    assert give_to(head, concern.record, to="person", person=str(world.dsl.public_id)).status_code == 302
    assert browser_for(world.dsl).get(f"/concerns/{concern.slug}/").status_code == 200
    assert browser_for(world.deputy_dsl).get(f"/concerns/{concern.slug}/").status_code == 404


def test_who_was_kept_out_for_a_name_can_be_let_in_once_it_is_said_that_it_is_another_child(world):
    other = child("Amina", "Jones")
    grants.exclude(world.dsl, by=world.head, person=world.child, reason="Her niece.")
    concern = pass_on(world.other_teacher, about="Amina")
    deputy, whom = browser_for(world.deputy_dsl), {"to": "person", "person": str(world.dsl.public_id)}
    assert give_to(deputy, concern.record, **whom).status_code == 400
    deputy.post(f"/concerns/{concern.slug}/", {"child": str(other.public_id)})
    assert give_to(deputy, concern.record, **whom).status_code == 302
    assert browser_for(world.dsl).get(f"/concerns/{concern.slug}/").status_code == 200
    deputy.post(f"/concerns/{concern.slug}/", {"child": str(world.child.public_id)})
    assert browser_for(world.dsl).get(f"/concerns/{concern.slug}/").status_code == 404


def test_where_the_headteacher_is_the_dsl_the_page_names_the_chair_for_both(world):
    roles.end(world.dsl, Role.DSL)
    roles.give(world.head, Role.DSL, by=None)
    page = browser_for(world.teacher).get("/concerns/new/").content.decode()
    assert "Also when it is about the DSL" not in page and "about the Headteacher, who is the DSL: nobody" in page
