"""Minutes: open and confidential parts drafted together and kept apart; what is published names nobody (R: P4)."""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import segno
from django.db import transaction

from accounts.models import User
from accounts.notices import notify
from core import clock, words
from core.audit import checkpoints
from core.audit.models import Checkpoint
from core.refusals import Refused
from records import data_keys, namecheck, sealing
from records.documents.letters import heads, pdf
from records.namecheck import Hit
from records.vault import vault
from records.vault.vault import Reader
from sharing.governors import reading_rules
from sharing.governors.models import GovernorsMeeting, Item, MinutesPart, Published, SentToChair
from sharing.governors.notice_kinds import Kind


@dataclass(frozen=True)
class Checked:
    """The open part of an item, and what in it may identify a person."""

    item: Item
    text: str
    hits: list[Hit]


def version(meeting: GovernorsMeeting) -> int:
    """The newest version of the minutes; 0 for none."""
    newest = MinutesPart.objects.filter(item__meeting=meeting).order_by("-version").first()
    return newest.version if newest else 0


@transaction.atomic
def draft(meeting: GovernorsMeeting, parts: Mapping[Item, tuple[str, str]], *, by: User) -> int:
    """Keep a version: the open and the confidential part of each item. Raises Refused: before the meeting, published
    already, an open part of a matter under complete confidentiality. Returns the version."""
    if clock.now() < meeting.meets_at:
        raise Refused("The meeting has not begun")
    if hasattr(meeting, "published"):
        raise Refused("These minutes have been published, and stay as they are")
    new = version(meeting) + 1
    for item, (public, confidential) in parts.items():
        if item.complete and public:
            raise Refused("Of a matter under complete confidentiality nothing is published")
        for is_open, text in ((True, public), (False, confidential)):
            if text:
                part = MinutesPart(item=item, version=new, is_open=is_open, by=by)
                sealing.seal(part, "content", text, data_keys.new_key())
                part.save()
    return new


def open_parts(meeting: GovernorsMeeting, reader: Reader) -> list[tuple[Item, str]]:
    """The open parts of the newest version. A confidential one is never read here."""
    parts = list(
        MinutesPart.objects.filter(item__meeting=meeting, version=version(meeting), is_open=True)
        .select_related("item", "key")
        .order_by("item__number")
    )
    texts = vault.open_fields(reader, [(part, "content") for part in parts], because="minutes")
    return [(part.item, text.decode()) for part, text in zip(parts, texts, strict=True)]


def check(meeting: GovernorsMeeting, reader: Reader) -> list[Checked]:
    """Each open part with what in it may identify a person. Raises TooManyTries."""
    parts = open_parts(meeting, reader)
    checker = namecheck.Checker(namecheck.of_school())
    checked = [Checked(item, text, checker.check(text, adults=_adults(item))) for item, text in parts]
    namecheck.counted(reader.user, [who for part in checked for who in namecheck.whose(part.hits)])
    return checked


def _adults(item: Item) -> bool:
    """Whether staff and governors must not be named either: in the open part of an item about a member of staff."""
    return item.restricted == Item.Reason.STAFF


def send(meeting: GovernorsMeeting, reader: Reader, *, sure: bool) -> SentToChair:
    """The clerk sends the newest version to the chair. Raises Refused: a hit, nothing to publish, not confirmed."""
    _must_pass(meeting, reader)
    if not sure:
        raise Refused("Confirm that no child could be recognised by description")
    with transaction.atomic():
        row, made = SentToChair.objects.get_or_create(
            meeting=meeting, version=version(meeting), defaults={"by": reader.user}
        )
        for other in reading_rules.keepers().exclude(pk=reader.user.pk) if made else ():
            notify.notify(other, Kind.MINUTES, meeting.reference)
    return row


def _must_pass(meeting: GovernorsMeeting, reader: Reader) -> list[Checked]:
    parts = check(meeting, reader)
    if not parts:
        raise Refused("There is no open part yet. Write what was decided")
    if any(part.hits for part in parts):
        raise Refused(f"{namecheck.MESSAGE}. Change the words that are marked")
    return parts


def publish(meeting: GovernorsMeeting, reader: Reader) -> Published:
    """Publish what was sent, as a page and a PDF, as the chair approves it. It is checked again: the roll may have
    changed, and a form can be forged. Pressed twice, it is published once. Raises Refused."""
    if standing := Published.objects.filter(meeting=meeting).first():
        return standing
    if not SentToChair.objects.filter(meeting=meeting, version=version(meeting)).exclude(by=reader.user).exists():
        raise Refused("The clerk has not sent this version to you")
    parts = _must_pass(meeting, reader)
    checkpoint = checkpoints.make()
    content = {"items": [{"number": place, "text": part.text} for place, part in enumerate(parts, 1)]}
    made = _paper(meeting, content, checkpoint, by=reader.user)
    return Published.objects.get_or_create(
        meeting=meeting,
        defaults={"content": content, "checkpoint": checkpoint.note, "pdf": made, "by": reader.user},
    )[0]


def _paper(meeting: GovernorsMeeting, content: dict[str, Any], checkpoint: Checkpoint, *, by: User) -> bytes:
    return pdf(
        "minutes",
        {
            **heads.letterhead(),
            "title": f"Minutes: {meeting.committee}, {words.day(clock.local(meeting.meets_at).date())}",
            "heads": [
                ("Meeting", f"{meeting.committee}, {words.moment(meeting.meets_at)}"),
                ("Approved by", heads.person_and_role(by)),
                ("Date", words.day(clock.today())),
                ("Our reference", meeting.reference),
            ],
            "lead": ["Decisions of the meeting. What was discussed is confidential."],
            "items": content["items"],
            "log": checkpoints.foot(),
            "square": square(checkpoint.note),
        },
    )


def square(note: str) -> str:
    """A checkpoint as a square code (ISO/IEC 18004), as SVG."""
    out = io.BytesIO()
    segno.make(note, error="m", micro=False).save(out, kind="svg", xmldecl=False, border=4, scale=3)
    return out.getvalue().decode()
