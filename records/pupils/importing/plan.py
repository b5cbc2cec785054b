"""What an import would do, line by line, and why. Nothing is changed here.

A fact from a newer file wins over one from an older file, fact by fact, so that the same files end the same in any
order. A child is recognised by a UPN; without one, likely matches are asked about and never guessed.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import count
from typing import Any

from core import clock
from records.pupils.importing.checks import check_line, check_together
from records.pupils.importing.lines import LABELS, OF_PERSON, OF_PUPIL, Address, Adult, Line, Read
from records.pupils.models import (
    ClassMembership,
    Contact,
    Enrolment,
    FormerUpn,
    Household,
    HouseholdMember,
    Person,
    Pupil,
    SchoolClass,
    Stamps,
)
from records.pupils.names import plain

ADDED, CHANGED, SAME, REFUSED, ASKED, HELD, LEFT_OUT = (
    "added",
    "changed",
    "same",
    "refused",
    "asked",
    "held",
    "left_out",
)
NEW, SKIP = "new", "skip"
Stamp = list[str]


@dataclass
class Proposal:
    """What would be done with one line. `changes`: fact to new value."""

    line: Line
    kind: str
    person: Person | None = None
    changes: dict[str, Any] = field(default_factory=dict)
    newer: list[str] = field(default_factory=list)
    candidates: list[Person] = field(default_factory=list)
    exact: bool = False  # of the candidates there is one, of the same names and birth date

    @property
    def facts(self) -> list[str]:
        """What would change, in words."""
        back = "On the roll again"
        labels = {**LABELS, ADULTS: LABELS["contacts"]}
        return [back if name == "left_on" and value is None else labels[name] for name, value in self.changes.items()]


def place(address: Address) -> str:
    """An address for comparing: the same words in the same order are the same household."""
    return plain(" ".join((*address.lines, address.postcode)))[:320]


class Roll:
    """The present roll in memory, by what a line is compared with."""

    def __init__(self, at: datetime) -> None:
        self.at = at
        self.pupils: dict[int, Pupil] = {row.person_id: row for row in Pupil.objects.select_related("person")}
        self.stamps: dict[int, dict[str, Stamp]] = dict(Stamps.objects.values_list("person_id", "of"))
        self.former: dict[int, set[str]] = defaultdict(set)
        self.by_upn: dict[str, int] = {}
        for person_id, upn in FormerUpn.objects.live(at).values_list("person_id", "upn"):
            self.former[person_id].add(upn)
            self.by_upn[upn] = person_id
        self.by_family: dict[str, list[int]] = defaultdict(list)
        for person_id, pupil in self.pupils.items():
            if pupil.upn:
                self.by_upn[pupil.upn] = person_id
            person = pupil.person
            for name in {plain(person.family_name), plain(person.preferred_family_name)} - {""}:
                self.by_family[name].append(person_id)
        self.enrolled = {row.person_id: row for row in Enrolment.objects.live(at)}
        self.member = {row.person_id: row for row in ClassMembership.objects.live(at).select_related("school_class")}
        self.classes = {row.name: row for row in SchoolClass.objects.all()}
        self.contacts: dict[int, list[Contact]] = defaultdict(list)
        self.adults: dict[tuple[str, str], list[Person]] = defaultdict(list)
        adults: dict[int, Person] = {}  # of each adult one object, whichever contact leads to them
        for contact in Contact.objects.select_related("adult"):
            contact.adult = adults.setdefault(contact.adult_id, contact.adult)
            if contact.start <= at < contact.until:
                self.contacts[contact.child_id].append(contact)
            self.adults[key_of(contact.adult)].append(contact.adult)
        self.households = {row.plain: row for row in Household.objects.all()}
        self.homes: dict[int, HouseholdMember] = {
            row.person_id: row for row in HouseholdMember.objects.live(at).filter(main=True).select_related("household")
        }

    def class_of(self, person: int) -> str | None:
        member = self.member.get(person)
        return member.school_class.name if member else None

    def home_of(self, person: int) -> str | None:
        member = self.homes.get(person)
        return member.household.plain if member else None


def key_of(adult: Person | Adult) -> tuple[str, str]:
    """What tells one adult from a namesake: the name and the telephone."""
    return plain(f"{adult.given_name} {adult.family_name}"), "".join(filter(str.isdigit, adult.telephone))


def by_name(adults: Iterable[tuple[Person | Adult, Any]]) -> dict[tuple[str, int], Any]:
    """What belongs to each adult of one child, by their name; of two of the same name, the first and the second."""
    named: dict[tuple[str, int], Any] = {}
    for adult, what in adults:
        name = plain(f"{adult.given_name} {adult.family_name}")
        named[name, next(n for n in count() if (name, n) not in named)] = what
    return named


class Planner:
    """Compares a file with the roll. `hidden`: pupils that the importer must not learn of; `unaddressed`: those
    whose address is protected; `answers`: what was said to the questions, by the line's number."""

    def __init__(
        self,
        read: Read,
        roll: Roll,
        *,
        stamp: Stamp,
        hidden: Collection[int] = (),
        unaddressed: Collection[int] = (),
        answers: Mapping[int, str] | None = None,
    ) -> None:
        self.read, self.stamp = read, stamp
        self.hidden, self.unaddressed = set(hidden), set(unaddressed)
        self.answers = answers or {}
        self.roll = roll
        self.taken: dict[int, int] = {}  # person to the line that is about them
        self.families: dict[tuple[str, str], set[str]] = defaultdict(set)  # adult to the homes of their children

    def plan(self) -> list[Proposal]:
        for line in self.read.lines:
            check_line(line)
        check_together(self.read.lines)
        proposals = [self._propose(line) for line in self.read.lines]
        for proposal in proposals:
            self._note_shared(proposal.line)
        return proposals

    def _note_shared(self, line: Line) -> None:
        """Say where a contact belongs to two families: one person, on purpose or by a slip."""
        home = place(line.address) if line.address else ""
        for adult in line.contacts or ():
            key = key_of(adult)
            homes = self.families[key]
            if key[1] and home and homes - {home}:
                line.notes.append(
                    f"{adult.given_name} {adult.family_name} is a contact of another family too, with the same "
                    "telephone: one person"
                )
            homes.add(home)
            homes.discard("")

    def _propose(self, line: Line) -> Proposal:
        if line.problems:
            return Proposal(line, REFUSED)
        pupils = self._by_number(line)
        if len(pupils) > 1:
            if pupils & self.hidden:
                return Proposal(line, HELD, self.roll.pupils[min(pupils & self.hidden)].person)
            line.problems.append("These numbers are held by two children. Put the two together first")
            return Proposal(line, REFUSED)
        if pupils:
            return self._known(line, pupils.pop())
        return self._unknown(line)

    def _by_number(self, line: Line) -> set[int]:
        numbers = filter(None, (line.upn, *line.former_upns))
        return {self.roll.by_upn[number] for number in numbers if number in self.roll.by_upn}

    def _known(self, line: Line, person_id: int) -> Proposal:
        pupil = self.roll.pupils[person_id]
        if person_id in self.hidden:
            return Proposal(line, HELD, pupil.person)
        if self._another_person(line, pupil):
            line.problems.append(
                "This UPN belongs to a child with another name and another date of birth. Check the number"
            )
            return Proposal(line, REFUSED)
        if person_id in self.taken:
            line.problems.append(f"Line {self.taken[person_id]} is about the same child. Keep the right one")
            return Proposal(line, REFUSED)
        self.taken[person_id] = line.number
        return self._changed(line, pupil)

    def _another_person(self, line: Line, pupil: Pupil) -> bool:
        if not (line.birth_date and pupil.birth_date and line.birth_date != pupil.birth_date):
            return False
        person = pupil.person
        given = {plain(person.given_name), plain(person.preferred_name)}
        family = {plain(person.family_name), plain(person.preferred_family_name)}
        return bool(
            line.given_name
            and plain(line.given_name) not in given
            and (not line.family_name or plain(line.family_name) not in family)
        )

    def _unknown(self, line: Line) -> Proposal:
        likely = self._likely(line)
        if likely & self.hidden:
            return Proposal(line, HELD, self.roll.pupils[min(likely & self.hidden)].person)
        likely -= set(self.taken)
        answer = self.answers.get(line.number)
        if likely and answer != NEW:
            people = sorted((self.roll.pupils[pupil].person for pupil in likely), key=lambda person: person.pk)
            same = next((person for person in people if str(person.public_id) == answer), None)
            if same is not None:
                return self._known(line, same.pk)
            exact = len(people) == 1 and self._exact(line, people[0])
            return Proposal(line, LEFT_OUT if answer == SKIP else ASKED, candidates=people, exact=exact)
        if not (line.given_name and line.family_name and line.birth_date):
            line.problems.append("To add a child, give the first name, the family name and the date of birth")
            return Proposal(line, REFUSED)
        changes = self._facts(line)
        if line.left_on and line.left_on <= clock.today():
            line.notes.append("This child has left already")
        return Proposal(line, ADDED, changes=changes, newer=list(changes))

    def _likely(self, line: Line) -> set[int]:
        """The pupils who may be this child: the same family name and birth date, or the same whole name where a UPN
        is missing."""
        likely = set()
        given = {plain(name) for name in (line.given_name, line.preferred_name) if name}
        for name in {plain(name) for name in (line.family_name, line.preferred_family_name) if name}:
            for person_id in self.roll.by_family.get(name, ()):
                pupil = self.roll.pupils[person_id]
                same_given = bool(given & {plain(pupil.person.given_name), plain(pupil.person.preferred_name)})
                both_numbered = bool(line.upn and pupil.upn)
                same_birth = bool(line.birth_date and line.birth_date == pupil.birth_date)
                if (same_birth and (same_given or not both_numbered)) or (same_given and not both_numbered):
                    likely.add(person_id)
        return likely

    def _exact(self, line: Line, person: Person) -> bool:
        """Whether names and birth date are the very same: likely the same child, and asked about all the same."""
        names = [(line.given_name, person.given_name), (line.family_name, person.family_name)]
        same = all(plain(written or "") == plain(kept) for written, kept in names)
        return same and line.birth_date is not None and line.birth_date == self.roll.pupils[person.pk].birth_date

    def _facts(self, line: Line) -> dict[str, Any]:
        """What the line says, by fact, as it is kept."""
        facts = {name: getattr(line, name) for name in (*OF_PERSON, *OF_PUPIL) if getattr(line, name) is not None}
        for preferred, legal in (("preferred_name", "given_name"), ("preferred_family_name", "family_name")):
            if preferred in facts and facts[preferred] == facts.get(legal):
                facts[preferred] = ""
        for name in ("class_name", "address", "contacts"):
            if getattr(line, name) is not None:
                facts[name] = getattr(line, name)
        if line.former_upns:
            facts["former_upns"] = line.former_upns
        facts["left_on"] = line.left_on
        return facts

    def _changed(self, line: Line, pupil: Pupil) -> Proposal:
        """What of the line is newer than what is kept, and different from it."""
        stamps = self.roll.stamps.get(pupil.person_id, {})
        facts = self._facts(line)
        proposal = Proposal(line, SAME, pupil.person)
        numbers = {*filter(None, (facts.pop("upn", None), pupil.upn)), *facts.pop("former_upns", ())}
        upn_newer = self.stamp >= stamps.get("upn", [])
        current = line.upn if line.upn and upn_newer else pupil.upn
        if line.upn and upn_newer:
            proposal.newer.append("upn")
        if current != pupil.upn:
            proposal.changes["upn"] = current
        if numbers - {current} - self.roll.former[pupil.person_id]:
            proposal.changes["former_upns"] = sorted(numbers - {current} - self.roll.former[pupil.person_id])
        for name, value in facts.items():
            if self.stamp < stamps.get(name, []):
                if name == "contacts" and self._adults_differ(person_id=pupil.person_id, adults=value, line=line):
                    proposal.changes[ADULTS] = value
                continue
            proposal.newer.append(name)
            if (name == "address" and pupil.person_id in self.unaddressed) or self._differs(name, value, pupil, line):
                proposal.changes[name] = value
        if proposal.changes:
            proposal.kind = CHANGED
        return proposal

    def _now(self, name: str, pupil: Pupil) -> Any:
        if name in OF_PERSON:
            return getattr(pupil.person, name)
        return getattr(pupil, name) if name in OF_PUPIL else None

    def _differs(self, name: str, value: Any, pupil: Pupil, line: Line) -> bool:
        person = pupil.person_id
        if name == "class_name":
            return value != self.roll.class_of(person)
        if name == "address":
            return place(value) != self.roll.home_of(person)
        if name == "contacts":
            return self._contacts_differ(person, value, place(line.address) if line.address else None)
        if name == "left_on":
            enrolled = self.roll.enrolled.get(person)
            if value is None:
                return enrolled is None
            return enrolled is not None and last_moment(value, self.roll.at) < enrolled.until
        return value != self._now(name, pupil)

    def _adults_differ(self, *, person_id: int, adults: tuple[Adult, ...], line: Line) -> bool:
        """Whether an older file knows of one of its adults what no newer one has said."""
        home = place(line.address) if line.address else None
        for adult in adults:
            known = self.roll.adults.get(key_of(adult))
            if not known or self._adult_differs(known[0], adult, home, person_id):
                return True
        return False

    def _adult_differs(self, known: Person, adult: Adult, with_child: str | None, person: int) -> bool:
        """Whether the file, where it is the newest, says something else of an adult than we know."""
        stamps = self.roll.stamps.get(known.pk, {})

        def newer(name: str) -> bool:
            return self.stamp >= stamps.get(name, [])

        if adult_changed(known, adult, newer):
            return True
        home = with_child if adult.with_child else adult.address and place(adult.address)
        moved = home and person not in self.unaddressed and home != self.roll.home_of(known.pk)
        return bool(moved) and newer(HOME)

    def _contacts_differ(self, person: int, adults: tuple[Adult, ...], with_child: str | None) -> bool:
        """Whether anything about the contacts would change. `with_child`: the child's home as the file gives it."""
        now = by_name((contact.adult, contact) for contact in self.roll.contacts[person])
        written = by_name((adult, adult) for adult in adults)
        if self.read.all_contacts and set(now) - set(written):
            return True
        for name, adult in written.items():
            contact = now.get(name)
            if contact is None or contact_changed(contact, adult):
                return True
            if self._adult_differs(contact.adult, adult, with_child, person):
                return True
        return False


def contact_changed(contact: Contact, adult: Adult) -> bool:
    """Whether what the adult is to the child has changed. What a file does not say is left as it is."""
    return (
        (adult.relationship is not None and contact.relationship != adult.relationship)
        or (adult.responsibility is not None and contact.responsibility != adult.responsibility)
        or contact.priority != adult.priority
    )


OF_ADULT = ("title", "telephone", "email")
HOME, ADULTS = "address", "adults"


def adult_changed(person: Person, adult: Adult, newer: Callable[[str], bool]) -> list[str]:
    """Which facts about the adult are different, of those of which this file is the newest."""
    written = [name for name in OF_ADULT if getattr(adult, name) and newer(name)]
    return [name for name in written if getattr(adult, name) != getattr(person, name)]


def last_moment(day: date, at: datetime) -> datetime:
    """The end of a pupil's last day, or now where that is past."""
    return max(clock.end_of(day), at)
