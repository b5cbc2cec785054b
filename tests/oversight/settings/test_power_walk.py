"""Whatever an Administrator sends, alone or with an accomplice, gives nobody more power and takes none from those who
watch, unless a second person agreed; those concerned and the DPO hear (R: T4, G1)."""

from collections.abc import Iterable

import pytest

from accounts import approvals
from accounts.models import PendingChange
from core.refusals import Refused
from tests import power
from tests.conftest import LONG, looked_at_and_undone
from tests.factories import browser_for
from tests.power import ACCOMPLICES, Post, Power, untold, wrong

pytestmark = [pytest.mark.by_turns, pytest.mark.django_db, pytest.mark.requirement("T4", "G1")]
NORMAL = 3
"""Of each kind of form as many in a normal run, from the first to the last."""


@pytest.fixture
def ground(world):
    return power.grow(world)


def some(rows: Iterable[Post]) -> list[Post]:
    """All in the long run; else some of each kind of form."""
    if LONG:
        return list(rows)
    kinds: dict[object, list[Post]] = {}
    for path, data in rows:
        kinds.setdefault(data.get("kind", data.get("which")), []).append((path, data))
    return [post for found in kinds.values() for post in found[:: max(1, len(found) // NORMAL)]]


def test_every_url_to_which_an_administrator_can_send_something_has_a_case():
    """A new one without a case fails: say what can be sent there in the nearest power_cases.py."""
    posts, own = power.posts().keys(), power.own().keys()
    assert not posts & own
    assert posts | own == power.to_post()


@pytest.mark.parametrize("name", sorted(power.posts()))
def test_alone_an_administrator_gives_nobody_power_and_takes_none_from_those_who_watch(ground, name):
    rows = some(power.posts()[name](ground))
    client, before = browser_for(ground.administrator), Power(ground)
    acted = 0
    for path, data in rows:
        with looked_at_and_undone():
            answer = client.post(path, data)
            assert answer.status_code in (200, 302, 400, 403, 404), (path, data)
            acted += answer.status_code == 302
            changes = list(PendingChange.objects.all())
            assert not wrong(before, Power(ground, before.records), ground), (path, data)
            assert not [line for change in changes for line in untold(change) if was_heard_of(change)], (path, data)
    assert acted or name in ("directory:purpose", "child:find"), f"no data for {name} is valid"


def was_heard_of(change: PendingChange) -> bool:
    """All but a role that opens nothing and is given at once."""
    return not hasattr(change, "answer") or approvals.kinds()[change.kind].effect != "widens"


def test_with_accomplices_an_administrator_gets_no_further(ground):
    """All that can be sent, one after the other; then each accomplice sends all that might help them."""
    accomplices, before = [getattr(ground, who) for who in ACCOMPLICES], Power(ground)
    spared = {f"/account/people/{one.public_id}/" for one in (*accomplices, ground.administrator)}
    admin = browser_for(ground.administrator)
    for of in power.posts().values():
        for path, data in some(of(ground)):
            if path not in spared or data["kind"] == "give_role":
                admin.post(path, data)
    assert not wrong(before, Power(ground, before.records), ground), "before anybody helps"
    for accomplice in accomplices:
        client = browser_for(accomplice)
        for path, data in power.press(ground, accomplice):
            assert client.post(path, data).status_code in (302, 400, 403, 404), path
        assert not wrong(before, Power(ground, before.records), ground), accomplice


@pytest.mark.parametrize("name", sorted(power.posts()))
def test_what_a_second_person_agrees_to_is_told_to_those_concerned_and_the_dpo(ground, name):
    client = browser_for(ground.administrator)
    for path, data in some(power.posts()[name](ground)):
        with looked_at_and_undone():
            client.post(path, data)
            for change in PendingChange.objects.filter(answer=None):
                seconds = approvals.second_persons(change)
                assert seconds and ground.administrator not in seconds, data
                if change.kind == "staff_list":
                    continue  # approved line by line on its own page: its own tests
                try:
                    approvals.answer(change, by=seconds[0], agreed=True)
                except Refused:
                    continue
                assert not untold(PendingChange.objects.get(pk=change.pk)), (path, data)
                for reader in (seconds[0], *approvals.concerned(change)[:1], ground.dpo):
                    if reader.is_active:
                        known = approvals.known_to(reader, change.asked_at.replace(year=2000))
                        assert change in known, (change.kind, reader)
