"""The tasks and links about governors' meetings on the home page."""

from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse

from accounts.models import User
from accounts.notices import home
from accounts.notices.home import Link, Look, Task
from accounts.roles import Role
from core import clock, words
from sharing.governors import reading_rules, returns
from sharing.governors.models import GovernorsMeeting, MinutesPart, Paper, SentToChair

CLEAR_DAYS = 7
"""Days between the papers and the meeting (School Governance (Roles, Procedures and Allowances) Regulations 2013)."""


def _day(of: date) -> str:
    return f"{of.day} {of:%B}"


def of(user: User, held: frozenset[str]) -> list[Task]:
    """The tasks of one person."""
    tasks: list[Task] = []
    if held & set(reading_rules.ATTEND):
        tasks += _of_readers(user)
    if held & set(reading_rules.KEEP):
        tasks += _of_keepers(user)
    if Role.HEADTEACHER in held and (number := returns.missing(user).count()):
        tasks.append(Task(f"Papers not returned: {number}", reverse("governors:copies_out")))
    return tasks


def _of_readers(user: User) -> list[Task]:
    now = clock.now()
    meetings = list(reading_rules.meetings(user, now).filter(until__gt=now).order_by("meets_at"))
    readable = reading_rules.papers(user, now).order_by() if meetings else Paper.objects.none()
    counts = dict(readable.values_list("item__meeting").annotate(number=Count("pk")))
    tasks = []
    for meeting in meetings:
        link = reverse("governors:papers_of_meeting", kwargs={"slug": meeting.slug})
        day = _day(clock.local(meeting.meets_at).date())
        if not meeting.has_accepted:
            tasks.append(Task(f"Accept the undertaking for {day}", link))
        elif counts.get(meeting.pk):
            tasks.append(
                Task(f"Papers for {day}: {counts[meeting.pk]}, read before {words.time(meeting.meets_at)}", link)
            )
    return tasks


def _of_keepers(user: User) -> list[Task]:
    now = clock.now()
    written = MinutesPart.objects.filter(item__meeting=OuterRef("pk"), is_open=True)
    sent = SentToChair.objects.filter(meeting=OuterRef("pk"))
    rows = reading_rules.kept_by(user, now).annotate(
        written=Exists(written), sent_by_other=Exists(sent.exclude(by=user)), was_sent=Exists(sent)
    )
    rows = rows.filter(Q(issued=None) | Q(destruction__done=None) | Q(published=None))
    tasks = []
    for meeting in rows.select_related("issued", "published", "destruction").order_by("meets_at"):
        link = reverse("governors:meeting", kwargs={"slug": meeting.slug})
        tasks += [Task(line, link) for line in _lines(meeting, user, now)]
    out = returns.not_returned(now).filter(paper__item__meeting__until__lte=now)
    if number := out.filter(paper__item__in=reading_rules.items_kept_by(user, now)).count():
        tasks.append(
            Task(words.counted(number, "paper copy not back", "paper copies not back"), reverse("governors:copies_out"))
        )
    return tasks


def _lines(meeting: GovernorsMeeting, user: User, now: datetime) -> list[str]:
    day, issued = clock.local(meeting.meets_at).date(), hasattr(meeting, "issued")
    begun = getattr(meeting, "destruction", None)
    lines = []
    if not issued and meeting.until > now:
        lines.append(f"Papers to issue by {_day(day - timedelta(days=CLEAR_DAYS + 1))}")
    if not hasattr(meeting, "published") and meeting.written:  # type: ignore[attr-defined]
        if meeting.sent_by_other:  # type: ignore[attr-defined]
            lines.append(f"Minutes of {_day(day)} to approve")
        elif not meeting.was_sent:  # type: ignore[attr-defined]
            lines.append("Minutes to check for names")
    if meeting.until <= now and issued:
        if begun is None:
            lines.append(f"Papers of {_day(day)} to destroy")
        elif begun.by_id != user.pk and not hasattr(begun, "done"):
            lines.append(f"Destruction of papers of {_day(day)} to confirm")
    return lines


LINKS = (
    Link(50, "Meetings", "governors:meetings", frozenset(reading_rules.KEEP), Look.MAIN),
    Link(60, "Copies", "governors:copies_out", frozenset(reading_rules.KEEP), Look.BUTTON),
    Link(70, "My papers", "governors:papers", frozenset(reading_rules.ATTEND) - {Role.HEADTEACHER}, Look.MAIN),
    Link(330, "Governors’ minutes", "governors:public_minutes_list"),
)


def register() -> None:
    """Put these tasks and links on the home page."""
    home.register_tasks("governors", 70, of)
    home.register_links(*LINKS)
