"""Doing what a plan says, all or nothing. Nothing is ever deleted: what ends keeps its past, and undoing.py can take
an import back.

In the caller's transaction. Many rows at a time, each with its entry in the log (core/audit/bulk.py).
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db import models

from core.audit import bulk
from core.models import Span
from records.pupils import codes, names
from records.pupils.importing.lines import OF_PERSON, OF_PUPIL, Address, Adult
from records.pupils.importing.plan import (
    ADDED,
    ADULTS,
    CHANGED,
    HOME,
    OF_ADULT,
    SAME,
    Proposal,
    Roll,
    Stamp,
    adult_changed,
    by_name,
    contact_changed,
    key_of,
    last_moment,
    place,
)
from records.pupils.models import (
    ClassMembership,
    Contact,
    Enrolment,
    FormerUpn,
    Household,
    HouseholdMember,
    KeyWorker,
    Person,
    Pupil,
    SchoolClass,
    Stamps,
)

BECAUSE = "import"
Progress = Callable[[int, int], None]


class Import:
    """One import being done: rows to make, to change and to end, and the journal from which it can be undone."""

    def __init__(self, roll: Roll, stamp: Stamp, *, all_contacts: bool, unaddressed: Iterable[int] = ()) -> None:
        self.roll, self.stamp, self.at = roll, stamp, roll.at
        self.all_contacts, self.unaddressed = all_contacts, set(unaddressed)
        self.made: dict[type[models.Model], list[models.Model]] = defaultdict(list)
        self.changed: dict[type[models.Model], dict[int, tuple[models.Model, set[str]]]] = defaultdict(dict)
        self.ended: dict[type[Span], list[Span]] = defaultdict(list)
        self.fields: list[list[Any]] = []
        self.renamed: list[Person] = []
        self.new_adults: list[Person] = []
        self.stamps: dict[int, dict[str, Stamp]] = {}
        self.new_homes: dict[str, Household] = {}
        self.new_classes: dict[str, SchoolClass] = {}
        self.known = {*roll.pupils, *(adult.pk for same in roll.adults.values() for adult in same)}
        self.home: dict[int, str] = {}  # new or moved adult, by identity, to the place
        self.adults: dict[tuple[str, str], Person] = {}
        for same in roll.adults.values():
            for adult in same:
                self._remember(adult, roll.home_of(adult.pk))

    def run(self, proposals: Sequence[Proposal], progress: Progress = lambda done, of: None) -> dict[str, Any]:
        """Do it; returns the journal. `progress` hears how many lines of how many are done."""
        total = len(proposals)
        for number, proposal in enumerate(proposals, start=1):
            if proposal.kind == ADDED:
                self._add(proposal)
            elif proposal.kind in (CHANGED, SAME):
                self._change(proposal)
            if number % 200 == 0:
                progress(number // 2, total)
        self._write()
        progress(total, total)
        return self._journal()

    # One line

    def _add(self, proposal: Proposal) -> None:
        facts = proposal.changes
        person = Person(**{name: facts[name] for name in OF_PERSON if name in facts})
        pupil = Pupil(person=person, **{name: facts[name] for name in OF_PUPIL if name in facts})
        self.made[Person].append(person)
        self.made[Pupil].append(pupil)
        self.renamed.append(person)
        until = {"until": last_moment(facts["left_on"], self.at)} if facts.get("left_on") else {}
        self.made[Enrolment].append(Enrolment(person=person, start=self.at, **until))
        for upn in facts.get("former_upns", ()):
            self._former(person, upn)
        if facts.get("class_name"):
            self._into_class(person, facts["class_name"])
        address = facts.get("address")
        if address:
            self._live_at(person, address)
        for adult in facts.get("contacts", ()):
            self._new_contact(person, adult, address)
        proposal.person = person
        self.stamps[id(person)] = dict.fromkeys(proposal.newer, self.stamp)

    def _change(self, proposal: Proposal) -> None:
        person = proposal.person
        assert person is not None
        pupil = self.roll.pupils[person.pk]
        before = self.roll.stamps.get(person.pk, {})
        after = {**before, **dict.fromkeys(proposal.newer, self.stamp)}
        if after != before:
            self.stamps[person.pk] = after
        for name, value in proposal.changes.items():
            if name in OF_PERSON:
                self._set(person, name, value)
                self.renamed.append(person)
            elif name in OF_PUPIL:
                self._set(pupil, name, value)
            elif name == "former_upns":
                for upn in value:
                    self._former(person, upn)
            elif name == "class_name":
                if member := self.roll.member.get(person.pk):
                    self.ended[ClassMembership].append(member)
                self._into_class(person, value)
            elif name == "address" and person.pk not in self.unaddressed:
                self._move_home(person, value)
            elif name == "contacts":
                self._contacts(person, value, proposal.line.address)
            elif name == ADULTS:
                self._older_contacts(person, value, proposal.line.address)
            elif name == "left_on":
                self._leave(person, value)

        contacts = proposal.line.contacts
        if contacts and not {"contacts", ADULTS} & set(proposal.changes):
            # Nothing new; but that this file said so counts against an older one.
            now = by_name((contact.adult, contact.adult) for contact in self.roll.contacts[person.pk])
            for key, adult in by_name((adult, adult) for adult in contacts).items():
                known = now.get(key) or self.adults.get(key_of(adult))
                if known is not None:
                    self._update_adult(known, adult, self._address_of(adult, person, proposal.line.address))

    def _leave(self, person: Person, day: date | None) -> None:
        if day is None:
            self.made[Enrolment].append(Enrolment(person=person, start=self.at))
            return
        moment = last_moment(day, self.at)
        for row in (self.roll.enrolled.get(person.pk), self.roll.member.get(person.pk)):
            if row is not None:
                row.ends_at = moment
                self.ended[type(row)].append(row)
        for key_worker in KeyWorker.objects.live(self.at).filter(person=person):
            self.ended[KeyWorker].append(key_worker)

    def _set(self, row: models.Model, name: str, value: Any) -> None:
        kept = self.changed[type(row)].setdefault(row.pk, (row, set()))
        kept[1].add(name)
        self.fields.append([row._meta.label_lower, row.pk, name, plain_value(getattr(row, name)), plain_value(value)])
        setattr(row, name, value)

    def _former(self, person: Person, upn: str) -> None:
        self.made[FormerUpn].append(FormerUpn(person=person, upn=upn, start=self.at))

    def _into_class(self, person: Person, name: str) -> None:
        school_class = self.roll.classes.get(name) or self.new_classes.get(name)
        if school_class is None:
            school_class = self.new_classes[name] = SchoolClass(name=name)
            self.made[SchoolClass].append(school_class)
        self.made[ClassMembership].append(ClassMembership(person=person, school_class=school_class, start=self.at))

    def _live_at(self, person: Person, address: Address) -> None:
        key = place(address)
        home = self.new_homes.get(key)
        if home is None:
            home = self.roll.households.get(key)
            if home is None:
                home = Household(lines=", ".join(address.lines)[:300], postcode=address.postcode[:12], plain=key)
                self.made[Household].append(home)
            self.new_homes[key] = home
        self.made[HouseholdMember].append(HouseholdMember(person=person, household=home, start=self.at))
        self.home[id(person)] = key

    def _move_home(self, person: Person, address: Address) -> None:
        if id(person) in self.home:  # another line of this file has just said something else: the last one counts
            homes = self.made[HouseholdMember]
            homes[:] = [home for home in homes if home.person is not person]  # type: ignore[attr-defined]
        if member := self.roll.homes.get(person.pk):
            self.ended[HouseholdMember].append(member)
        self._live_at(person, address)

    # Contacts

    def _remember(self, adult: Person, home: str | None) -> None:
        name, phone = key_of(adult)
        if phone:
            self.adults.setdefault((name, phone), adult)
        if home:
            self.adults.setdefault((name, f"@{home}"), adult)

    def _adult(self, adult: Adult, address: Address | None) -> Person:
        """The person behind a contact: one known by name and telephone, or by name and home, else a new one."""
        name, phone = key_of(adult)
        home = f"@{place(address)}" if address else None
        known = self.adults.get((name, phone)) if phone else None
        if known is None and home:
            known = self.adults.get((name, home))
            if known is not None and phone and known.telephone and key_of(known)[1] != phone:
                known = None
        if known is None:
            known = Person(
                title=adult.title,
                given_name=adult.given_name,
                family_name=adult.family_name,
                telephone=adult.telephone,
                email=adult.email,
            )
            self.made[Person].append(known)
            self.new_adults.append(known)
            given = [name for name in OF_ADULT if getattr(adult, name)] + ([HOME] if address else [])
            self.stamps[id(known)] = dict.fromkeys(given, self.stamp)
            if address:
                self._live_at(known, address)
        else:
            self._update_adult(known, adult, address)
        self._remember(known, home[1:] if home else None)
        return known

    def _update_adult(self, adult: Person, written: Adult, address: Address | None) -> None:
        key = id(adult) if adult.pk is None else adult.pk
        before = self.stamps.get(key) or self.roll.stamps.get(key, {})

        def newer(name: str) -> bool:
            return self.stamp >= before.get(name, [])

        for name in adult_changed(adult, written, newer):
            if adult.pk is None:
                setattr(adult, name, getattr(written, name))
            else:
                self._set(adult, name, getattr(written, name))
        moves = address is not None and newer(HOME)
        given = [name for name in OF_ADULT if getattr(written, name) and newer(name)] + ([HOME] if moves else [])
        self.stamps[key] = {**before, **dict.fromkeys(given, self.stamp)}
        home = self.home.get(id(adult)) or (self.roll.home_of(adult.pk) if adult.pk is not None else None)
        if moves and address and home != place(address):
            self._move_home(adult, address)

    def _address_of(self, adult: Adult, child: Person, home: Address | None) -> Address | None:
        """The adult's address as the file gives it; none where it would tell a protected one."""
        if child.pk is not None and child.pk in self.unaddressed:
            return None
        return home if adult.with_child else adult.address

    def _new_contact(self, child: Person, adult: Adult, home: Address | None, **kept: Any) -> None:
        address = self._address_of(adult, child, home)
        self.made[Contact].append(
            Contact(
                child=child,
                adult=self._adult(adult, address),
                relationship=adult.relationship or "",
                responsibility=adult.responsibility or codes.Responsibility.UNKNOWN,
                priority=adult.priority,
                start=self.at,
                **kept,
            )
        )

    def _contacts(self, child: Person, adults: Sequence[Adult], home: Address | None) -> None:
        now = by_name((contact.adult, contact) for contact in self.roll.contacts[child.pk])
        for name, adult in by_name((adult, adult) for adult in adults).items():
            contact = now.pop(name, None)
            if contact is None:
                self._new_contact(child, adult, home)
                continue
            self._update_adult(contact.adult, adult, self._address_of(adult, child, home))
            if contact_changed(contact, adult):
                self.ended[Contact].append(contact)
                said_so = adult.responsibility is not None
                responsibility = adult.responsibility if said_so else contact.responsibility
                self.made[Contact].append(
                    Contact(
                        child=child,
                        adult=contact.adult,
                        relationship=contact.relationship if adult.relationship is None else adult.relationship,
                        responsibility=responsibility,
                        priority=adult.priority,
                        start=self.at,
                        evidence=contact.evidence if responsibility == contact.responsibility else "",
                    )
                )
        if self.all_contacts:
            self.ended[Contact].extend(now.values())

    def _older_contacts(self, child: Person, adults: Sequence[Adult], home: Address | None) -> None:
        """What an older file knows of adults: kept of the adult; whose contact they are, a newer file has said. One
        who is not known yet is remembered by a contact that has ended as it began."""
        for adult in adults:
            name, phone = key_of(adult)
            known = self.adults.get((name, phone)) if phone else None
            if known is not None:
                self._update_adult(known, adult, self._address_of(adult, child, home))
            elif phone:
                self._new_contact(child, adult, home, until=self.at)

    # All lines

    ORDER = (
        Person,
        Pupil,
        SchoolClass,
        Household,
        Enrolment,
        FormerUpn,
        ClassMembership,
        HouseholdMember,
        Contact,
    )

    def _write(self) -> None:
        for model, ended in self.ended.items():
            by_moment: dict[datetime, list[Span]] = defaultdict(list)
            for row in {row.pk: row for row in ended}.values():
                by_moment[getattr(row, "ends_at", self.at)].append(row)
            for moment, rows in by_moment.items():
                bulk.end(model, rows, max(moment, self.at), because=BECAUSE)
        for changed, kept in self.changed.items():
            bulk.change(changed, list(kept.values()), because=BECAUSE)
        for made in self.ORDER:
            if self.made[made]:
                _name_keys(made, self.made[made])
                bulk.create(made, self.made[made], because=BECAUSE)
        names.index({person.pk: person for person in self.renamed}.values())
        by_identity = {id(person): person.pk for person in (*self.renamed, *self.new_adults)}
        keep_stamps({by_identity.get(key, key): of for key, of in self.stamps.items()})

    def _journal(self) -> dict[str, Any]:
        spans = (Enrolment, FormerUpn, ClassMembership, HouseholdMember, Contact)
        return {
            "started": {m._meta.label_lower: [row.pk for row in self.made[m]] for m in spans if self.made[m]},
            "ended": {m._meta.label_lower: [row.pk for row in rows] for m, rows in self.ended.items() if rows},
            "fields": self.fields,
            "stamps": {str(key): self.roll.stamps.get(key, {}) for key in self.stamps if key in self.known},
            "added": [row.person_id for row in self.made[Pupil]] + [row.pk for row in self.new_adults],  # type: ignore[attr-defined]
        }


def _name_keys(model: type[models.Model], rows: Iterable[models.Model]) -> None:
    """Let the rows point to what has got its id since they were made."""
    keys = [field for field in model._meta.concrete_fields if isinstance(field, models.ForeignKey)]
    for row in rows:
        for key in keys:
            if (other := getattr(row, key.name, None)) is not None:
                setattr(row, key.attname, other.pk)


def keep_stamps(stamps: dict[int, dict[str, Stamp]]) -> None:
    """Keep when each fact was said, by the person's id."""
    Stamps.objects.bulk_create(
        [Stamps(person_id=person, of=of) for person, of in stamps.items()],
        batch_size=500,
        update_conflicts=True,
        unique_fields=["person"],
        update_fields=["of"],
    )


def plain_value(value: Any) -> Any:
    """A value as the journal keeps it."""
    return value.isoformat() if isinstance(value, date) else value
