"""Somebody hears of every share, whoever is missing, kept out or ticked; or it is not recorded (R: C7, C7a)."""

import re

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from accounts import deputies
from accounts.models import RoleMembership
from accounts.notices.models import Notice
from accounts.roles import Role
from core import clock
from records.need_to_know import grants, visibility
from sharing.decisions import audience, recording
from sharing.decisions.audience import NobodyHears
from sharing.decisions.facts import NotComplete
from sharing.decisions.models import ShareDecision
from sharing.questionnaire.danger import Danger, record_danger
from sharing.questionnaire.facts import of_context
from tests.conftest import LONG, looked_at_and_undone
from tests.sharing.unshared import not_shared

pytestmark = [pytest.mark.django_db, pytest.mark.by_turns, pytest.mark.requirement("C7", "C7a")]
WATCH = ("head", "dsl", "deputy_dsl", "chair", "dpo")
ROLES = dict(zip(WATCH, (Role.HEADTEACHER, Role.DSL, Role.DEPUTY_DSL, Role.CHAIR, Role.DPO), strict=True))
some = st.sets(st.sampled_from(WATCH))


def arrange(world, vacant, excluded, deputy) -> None:
    for name in vacant:
        for row in RoleMembership.objects.live().filter(user=getattr(world, name), group__name=ROLES[name]):
            row.end()
    for name in excluded:
        grants.exclude(getattr(world, name), by=world.dsl, person=world.child, reason="her own child")
    if deputy:
        deputies.name(world.head, getattr(world, deputy))


def check(world, record, told) -> None:
    """Either at least one person was told and can open it, or nothing stands and it was said whom to ask."""
    before = ShareDecision.objects.count()
    try:
        decision = record()
    except NobodyHears as refused:
        assert ShareDecision.objects.count() == before and not Notice.objects.exists()
        assert re.search(r"(Ask \w+ \w+ \(|LADO)", str(refused)), str(refused)
        return
    hearing = [one.person for one in Notice.objects.filter(reference=decision.reference).select_related("person")]
    able = [one for one in hearing if one.is_active and visibility.access_to(one, decision.record)]
    assert set(able) - {decision.decided_by}, (hearing, told)
    assert set(hearing) == set(able), "nobody is told of what they cannot open"


@settings(
    max_examples=250 if LONG else 20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    author=st.sampled_from(("teacher", "head", "dsl", "dpo", "senco")),
    vacant=some,
    excluded=some,
    ticked=some,
    deputy=st.sampled_from(("", "senco", "deputy_dsl", "chair")),
    harm=st.sampled_from(("no", "yes")),
    shares=st.booleans(),
)
@example(author="head", vacant=set(), excluded=set(), ticked={"chair", "senco"}, deputy="senco", harm="no", shares=True)
@example(author="teacher", vacant=set(), excluded={"head"}, ticked={"chair", "dpo"}, deputy="", harm="no", shares=True)
@example(author="teacher", vacant={"head"}, excluded=set(), ticked={"chair"}, deputy="", harm="no", shares=True)
@example(author="dpo", vacant={"head"}, excluded=set(), ticked={"chair"}, deputy="", harm="no", shares=True)
@example(author="teacher", vacant=set(WATCH), excluded=set(), ticked=set(), deputy="", harm="yes", shares=True)
@example(author="head", vacant={"dsl"}, excluded=set(), ticked=set(WATCH), deputy="", harm="yes", shares=False)
def test_of_every_recorded_decision_somebody_hears_who_can_open_it(
    world, author, vacant, excluded, ticked, deputy, harm, shares
):
    with looked_at_and_undone():
        by = getattr(world, author)
        grants.grant(world.record, by, by=world.dsl)
        arrange(world, vacant - {author}, excluded - {author}, deputy)
        # Not every author may see the contacts: each types who was told.
        told = {**world.answers()["telling"], "people": ["someone_else"], "other": "Her mother"}
        changed = {"safe": {"harm": harm}, "telling": told}
        if harm == "yes":
            changed["adult"] = {"adult": "no"}
        if ticked - {author}:
            keep = [str(getattr(world, name).public_id) for name in sorted(ticked - {author})]
            changed["keep-from"] = {"people": keep}
        if not shares:
            changed |= not_shared(why=["too_much"], reasons="The family is private.", category="")
        context = world.context(world.draft(by, **changed))

        def record() -> ShareDecision:
            try:
                return recording.record(of_context(context))
            except NotComplete as missing:
                assert missing.steps == ["keep-from"], missing.steps
                raise NobodyHears(
                    audience.nobody_hears(by, context.subjects.people, context.safety.withheld)
                ) from missing

        check(world, record, audience.who_hears(by, context.subjects.people, context.safety.withheld, harm == "yes"))


@settings(
    max_examples=150 if LONG else 10,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(author=st.sampled_from(("teacher", "head", "dsl")), vacant=some, excluded=some, ticked=some)
@example(author="head", vacant={"deputy_dsl"}, excluded={"dsl"}, ticked={"chair", "dpo"})
@example(author="teacher", vacant=set(WATCH), excluded=set(), ticked=set())
def test_of_every_danger_entry_too(world, author, vacant, excluded, ticked):
    with looked_at_and_undone():
        by = getattr(world, author)
        arrange(world, vacant - {author}, excluded - {author}, "")
        keep = [getattr(world, name) for name in sorted(ticked - {author})]
        said = Danger(world.child, "amina", ["social_care"], "", "She is afraid to go home.", clock.now(), keep)
        once = "7d444840-9dc0-11d1-b245-5ffdce74fad2"
        check(world, lambda: record_danger(by, said, once), audience.who_hears(by, [world.child], keep, True))
