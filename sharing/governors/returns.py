"""After the meeting: copies come back, what readers had is destroyed by two people, the masters stay (R: P3)."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from accounts.notices import notify
from core import clock, words
from core.audit.checkpoints import foot
from core.refusals import Refused
from records import data_keys, sealing
from records.documents.letters import heads, pdf
from sharing.governors import reading_rules
from sharing.governors.models import (
    Copy,
    CopyBack,
    Destroyed,
    Destruction,
    GovernorsMeeting,
    KeptFrom,
    MasterAgreed,
    MasterAsk,
    Note,
    Paper,
)
from sharing.governors.notice_kinds import Kind

MISSING_AFTER = timedelta(days=7)


def not_returned(at: datetime | None = None) -> QuerySet[Copy]:
    """The paper copies that are not back."""
    copies = Copy.objects.filter(number__isnull=False, back=None, at__lte=at or clock.now())
    return copies.select_related("paper__item__meeting", "holder")


def missing(user: User) -> QuerySet[Copy]:
    """The paper copies that are not back a week after their meeting's papers closed; none of an item from which the
    person is kept."""
    late = not_returned().filter(paper__item__meeting__until__lte=clock.now() - MISSING_AFTER)
    return late.exclude(paper__item__in=KeptFrom.objects.filter(user=user).values("item"))


def mark_returned(copy: Copy, *, by: User) -> CopyBack:
    """Mark a copy as returned. Pressed twice, it is marked once."""
    return CopyBack.objects.get_or_create(copy=copy, defaults={"by": by})[0]


def begin(meeting: GovernorsMeeting, *, by: User) -> Destruction:
    """The first person begins a destruction. Raises Refused before the papers have closed."""
    if meeting.until > clock.now():
        raise Refused("The papers are still open. They can be destroyed after they have closed")
    return Destruction.objects.get_or_create(meeting=meeting, defaults={"by": by})[0]


@transaction.atomic
def confirm(destruction: Destruction, *, by: User) -> Destroyed:
    """The second person confirms a destruction: the keys of pages, notes and copies' bytes are destroyed. Raises
    Refused for the first person again."""
    if destruction.by_id == by.pk:
        raise Refused("Another person must confirm it")
    done, made = Destroyed.objects.get_or_create(destruction=destruction, defaults={"by": by})
    if made:
        of = {"paper__item__meeting": destruction.meeting}
        keys = [paper.key for paper in Paper.objects.filter(item__meeting=destruction.meeting).select_related("key")]
        keys += [note.key for note in Note.objects.filter(**of).select_related("key")]
        keys += [copy.disclosure.key for copy in Copy.objects.filter(**of).select_related("disclosure__key")]
        for key in keys:
            if key.destroyed_at is None:
                data_keys.destroy(key)
    return done


def certificate(done: Destroyed) -> bytes:
    """What was destroyed, by whom, and what is missing; no title, and no name of a person a paper is about."""
    meeting = done.destruction.meeting
    rows: list[list[str]] = []
    for paper in Paper.objects.filter(item__meeting=meeting, ready__isnull=False).select_related("item", "master"):
        issued = paper.copies.filter(number__isnull=False).count()
        lost = not_returned().filter(paper=paper).count()
        rows.append(
            [
                f"Item {paper.item.number}, {words.counted(paper.pages_in_all, 'page', 'pages')}",
                f"Pages and notes destroyed. Paper copies: {issued} issued, {issued - lost} back and shredded, "
                f"{lost} missing. Master kept: {paper.master.sha256[:16]}",
            ]
        )
    data: dict[str, Any] = {
        **heads.letterhead(),
        "title": f"Certificate of destruction: {meeting.reference}",
        "heads": [
            ("To", f"The governing board, {meeting.committee}"),
            ("From", heads.person_and_role(done.by, done.at)),
            ("Date", words.day(clock.local(done.at).date())),
            ("Our reference", meeting.reference),
        ],
        "lead": [
            f"Papers of the meeting of {words.day(clock.local(meeting.meets_at).date())}, {meeting.committee}.",
            f"{done.destruction.by.full_name} began it on {words.moment(done.destruction.at)}. "
            f"{done.by.full_name} confirmed it on {words.moment(done.at)}. From then on nobody can open them.",
        ],
        "sections": [{"heading": "What was destroyed", "text": "", "rows": rows}],
        "closing": [
            line for signs in (done.destruction.by, done.by) for line in ("", heads.person_and_role(signs, done.at))
        ],
        "foot": f"Made {words.moment(clock.now())}.",
        "log": foot(),
    }
    return pdf("paper", data)


def ask_for_masters(meeting: GovernorsMeeting, reason: str, *, by: User) -> MasterAsk:
    """The clerk or the chair asks to open what is kept. The other is told."""
    with transaction.atomic():
        row = MasterAsk(meeting=meeting, by=by)
        sealing.seal_words(row, reason)
        row.save()
        for other in reading_rules.keepers().exclude(pk=by.pk):
            notify.notify(other, Kind.MASTER_ASKED, meeting.reference)
    return row


def agree(ask: MasterAsk, *, by: User) -> MasterAgreed:
    """The other of the two agrees. Raises Refused: the same person, or two people of the same role."""
    if ask.by_id == by.pk or not reading_rules.together(ask.by, by):
        raise Refused("It opens with the clerk and the chair together")
    return MasterAgreed.objects.get_or_create(ask=ask, defaults={"by": by})[0]
