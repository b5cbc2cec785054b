"""The token in every sealed field of access."""

from datetime import timedelta

from access import adults, asking, briefings, circulations, declarations, emergency, enquiries, looks, meetings
from records import granting
from school import clock
from tests.canary import TOKEN, Canary

FIELDS = {
    "access.AccessRequest.reason",
    "access.RequestAnswer.reason",
    "access.EmergencyAccess.reason",
    "access.EmergencyAccount.reason",
    "access.EmergencyReview.reason",
    "access.Look.reason",
    "access.Enquiry.reason",
}


def plant(canary: Canary) -> None:
    """Every way of asking for sight, giving it and looking at it, with the token as the reason."""
    world, words, until = canary.world, f"because {TOKEN}", clock.now() + timedelta(days=1)
    asked = asking.ask(world.office, world.child, ["speech"], until=until, reason=words)
    asking.answer(asked, "senco", by=world.senco, granted=True, reason=words)
    speech = world.record.category
    granting.grant(granting.folder(world.child, speech), "office", by=world.senco, reason=words, until=until)
    opened = emergency.open_up(world.senco, world.child, ["medical"], reason=words)
    emergency.account(opened, words)
    emergency.review(opened, by=world.head, justified=True, note=words)
    enquiries.begin(world.dpo, words)
    declarations.declare(world.teacher, f"{TOKEN}, my niece")
    briefings.brief(world.child, f"{TOKEN} sits near the door", [world.teacher], by=world.dsl, until=until)
    circulations.circulate(canary.secret, [world.senco], by=world.dsl, due=until, reason=words)
    held = meetings.record(f"We spoke of {TOKEN}", clock.today(), by=world.teacher)
    item = meetings.Item(world.child, f"{TOKEN} came late", [(world.senco, words)])
    meetings.add_item(held, item, by=world.teacher)
    adults.record(world.other_teacher, f"{TOKEN} was said", by=world.head)
    since = clock.now() - timedelta(days=60)
    old = granting.grant(world.record, world.office, by=world.senco, start=since, until=until, reason=words)
    row = next(row for row in looks.half_termly(world.senco) if row.grant == old)
    looks.look(row, "keep", by=world.senco, reason=words)
