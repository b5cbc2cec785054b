"""Safety: whether a child may be at risk, whom a concern is about, who must not know (R: C2, C7a)."""

from functools import cached_property

from accounts.models import User
from sharing.decisions import harm
from sharing.decisions.models import Draft
from sharing.directory.models import Agency
from sharing.questionnaire.answers import Answers
from sharing.questionnaire.people import Staff, Subjects
from sharing.questionnaire.recipients import Recipients

ADULT_CONCERN = "adult_concern"
"""The purpose of sharing a concern about a person who works here."""


class Safety:
    """What a draft says about harm, and who is kept out of it."""

    def __init__(
        self, answers: Answers, subjects: Subjects, staff: Staff, recipients: Recipients, draft: Draft
    ) -> None:
        self.answers, self.subjects, self.staff, self.recipients = answers, subjects, staff, recipients
        self.draft = draft

    @property
    def harm(self) -> str:
        """ "yes", "no", "unsure"; "" before it is answered."""
        return self.answers.safe.harm

    @property
    def at_risk(self) -> bool:
        """Unsure counts as yes (R: C2)."""
        return self.harm in harm.AT_RISK

    @property
    def asks_adult(self) -> bool:
        """Whether it has to be asked if an adult at this school is concerned: it decides who may know."""
        return (
            self.at_risk
            or bool(self.subjects.colleagues)
            or self.recipients.to_agency({Agency.Kind.LADO})
            or self.answers.why.purpose == ADULT_CONCERN
        )

    @cached_property
    def adult(self) -> User | None:
        """The adult at this school whom the concern is about, as far as it is answered."""
        answers = self.answers.adult
        if answers.adult == "other":
            return next(iter(self.staff.named([answers.who] if answers.who else [])), None)
        return {"dsl": self.staff.dsl, "head": self.staff.headteacher}.get(answers.adult)

    @cached_property
    def withheld(self) -> list[User]:
        """The people who must not see this: those whom the author named, the adult whom the concern is about, and any
        member of staff whom it is about."""
        named = self.staff.named(self.answers.keep_from.people)
        if self.asks_adult and self.adult and self.adult not in named:
            named.append(self.adult)
        return named + [user for user in self.subjects.colleagues if user not in named]

    @cached_property
    def told(self) -> list[User]:
        """Who was told already that harm is being recorded here."""
        return harm.told(self.draft)
