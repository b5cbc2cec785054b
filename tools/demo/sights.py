"""Open matters of access: a request, an emergency, a report, a briefing, a meeting, declarations."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from datetime import timedelta

from accounts import roles
from accounts.models import User
from accounts.roles import Role
from core import calendar, clock, terms
from core.audit import entries
from core.audit.entries import Source
from records.models import Extent
from records.pupils.models import Person
from records.vault.filing import Words, file_record
from sharing.internal import briefings, circulations, declarations, emergency, exclusions, requests, staff_meetings


def _as(user: User) -> AbstractContextManager[None]:
    """Within the block it is this person's doing, in the log as well."""
    return entries.written_by(Source(user.pk))


def leave_open(children: Mapping[str, Person], users: Mapping[str, User]) -> None:
    """All of it, as of today."""
    amina, kofi = children["Amina"], children["Kofi"]
    teacher, dsl, head, senco = (users[role] for role in (Role.TEACHER, Role.DSL, Role.HEADTEACHER, Role.SENCO))
    week = terms.within_access(clock.london_day(calendar.school_days_after(clock.today(), 5)))
    with _as(users["office"]):
        requests.ask(users["office"], amina, ["sen", "speech"], until=week, reason="For the trip on Friday")
    with _as(senco):
        parts = [
            Words(
                "part", {"heading": "For those who teach", "text": "Give her time to answer."}, needs=Extent.TEACHERS
            ),
            Words("whole", {"heading": "Minutes", "text": "What the therapist reported, and what was agreed."}),
        ]
        minutes = file_record("sen_meeting", [amina], parts, author=senco)
        circulations.circulate(minutes, [teacher, dsl], by=senco, due=week, reason="Minutes of the review")
    with _as(dsl):
        text = "He may ring home at break when he asks to. Stay near him at the gate."
        briefings.brief(kofi, text, [teacher], by=dsl, until=terms.within_access(week + timedelta(days=60)))
    aider = users[Role.FIRST_AIDER]
    with _as(aider):
        opened = emergency.open_up(aider, amina, ["medical"], reason="She fainted on the trip and nobody answered")
        emergency.end(opened)
        emergency.account(opened, "To see which inhaler she has, and where it is")
    with _as(teacher):
        held = staff_meetings.record("The summer fair is on 20 June. Gates open at 8:40am.", clock.today(), by=teacher)
        item = staff_meetings.Item(
            amina, "She is settling well and likes to read aloud.", [(senco, "plans her support")]
        )
        staff_meetings.add_item(held, item, by=teacher)
    with _as(head):
        robin = children["Robin"]
        exclusions.keep_out(users[Role.MEDICAL], robin, by=head, reason="Robin is her grandson")
    for user in roles.holders_of_any(declarations.DECLARE):
        if user == senco:
            with _as(user):
                declarations.declare(user, "Robin Vetch in 3A is my nephew")
        elif user not in (teacher, dsl):
            with _as(user):
                declarations.declare(user, "")
