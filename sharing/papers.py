"""What the papers say: the printed record of a decision, and what goes to the recipient."""

from typing import Any

from audit.checkpoints import foot
from records import need_to_know, vault
from records.vault import Opened, Reader
from school import clock, words
from school.models import School
from sharing.letters import pdf
from sharing.models import AgencyContact, ShareDecision
from sharing.purposes import PURPOSES


def printed_record(decision: ShareDecision, opened: Opened, reader: Reader) -> bytes:
    """The decision as it was recorded, with its corrections, for a colleague who may see it."""
    recorded = clock.local(decision.recorded_at).date()
    lead = [f"{decision.get_outcome_display()}. Recorded {words.day(recorded)} by {decision.decided_by.full_name}."]
    return pdf(
        "paper",
        {
            "title": f"Share decision {decision.reference}",
            "school": School.here().name,
            "lead": lead,
            "sections": [_section(part.content) for part in opened.parts],
            "foot": f"Printed by {reader.user.full_name}, {words.moment(clock.now())}. "
            "Do not leave on a printer; destroy by shredding.",
            "log": foot(),
        },
    )


def to_send(decision: ShareDecision, contact: AgencyContact, reader: Reader) -> bytes:
    """What was decided to be shared, and nothing else. Each record is opened through the vault as the sender.

    Raises what the vault raises: where access has ended since, nothing goes.
    """
    sections: list[dict[str, Any]] = []
    subjects = {person.pk for person in need_to_know.subjects_of(decision.record, reader.at)}
    for item in decision.items.select_related("record__category"):
        opened = vault.open_record(reader, item.record.public_id)
        for part in opened.parts:
            section = part.section
            whom = need_to_know.about(section, opened.subject_rows)
            if (item.whole or section.for_sharing) and (whom is None or whom in subjects):
                heading = f"{item.record.category.name}, {words.day(item.record.as_at)}: {part.heading}"
                sections.append(_section({**part.content, "heading": heading}))
    own = vault.open_record(reader, decision.record.public_id, only=["what"])
    sections += [
        {"heading": "Also", "text": value, "rows": []}
        for part in own.parts
        for key, value in part.rows
        if key == "Goes: not in a record"
    ]
    purpose = PURPOSES[decision.purpose].label.lower()
    return pdf(
        "paper",
        {
            "title": f"Information shared under {decision.reference}",
            "school": School.here().name,
            "lead": [
                f"To {contact.name}, {contact.role}, {contact.agency.name}.",
                f"About {', '.join(person.full_name for person in own.subjects)}.",
                f"Keep this only as long as you need it for: {purpose}. Do not pass it on without asking us.",
            ],
            "sections": sections,
            "foot": f"Made {words.moment(clock.now())} for the person named above.",
            "log": foot(),
        },
    )


def _section(content: dict[str, Any]) -> dict[str, Any]:
    return {
        "heading": content.get("heading", ""),
        "text": content.get("text", ""),
        "rows": content.get("rows", []),
    }
