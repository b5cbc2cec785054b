"""The Headteacher cannot share anything of which nobody would hear; the page says whom to ask (R: C7)."""

import pytest
from playwright.sync_api import expect

from accounts import roles
from accounts.notices.models import Notice
from accounts.roles import Role
from sharing.decisions.models import ShareDecision
from tests.browser.conftest import clean, follow

pytestmark = [pytest.mark.browser, pytest.mark.by_turns, pytest.mark.django_db(transaction=True)]


@pytest.mark.requirement("C7")
def test_the_headteacher_tries_to_share_without_anybody_hearing_and_is_told_whom_to_ask(desk, world):
    roles.end(world.deputy_dsl, Role.DEPUTY_DSL)
    roles.end(world.dpo, Role.DPO)
    draft = world.draft(world.head)
    page = desk.sit(world.head, at=f"/decisions/draft/{draft.public_id}/keep-from/")
    page.get_by_label(f"{world.dsl.full_name}, DSL").check()
    follow(page.get_by_role("button", name="Continue", exact=True))
    expect(page.get_by_text("No one would be told of this").first).to_be_visible()
    expect(page.get_by_text(f"Ask {world.chair.short_name} (Chair of governors) what to do").first).to_be_visible()
    clean(page)
    assert not ShareDecision.objects.exists() and not Notice.objects.exists()

    page.get_by_label(f"{world.dsl.full_name}, DSL").uncheck()
    follow(page.get_by_role("button", name="Continue", exact=True))
    page.goto(f"{desk.address}/decisions/draft/{draft.public_id}/check/")
    follow(page.get_by_role("button", name="Record this decision"))
    expect(page.get_by_text(f"{world.dsl.full_name} has been told").first).to_be_visible()
    assert Notice.objects.get().person == world.dsl
