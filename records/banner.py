"""The four lines above every record: all or part, why, until when, who else (R: G10)."""

from dataclasses import dataclass

from accounts.roles import Role
from records import need_to_know
from records.need_to_know import best_extent
from records.vault import Opened, Reader
from school import clock, words

PARTS = {
    1: "You can see that this was received, and nothing of what it says.",
    2: "This is the summary.",
    3: "This is the part written for staff.",
    4: "This is the part written for teachers.",
    5: "This is what is said about the children you work with.",
}
NAMED = 3


@dataclass(frozen=True)
class Banner:
    part: bool
    what: str
    why: str
    until: str
    others: str


def of(opened: Opened, reader: Reader) -> Banner:
    """The banner from the same evidence that opened the record."""
    part = best_extent(opened.access) == "part"
    others = [
        f"{person.short_name} ({best_extent(access)})"
        for person, access in need_to_know.named(opened.sight)
        if person.pk != reader.user.pk
    ]
    more = f", and {len(others) - NAMED} more" if len(others) > NAMED else ""
    return Banner(
        part=part,
        what=PARTS[opened.access.extent] if part else "",
        why=why(opened),
        until=until(opened),
        others=(", ".join(others[:NAMED]) + more) or "nobody else",
    )


def why(opened: Opened) -> str:
    """The reason in a sentence's second half."""
    because, _, role = opened.access.best.because.partition(":")
    name = opened.subjects[0].first_name if len(opened.subjects) == 1 else "one of these children"
    if because == "rule.author":
        return "you wrote it"
    if because == "rule.own_class":
        return f"{name} is in your class"
    if because == "rule.any":
        return f"you are the {Role(role).label}"
    if because == "stand_in":
        return "you stand in for somebody who has not looked, or must not"
    if because == "harm":
        return "you were told of a concern about harm"
    if because == "advice":
        return "you were asked for advice"
    if because == "reopened":
        return "you were asked to look again"
    said = {
        "emergency": "emergency access. This is recorded, and the Headteacher and the DSL have been told",
        "circulation": f"it was circulated to you to read, “{opened.reason}”",
        "briefing": "it was written for you",
        "meeting": f"you have a professional connection, “{opened.reason}”",
        "extract": "the school gave you this extract",
        "rule.key_worker": f"you are {name}’s key worker",
    }
    if because in said:
        return said[because]
    return f"you were given access, “{opened.reason}”" if opened.reason else "you were given access"


def until(opened: Opened) -> str:
    """The end in words; what has no end is said to hold while the reason does."""
    end = opened.access.until
    if end >= clock.FAR:
        return "as long as that is so"
    local = clock.local(end)
    day = "today" if local.date() == clock.today() else words.day(local.date())
    return f"{day}, {words.time(end)}"
