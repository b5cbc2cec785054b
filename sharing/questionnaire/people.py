"""Who is who: the school's staff, and the people whom a decision is about."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from accounts import roles
from accounts.models import User
from accounts.roles import READERS, Role
from core import words
from core.compiled_queries import Prepared
from core.models import School
from records.models import Exclusion
from records.need_to_know import visibility
from records.need_to_know.contacts import knows_adult, may_see_contacts
from records.pupils import roll
from records.pupils.models import Contact, Person
from records.vault.vault import Reader
from sharing.questionnaire.answers import AboutAnswers

_COLLEAGUES = Prepared(
    lambda reader, **_: User.objects.filter(is_active=True).exclude(pk=reader).order_by("last_name", "first_name")
)


class Staff:
    """The people of the school by their roles, at the moment of the reader. Looked up when asked for, once."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader

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
        return _COLLEAGUES.objects(reader=self.reader.user.pk)

    def named(self, public_ids: Iterable[str]) -> list[User]:
        """The people of these ids."""
        wanted = list(public_ids)
        return list(User.objects.filter(public_id__in=wanted)) if wanted else []

    def roles_of(self, user: User) -> str:
        """The roles that the user holds, in words."""
        return ", ".join(Role(role).label for role in sorted(roles.held_by(user, self.reader.at)))

    def includes(self, user: User) -> bool:
        """Whether the user is school staff to whom a record can be opened."""
        return bool(roles.held_by(user, self.reader.at) & READERS)


@dataclass(frozen=True)
class Household:
    """Children who share a parent or carer, in the order in which they were named."""

    children: tuple[Person, ...]

    @property
    def id(self) -> str:
        return str(self.children[0].public_id)

    @property
    def names(self) -> str:
        return words.joined([child.first_name for child in self.children])


class Subjects:
    """The people whom a decision is about, as far as the author may know of them now."""

    def __init__(self, about: AboutAnswers, reader: Reader) -> None:
        self.ids, self.typed, self.group, self.reader = about.people, about.typed, about.group, reader

    @cached_property
    def people(self) -> list[Person]:
        return [person for person in map(self.knowable, self.ids) if person]

    def knowable(self, public_id: UUID | str) -> Person | None:
        """The pupil, colleague, parent or carer of that id, if the author may know of them."""
        person = visibility.person_known_to(self.reader.user, public_id, self.reader.at)
        if person is not None:
            return person
        grown_up = Person.objects.filter(public_id=public_id, pupil=None).select_related("user").first()
        if grown_up is None or grown_up.pk in self._excluded:
            return None
        return grown_up if grown_up.user_id or knows_adult(self.reader.user, grown_up, self.reader.at) else None

    @cached_property
    def _excluded(self) -> set[int]:
        rows = Exclusion.objects.live(self.reader.at).filter(user=self.reader.user, person__isnull=False)
        return set(rows.values_list("person", flat=True))

    @cached_property
    def children(self) -> list[Person]:
        return [person for person in self.people if hasattr(person, "pupil")]

    @cached_property
    def grown_ups(self) -> list[Person]:
        """Staff, parents and carers whom it is about."""
        return [person for person in self.people if person not in self.children]

    @property
    def colleagues(self) -> list[User]:
        """The members of staff whom it is about."""
        return [person.user for person in self.people if person.user]

    @cached_property
    def name(self) -> str:
        """Their first names; "the child" where they are not known, and before it is answered."""
        named = words.joined([person.first_name for person in self.people])
        return named or ("these people" if self.group else "the child")

    @property
    def all_known(self) -> bool:
        """Whether it is said whom it is about, and the author may know of each."""
        return len(self.people) == len(self.ids) and bool(self.people or self.typed or self.group)

    @cached_property
    def households(self) -> list[Household]:
        """The children by household: those who share a parent or carer."""
        adults = {child.pk: {c.adult_id for c in self._contacts[child.pk]} for child in self.children}
        groups: list[list[Person]] = []
        for child in self.children:
            for group in groups:
                if any(adults[child.pk] & adults[other.pk] for other in group):
                    group.append(child)
                    break
            else:
                groups.append([child])
        return [Household(tuple(group)) for group in groups]

    @cached_property
    def _contacts(self) -> dict[int, list[Contact]]:
        return {child.pk: roll.contacts_of(child) for child in self.children}

    @cached_property
    def contacts(self) -> list[Contact]:
        """The contacts of all the children, each adult once, as far as the author may see them."""
        by_adult: dict[int, Contact] = {}
        for child in self.seen_with_contacts:
            for contact in self._contacts[child.pk]:
                by_adult.setdefault(contact.adult_id, contact)
        return list(by_adult.values())

    def shown_in(self, text: str) -> list[Person]:
        """The children of whose contacts the names are in a text."""
        if "contacts" not in vars(self):
            return []
        named = {contact.adult_id for contact in self.contacts if contact.adult.full_name in text}
        return [
            child for child in self.seen_with_contacts if any(c.adult_id in named for c in self._contacts[child.pk])
        ]

    @cached_property
    def seen_with_contacts(self) -> list[Person]:
        """The children whose contacts the author may see."""
        return [child for child in self.children if may_see_contacts(self.reader.user, child, self.reader.at)]
