"""What each URL of access is, for the walk."""

from datetime import timedelta

from accounts.roles import STAFF, Role
from core import clock
from records.need_to_know import grants
from sharing.internal import (
    briefings,
    circulations,
    declarations,
    emergency,
    exclusions,
    giving,
    requests,
    staff_meetings,
)
from sharing.internal.declarations import DECLARE
from sharing.internal.models import AccessGiven
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
    Page("internal:my_access"),
    Page("internal:exclusions", roles={*LEADS, Role.DPO}),
    Page("internal:declare", roles=set(DECLARE), lists=False),
    Page("internal:declarations", roles=ADULTS),
    Page("internal:class_cover", roles={*LEADS, Role.DEPUTY_DSL}, fresh=Fresh.POWER, lists=False),
    Page("internal:standing_access", roles=DECIDES),
    Page("internal:past_access", roles={*LEADS, Role.DPO}, fresh=Fresh.POWER, lists=False),
    Page("internal:adult_concerns", roles=ADULTS),
    Page("internal:new_adult_concern", roles=ADULTS, lists=False),
    Page("internal:staff_meetings", roles=DECIDES - {Role.DPO}),
    Page("internal:my_notes", roles={Role.HEALTH}),
    Object("internal:ask_access", KNOWN),
    Object("internal:new_emergency", {"head", "dsl", "deputy_dsl", "senco"}),
    Object("internal:keep_out", {"head", "dsl"}, fresh=Fresh.POWER),
    Object("internal:who_can_see", {"head", "senco", "teacher"}),
    Object("internal:give_access", FULL, fresh=Fresh.POWER, aware=PART),
    Object("internal:circulate", FULL, fresh=Fresh.POWER, aware=PART),
    Object("internal:write_briefing", FULL, fresh=Fresh.POWER, aware=PART),
    Object("internal:access_request", {"senco", "office"}, fresh=Fresh.POWER),
    Object("internal:given_access", {"senco", "office", "head"}),
    Object("internal:emergency", {"senco", "head", "dsl"}),
    Object("internal:circulation", {"head", "senco", "teacher", "office"}),
    Object("internal:briefing", {"head", "dsl", "deputy_dsl", "teacher"}),
    Object("internal:exclusion", {"head", "dpo"}, fresh=Fresh.POWER),
    Object("internal:declaration", {"head", "teacher"}),
    Object("internal:review_access", {"head"}, fresh=Fresh.POWER),
    Object("internal:staff_meeting", MEET),
    Object("internal:staff_meeting_item", {"teacher"}, aware=MEET),
]


def addresses(world: World) -> Addresses:
    """Every way of asking for sight, giving it and looking at it."""
    child = {
        "internal:ask_access": "/children/{}/ask/",
        "internal:new_emergency": "/children/{}/emergency/",
        "internal:keep_out": "/children/{}/keep-out/",
    }
    record = {
        "internal:who_can_see": "/records/{}/who/",
        "internal:give_access": "/records/{}/give/",
        "internal:circulate": "/records/{}/circulate/",
        "internal:write_briefing": "/records/{}/briefing/",
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
        "internal:access_request": both("/access/requests/{}/", asked.slug, "R-7K4M-92XC"),
        "internal:emergency": both("/access/emergencies/{}/", opened.slug, "E-7K4M-92XC"),
        "internal:briefing": both("/access/briefings/{}/", told.slug, "B-7K4M-92XC"),
        "internal:exclusion": both("/access/exclusions/{}/", kept.slug, "EX-7K4M-92XC"),
        "internal:declaration": both("/access/declarations/{}/", declared.slug, "DR-7K4M-92XC"),
        "internal:staff_meeting": both("/access/meetings/{}/", held.slug, "SM-7K4M-92XC"),
        "internal:staff_meeting_item": both("/access/meetings/{}/item/", held.slug, "SM-7K4M-92XC"),
    }


def of_reports(world: World) -> Addresses:
    """A report that was circulated, and sight of it that has stood for long."""
    report, until = factories.record("speech", world.child, author=world.senco), clock.now() + timedelta(days=1)
    giving.give(report, world.office, all_about=None, by=world.senco, reason="on reception", until=until)
    gift = AccessGiven.objects.get()
    read = circulations.circulate(report, [world.teacher], by=world.senco, due=until, reason="Minutes")
    since = clock.now() - timedelta(days=60)
    stands = grants.grant(
        report, world.office, by=world.senco, start=since, until=until, reason="on reception"
    ).public_id
    return {
        "internal:circulation": both("/access/reports/{}/", read.slug, f"{read.slug.split('-')[0]}-7K4M-92XC"),
        "internal:given_access": both("/access/given/{}/", gift.slug, "AG-7K4M-92XC"),
        "internal:review_access": both("/access/standing/{}/", stands),
    }
