"""What the pages of the flow know: the draft, whom it is about, to whom it would go, who is who at the school."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, prefetch_related_objects

from accounts import roles
from accounts.models import User
from accounts.roles import READERS, Role
from pupils import roll
from pupils.models import Contact, Person
from records import need_to_know, protecting, shipped
from records.models import Category, Exclusion, Record, RecordSubject
from records.need_to_know import Access
from records.vault import Reader
from school import words
from school.ids import NOWHERE, as_uuid
from school.models import School
from school.prepared import Prepared
from sharing import harm
from sharing.channels import SPOKEN, most_sensitive
from sharing.drafts import ABOUT, Loaded
from sharing.flow import advising, others
from sharing.models import (
    Advice,
    Agency,
    AgencyContact,
    Channel,
    DecisionItem,
    DecisionRecipient,
    Origin,
    Purpose,
    ShareDecision,
)
from sharing.outgoing import Found

Kind = DecisionRecipient.Kind


@dataclass(frozen=True)
class Choosable:
    """A record that could be chosen to be shared, and how much of it this reader could share."""

    record: Record
    access: Access
    can_whole: bool
    has_part: bool
    of: Person

    @property
    def id(self) -> str:
        return str(self.record.public_id)

    @property
    def label(self) -> str:
        return f"{self.record.category.name}, {words.day(self.record.as_at)}"


@dataclass(frozen=True)
class Family:
    """Children who share a parent or carer, in the order in which they were named."""

    children: tuple[Person, ...]

    @property
    def id(self) -> str:
        return str(self.children[0].public_id)

    @property
    def names(self) -> str:
        return joined([child.first_name for child in self.children])


@dataclass(frozen=True)
class Recipient:
    """Somebody to whom it would go: who, as what, and where they are reached."""

    kind: str
    name: str
    role: str = ""
    body: str = ""
    need: str = ""
    contact: AgencyContact | None = None
    agency: Agency | None = None
    adult: Person | None = None
    user: User | None = None

    def __str__(self) -> str:
        return ", ".join(filter(None, (self.name, self.role, self.body)))


def joined(names: list[str]) -> str:
    """Amina; Amina and Kofi; Amina, Kofi and Rose"""
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]])) if names else ""


OF_THE_MOMENT = ("school", "headteacher", "dsl", "deputy_dsl", "chair", "dpo", "colleagues", "_excluded", "advice")
OF_THE_PEOPLE = ("people", "children", "grown_ups", "name", "families", "_contacts", "contacts", "choosable")
"""What is looked up at the reader's moment, whatever is answered; and what depends on nothing but whom it is about."""
KNOW = frozenset({"agreed", "refused", "split", "told"})
"""What somebody of the family can say who was told."""
_COLLEAGUES = Prepared(
    lambda reader, **_: User.objects.filter(is_active=True).exclude(pk=reader).order_by("last_name", "first_name")
)
_ADVICE = Prepared(
    lambda word, **_: Advice.objects.filter(draft__reference=word).select_related("asked", "record").order_by("pk")
)


class Context:
    """Looked up when a page needs it, once."""

    def __init__(self, loaded: Loaded, reader: Reader, *, opens: bool = True, keeps: bool = False) -> None:
        """`opens`: whether records may be opened to complete what is known; not where somebody else looks on.
        `keeps`: whether what was found in them is kept with the draft; not where a page is only looked at."""
        self.loaded, self.reader, self.opens, self.keeps = loaded, reader, opens, keeps
        self.answers = loaded.answers
        self.read_again = False
        self.forms: dict[str, object] = {}  # of the pages, as path.form_of has made them

    def anew(self, changed: Iterable[str]) -> "Context":
        """What is known after the answers to these pages have changed: what does not depend on them stays."""
        context = Context(self.loaded, self.reader, opens=self.opens, keeps=self.keeps)
        stay = OF_THE_MOMENT if ABOUT in changed else OF_THE_MOMENT + OF_THE_PEOPLE
        vars(context).update((name, value) for name, value in vars(self).items() if name in stay)
        return context

    @property
    def user(self) -> User:
        return self.reader.user

    @property
    def origin(self) -> str:
        return self.loaded.draft.origin

    @property
    def happened(self) -> bool:
        """Whether it has been shared already: the pages speak of the past, and refuse nothing that was done."""
        return self.origin == Origin.DONE

    @property
    def completes(self) -> ShareDecision | None:
        """The danger entry that this draft completes."""
        return self.loaded.completes

    def answer(self, step: str, name: str, default: Any = None) -> Any:
        return self.answers.get(step, {}).get(name, default)

    # Whom it is about

    @cached_property
    def people(self) -> list[Person]:
        """Whom it is about, as far as the author may know of them now."""
        return [person for person in map(self.knowable, self.answer(ABOUT, "people", [])) if person]

    def knowable(self, public_id: UUID | str) -> Person | None:
        """The pupil, colleague, parent or carer of that id, if the author may know of them."""
        person = need_to_know.person_known_to(self.user, public_id, self.reader.at)
        if person is not None:
            return person
        found = Person.objects.filter(public_id=public_id, pupil=None).select_related("user").first()
        if found is None or found.pk in self._excluded:
            return None
        return found if found.user_id else (found if self.knows_adult(found) else None)

    @cached_property
    def _excluded(self) -> set[int]:
        rows = Exclusion.objects.live(self.reader.at).filter(user=self.user, person__isnull=False)
        return set(rows.values_list("person", flat=True))

    def knows_adult(self, adult: Person) -> bool:
        """Whether the author may see the contacts of a child of whom `adult` is one."""
        rows = Contact.objects.live(self.reader.at).filter(adult=adult).select_related("child")
        for row in rows:
            child = need_to_know.person_known_to(self.user, row.child.public_id, self.reader.at)
            if child and "contacts" in need_to_know.personal_parts(self.user, child, self.reader.at):
                return True
        return False

    @cached_property
    def children(self) -> list[Person]:
        return [person for person in self.people if hasattr(person, "pupil")]

    @cached_property
    def grown_ups(self) -> list[Person]:
        """Staff, parents and carers whom it is about."""
        return [person for person in self.people if person not in self.children]

    @property
    def staff_matter(self) -> bool:
        return any(person.user_id for person in self.people)

    @property
    def child(self) -> Person | None:
        """The first whom it is about; None before the question is answered."""
        return self.people[0] if self.people else None

    @cached_property
    def name(self) -> str:
        return joined([person.first_name for person in self.people]) or "the child"

    @cached_property
    def families(self) -> list[Family]:
        """The children by family: those who share a parent or carer."""
        adults = {child.pk: {c.adult_id for c in self._contacts[child.pk]} for child in self.children}
        groups: list[list[Person]] = []
        for child in self.children:
            for group in groups:
                if any(adults[child.pk] & adults[other.pk] for other in group):
                    group.append(child)
                    break
            else:
                groups.append([child])
        return [Family(tuple(group)) for group in groups]

    @cached_property
    def _contacts(self) -> dict[int, list[Contact]]:
        return {child.pk: roll.contacts_of(child) for child in self.children}

    @cached_property
    def contacts(self) -> list[Contact]:
        """The contacts of all the children, each adult once."""
        found: dict[int, Contact] = {}
        for child in self.children:
            for contact in self._contacts[child.pk]:
                found.setdefault(contact.adult_id, contact)
        return list(found.values())

    def limited(self, adult: Person) -> bool:
        """Whether there is a limit on what this adult may be given about any of the children: then one speaks to the
        Headteacher or the DSL first. Which limit it is, the record alone says."""
        return protecting.limits(self.children, adult, self.reader.at).exists()

    # Who is who

    @cached_property
    def school(self) -> School:
        return School.here()

    def _holder(self, role: str) -> User | None:
        return roles.holder(role, self.reader.at)

    @cached_property
    def headteacher(self) -> User | None:
        return self._holder(Role.HEADTEACHER)

    @cached_property
    def dsl(self) -> User | None:
        return self._holder(Role.DSL)

    @cached_property
    def deputy_dsl(self) -> User | None:
        return self._holder(Role.DEPUTY_DSL)

    @cached_property
    def chair(self) -> User | None:
        return self._holder(Role.CHAIR)

    @cached_property
    def dpo(self) -> User | None:
        return self._holder(Role.DPO)

    @cached_property
    def colleagues(self) -> list[User]:
        """Everybody else who works here, by name."""
        return _COLLEAGUES.objects(reader=self.user.pk)

    # Safety

    @property
    def harm(self) -> str:
        return self.answer("safe", "harm", "")

    @property
    def at_risk(self) -> bool:
        """Unsure counts as yes (R: C2)."""
        return self.harm in ("yes", "unsure")

    @property
    def asks_adult(self) -> bool:
        """Whether it has to be asked if an adult at this school is concerned: it decides who may know."""
        lado = any(one.agency and one.agency.kind == Agency.Kind.LADO for one in self.recipients)
        return self.at_risk or self.staff_matter or lado or self.answer("why", "purpose") == "adult_concern"

    @cached_property
    def told_of_harm(self) -> list[User]:
        """Who was told already that harm is being recorded here."""
        return harm.told(self.loaded.draft)

    @cached_property
    def withheld(self) -> list[User]:
        """The people who must not see this: by the author's word, the adult whom the concern is about, and any member
        of staff whom it is about."""
        ids = self.answer("keep-from", "people", [])
        named = list(User.objects.filter(public_id__in=ids))
        if self.asks_adult and self.adult and self.adult not in named:
            named.append(self.adult)
        return named + [person.user for person in self.people if person.user and person.user not in named]

    @cached_property
    def adult(self) -> User | None:
        """The adult at this school whom the concern is about, as far as it is answered."""
        said = self.answer("adult", "adult", "")
        if said == "other":
            return User.objects.filter(public_id=self.answer("adult", "who") or NOWHERE).first()
        return {"dsl": self.dsl, "head": self.headteacher}.get(said)

    # To whom

    @property
    def to(self) -> str:
        return self.answer("who", "to", "")

    @property
    def inside(self) -> bool:
        return self.to == "staff"

    @property
    def to_parent(self) -> bool:
        return self.to == "parent"

    @cached_property
    def recipients(self) -> list[Recipient]:
        """To whom it would go, in order; empty while that is not answered."""
        more = self.answer("who", "more", [])
        if self.to == "staff":
            ids = [self.answer("who", "staff"), *(one for one, _ in more)]
            needs = ["", *(need for _, need in more)]
            users = {str(user.public_id): user for user in User.objects.filter(public_id__in=filter(None, ids))}
            return [
                Recipient(Kind.STAFF, users[one].full_name, self._roles(users[one]), need=need, user=users[one])
                for one, need in zip(ids, needs, strict=True)
                if one in users
            ]
        if self.to == "parent":
            chosen = self.answer("parent", "adults", [])
            return [
                Recipient(Kind.PARENT, c.adult.full_name, c.relationship, adult=c.adult)
                for c in self.contacts
                if str(c.adult.public_id) in chosen
            ]
        first: list[Recipient] = []
        if self.to == "asker":
            said = self.answers.get("asked", {})
            first = [self._outside(said.get("who") or "Somebody who would not say who", said)]
        elif self.to == "other":
            said = self.answers.get("outside", {})
            first = [self._outside(said["who"], said)] if said.get("who") else []
        listed = {"directory": self.answer("who", "directory"), "school": self.answer("who", "school")}
        ids = [listed.get(self.to, self.to), *(one for one, _ in more)]
        wanted = dict(more)
        found = AgencyContact.objects.filter(public_id__in=[one for one in ids if _is_id(one)]).select_related("agency")
        contacts = {str(contact.public_id): contact for contact in found}
        return first + [
            Recipient(
                Kind.CONTACT,
                contacts[one].name,
                contacts[one].role,
                contacts[one].agency.name,
                wanted.get(one, ""),
                contacts[one],
                contacts[one].agency,
            )
            for one in ids
            if one in contacts
        ]

    def _outside(self, name: str, said: dict[str, Any]) -> Recipient:
        body = said.get("body") or ""
        agency = Agency.objects.filter(name__iexact=body).first() if body else None
        return Recipient(Kind.OUTSIDE, name, said.get("role") or "", body, agency=agency)

    def _roles(self, user: User) -> str:
        held = roles.held_by(user, self.reader.at)
        return ", ".join(Role(role).label for role in sorted(held))

    def on_staff(self, user: User) -> bool:
        return bool(roles.held_by(user, self.reader.at) & READERS)

    @property
    def to_school(self) -> bool:
        """Whether it would go to another school."""
        return any(one.agency and one.agency.kind == Agency.Kind.SCHOOL for one in self.recipients)

    @cached_property
    def agreed_channels(self) -> list[str]:
        """The ways agreed with every agency that it would go to; none named: every safe way."""
        lists = [set(one.agency.channels) for one in self.recipients if one.agency and one.agency.channels]
        return sorted(set.intersection(*lists)) if lists else []

    # What

    @cached_property
    def choosable(self) -> list[Choosable]:
        """The records about these people that the author may see now, newest first, each under one of them."""
        rows: dict[int, Choosable] = {}
        for person in self.people:
            sight = need_to_know.access_about(self.user, person, self.reader.at)
            subjects_now = RecordSubject.objects.live(self.reader.at).select_related("move")
            found = (
                Record.objects.filter(pk__in=set(sight) - set(rows))
                .exclude(category__code__in=shipped.NOT_RECORDS)
                .select_related("category", "key")
                .prefetch_related("sections", Prefetch("subjects", subjects_now))
            )
            for record in found:
                access, subjects = sight[record.pk], list(record.subjects.all())
                shown = [section for section in record.sections.all() if access.shows(section, subjects)]
                if shown:
                    marked = any(section.for_sharing for section in shown)
                    whole = need_to_know.best_extent(access) == "all"
                    rows[record.pk] = Choosable(record, access, whole, marked, person)
        return list(rows.values())

    @cached_property
    def chosen(self) -> list[tuple[Choosable, bool]]:
        """The records chosen, each with whether all of it goes."""
        how = self.answer("what", "how", {})
        picked = set(self.answer("what", "records", []))
        return [(item, how.get(item.id) == "whole") for item in self.choosable if item.id in picked]

    @cached_property
    def sensitivity(self) -> str:
        """The strictest of what was chosen; what is not in a record is as its kind."""
        kinds = [item.record.category.sensitivity for item, _ in self.chosen]
        if self.answer("what", "unwritten"):
            kinds.append(self.unwritten_kind.sensitivity if self.unwritten_kind else "restricted")
        return most_sensitive(kinds)

    @cached_property
    def unwritten_kind(self) -> Category | None:
        return Category.objects.filter(code=self.answer("what", "unwritten_kind") or "").first()

    @property
    def special(self) -> bool:
        """Whether what goes holds special category data; what is not in a record does where its kind does."""
        unwritten = bool(self.answer("what", "unwritten")) and (not self.unwritten_kind or self.unwritten_kind.special)
        return unwritten or any(item.record.category.special for item, _ in self.chosen)

    @cached_property
    def found(self) -> list[Found]:
        """Other people who are named in what was chosen, as far as the name check finds them."""
        return others.find(self) if self.shares_outside else []

    @cached_property
    def names_wait(self) -> str:
        """Why nobody has been looked for yet, in words; "" where that was done."""
        return others.waits(self) if self.shares_outside else ""

    @property
    def unsure_of(self) -> str:
        """What the author could not check: it goes with the rest."""
        unsure = not self.inside and self.answer("send", "checked") == "not"
        return (self.answer("send", "unsure_of") or "") if unsure else ""

    def forget(self, name: str) -> None:
        """What was looked up under that name has changed: it is looked up again, and the pages are made again."""
        vars(self).pop(name, None)
        self.forms.clear()

    @cached_property
    def sources(self) -> list[tuple[str, str]]:
        """What was chosen and had been sent to the school, with where it came from and on what conditions."""
        return others.sources(self) if self.shares_outside else []

    @property
    def shares_outside(self) -> bool:
        return bool(self.recipients) and (not self.inside or self.to_visitor)

    @cached_property
    def to_visitor(self) -> bool:
        """Whether somebody who is not school staff would get an extract: like outside, the family is asked."""
        return self.inside and any(one.user and not self.on_staff(one.user) for one in self.recipients)

    @property
    def asks_others(self) -> bool:
        """Always for a parent; else where somebody is found."""
        if not self.shares_outside or self.answer("decide", "outcome") == "no_share" or self.origin == Origin.DANGER:
            return False
        return self.to_parent or bool(self.found) or bool(self.names_wait)

    # The family

    @cached_property
    def wish_on_file(self) -> bool:
        """Whether, as far as the author may know, somebody did not agree when one of these records was shared before:
        inside the school one asks the family only then."""
        before = DecisionItem.objects.filter(
            record__in=[item.record.pk for item, _ in self.chosen],
            decision__refused=True,
            decision__record__in=need_to_know.visible_to(self.user, self.reader.at).values("pk"),
        )
        return bool(self.chosen) and before.exists()

    @property
    def asked_already(self) -> bool:
        """Whether somebody of the family was told and answered in this draft, for whatever recipient: what they say
        now stays part of it."""
        return not KNOW.isdisjoint(self.answer("family", "said", {}).values())

    @property
    def asks_family(self) -> bool:
        return not self.inside or self.to_visitor or self.wish_on_file or self.asked_already

    def said(self, who: str) -> str:
        """What somebody said: the parents of a family by "parents-" and its id, a person by their id."""
        return self.answer("family", "said", {}).get(who, "")

    @property
    def asked_of(self) -> list[tuple[str, str]]:
        """Everyone whom the family page asks about: a key, and how they are called."""
        rows: list[tuple[str, str]] = []
        for family in self.families:
            if not self.to_parent:
                of = f" of {family.names}" if len(self.families) > 1 else ""
                rows.append((f"parents-{family.id}", f"Parents or carers{of}"))
        rows += [(str(person.public_id), person.first_name) for person in self.children]
        return rows + [(str(person.public_id), person.full_name) for person in self.grown_ups]

    @property
    def refused(self) -> bool:
        """Whether somebody knows and does not agree."""
        return self.asks_family and any(self.said(who) in ("refused", "split") for who, _ in self.asked_of)

    @property
    def agreed(self) -> bool:
        return any(self.said(who) == "agreed" for who, _ in self.asked_of)

    @property
    def told(self) -> list[str]:
        """The keys of those who were told."""
        return [w for w, _ in self.asked_of if self.said(w) in KNOW]

    @property
    def not_told(self) -> list[str]:
        """Who has not been told, in words."""
        return [
            f"The {name[0].lower()}{name[1:]}" if who.startswith("parents-") else name
            for who, name in self.asked_of
            if self.said(who) == "not_told"
        ]

    @property
    def parents_told(self) -> bool:
        return any(who.startswith("parents-") for who in self.told)

    @property
    def untold_contacts(self) -> list[str]:
        """Where parents or carers were told: those of them who were not."""
        if not self.parents_told:
            return []
        told = self.answer("telling", "people", [])
        rest = [contact for contact in self.contacts if str(contact.adult.public_id) not in told]
        return [f"{contact.adult.full_name}, {contact.relationship}" for contact in rest]

    @property
    def child_not_told(self) -> bool:
        return any(self.said(str(child.public_id)) == "not_told" for child in self.children)

    # Advice

    @cached_property
    def advice(self) -> list[Advice]:
        """The questions put while this was written, with their answers."""
        found = _ADVICE.objects(word=self.loaded.draft.reference)
        prefetch_related_objects(found, "answers")
        return found

    @property
    def advice_open(self) -> list[Advice]:
        return [one for one in self.advice if not one.answers.all()]

    @property
    def advice_answered(self) -> list[Advice]:
        return [one for one in self.advice if one.answers.all()]

    @cached_property
    def advice_words(self) -> dict[str, dict[str, Any]]:
        """Question and answers of each, in words, by its id: opened once, kept with the draft."""
        return advising.words(self)

    def look_up(self) -> None:
        """Open what the cards need, before a transaction begins: each look is an entry of its own. What goes is read
        once more."""
        if self.shares_outside and self.shares and self.origin != Origin.DANGER and not self.read_again:
            others.look_again(self)
            self.read_again = True
        _ = self.found, self.sources, self.advice_words

    # The decision

    @property
    def shares(self) -> bool:
        return self.answer("decide", "outcome") in ("share", "cannot_wait", "regret")

    @cached_property
    def purpose(self) -> Purpose | None:
        return Purpose.objects.filter(code=self.answer("why", "purpose") or "").first()

    @property
    def basis(self) -> str:
        """The legal reason: the usual one of the purpose, or the one chosen instead."""
        chosen = self.answer("basis", "basis")
        return chosen or (self.purpose.basis if self.purpose else "")

    @property
    def channel(self) -> str:
        """How it goes, or how it went."""
        return self.answer("when", "channel", "") if self.happened else self.answer("send", "channel", "")

    @property
    def spoken(self) -> bool:
        return bool(self.channel) and Channel(self.channel) in SPOKEN


def _is_id(value: Any) -> bool:
    return bool(value) and as_uuid(str(value)) != NOWHERE
