"""Setting a meeting up: items, who reads, who takes no part, papers, issue (R: P1)."""

import hashlib
from datetime import datetime

from django.db import IntegrityError, transaction

from accounts.models import User
from accounts.notices import notify
from core import clock, references
from core.audit.models import Entry
from core.refusals import Refused
from records import data_keys, namecheck, sealing
from records.documents import files, word_to_pdf
from sharing.governors import reading_rules
from sharing.governors.models import (
    PREFIX,
    Accepted,
    GovernorsMeeting,
    Issued,
    Item,
    KeptFrom,
    Master,
    MeetingUndertaking,
    NamedGovernor,
    Paper,
    PaperPage,
    Ready,
)
from sharing.governors.notice_kinds import Kind

UNDERTAKING = (
    "I will keep these papers and what is said about them confidential. I will not copy, photograph, forward or "
    "discuss them outside the meeting, with anyone, including other governors not at it. I will say so if I, or "
    "someone close to me, has an interest. I know that what I open, and when, is recorded, and that my access ends "
    "after the meeting."
)
PAST = "The papers of this meeting have been collected. Put this on the agenda of the next meeting"


@transaction.atomic
def begin(committee: str, meets_at: datetime, closes: datetime, *, by: User) -> GovernorsMeeting:
    """A new meeting, for which `by` is named. Raises Refused: in the past, or closing before it begins."""
    if meets_at <= clock.now():
        raise Refused("The meeting must be in the future", "begins")
    if closes <= meets_at:
        raise Refused("The papers must close after the meeting begins", "closes")
    made = GovernorsMeeting.objects.create(
        reference=references.new(PREFIX), committee=committee, meets_at=meets_at, until=closes, by=by
    )
    name(made, by, by=by)
    return made


def _still_open(meeting: GovernorsMeeting) -> None:
    if meeting.until <= clock.now():
        raise Refused(PAST)


def _names_nobody(title: str, by: User) -> None:
    """A title is read on agendas and certificates: it names no child. Raises Refused (R: G10.3)."""
    try:
        hits = namecheck.checked(by, title)
    except namecheck.TooManyTries as refusal:
        raise Refused(str(refusal), "title") from None
    if hits:
        named = ", ".join(dict.fromkeys(title[hit.start : hit.end] for hit in hits))
        raise Refused(f"{namecheck.MESSAGE}: {named}. Write the title without a name", "title")


def add_item(meeting: GovernorsMeeting, title: str, *, by: User, restricted: str = "", complete: bool = False) -> Item:
    """A further item. Raises Refused: the papers have closed, complete confidentiality of an open item, or a title that
    could identify a child."""
    _names_nobody(title, by)
    return _add_item(meeting, title, by=by, restricted=restricted, complete=complete)


@transaction.atomic
def _add_item(meeting: GovernorsMeeting, title: str, *, by: User, restricted: str, complete: bool) -> Item:
    _still_open(meeting)
    if complete and not restricted:
        raise Refused("Only an item in part two can be under complete confidentiality", "complete")
    item = Item(meeting=meeting, number=meeting.items.count() + 1, restricted=restricted, complete=complete, by=by)
    sealing.seal(item, "title", title, data_keys.new_key())
    item.save()
    return item


@transaction.atomic
def name(meeting: GovernorsMeeting, user: User, *, by: User) -> NamedGovernor:
    """Let a person read the papers; named already, the same row. Raises Refused for a person who cannot be named."""
    _still_open(meeting)
    if not User.objects.filter(reading_rules.attends(user, clock.now()), pk=user.pk).exists():
        raise Refused(f"{user.full_name} is no governor of this school", "people")
    row, made = NamedGovernor.objects.get_or_create(meeting=meeting, user=user, until=clock.FAR, defaults={"by": by})
    if made and hasattr(meeting, "issued") and user != by:
        notify.notify(user, Kind.PAPERS, meeting.reference)
    return row


def unname(meeting: GovernorsMeeting, user: User) -> None:
    """From now on they do not read the papers."""
    for row in NamedGovernor.objects.filter(meeting=meeting, user=user, until=clock.FAR):
        row.end()


@transaction.atomic
def keep_from(item: Item, user: User, how: str, reason: str, *, by: User) -> KeptFrom:
    """Keep a person from an item, from now; kept already, the same row. Raises Refused where nobody would be left to
    set the item up."""
    if not reading_rules.keepers_of(item).exclude(pk=user.pk).exists():
        raise Refused("Nobody would be left to see to this item. Give another person the clerk’s role first")
    if standing := KeptFrom.objects.filter(item=item, user=user, until=clock.FAR).first():
        return standing
    row = KeptFrom(item=item, user=user, how=how, by=by)
    sealing.seal_words(row, reason)
    row.save()
    return row


@transaction.atomic
def issue(meeting: GovernorsMeeting, *, by: User) -> Issued:
    """Let the named governors read; they are told. Pressed twice, it is issued once. Raises Refused."""
    _still_open(meeting)
    if not meeting.named.filter(until=clock.FAR).exclude(user=by).exists():
        raise Refused("Name at least one governor before you issue the papers")
    row, made = Issued.objects.get_or_create(meeting=meeting, defaults={"by": by})
    for named in meeting.named.filter(until=clock.FAR).exclude(user=by).select_related("user") if made else ():
        notify.notify(named.user, Kind.PAPERS, meeting.reference)
    return row


def add_paper(
    item: Item, title: str, content: bytes, *, by: User, download: bool = False, replaces: Paper | None = None
) -> Paper:
    """Add a paper: checked and drawn by a process without keys, each page sealed separately as it comes. It can be read
    once all pages are there; after a crash none of it can be read, and it must be added again.

    Raises Refused: the papers have closed, a title that could identify a child, no PDF, or replaced already;
    files.FileNotTaken: damaged, locked, too large.
    """
    _still_open(item.meeting)
    _names_nobody(title, by)
    if word_to_pdf.is_word(content):
        content = word_to_pdf.to_pdf(content)
    if not content.startswith(b"%PDF-"):
        raise Refused("The paper must be a PDF, or a Word file (.docx). Save it as a PDF and try again")
    if download and item.complete:
        raise Refused("A paper under complete confidentiality cannot be taken away")
    if replaces is not None and (replaces.item_id != item.pk or not hasattr(replaces, "ready")):
        raise Refused("This paper cannot be replaced")
    pages = files.check(content).pages
    key = data_keys.new_key()
    paper = Paper(item=item, pages_in_all=pages, download=download, by=by, replaces=replaces)
    sealing.seal(paper, "title", title, key)
    try:
        with transaction.atomic():
            paper.save()
    except IntegrityError:
        raise Refused("This paper has been replaced already. Look at the meeting’s page") from None
    for number, (image, text) in enumerate(files.drawn(content), start=1):
        page = PaperPage(paper=paper, number=number)
        sealing.seal(page, "image", image, key)
        sealing.seal(page, "text", text, key)
        page.save()
    if paper.pages.count() != pages:
        raise files.FileNotTaken(files.UNSAFE)
    with transaction.atomic():
        apart = data_keys.new_key()
        master = Master(paper=paper, sha256=hashlib.sha256(content).hexdigest())
        sealing.seal(master, "title", title, apart)
        sealing.seal(master, "content", content, apart)
        master.save()
        Ready.objects.create(paper=paper)
        if hasattr(item.meeting, "issued"):
            for user in _to_be_told(item, replaces):
                notify.notify(user, Kind.PAPER_CHANGED, item.meeting.reference)
    return paper


def _to_be_told(item: Item, replaces: Paper | None) -> list[User]:
    """Who is told of a paper added after the issue: its readers; of a replacement, those who opened the old paper."""
    ids = reading_rules.readers(item).values_list("pk", flat=True)
    if replaces is not None:
        seen = [str(public_id) for public_id in replaces.pages.values_list("public_id", flat=True)]
        ids = Entry.objects.filter(
            kind="governors.paperpage", object_pk__in=seen, action=Entry.Action.ACCESS, actor__in=list(ids)
        ).values_list("actor", flat=True)
    return list(User.objects.filter(pk__in=set(ids)))


def undertaking() -> MeetingUndertaking:
    """The version in force; the first is made from the text above."""
    newest = MeetingUndertaking.objects.order_by("-version").first()
    return newest or MeetingUndertaking.objects.create(version=1, text=UNDERTAKING)


def accept(meeting: GovernorsMeeting, user: User) -> Accepted:
    """The person accepts the version in force for this meeting. Pressed twice, it is accepted once."""
    return Accepted.objects.get_or_create(meeting=meeting, user=user, undertaking=undertaking())[0]
