"""The token in every sealed field of access."""

from datetime import timedelta

from core import clock
from records.need_to_know import grants
from sharing.internal import (
    adults,
    briefings,
    circulations,
    declarations,
    emergency,
    enquiries,
    requests,
    reviews,
    staff_meetings,
)
from tests.canary import TOKEN, Canary

FIELDS = {
    "internal.AccessRequest.reason",
    "internal.RequestAnswer.reason",
    "internal.EmergencyAccess.reason",
    "internal.EmergencyAccount.reason",
    "internal.EmergencyReview.reason",
    "internal.AccessReview.reason",
    "internal.Enquiry.reason",
}


def plant(canary: Canary) -> None:
    """Every way of asking for sight, giving it and looking at it, with the token as the reason."""
    world, words, until = canary.world, f"because {TOKEN}", clock.now() + timedelta(days=1)
    asked = requests.ask(world.office, world.child, ["speech"], until=until, reason=words)
    requests.answer(asked, "senco", by=world.senco, granted=True, reason=words)
    speech = world.record.category
    grants.grant(grants.folder(world.child, speech), "office", by=world.senco, reason=words, until=until)
    opened = emergency.open_up(world.senco, world.child, ["medical"], reason=words)
    emergency.account(opened, words)
    emergency.review(opened, by=world.head, justified=True, note=words)
    enquiries.begin(world.dpo, words)
    declarations.declare(world.teacher, f"{TOKEN}, my niece")
    briefings.brief(world.child, f"{TOKEN} sits near the door", [world.teacher], by=world.dsl, until=until)
    circulations.circulate(canary.secret, [world.senco], by=world.dsl, due=until, reason=words)
    held = staff_meetings.record(f"We spoke of {TOKEN}", clock.today(), by=world.teacher)
    item = staff_meetings.Item(world.child, f"{TOKEN} came late", [(world.senco, words)])
    staff_meetings.add_item(held, item, by=world.teacher)
    adults.record(world.other_teacher, f"{TOKEN} was said", by=world.head)
    since = clock.now() - timedelta(days=60)
    old = grants.grant(world.record, world.office, by=world.senco, start=since, until=until, reason=words)
    row = next(row for row in reviews.half_termly(world.head) if row.grant == old)
    reviews.look(row, "keep", by=world.head, reason=words)
