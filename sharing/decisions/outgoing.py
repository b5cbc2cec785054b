"""The text that goes: what it is made of, and who else is named in it (R: C5, C13, G9).

It is built here, and other people in it are found and taken out: for the pages of the flow, for the file to send, for
an extract and for a print about one child.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from records import namecheck
from records.forms import Nature
from records.models import LATER
from records.namecheck import Hit, Own
from records.need_to_know import evidence
from records.pupils import roll
from records.pupils.models import Person
from records.vault.vault import Opened, Part

SOMEBODY = "[another person]"
Section = dict[str, Any]
Pieces = list[tuple[str, bool]]


@dataclass(frozen=True)
class Found:
    """A person who is named: their key in answers, the words that were found, and where."""

    key: str
    words: tuple[str, ...]
    where: tuple[str, ...]
    people: frozenset[str]


@dataclass(frozen=True)
class ShownSection:
    """A section as a page shows it: each stretch of text, and whether it is marked."""

    heading: Pieces
    text: Pieces
    rows: list[list[Pieces]]


@dataclass(frozen=True)
class Outgoing:
    """Sections that go together, and the places in which other people are named."""

    sections: list[Section]
    hits: list[list[Hit]]

    def found(self) -> list[Found]:
        """Who is named, in the order in which they appear."""
        words: dict[str, list[str]] = {}
        where: dict[str, list[str]] = {}
        people: dict[str, frozenset[str]] = {}
        for heading, text, hits in zip(self._headings(), self._texts(), self.hits, strict=True):
            for hit in hits:
                words.setdefault(hit.who, []).append(" ".join(text[hit.start : hit.end].split()))
                where.setdefault(hit.who, []).append(heading)
                people[hit.who] = people.get(hit.who, frozenset()) | hit.people
        return [
            Found(who, tuple(dict.fromkeys(words[who])), tuple(dict.fromkeys(where[who])), people[who]) for who in words
        ]

    def without(self, *, kept: Collection[str], instead: str = SOMEBODY) -> list[Section]:
        """The sections with everybody taken out but those whose keys are `kept`; `instead` of a name."""
        texts = iter(
            namecheck.replaced(text, [_said(hit, instead) for hit in hits if hit.who not in kept])
            for text, hits in zip(self._texts(), self.hits, strict=True)
        )
        return [
            {
                **section,
                "heading": next(texts),
                "text": next(texts),
                "rows": [[next(texts) for _ in row] for row in section["rows"]],
            }
            for section in self.sections
        ]

    def shown(self, *, removed: Collection[str]) -> list[ShownSection]:
        """The sections as they will go where those whose keys are `removed` are taken out; every hit is marked."""
        pieces = iter(
            [
                (_said(hit, SOMEBODY).instead if hit and hit.who in removed else piece, hit is not None)
                for piece, hit in _pieces(text, hits)
            ]
            for text, hits in zip(self._texts(), self.hits, strict=True)
        )
        return [
            ShownSection(next(pieces), next(pieces), [[next(pieces) for _ in row] for row in section["rows"]])
            for section in self.sections
        ]

    def _texts(self) -> Iterator[str]:
        for section in self.sections:
            yield from _texts_of(section)

    def _headings(self) -> Iterator[str]:
        for section in self.sections:
            yield from [section["heading"]] * len(_texts_of(section))


def _texts_of(section: Section) -> list[str]:
    return [section["heading"], section["text"], *(cell for row in section["rows"] for cell in row)]


def _said(hit: Hit, instead: str) -> Hit:
    return replace(hit, instead=instead) if hit.names else hit


def _pieces(text: str, hits: Sequence[Hit]) -> Iterator[tuple[str, Hit | None]]:
    at = 0
    for hit in hits:
        if at < hit.start:
            yield text[at : hit.start], None
        yield text[hit.start : hit.end], hit
        at = hit.end
    if text[at:]:
        yield text[at:], None


def section(content: dict[str, Any]) -> Section:
    """A section of a paper from what is sealed: heading, text and rows."""
    return {name: content.get(name, empty) for name, empty in (("heading", ""), ("text", ""), ("rows", []))}


def parts_that_go(opened: Opened, people: set[int], *, whole: bool) -> Iterator[Part]:
    """The parts that are shared of a chosen record, `whole` or in part: about these people, with its source, and no
    later entries except corrections."""
    for part in opened.parts:
        row, whom = part.section, evidence.about(part.section, opened.subject_rows)
        later = row.name in LATER and row.name != "correction"
        chosen = whole or row.for_sharing or row.name == "source"
        if chosen and not later and (whom is None or whom in people):
            yield part


def sections_of(label: str, opened: Opened, people: set[int], *, whole: bool) -> list[Section]:
    """What of a record goes, each part under the record's label; where it goes about several people, also under the
    names of those whom the part is about."""
    return [
        section({**part.content, "heading": f"{_whose(part, opened, people)}{label}: {part.heading}"})
        for part in parts_that_go(opened, people, whole=whole)
    ]


def _whose(part: Part, opened: Opened, people: set[int]) -> str:
    whom = evidence.about(part.section, opened.subject_rows)
    rows = [row for row in opened.subject_rows if row.person_id in people and whom in (None, row.person_id)]
    return f"{', '.join(row.person.first_name for row in rows)}. " if len(people) > 1 else ""


def besides(unwritten: str, unsure_of: str, *, nature: str = "", source: str = "") -> list[Section]:
    """What goes in addition to records: what is in none, with what it is and where it comes from (R: C5), and what
    could not be checked. `nature`: one of records.forms.Nature."""
    rows = [["What it is", Nature(nature).label], ["Where it comes from", source]] if nature else []
    sections = [section({"heading": "Also", "text": unwritten, "rows": rows})] if unwritten else []
    if unsure_of:
        text = f"This could not be checked. We are unsure of: {unsure_of}"
        sections.append(section({"heading": "Please note", "text": text}))
    return sections


def read(
    sections: list[Section], *, about: Collection[Person], parents: Collection[Person], others: Collection[Person]
) -> Outgoing:
    """Look for other people in sections that go together.

    `about`: the people the decision is about; `parents`: the parents or carers it goes to, none where it goes to anyone
    else; `others`: other people the records are about. These and the other contacts of the children are also found by
    any one of their names. A parent is sent no address at which they do not live.
    """
    own = [*about, *parents]
    family = [contact.adult for person in about for contact in roll.contacts_of(person)]
    near = {person.pk: person for person in (*others, *family) if person not in own}
    known = namecheck.of_school(near=list(near.values()), homes_of=own)
    names = frozenset(str(person.public_id) for person in own)
    homes = frozenset(str(parent.public_id) for parent in parents) or names
    texts = [text for part in sections for text in _texts_of(part)]
    return Outgoing(sections, namecheck.Checker(known).check_together(texts, Own(names, homes)))


def read_for_print(sections: list[Section], *, only: Person, hidden: Collection[Person]) -> tuple[Outgoing, set[str]]:
    """Look for the `hidden` people in what is printed about `only`; returns also the keys of the others, who stay."""
    known = namecheck.of_school(near=hidden, homes_of=[only])
    key = frozenset([str(only.public_id)])
    texts = [text for part in sections for text in _texts_of(part)]
    outgoing = Outgoing(sections, namecheck.Checker(known).check_together(texts, Own(key, key)))
    keys = {str(person.public_id) for person in hidden}
    return outgoing, {named.key for named in outgoing.found() if not named.people & keys}
