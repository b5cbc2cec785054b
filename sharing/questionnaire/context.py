"""What the pages of the flow know of a draft: its answers, and what is worked out from them, in parts."""

from collections.abc import Collection
from functools import cached_property

from accounts.models import User
from core.typed_json import DoesNotFit
from records.pupils.models import Person
from records.vault.vault import Reader
from sharing.decisions import naming
from sharing.decisions.drafts import ABOUT, Loaded, OldDraft
from sharing.decisions.facts import Recipient
from sharing.decisions.models import Advice, Origin, ShareDecision
from sharing.decisions.standing import Standings
from sharing.directory.models import Purpose
from sharing.disclosures.channels import SPOKEN
from sharing.disclosures.models import Channel
from sharing.questionnaire import advice
from sharing.questionnaire.answers import AdviceWords, Answers
from sharing.questionnaire.contents import Contents
from sharing.questionnaire.family import Family
from sharing.questionnaire.people import Staff, Subjects
from sharing.questionnaire.recipients import Recipients
from sharing.questionnaire.safety import Safety
from sharing.questionnaire.third_parties import ThirdParties

SHARES = ("share", "cannot_wait", "regret")
"""The answers to "What have you decided?" by which it is shared."""


class Context:
    """A draft as one reader has it. Its parts are made once, when they are asked for."""

    def __init__(
        self,
        loaded: Loaded,
        reader: Reader,
        *,
        opens: bool = True,
        keeps: bool = False,
        staff: Staff | None = None,
        subjects: Subjects | None = None,
    ) -> None:
        """`opens`: whether records may be opened to complete what is known; not where another person reads the draft.
        `keeps`: whether what was found in them is kept with the draft; not where a page is only looked at. `staff`,
        `subjects`: if they are known already. Raises OldDraft."""
        self.loaded, self.reader, self.opens, self.keeps = loaded, reader, opens, keeps
        self.answers = Answers(loaded.answers)
        try:
            self.answers.check()
        except DoesNotFit:
            raise OldDraft(loaded.draft, own=loaded.own) from None
        self.staff = staff or Staff(reader)
        self.subjects = subjects or Subjects(self.answers.about, reader)
        self.forms: dict[str, object] = {}  # of the pages, as route.form_of has made them
        self.steps: list[str] = []  # the pages that are asked for, once route.path has worked them out

    def after(self, changed: Collection[str]) -> "Context":
        """What is known after the answers to these pages have changed: what does not depend on them stays."""
        subjects = None if ABOUT in changed else self.subjects
        context = Context(
            self.loaded, self.reader, opens=self.opens, keeps=self.keeps, staff=self.staff, subjects=subjects
        )
        if subjects is not None and "choosable" in vars(self.contents):
            context.contents.choosable = self.contents.choosable
        if subjects is not None and "standings" in vars(self):
            context.standings = self.standings
        if "advice" in vars(self):
            context.advice = self.advice
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

    # Its parts

    @cached_property
    def recipients(self) -> Recipients:
        return Recipients(self.answers, self.subjects, self.staff)

    @cached_property
    def maybe_about(self) -> list[Person]:
        """The pupils who may be meant by a name that was typed. Never shown."""
        return naming.may_be_meant(self.subjects.typed)

    @property
    def perhaps_about(self) -> list[Person]:
        """Everybody it is or may be about: whoever is kept out of one of them is not told."""
        return [*self.subjects.people, *self.maybe_about]

    @cached_property
    def standings(self) -> Standings:
        """What the recipients are to the people it is about."""
        return Standings(self.user, self.subjects.people, self.reader.at)

    @property
    def needs_agreement(self) -> bool:
        """Whether a person with parental responsibility has to agree that a recipient gets it."""
        return any(self.standings.needs_agreement(recipient) for recipient in self.to)

    @property
    def agreed(self) -> bool:
        """Whether one has."""
        return self.answers.agreement.by not in ("", "none")

    @cached_property
    def contents(self) -> Contents:
        return Contents(self.answers, self.subjects, self.reader)

    @cached_property
    def safety(self) -> Safety:
        return Safety(self.answers, self.subjects, self.staff, self.recipients, self.loaded.draft)

    @cached_property
    def third_parties(self) -> ThirdParties:
        return ThirdParties(
            self.answers,
            self.subjects,
            self.recipients,
            self.contents,
            self.loaded.draft,
            self.reader,
            opens=self.opens,
            keeps=self.keeps,
            waits=not self.safety.at_risk,
        )

    @cached_property
    def family(self) -> Family:
        return Family(self.answers, self.subjects, self.recipients, self.contents, self.reader, self.standings)

    @property
    def to(self) -> list[Recipient]:
        """To whom it would go, in order."""
        return self.recipients.all

    @property
    def asks_others(self) -> bool:
        """Whether the page about other people is asked: always for a parent; else where anyone is found."""
        if not self.recipients.outside or self.answers.decide.outcome == "no_share" or self.origin == Origin.DANGER:
            return False
        return self.recipients.to_parent or bool(self.third_parties.found) or bool(self.third_parties.wait)

    # Advice

    @cached_property
    def advice(self) -> list[Advice]:
        """The questions put while this was written, with their answers."""
        return advice.of(self.loaded.draft)

    @property
    def advice_open(self) -> list[Advice]:
        return [question for question in self.advice if not question.answers.all()]

    @property
    def advice_answered(self) -> list[Advice]:
        return [question for question in self.advice if question.answers.all()]

    @cached_property
    def advice_words(self) -> dict[str, AdviceWords]:
        """Question and answers of each, in words, by its id: opened once, kept with the draft."""
        return advice.words(
            self.advice, self.answers, self.loaded.draft, self.reader, opens=self.opens, keeps=self.keeps
        )

    # The decision

    @property
    def shares(self) -> bool:
        return self.answers.decide.outcome in SHARES

    @cached_property
    def purpose(self) -> Purpose | None:
        return Purpose.objects.filter(code=self.answers.why.purpose).first()

    @property
    def basis(self) -> str:
        """The legal reason: the usual one of the purpose, or the one chosen instead."""
        return self.answers.basis.basis or (self.purpose.basis if self.purpose else "")

    @property
    def channel(self) -> str:
        """How it goes, or how it went."""
        return self.answers.when.channel if self.happened else self.answers.send.channel

    @property
    def spoken(self) -> bool:
        return bool(self.channel) and Channel(self.channel) in SPOKEN
