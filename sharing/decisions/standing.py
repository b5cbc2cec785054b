"""What a recipient is to the people a decision is about, and what that allows (R: C5, G6c, G9).

One function for every way of naming a person: ticked, typed, or the person who asked. The pages ask it to help, and
`recording.record` asks it again. It tells an author nothing that they may not know: of a limit only that there is one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cached_property

from rapidfuzz import process
from rapidfuzz.distance import OSA

from accounts import roles
from accounts.models import User
from accounts.roles import Role
from core import clock, words
from core.compiled_queries import Prepared
from core.refusals import Refused
from records.corrections import protection
from records.need_to_know import visibility
from records.need_to_know.contacts import knows_adult, may_see_contacts
from records.pupils import names, roll, same_name
from records.pupils.codes import Responsibility
from records.pupils.models import Contact, NameWord, Person
from records.pupils.same_name import Match, TypedName
from sharing.decisions.facts import Recipient
from sharing.decisions.models import DecisionRecipient

Kind = DecisionRecipient.Kind


class Standing(StrEnum):
    """What a recipient is."""

    UNNAMED = "unnamed"
    LIMITED = "limited"
    SUBJECT = "subject"
    ONE_OF_SEVERAL = "one_of_several"
    RESPONSIBLE = "responsible"
    CONTACT = "contact"
    CONTACT_TYPED = "contact_typed"
    OTHER_FAMILY = "other_family"
    PUPIL = "pupil"
    COLLEAGUE = "colleague"
    COLLEAGUE_TYPED = "colleague_typed"
    NAMESAKE = "namesake"
    AGENCY = "agency"
    ORGANISATION = "organisation"
    PRIVATE = "private"


@dataclass(frozen=True)
class Allows:
    """What a standing allows. `refused`: why nothing is shared with such a person; "" where it may be. `agreement`:
    whether a person with parental responsibility has to agree, unless a child is at risk."""

    refused: str = ""
    agreement: bool = False


OWN_ONLY = "Information about {child} can go only to {child}’s own parents or carers"
TABLE = {
    Standing.UNNAMED: Allows("They would not say who they are: nothing can be shared with a person nobody knows"),
    Standing.LIMITED: Allows("There is a limit on what {name} may be given. Speak to {leads} first"),
    Standing.SUBJECT: Allows(),
    Standing.ONE_OF_SEVERAL: Allows(
        "This is about {name} and others. Record one decision for what {name} gets, and one for the others"
    ),
    Standing.RESPONSIBLE: Allows(),
    Standing.CONTACT: Allows(agreement=True),
    Standing.CONTACT_TYPED: Allows("{name} is one of the family’s contacts: select “A parent or carer”"),
    Standing.OTHER_FAMILY: Allows("{name} is another child’s parent. " + OWN_ONLY),
    Standing.PUPIL: Allows("{name} is a pupil: information about another child cannot go to a pupil"),
    Standing.COLLEAGUE: Allows(),
    Standing.COLLEAGUE_TYPED: Allows("{name} has an account here: select “Someone in this school”"),
    Standing.NAMESAKE: Allows(
        "{name} is also the name of a pupil, of someone who works here or of a family’s contact. If this is a "
        "different person, or it is for their job, say how you know"
    ),
    Standing.AGENCY: Allows(),
    Standing.ORGANISATION: Allows(),
    Standing.PRIVATE: Allows(agreement=True),
}
UNCHECKED = "You have not checked who {name} is. Check first, or choose not to share, or get advice"
NOBODY_AGREED = (
    "No one with parental responsibility has agreed that {name} may have this. Ask them first, or choose not to share"
)


class RecipientRefused(Refused):
    """A recipient may not have this; the message says why, and what to do."""


@dataclass(frozen=True)
class Verdict:
    """What a recipient is, and what to call them."""

    standing: Standing
    name: str

    @property
    def allows(self) -> Allows:
        return TABLE[self.standing]


_USERS = Prepared(lambda **_: User.objects.filter(is_active=True).order_by("pk"))
_FAMILY_NAMES = Prepared(
    lambda at, **_: (
        Contact.objects.live(at).order_by().values_list("adult__family_name", "adult__preferred_family_name").distinct()
    )
)


class Standings:
    """The recipients of one decision, as its author may know of them."""

    def __init__(self, author: User, subjects: Sequence[Person], at: datetime) -> None:
        self.author, self.subjects, self.at = author, subjects, at
        self._verdicts: dict[Recipient, Verdict] = {}

    def of(self, recipient: Recipient) -> Verdict:
        """What the recipient is."""
        if recipient not in self._verdicts:
            self._verdicts[recipient] = self._of(recipient)
        return self._verdicts[recipient]

    def refusal(self, recipient: Recipient) -> str:
        """Why nothing is shared with this recipient; "" where it may be."""
        verdict = self.of(recipient)
        return verdict.allows.refused.format(name=verdict.name, child=self._child, leads=self._leads)

    def limited(self, adult: Person) -> bool:
        """Whether there is a limit on what this contact may be given. Only the record says which."""
        return adult.pk in self._limited

    def needs_agreement(self, recipient: Recipient) -> bool:
        """Whether a person with parental responsibility has to agree that they get it (R: G9)."""
        return bool(self._children) and self.of(recipient).allows.agreement

    def problem(self, recipient: Recipient, *, agreed: bool, at_risk: bool) -> str:
        """Why nothing is shared with this recipient as it stands; "" where it may be. What is missing of an agreement
        never stands in the way of a child's safety (R: C2); who it is has to be known all the same (R: C5)."""
        if why := self.refusal(recipient):
            return why
        if not recipient.checked:
            return UNCHECKED.format(name=self.of(recipient).name)
        if self.needs_agreement(recipient) and not agreed and not at_risk:
            return NOBODY_AGREED.format(name=self.of(recipient).name)
        return ""

    # Who it is

    def _of(self, recipient: Recipient) -> Verdict:
        typed = same_name.read(recipient.name)
        if recipient.unnamed:
            return Verdict(Standing.UNNAMED, recipient.name)
        if adult := self._meant(recipient, typed, self._limited.values()):
            return Verdict(Standing.LIMITED, self._called(adult, recipient))
        if recipient.adult:
            return self._of_adult(recipient.adult)
        if not recipient.typed:
            return Verdict(Standing.COLLEAGUE if recipient.user else Standing.AGENCY, recipient.name)
        return self._of_typed(recipient, typed)

    def _of_adult(self, adult: Person) -> Verdict:
        """A contact who was ticked."""
        if adult.pk not in self._adults:
            return Verdict(Standing.OTHER_FAMILY, adult.full_name)
        responsible = self._has_responsibility(adult)
        return Verdict(Standing.RESPONSIBLE if responsible else Standing.CONTACT, adult.full_name)

    def _of_typed(self, recipient: Recipient, typed: TypedName) -> Verdict:
        name, rest = recipient.name, _rest(recipient)
        contact = self._meant(recipient, typed, [contact.adult for contact in self._contacts if self._sees(contact)])
        match, standing = self._known(typed, contact)
        if rest is Standing.PRIVATE and (match is Match.FULL or standing is Standing.CONTACT_TYPED):
            return Verdict(standing, name)
        if not recipient.not_same and match >= (Match.PARTLY if rest is Standing.PRIVATE else Match.FULL):
            return Verdict(Standing.NAMESAKE, name)
        return Verdict(rest, name)

    def _known(self, typed: TypedName, contact: Person | None) -> tuple[Match, Standing]:
        """Who of the people the author may know of has the name that was typed; the best match. `contact`: of these
        children."""
        if contact:
            return self._fits(typed, contact), Standing.CONTACT_TYPED
        several = len(self.subjects) > 1
        about = max((self._fits_subject(typed, person) for person in self.subjects), default=Match.NO)
        own = Standing.ONE_OF_SEVERAL if several else Standing.SUBJECT
        users = max((self._fits_user(typed, user) for user in _USERS.objects()), default=Match.NO)
        pupils = max((self._fits_child(typed, pupil) for pupil in self._pupils(typed)), default=Match.NO)
        found = [(about, own), (users, Standing.COLLEAGUE_TYPED), (pupils, Standing.PUPIL)]
        best = max(found, key=lambda row: row[0])
        return best if best[0] is Match.FULL else max([best, self._family(typed)], key=lambda row: row[0])

    def _family(self, typed: TypedName) -> tuple[Match, Standing]:
        """How well it fits another child's parent or carer whom the author may know of."""
        held = {name for row in _FAMILY_NAMES.rows(at=self.at) for name in row if name}
        known = {name: " ".join(same_name.folded(name)) for name in held}
        alike = [
            name
            for name, plain in known.items()
            if any(OSA.distance(part, word) <= names.slips(word) for word in plain.split() for part in typed.words)
            or typed.foreign
        ]
        if not alike:
            return Match.NO, Standing.OTHER_FAMILY
        own = {child.pk for child in self._children}
        adults = Person.objects.filter(contact_of__in=Contact.objects.live(self.at).exclude(child__in=own))
        best = Match.NO
        for adult in (adults.filter(family_name__in=alike) | adults.filter(preferred_family_name__in=alike)).distinct():
            match = self._fits(typed, adult)
            if match > best and adult.pk not in self._adults and knows_adult(self.author, adult, self.at):
                best = match
        return best, Standing.OTHER_FAMILY

    def _pupils(self, typed: TypedName) -> Iterable[Person]:
        """The pupils of whom the author may know who have one of the words among their names."""
        held = [word for (word,) in _NAME_WORDS.rows()]
        near = {
            name
            for word in typed.words
            for name, _, _ in process.extract(
                word, held, scorer=OSA.distance, score_cutoff=names.slips(word), limit=None
            )
        }
        if not near:
            return ()
        known = visibility.people_known_to(self.author, self.at)
        return known.filter(pk__in=NameWord.objects.filter(word__in=near).values("person"))

    def _meant(self, recipient: Recipient, typed: TypedName, adults: Iterable[Person]) -> Person | None:
        """Which of these adults is meant: the one who was ticked, or whose name fits best. A name that only partly fits
        counts for what was typed without an organisation."""
        least = Match.PARTLY if recipient.typed and _rest(recipient) is Standing.PRIVATE else Match.FULL
        best: Person | None = None
        for adult in adults:
            if adult == recipient.adult or (recipient.user and adult.user_id == recipient.user.pk):
                return adult
            if not recipient.adult and (match := self._fits(typed, adult)) >= least:
                best, least = adult, Match(min(match + 1, Match.FULL))
        return best

    # What is known of these people

    @cached_property
    def _children(self) -> list[Person]:
        return [person for person in self.subjects if hasattr(person, "pupil")]

    @cached_property
    def _contacts(self) -> list[Contact]:
        return [contact for child in self._children for contact in roll.contacts_of(child)]

    @cached_property
    def _adults(self) -> set[int]:
        return {contact.adult_id for contact in self._contacts}

    @cached_property
    def _limited(self) -> dict[int, Person]:
        """The adults of whom there is a limit on what they may be given about one of these children, by their keys."""
        return {adult.pk: adult for child in self._children for adult in protection.limited(child, self.at)}

    def _has_responsibility(self, adult: Person) -> bool:
        """Whether they have parental responsibility for each of the children whose contact they are."""
        rows = [contact for contact in self._contacts if contact.adult == adult]
        return all(contact.responsibility == Responsibility.YES for contact in rows)

    def _sees(self, contact: Contact) -> bool:
        return contact.child_id in self._seen

    @cached_property
    def _seen(self) -> set[int]:
        """The children whose contacts the author may see."""
        return {child.pk for child in self._children if may_see_contacts(self.author, child, self.at)}

    def _called(self, adult: Person, recipient: Recipient) -> str:
        """The adult's name where the author may see it, else what was typed."""
        seen = any(contact.adult_id == adult.pk and self._sees(contact) for contact in self._contacts)
        return adult.full_name if seen else recipient.name

    @staticmethod
    def _fits(typed: TypedName, person: Person) -> Match:
        return same_name.match(typed, names.pairs(person), title=person.title, middle=person.middle_names)

    def _fits_subject(self, typed: TypedName, person: Person) -> Match:
        return self._fits_child(typed, person) if person in self._children else self._fits(typed, person)

    def _fits_child(self, typed: TypedName, child: Person) -> Match:
        """A child has no title, and shares the family name with others: that one alone says nothing."""
        match = self._fits(typed, child)
        return match if match is Match.FULL or (len(typed.parts) > 1 and not typed.titles) else Match.NO

    @staticmethod
    def _fits_user(typed: TypedName, user: User) -> Match:
        return same_name.match(typed, [(user.first_name, user.last_name)], title=user.title)

    @property
    def _child(self) -> str:
        return words.joined([person.first_name for person in self.subjects]) or "the child"

    @property
    def _leads(self) -> str:
        leads = (roles.holder(Role.HEADTEACHER, self.at), roles.holder(Role.DSL, self.at))
        return " or ".join(lead.short_name for lead in leads if lead and lead != self.author) or "the DSL"


_NAME_WORDS = Prepared(lambda **_: NameWord.objects.values_list("word").distinct())


def _rest(recipient: Recipient) -> Standing:
    """What a person who was typed is if nobody of that name is known: an organisation is one that has a name."""
    if recipient.agency:
        return Standing.AGENCY
    named = sum(sign.isalpha() for sign in recipient.body) > 1
    return Standing.ORGANISATION if named else Standing.PRIVATE


def check(
    author: User,
    subjects: Sequence[Person],
    recipients: Iterable[Recipient],
    *,
    agreed: bool,
    at_risk: bool,
) -> None:
    """Raise RecipientRefused for the first recipient who may not have what is shared."""
    standings = Standings(author, subjects, clock.now())
    for recipient in recipients:
        if why := standings.problem(recipient, agreed=agreed, at_risk=at_risk):
            raise RecipientRefused(why)
