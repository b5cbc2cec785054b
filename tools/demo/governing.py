"""Governors in the demo: a meeting whose minutes are published, and one to come with restricted papers."""

from collections.abc import Mapping
from datetime import date, timedelta

from accounts.models import User
from accounts.roles import Role
from core import calendar, clock
from core.audit import entries
from core.audit.entries import Source
from records.documents.letters import pdf
from records.vault.vault import Reader
from sharing.governors import minutes, preparing
from sharing.governors.models import GovernorsMeeting

REPORT = {
    "Report on the grievance": ["What was complained of", "What the panel is asked to decide"],
    "Report on the exclusion": ["What happened", "What the family said", "What the committee is asked to decide"],
}
LINES = "This is an invented paper for the demo. It tells of nobody. A real one would set out the facts. "


def call(users: Mapping[str, User]) -> GovernorsMeeting:
    """The first meeting of the year, three weeks from then."""
    clerk, chair, governor = (users[role] for role in (Role.CLERK, Role.CHAIR, Role.GOVERNOR))
    with entries.written_by(Source(clerk.pk)):
        meeting = _meeting("Full governing body", calendar.school_days_after(clock.today(), 15), clerk, chair, governor)
        preparing.add_item(meeting, "Lettings of the hall", by=clerk)
        preparing.issue(meeting, by=clerk)
    return meeting


def hold(users: Mapping[str, User], past: GovernorsMeeting) -> None:
    """Its minutes, published; and a meeting to come, with restricted papers."""
    clerk, chair, governor = (users[role] for role in (Role.CLERK, Role.CHAIR, Role.GOVERNOR))
    minutes_of = ("It was agreed to let the hall on Saturdays.", "The price was discussed.")
    with entries.written_by(Source(clerk.pk)):
        minutes.draft(past, {past.items.get(): minutes_of}, by=clerk)
        minutes.send(past, Reader(clerk, fresh=True), sure=True)
    with entries.written_by(Source(chair.pk)):
        minutes.publish(past, Reader(chair, fresh=True))
    with entries.written_by(Source(clerk.pk)):
        day = calendar.school_days_after(clock.today(), 8)
        coming = _meeting("Staffing and pupils committee", day, clerk, chair, governor)
        for reason, (title, headings) in zip(("staff", "pupil"), REPORT.items(), strict=True):
            item = preparing.add_item(coming, title.replace("Report on t", "T"), by=clerk, restricted=reason)
            preparing.add_paper(item, title, _paper(title, headings), by=clerk)
        preparing.issue(coming, by=clerk)


def _meeting(committee: str, day: date, clerk: User, *others: User) -> GovernorsMeeting:
    begins = clock.london(day.year, day.month, day.day, 18)
    made = preparing.begin(committee, begins, begins + timedelta(hours=3), by=clerk)
    for reader in others:
        preparing.name(made, reader, by=clerk)
    return made


def _paper(title: str, headings: list[str]) -> bytes:
    sections = [{"heading": heading, "text": LINES * 12, "rows": []} for heading in headings]
    return pdf("paper", {"title": title, "school": "", "lead": [], "sections": sections, "foot": "", "log": ""})
