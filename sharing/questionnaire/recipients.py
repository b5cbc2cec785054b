"""To whom it would go, worked out from what was ticked and typed."""

from collections.abc import Collection
from dataclasses import replace
from functools import cached_property

from core.ids import NOWHERE, as_uuid
from sharing.decisions.facts import Recipient
from sharing.decisions.models import DecisionRecipient
from sharing.directory.models import Agency, AgencyContact
from sharing.questionnaire.answers import Answers, OutsideAnswers
from sharing.questionnaire.people import Staff, Subjects

Kind = DecisionRecipient.Kind
UNNAMED = "Somebody who would not say who"
ASKER, NOT_YET = "asker", "not_yet"


class Recipients:
    """The recipients of a draft, in order; none while that is not answered."""

    def __init__(self, answers: Answers, subjects: Subjects, staff: Staff) -> None:
        self.answers, self.subjects, self.staff = answers, subjects, staff

    @property
    def choice(self) -> str:
        """What was ticked: "staff", "parent", "asker", "other", "directory", "school", or the id of a contact."""
        return self.answers.who.to

    @property
    def inside(self) -> bool:
        """Whether it goes to a person in the school."""
        return self.choice == "staff"

    @property
    def to_parent(self) -> bool:
        return self.choice == "parent"

    @cached_property
    def all(self) -> list[Recipient]:
        """To whom it would go."""
        if self.inside:
            return self._colleagues()
        if self.to_parent:
            return self._parents()
        return [*self._typed(), *self._of_agencies()]

    def _colleagues(self) -> list[Recipient]:
        who = self.answers.who
        needs = {who.staff: "", **{also.who: also.need for also in who.more}}
        users = {str(user.public_id): user for user in self.staff.named(filter(None, needs))}
        return [
            Recipient(
                Kind.STAFF,
                users[key].full_name,
                self.staff.roles_of(users[key]),
                need=need,
                user=users[key],
                on_staff=self.staff.includes(users[key]),
            )
            for key, need in needs.items()
            if key in users
        ]

    def _parents(self) -> list[Recipient]:
        return [
            Recipient(
                Kind.PARENT,
                contact.adult.full_name,
                contact.relationship,
                adult=contact.adult,
                checked=self.answers.parent.identity != NOT_YET,
                address=self.answers.send.addresses.get(str(contact.adult.public_id), ""),
            )
            for contact in self.subjects.contacts
            if str(contact.adult.public_id) in self.answers.parent.adults
        ]

    def _typed(self) -> list[Recipient]:
        """The person who asked, or who was typed."""
        if self.choice == ASKER:
            return [asker_of(self.answers)]
        outside = self.answers.outside
        if self.choice != "other" or not outside.who:
            return []
        made = typed(outside)
        return [replace(made, address=self.answers.send.address)]

    def _of_agencies(self) -> list[Recipient]:
        who = self.answers.who
        first = {"directory": who.directory, "school": who.school}.get(self.choice, self.choice)
        needs = {first: "", **{also.who: also.need for also in who.more}}
        ids = [key for key in needs if key and as_uuid(key) != NOWHERE]
        if not ids:
            return []
        rows = AgencyContact.objects.filter(public_id__in=ids).select_related("agency")
        contacts = {str(contact.public_id): contact for contact in rows}
        return [
            Recipient(
                Kind.CONTACT,
                contacts[key].name,
                contacts[key].role,
                contacts[key].agency.name,
                needs[key],
                contacts[key],
                contacts[key].agency,
            )
            for key in ids
            if key in contacts
        ]

    def to_agency(self, kinds: Collection[str]) -> bool:
        """Whether it would go to an agency of one of these kinds."""
        return any(recipient.agency and recipient.agency.kind in kinds for recipient in self.all)

    @property
    def to_school(self) -> bool:
        """Whether it would go to another school."""
        return self.to_agency({Agency.Kind.SCHOOL})

    @cached_property
    def to_visitor(self) -> bool:
        """Whether a person who is not school staff would get an extract: the family is asked, as for outside."""
        return self.inside and any(recipient.user and not recipient.on_staff for recipient in self.all)

    @property
    def outside(self) -> bool:
        """Whether it would leave the school's staff."""
        return bool(self.all) and (not self.inside or self.to_visitor)

    @cached_property
    def agreed_channels(self) -> list[str]:
        """The ways agreed with every agency that it would go to; none named: every safe way."""
        agencies = [recipient.agency for recipient in self.all if recipient.agency]
        lists = [set(agency.channels) for agency in agencies if agency.channels]
        return sorted(set.intersection(*lists)) if lists else []


def asker_of(answers: Answers) -> Recipient:
    """The person who asked, as a recipient."""
    asked = answers.asked
    return Recipient(
        Kind.OUTSIDE,
        asked.who or UNNAMED,
        asked.role,
        asked.body,
        agency=_agency(asked.body),
        typed=True,
        unnamed=not asked.who,
        checked=asked.identity != NOT_YET or answers.decide.checked not in ("", NOT_YET),
        not_same=answers.who.not_same,
        address=answers.send.address,
    )


def typed(outside: OutsideAnswers) -> Recipient:
    """Somebody who was typed, as a recipient."""
    return Recipient(
        Kind.OUTSIDE,
        outside.who,
        outside.role,
        outside.body,
        agency=_agency(outside.body),
        typed=True,
        not_same=outside.not_same,
    )


def _agency(name: str) -> Agency | None:
    return Agency.objects.filter(name__iexact=name.strip(), active=True).first() if name.strip() else None
