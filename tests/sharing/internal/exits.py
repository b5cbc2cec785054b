"""Exits of access besides its lists, and what it adds to an arbitrary world."""

from datetime import timedelta

from core import clock
from sharing.internal import briefings, circulations, staff_meetings
from tests.leaving import Exit, Ground, of_each

EXITS: dict[str, Exit] = {
    "internal:ask_access": of_each("children", "/children/{}/ask/"),
    "internal:who_can_see": of_each("records", "/records/{}/who/"),
    "internal:give_access": of_each("records", "/records/{}/give/"),
    "internal:write_briefing": of_each("records", "/records/{}/briefing/"),
}


def grow(ground: Ground) -> None:
    """A report that is circulated, a briefing, and a child of whom a meeting spoke."""
    world, until = ground.world, clock.now() + timedelta(days=60)
    circulations.circulate(ground.records[0], [world.office], by=world.senco, due=until, reason="Minutes")
    ground.records.append(
        briefings.brief(ground.children[2], "Near the door", [world.teacher], by=world.dsl, until=until).record
    )
    held = staff_meetings.record("The fair is on Friday", clock.today(), by=world.teacher)
    item = staff_meetings.Item(ground.children[3], "Often late", [(world.senco, "plans the support")])
    ground.records.append(staff_meetings.add_item(held, item, by=world.teacher).record)
