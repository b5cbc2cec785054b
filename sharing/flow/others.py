"""Other people who are named in what would be shared (R: G9). A name check finds some; whoever shares reads it through.

What is looked for: full names of the pupils of whom the author may know, first names of the others whom the chosen
records are about, and, where it goes to a parent, names of the children's other contacts. Found once for one set of
chosen parts; kept with the draft, so that no page opens the records again.
"""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pupils.models import Person
from records import naming, need_to_know, vault
from sharing import drafts
from sharing.flow import stamps

if TYPE_CHECKING:
    from sharing.flow.context import Context

NAMES = "names"
MOST = 12
SOMEBODY = "[another person]"
SENT_TO_US = "outside"


@dataclass(frozen=True)
class Found:
    """A person, the words that name them, and where these stand."""

    person: str
    text: str
    where: str


def find(context: "Context") -> list[Found]:
    """Who is named in the chosen parts."""
    return [Found(*one) for one in _kept(context).get("found", [])]


def sources(context: "Context") -> list[tuple[str, str]]:
    """Where chosen records came from that the school was sent, each with the conditions (R: G10.4, K5.1)."""
    return [(label, words) for label, words in _kept(context).get("sources", [])]


def _kept(context: "Context") -> dict[str, Any]:
    """What is known of the chosen parts. Opens them through the vault when they have changed since the last time."""
    mark = stamps.stamp("others", context.answers)
    kept = context.answers.get(NAMES, {})
    if kept.get(stamps.STAMP) != mark and context.opens:
        found, came = _look(context)
        rows = [[one.person, one.text, one.where] for one in found]
        kept = {"found": rows, "sources": came, stamps.STAMP: mark}
        context.answers[NAMES] = kept
        if context.keeps:
            drafts.save(context.loaded.draft, NAMES, kept)
    return kept


def _look(context: "Context") -> tuple[list[Found], list[tuple[str, str]]]:
    unwritten = context.answer("what", "unwritten")
    texts = [("What is not in a record", unwritten)] if unwritten else []
    also: list[Person] = []
    came: list[tuple[str, str]] = []
    for item, whole in context.chosen:
        opened = vault.open_record(context.reader, item.id)
        for part in opened.parts:
            if whole or part.section.for_sharing:
                rows = " ".join(value for row in part.rows for value in row)
                texts.append((item.label, f"{part.heading} {part.text} {rows}"))
        also += [row.person for row in opened.subject_rows if row.person not in context.people]
        source = opened.part("source")
        if source and (said := came_from(source.content)):
            came.append((item.label, said))
    if context.to_parent:
        chosen = {one.adult.pk for one in context.recipients if one.adult}
        also += [contact.adult for contact in context.contacts if contact.adult_id not in chosen]
    found: dict[tuple[str, str], Found] = {}
    for where, text in texts:
        plain = naming.as_words(text)
        for person in [*_pupils_named(context, plain), *also]:
            alone = person in also
            for name in _ways(person, alone=alone):
                if naming.stands_in(name, plain) and person not in context.people:
                    found.setdefault((str(person.public_id), name), Found(str(person.public_id), name, where))
                    break
    return list(found.values())[:MOST], came


def came_from(source: dict[str, Any]) -> str:
    """Where a record came from that the school was sent, with the conditions, in words; "" for one that is our own and
    has none. `source`: the content of its section of that name."""
    facts = source.get("facts", {})
    if facts.get("source") != SENT_TO_US and not facts.get("conditions"):
        return ""
    return ". Conditions: ".join(value for _, value in source["rows"])


def _pupils_named(context: "Context", plain: str) -> list[Person]:
    """The pupils of whom the author may know and of whose name two words stand in the text."""
    likely = naming.likely(plain)
    return list(need_to_know.people_known_to(context.user, context.reader.at).filter(pk__in=likely)) if likely else []


def _ways(person: Person, *, alone: bool) -> list[str]:
    """How a person can be named in a text, the longest first; `alone`: the first name by itself as well."""
    full = [f"{person.first_name} {person.last_name}", f"{person.given_name} {person.family_name}"]
    titled = [f"{person.title} {person.last_name}"] if person.title else []
    return list(dict.fromkeys([*full, *titled, *([person.first_name] if alone else [])]))


def without(text: str, removed: list[str], instead: str = SOMEBODY) -> str:
    """The text with these names taken out, and something said instead."""
    for name in sorted(removed, key=len, reverse=True):
        # A first name alone can be a word as well (Rose, Mark): then only as a name is written.
        flags = re.IGNORECASE if " " in name else re.NOFLAG
        text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", instead, text, flags=flags)
    return text
