"""What each URL of access is, for the walk."""

from datetime import timedelta

from accounts.roles import STAFF, Role
from core import clock
from records.need_to_know import grants
from sharing.internal import briefings, circulations, declarations, emergency, exclusions, requests, staff_meetings
from sharing.internal.declarations import DECLARE
from tests import factories
from tests.factories import World
from tests.records.things import with_file
from tests.walking import KNOWN, Addresses, Fresh, Object, Page, both, each

DECIDES = set(STAFF) - {Role.ADMINISTRATOR}
LEADS = {Role.HEADTEACHER, Role.DSL}
ADULTS = {Role.HEADTEACHER, Role.CHAIR}
FULL, PART = {"head", "senco"}, {"teacher"}
"""Who sees all of the record with a file, and who a part of it."""
MEET = KNOWN - {"dpo"}
"""Who reads the notes of a meeting of staff."""
CASES = [
    Page("mine"),
    Page("exclusions", roles={*LEADS, Role.DPO}),
    Page("declaration", roles=set(DECLARE), lists=False),
    Page("declarations", roles=ADULTS),
    Page("cover", roles={*LEADS, Role.DEPUTY_DSL}, fresh=Fresh.POWER, lists=False),
    Page("standing", roles=DECIDES),
    Page("back", roles={*LEADS, Role.DPO}, fresh=Fresh.POWER, lists=False),
    Page("adults", roles=ADULTS),
    Page("adult_new", roles=ADULTS, lists=False),
    Page("meetings", roles=DECIDES - {Role.DPO}),
    Page("notes", roles={Role.HEALTH}),
    Object("ask_access", KNOWN),
    Object("emergency_new", {"head", "dsl", "deputy_dsl", "senco"}),
    Object("keep_out", {"head", "dsl"}, fresh=Fresh.POWER),
    Object("who_record", {"head", "senco", "teacher"}),
    Object("give", FULL, fresh=Fresh.POWER, aware=PART),
    Object("circulate", FULL, fresh=Fresh.POWER, aware=PART),
    Object("brief", FULL, fresh=Fresh.POWER, aware=PART),
    Object("access_request", {"senco", "office"}, fresh=Fresh.POWER),
    Object("emergency", {"senco", "head", "dsl"}),
    Object("circulation", {"head", "senco", "teacher", "office"}),
    Object("briefing", {"head", "dsl", "deputy_dsl", "teacher"}),
    Object("exclusion", {"head", "dpo"}, fresh=Fresh.POWER),
    Object("declared", {"head", "teacher"}),
    Object("look", {"senco"}, fresh=Fresh.POWER),
    Object("meeting", MEET),
    Object("meeting_item", {"teacher"}, aware=MEET),
]


def addresses(world: World) -> Addresses:
    """Every way of asking for sight, giving it and looking at it."""
    child = {
        "ask_access": "/children/{}/ask/",
        "emergency_new": "/children/{}/emergency/",
        "keep_out": "/children/{}/keep-out/",
    }
    record = {
        "who_record": "/records/{}/who/",
        "give": "/records/{}/give/",
        "circulate": "/records/{}/circulate/",
        "brief": "/records/{}/briefing/",
    }
    return {
        **each(child, world.child.public_id),
        **each(record, with_file(world).public_id),
        **of_matters(world),
        **of_reports(world),
    }


def of_matters(world: World) -> Addresses:
    """What was asked for, opened, kept out, declared and spoken of."""
    until = clock.now() + timedelta(days=1)
    asked = requests.ask(world.office, world.child, ["speech"], until=until, reason="For the trip")
    opened = emergency.open_up(world.senco, world.child, ["medical"], reason="Fainted")
    told = briefings.brief(world.child, "Sit near the door", [world.teacher], by=world.dsl, until=until)
    sage = factories.child("Sage", into="5C")
    kept = exclusions.keep_out(world.other_teacher, sage, by=world.head, reason="her nephew")
    declared = declarations.declare(world.teacher, "Sage Yusuf, my niece")
    held = staff_meetings.record("We spoke of the summer fair.", clock.today(), by=world.teacher)
    return {
        "access_request": both("/access/requests/{}/", asked.slug, "R-7K4M-92XC"),
        "emergency": both("/access/emergencies/{}/", opened.slug, "E-7K4M-92XC"),
        "briefing": both("/access/briefings/{}/", told.slug, "B-7K4M-92XC"),
        "exclusion": both("/access/exclusions/{}/", kept.slug, "EX-7K4M-92XC"),
        "declared": both("/access/declarations/{}/", declared.slug, "DR-7K4M-92XC"),
        "meeting": both("/access/meetings/{}/", held.slug, "SM-7K4M-92XC"),
        "meeting_item": both("/access/meetings/{}/item/", held.slug, "SM-7K4M-92XC"),
    }


def of_reports(world: World) -> Addresses:
    """A report that was circulated, and sight of it that has stood for long."""
    report, until = factories.record("speech", world.child, author=world.senco), clock.now() + timedelta(days=1)
    read = circulations.circulate(report, [world.teacher], by=world.senco, due=until, reason="Minutes")
    since = clock.now() - timedelta(days=60)
    stands = grants.grant(
        report, world.office, by=world.senco, start=since, until=until, reason="on reception"
    ).public_id
    return {
        "circulation": both("/access/reports/{}/", read.slug, f"{read.slug.split('-')[0]}-7K4M-92XC"),
        "look": both("/access/standing/{}/", stands),
    }
