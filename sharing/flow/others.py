"""Other people who are named in what would be shared (R: G9), as a draft knows them.

What is found is kept with the draft as the keys of people and the words found, so that no page opens the records
again; the page about other people opens them to show the text, and a decision is recorded only after one more look.
"""

import hashlib
import json
from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from pupils.models import Person
from records import namecheck, vault
from sharing import drafts, outgoing
from sharing.flow import stamps
from sharing.outgoing import Found, Outgoing

if TYPE_CHECKING:
    from sharing.flow.context import Context

NAMES = "names"
SENT_TO_US = "outside"
WAITS = "waits"


def find(context: "Context") -> list[Found]:
    """Who is named in the chosen parts."""
    return [
        Found(key, tuple(words), tuple(where), frozenset(people))
        for key, words, where, people in _kept(context).get("found", [])
    ]


def sources(context: "Context") -> list[tuple[str, str]]:
    """Where chosen records came from that the school was sent, each with the conditions (R: G10.4, K5.1)."""
    return [(label, words) for label, words in _kept(context).get("sources", [])]


def waits(context: "Context") -> str:
    """Why nobody has been looked for yet: too many texts with names in them within the hour; "" where it was done."""
    return _kept(context).get(WAITS, "")


def look_again(context: "Context") -> None:
    """Look once more before a decision is recorded: a record can have been corrected since, and somebody have come to
    the school. Then the page about other people is asked again."""
    kept = _kept(context)
    if kept.get(WAITS) or not context.opens:
        return
    fresh = _facts(read(context))
    if fresh == {name: kept[name] for name in fresh}:
        return
    kept = {**kept, **fresh}
    context.answers[NAMES] = kept
    drafts.save(context.loaded.draft, NAMES, kept)
    context.forget("found")


def _kept(context: "Context") -> dict[str, Any]:
    """What is known of the chosen parts. Opens them through the vault when they have changed since the last time."""
    mark = stamps.stamp(NAMES, context.answers)
    kept = context.answers.get(NAMES, {})
    if kept.get(stamps.STAMP) == mark or not context.opens:
        return kept
    came: list[tuple[str, str]] = []
    facts = _facts(read(context, came))
    try:
        namecheck.counted(context.user, len(facts["found"]), refuses=not context.at_risk)
    except namecheck.TooManyTries as refusal:
        # Kept for this request only: the next one tries again.
        context.answers[NAMES] = {"found": [], "text": "", "sources": came, WAITS: str(refusal), stamps.STAMP: mark}
        return context.answers[NAMES]
    kept = {**facts, "sources": came, stamps.STAMP: mark}
    context.answers[NAMES] = kept
    if context.keeps:
        drafts.save(context.loaded.draft, NAMES, kept)
    return kept


def _facts(looked: Outgoing) -> dict[str, Any]:
    """What is kept of a look: who was found, and a sum of the text by which a later look sees that it has changed."""
    found = [[one.key, list(one.words), list(one.where), sorted(one.people)] for one in looked.found()]
    return {"found": found, "text": hashlib.sha256(json.dumps(looked.sections).encode()).hexdigest()}


def read(context: "Context", came: list[tuple[str, str]] | None = None) -> Outgoing:
    """The text that would go, with the places in which others are named. Opens the chosen records through the vault;
    `came` is given where each of them came from that the school was sent."""
    sections: list[outgoing.Section] = []
    also: list[Person] = []
    people = {person.pk for person in context.people}
    for item, whole in context.chosen:
        opened = vault.open_record(context.reader, item.id)
        sections += outgoing.sections_of(item.label, opened, people, whole=whole)
        also += [row.person for row in opened.subject_rows if row.person not in context.people]
        source = opened.part("source")
        if came is not None and source and (said := came_from(source.content)):
            came.append((item.label, said))
    sections += outgoing.besides(context.answer("what", "unwritten", ""), context.unsure_of)
    parents = [one.adult for one in context.recipients if one.adult]
    return outgoing.read(sections, about=context.people, parents=parents, others=also)


def kept_in(answers: dict[str, Any]) -> Collection[str]:
    """The keys of those who are left in, by the answers of the page about other people."""
    return [key for key, said in answers.get("said", {}).items() if said["do"] == "keep"]


def came_from(source: dict[str, Any]) -> str:
    """Where a record came from that the school was sent, with the conditions, in words; "" for one that is our own and
    has none. `source`: the content of its section of that name."""
    facts = source.get("facts", {})
    if facts.get("source") != SENT_TO_US and not facts.get("conditions"):
        return ""
    return ". Conditions: ".join(value for _, value in source["rows"])
