"""Where an agency is reached, and by which numbers the school is helped, change by two people's word (R: T4, C13)."""

from datetime import time, timedelta

import pytest

from accounts import approvals
from accounts.models import PendingChange
from accounts.notices.models import Notice
from core import clock
from core.models import School
from core.refusals import Refused
from sharing.directory.models import AgencyContact
from tests.factories import browser_for
from tests.pages import flat

pytestmark = [pytest.mark.by_turns, pytest.mark.django_db, pytest.mark.requirement("T4", "C13")]


def posted(contact: AgencyContact, **changed: str) -> dict[str, str]:
    own = {name: getattr(contact, name) for name in ("name", "role", "address", "channel")}
    flags = {name: "on" for name in ("usual", "active") if getattr(contact, name)}
    return {**own, **flags, **changed}


def page_of(contact: AgencyContact) -> str:
    return f"/decisions/agencies/contact/{contact.public_id}/"


def asked(kind: str = "agency_contact") -> PendingChange:
    return PendingChange.objects.get(kind=kind, answer=None)


@pytest.mark.parametrize("who", ["administrator", "dpo"])
def test_nobody_alone_changes_where_an_agency_is_reached(world, who):
    keeper, old = browser_for(getattr(world, who)), world.contact.address
    data = posted(world.contact, address="mallory@elsewhere.test", checked="on")
    page = flat(keeper.post(page_of(world.contact), data, follow=True))
    for words in ("mallory@elsewhere.test", f"until now {old}", "waits for"):
        assert words in page
    world.contact.refresh_from_db()
    assert world.contact.address == old and world.contact.checked_on != clock.today(), "the old one stands"
    told = set(Notice.objects.filter(reference=asked().reference).values_list("person", flat=True))
    assert {world.head.pk, world.dsl.pk} <= told and (who == "dpo" or world.dpo.pk in told)
    waits = flat(browser_for(world.head).get("/account/changes/"))
    assert "mallory@elsewhere.test" in waits and f"until now {old}" in waits and getattr(world, who).full_name in waits
    with pytest.raises(Refused):
        approvals.answer(asked(), by=getattr(world, who), agreed=True)
    change = asked()
    approvals.answer(change, by=world.head, agreed=True)
    world.contact.refresh_from_db()
    assert world.contact.address == "mallory@elsewhere.test" and world.contact.checked_on == clock.today()
    assert Notice.objects.filter(reference=change.reference, kind="change_answered", person=world.dpo).exists()
    assert "mallory@elsewhere.test" in flat(browser_for(world.dpo).get("/account/changes/")), "what it was"


@pytest.mark.parametrize(
    "changed",
    [{"checked": "on"}, {"name": "Mallory"}, {"role": "x"}, {"channel": "portal"}, {"usual": "on"}, {"active": ""}],
    ids=str,
)
def test_each_fact_of_a_contact_takes_two(world, changed):
    AgencyContact.objects.filter(pk=world.contact.pk).update(usual=False)
    world.contact.refresh_from_db()
    before = AgencyContact.objects.filter(pk=world.contact.pk).values().get()
    data = {name: value for name, value in posted(world.contact, **changed).items() if value}
    browser_for(world.administrator).post(page_of(world.contact), data)
    assert AgencyContact.objects.filter(pk=world.contact.pk).values().get() == before
    assert asked()


def test_a_contact_that_is_saved_as_it_is_asks_nobody(world):
    browser_for(world.administrator).post(page_of(world.contact), posted(world.contact))
    assert not PendingChange.objects.exists()


def test_the_agreement_lapses_when_the_contact_has_changed_since(world):
    keeper = browser_for(world.administrator)
    for address in ("one@elsewhere.test", "two@elsewhere.test"):
        keeper.post(page_of(world.contact), posted(world.contact, address=address, checked="on"))
    first, second = PendingChange.objects.order_by("pk")
    approvals.answer(second, by=world.dsl, agreed=True)
    with pytest.raises(Refused, match="has changed since"):
        approvals.answer(first, by=world.head, agreed=True)
    world.contact.refresh_from_db()
    assert world.contact.address == "two@elsewhere.test"


def test_an_agencys_name_kind_ways_and_use_take_two_and_its_agreement_one(world):
    agency = world.contact.agency
    data = {"name": "Other", "kind": "police", "agreement": "Tier 2", "channels": ["portal"]}
    page = flat(
        browser_for(world.dpo).post(f"/decisions/agencies/{agency.public_id}/", data, follow=True),
    )
    assert "until now CAMHS" in page and "In use: no" in page
    before = (agency.name, agency.kind, agency.channels, agency.active)
    agency.refresh_from_db()
    assert (agency.name, agency.kind, agency.channels, agency.active) == before and agency.agreement == "Tier 2"
    approvals.answer(asked("agency"), by=world.head, agreed=True)
    agency.refresh_from_db()
    assert (agency.name, agency.kind, agency.channels, agency.active) == ("Other", "police", ["portal"], False)


def details(**changed: str) -> dict[str, str]:
    here = School.here()
    own = ("name", "kind", "la_number", "establishment_number", "colour", "dsl_phone", "social_care_phone")
    more = ("out_of_hours_phone", "lado_phone", "look_within_days", "look_within_hours_urgent", "ctf_version")
    held = {name: str(getattr(here, name)) for name in (*own, *more, "address", "telephone", "complaints")}
    return {**held, "bell": "3:30pm", **changed}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("dsl_phone", "01632 960 999"),
        ("social_care_phone", "01632 960 999"),
        ("out_of_hours_phone", "01632 960 999"),
        ("lado_phone", "01632 960 999"),
        ("look_within_days", "5"),
        ("look_within_hours_urgent", "24"),
        ("bell", "11:59pm"),
    ],
)
def test_the_schools_emergency_numbers_and_times_take_two(world, name, value):
    School.objects.update(bell=time(15, 30))
    old = getattr(School.here(), name)
    assert browser_for(world.administrator).post("/settings/school/", details(**{name: value})).status_code == 302
    assert getattr(School.here(), name) == old, "the old one stands"
    change = asked("reach_school")
    assert Notice.objects.filter(reference=change.reference, person=world.dpo).exists()
    approvals.answer(change, by=world.dsl, agreed=True)
    assert getattr(School.here(), name) != old


def test_the_last_day_of_access_is_set_by_two_and_lies_within_a_year(world):
    admin, day = browser_for(world.administrator), clock.today() + timedelta(days=300)
    wanted = {f"access_until_{part}": str(getattr(day, part)) for part in ("day", "month", "year")}
    assert admin.post("/settings/school/", details(**wanted)).status_code == 302
    assert School.here().access_until != day
    approvals.answer(asked("reach_school"), by=world.dsl, agreed=True)
    assert School.here().access_until == day
    far = {**wanted, "access_until_year": str(day.year + 1)}
    assert admin.post("/settings/school/", details(**far)).status_code == 400
