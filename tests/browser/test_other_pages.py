"""axe on the pages that one sees seldom: factors, corrections, harm, and when something went wrong."""

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from playwright.sync_api import expect

from accounts import invitations
from core import clock
from sharing.decisions import drafts
from tests.browser.conftest import clean, follow
from tests.factories import browser_for, user

pytestmark = [pytest.mark.browser, pytest.mark.daily("postgresql"), pytest.mark.django_db(transaction=True)]


def test_axe_finds_nothing_on_factor_correction_and_harm_pages(desk, world):
    look = desk.look
    decision = world.decide(safe={"harm": "yes"}, adult={"adult": "no", "who": None})
    slug = decision.reference.replace(" ", "-")
    teacher = desk.sit(world.teacher, at="")
    for path in (f"/decisions/{slug}/", f"/decisions/{slug}/recorded/", f"/decisions/{slug}/correct/"):
        look(teacher, path)
    head = desk.sit(world.head, at="")
    look(head, f"/decisions/{slug}/ask/")
    head.get_by_label("Your question").fill("Did the mother see it?")
    follow(head.get_by_role("button", name="Send question"))
    look(teacher, f"/decisions/{slug}/")
    follow(teacher.get_by_role("link", name="Answer this question"))
    look(teacher, teacher.url.removeprefix(desk.address))
    look(teacher, "/account/factor/again/?next=/")
    newcomer = desk.sit(user("teacher", factor=False), at="")
    for path in ("/account/factor/", "/account/factor/app/"):
        look(newcomer, path)
    look(desk.page(), invitations.password_link(world.teacher).split("8000", 1)[1])
    look(desk.page(), "/account/password/new/1-nonsense/")
    look(desk.page(), "/account/password/set/")
    waiting = world.draft(safe={"harm": "yes"}, adult={"adult": "no", "who": None})
    from sharing.decisions import harm_notices

    harm_notices.tell(waiting, [world.child], [])
    dsl = desk.sit(world.dsl, at="")
    look(dsl, f"/decisions/{waiting.reference.replace(' ', '-')}/")
    expect(dsl.get_by_text("A concern about harm is being recorded")).to_be_visible()
    admin = browser_for(world.administrator)
    admin.post(f"/account/people/{world.teacher.public_id}/", {"kind": "reset_factor"})
    look(dsl, "/account/changes/")
    look(dsl, "/notices/")


def test_axe_finds_nothing_on_the_dashboard_and_its_figures_lead_to_their_rows(desk, world):
    world.decide()
    head = desk.sit(world.head)
    follow(head.get_by_role("link", name="Information sharing"))
    clean(head)
    follow(head.get_by_role("link", name="Shared in part: show them", exact=False).first)
    expect(head.get_by_role("heading", name="1 decision")).to_be_visible()
    head.get_by_text("Filter", exact=True).click()
    head.get_by_label("Organisation", exact=True).select_option(label="LADO")
    follow(head.get_by_role("button", name="Show", exact=True))
    expect(head.get_by_text("No decisions match. Remove a filter.")).to_be_visible()
    clean(head)


@pytest.mark.parametrize("step", ["override", "why-not", "not-told", "about"])
def test_axe_finds_nothing_on_the_branches_of_the_flow(desk, world, step):
    changed = {
        "override": {"family": world.said("refused", "told")},
        "why-not": {"decide": {"outcome": "no_share"}},
        "not-told": {"family": world.said("not_told", "agreed")},
        "about": {},
    }[step]
    draft = drafts.start(world.teacher) if step == "about" else world.draft(**changed)
    teacher = desk.sit(world.teacher, width=320, at=f"/decisions/draft/{draft.public_id}/{step}/")
    assert f"/{step}/" in teacher.url
    clean(teacher)
    follow(teacher.get_by_role("button", name="Continue", exact=True))
    teacher.get_by_role("heading", name="There is a problem").wait_for()
    clean(teacher)


@pytest.mark.parametrize(
    "template", ["403_csrf.html", "403.html", "404.html", "429.html", "500.html", "cannot_show.html"]
)
def test_axe_finds_nothing_on_the_pages_for_when_something_went_wrong(desk, world, template):
    request = RequestFactory().get("/")
    request.user = world.teacher
    page = desk.page()
    page.goto(desk.address + "/hidden/")
    page.set_content(render_to_string(template, {"at": clock.now(), "number": "abc", "log": True}, request))
    clean(page)
    desk.wrong.clear()  # its scripts and styles have no address of their own here
