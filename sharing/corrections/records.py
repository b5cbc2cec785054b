"""Correcting a record by addition: what was wrong stays, what is right is a further entry, and everyone who was given
what was wrong is told (R: C9)."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import User
from accounts.notices import notify
from accounts.notices.models import Notice
from core import clock, references, words
from records.models import LATER, Record, Section
from records.need_to_know import visibility
from records.vault import filing
from records.vault.filing import Words
from records.vault.vault import Opened, Part, Reader
from sharing.corrections import recipients
from sharing.corrections.models import ColleagueTold, ColleagueToTell, RecipientToTell, RecordCorrection
from sharing.corrections.notice_kinds import Kind
from sharing.corrections.reference_targets import PREFIX
from sharing.decisions import corrections, documents

AFTER_ALL = 100
"""The order of later entries: after every part that was filed."""


def correctable(opened: Opened) -> list[Part]:
    """The parts that can be wrong: everything that people wrote, except files and later entries."""
    return [part for part in opened.parts if part.section.name not in LATER and not part.content.get("file")]


@transaction.atomic
def correct(opened: Opened, reader: Reader, part: Part, *, wrong: str, right: str, why: str) -> RecordCorrection:
    """Add the correction. Those who saw the part see it, and it goes with the part from now on. Raises KeyUnavailable.

    Colleagues who read the record get a notice; recipients outside are listed with their decision until they are told.
    """
    record, section = opened.record, part.section
    content: dict[str, object] = {
        "heading": f"Correction of: {part.heading}",
        "rows": [["What was wrong", wrong], ["What is right", right], ["Why", why]],
        "by": reader.user.full_name,
        "at": clock.now().isoformat(),
    }
    entry = _add(record, section, content, reader.user)
    made = RecordCorrection.objects.create(
        reference=references.new(PREFIX), record=record, section=entry, by=reader.user
    )
    _tell_colleagues(made, section, reader.user)
    label = f"{record.category.name}, {words.day(record.as_at)}"
    for decision, given in recipients.outside(record, section):
        rows = [["Record that was corrected", label], ["Corrected by", reader.user.full_name]]
        named = {recipient: documents.name_of(recipient) for recipient in given}
        for event in corrections.to_be_told(decision, named, reader.user, rows):
            RecipientToTell.objects.create(correction=made, event=event)
    return made


def _add(record: Record, like: Section, content: dict[str, object], by: User) -> Section:
    """A later entry that is shown and shared exactly where `like` is."""
    entry = Words("correction", content, needs=like.needs, for_sharing=like.for_sharing, about=like.subject)
    return filing.add_section(record, entry, order=AFTER_ALL, by=by)


def _tell_colleagues(made: RecordCorrection, wrong: Section, by: User) -> None:
    """List the colleagues who read the part, and send a notice to those who see it still."""
    seen_by = visibility.sight_of(made.record, clock.now())
    for colleague in recipients.colleagues(made.record, wrong, by):
        ColleagueToTell.objects.create(correction=made, user=colleague)
        if colleague.pk in seen_by:
            notify.notify(colleague, Kind.RECORD_CORRECTED, made.reference)


def still_to_tell() -> Q:
    """Of ColleagueToTell: nobody has told them, and they have not looked at the notice."""
    seen = Notice.objects.filter(
        person=OuterRef("user"), reference=OuterRef("correction__reference"), seen__isnull=False
    )
    return Q(told__isnull=True) & ~Q(Exists(seen))


def waiting_for(user: User) -> QuerySet[RecordCorrection]:
    """The user's corrections of which a colleague has still to be told, the oldest first; also those of people who have
    left, of records that are the user's."""
    waiting = ColleagueToTell.objects.filter(still_to_tell(), correction=OuterRef("pk"))
    mine = Q(by=user) | Q(by__is_active=False, record__owner=user)
    return RecordCorrection.objects.filter(mine, Exists(waiting)).order_by("pk")


@transaction.atomic
def told(made: RecordCorrection, whom: Iterable[ColleagueToTell], by: User, *, how: str) -> None:
    """Record that these colleagues were told, when and how: once for each. Raises KeyUnavailable."""
    whom = [row for row in whom if not ColleagueTold.objects.filter(to_tell=row).exists()]
    if not whom:
        return
    rows = [["Who was told", ", ".join(row.user.full_name for row in whom)], ["How", how]]
    content = {"heading": "Told of a correction", "rows": rows, "by": by.full_name, "at": clock.now().isoformat()}
    entry = Words("entry", content, needs=made.section.needs, about=made.section.subject)
    section = filing.add_section(made.record, entry, order=AFTER_ALL, by=by)
    for row in whom:
        ColleagueTold.objects.create(to_tell=row, section=section, by=by)
