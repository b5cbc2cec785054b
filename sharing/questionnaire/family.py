"""The family: whom the pages ask about, what they said, who knows (R: C1, C3)."""

from dataclasses import dataclass
from functools import cached_property

from records.need_to_know import visibility
from records.pupils.codes import Responsibility
from records.vault.vault import Reader
from sharing.decisions.models import DecisionItem
from sharing.decisions.standing import Standings
from sharing.questionnaire.answers import Answers
from sharing.questionnaire.contents import Contents
from sharing.questionnaire.people import Household, Subjects
from sharing.questionnaire.recipients import Recipients

KNOW = frozenset({"agreed", "refused", "split", "told"})
"""The answers of a member of the family who was told."""
OBJECT = frozenset({"refused", "split"})


@dataclass(frozen=True)
class Asked:
    """A member of the family whom the page asks about. `key`: of the answer; `parents`: the parents or carers of a
    household, not a person whom the decision is about."""

    key: str
    called: str
    parents: bool = False

    @property
    def in_sentence(self) -> str:
        """As it is called in the middle of a sentence."""
        return f"{self.called[0].lower()}{self.called[1:]}" if self.parents else self.called


class Family:
    """What the family was asked and said."""

    def __init__(
        self,
        answers: Answers,
        subjects: Subjects,
        recipients: Recipients,
        contents: Contents,
        reader: Reader,
        standings: Standings,
    ) -> None:
        self.answers, self.subjects, self.recipients, self.contents = answers, subjects, recipients, contents
        self.reader, self.standings = reader, standings

    @cached_property
    def wish_on_file(self) -> bool:
        """Whether, as far as the author may know, a person did not agree when one of these records was shared before:
        inside the school the family is asked only then."""
        before = DecisionItem.objects.filter(
            record__in=[item.record.pk for item, _ in self.contents.chosen],
            decision__refused=True,
            decision__record__in=visibility.visible_to(self.reader.user, self.reader.at).values("pk"),
        )
        return bool(self.contents.chosen) and before.exists()

    @property
    def is_asked(self) -> bool:
        """Whether the family is asked. What was said in this draft stays part of it, whatever the recipient."""
        answered = not KNOW.isdisjoint(self.answers.family.said.values())
        asks = not self.recipients.inside or self.recipients.to_visitor or self.wish_on_file or answered
        return asks and bool(self.asked)

    @cached_property
    def asked(self) -> list[Asked]:
        """Everyone whom the family page asks about."""
        households = self.subjects.households
        rows: list[Asked] = []
        for household in households:
            of = f" of {household.names}" if len(households) > 1 else ""
            if not self.recipients.to_parent:
                rows.append(Asked(f"parents-{household.id}", f"Parents or carers{of}", parents=True))
            elif self._others_in(household):
                rows.append(Asked(f"parents-{household.id}", f"Other parents or carers{of}", parents=True))
        if self.subjects.typed:
            rows = [Asked("parents-typed", "Parents or carers", parents=True), Asked("typed", "The child")]
        rows += [Asked(str(person.public_id), person.first_name) for person in self.subjects.children]
        return rows + [Asked(str(person.public_id), person.full_name) for person in self.subjects.grown_ups]

    def _others_in(self, household: Household) -> bool:
        """Whether a child has a parent or carer who may be responsible and to whom it does not go: they can object."""
        getting = {recipient.adult for recipient in self.recipients.all}
        return any(
            contact.child in household.children
            and contact.adult not in getting
            and contact.responsibility != Responsibility.NO
            and not self.standings.limited(contact.adult)
            for contact in self.subjects.contacts
        )

    def said(self, member: Asked) -> str:
        """What the member said: "agreed", "refused", "split", "told", "not_told"; "" before it is answered."""
        return self.answers.family.said.get(member.key, "")

    @property
    def refused(self) -> bool:
        """Whether anyone knows and does not agree."""
        return self.is_asked and any(self.said(member) in OBJECT for member in self.asked)

    @property
    def agreed(self) -> bool:
        return any(self.said(member) == "agreed" for member in self.asked)

    @property
    def told(self) -> list[Asked]:
        """Those who were told."""
        return [member for member in self.asked if self.said(member) in KNOW]

    @property
    def not_told(self) -> list[Asked]:
        """Those who have not been told."""
        return [member for member in self.asked if self.said(member) == "not_told"]

    @property
    def not_told_in_words(self) -> list[str]:
        return [f"The {member.in_sentence}" if member.parents else member.called for member in self.not_told]

    @property
    def parents_told(self) -> bool:
        return any(member.parents for member in self.told)

    @property
    def untold_contacts(self) -> list[str]:
        """Where parents or carers were told: those of them who were not."""
        if not self.parents_told:
            return []
        told = self.answers.telling.people
        rest = [contact for contact in self.subjects.contacts if str(contact.adult.public_id) not in told]
        return [f"{contact.adult.full_name}, {contact.relationship}" for contact in rest]

    @property
    def child_not_told(self) -> bool:
        children = {str(child.public_id) for child in self.subjects.children}
        return any(member.key in children for member in self.not_told)
