"""Corrections: later entries that change nothing of what was recorded (R: C6, C9)."""

from collections.abc import Mapping, Sequence

from accounts.models import User
from core import clock
from records.vault.vault import Opened, Part, Reader
from sharing.decisions import documents, facts, later_entries
from sharing.decisions.models import DecisionRecipient, Event, ShareDecision


def place_of(part: Part, number: int) -> str:
    """The key of one answer of a recorded decision, independent of its label: its card, and the number of its row."""
    return f"{part.section.name}:{number}"


def correct(
    opened: Opened,
    decision: ShareDecision,
    reader: Reader,
    *,
    which: str,
    right: str,
    why: str,
    place: str = "",
    sent_wrong: Sequence[DecisionRecipient] = (),
) -> Event:
    """Add a correction: the old answer stays, and both are shown (R: C6).

    `which`: the answer that is wrong, in words; `place`: where it is (`place_of`), "" for something else.
    `sent_wrong`: the recipients who were given the wrong information: each is listed until they have been told (C9).
    """
    rows = [["Answer", which], ["What is right", right], ["Why", why]]
    if sent_wrong:
        rows.append(["To be told", f"{len(sent_wrong)} recipient{'s' if len(sent_wrong) > 1 else ''}"])
    made = later_entries.event(decision, Event.What.CORRECTION, reader.user, rows, facts={"place": place})
    names = documents.names_of(facts.of(opened), list(sent_wrong)) if sent_wrong else []
    to_be_told(decision, dict(zip(sent_wrong, names, strict=True)), reader.user, [["Answer", which]], about=made)
    return made


def to_be_told(
    decision: ShareDecision,
    recipients: Mapping[DecisionRecipient, str],
    by: User,
    rows: list[list[str]],
    about: Event | None = None,
) -> list[Event]:
    """List these recipients (each with what they are called), who were given what was wrong, until the decider has told
    them (R: C9): by a correction of the decision, or of a record that went out by it."""
    return [
        later_entries.event(
            decision,
            Event.What.TO_TELL,
            by,
            [["Who", name], *rows],
            recipient=recipient,
            about=about,
            due=clock.today(),
        )
        for recipient, name in recipients.items()
    ]
