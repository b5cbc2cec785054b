"""Corrections: later entries that change nothing of what was recorded (R: C6, C9)."""

from collections.abc import Sequence

from core import clock
from records.vault.vault import Opened, Part, Reader
from sharing.decisions import later_entries
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
    for recipient in sent_wrong:
        later_entries.event(
            decision,
            Event.What.TO_TELL,
            reader.user,
            [["Answer", which]],
            recipient=recipient,
            about=made,
            due=clock.today(),
        )
    return made
