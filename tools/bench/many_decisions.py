"""Many decisions of all kinds, written straight into the tables: nobody reads their words here."""

import random
from datetime import datetime, timedelta
from typing import Any

from accounts.models import User
from core import clock, references
from records.data_keys import new_key
from records.models import Category, Record, RecordSubject
from records.models.sealed import VERSION
from sharing.decisions.models import DecisionItem, DecisionRecipient, Draft, ShareDecision
from sharing.directory.models import AgencyContact
from sharing.disclosures.models import Disclosure
from tests.factories import child

BATCH = 5000
YEAR = 360  # days over which the decisions lie
Times = list[datetime]
People = list[User]


class ManyDecisions:
    """`count` decisions of `world`'s staff, over a year."""

    def __init__(self, world: Any, count: int) -> None:
        self.world, self.count = world, count
        self.dice = random.Random(7)
        self.key = new_key().row
        codes = ("share_decision", "draft", "speech", "medical", "sen")
        self.kinds = {code: Category.objects.get(code=code) for code in codes}
        self.children = [child(f"Child{number}", "Bench") for number in range(40)]
        self.shared = [
            Record.objects.create(
                key=self.key, category=self.kinds[code], owner=world.senco, author=world.senco, as_at=clock.today()
            )
            for code in ("speech", "medical", "sen")
        ]
        self.contacts = list(AgencyContact.objects.select_related("agency"))
        self.taken: set[str] = set()

    def write(self) -> None:
        deciders = [self.world.teacher, self.world.other_teacher, self.world.senco, self.world.dsl]
        now = clock.now()
        for begin in range(0, self.count, BATCH):
            count = min(BATCH, self.count - begin)
            at = [now - timedelta(days=YEAR * (1 - (begin + n) / self.count)) for n in range(count)]
            decisions = self.decisions(at, [self.dice.choice(deciders) for _ in range(count)])
            self.contents(decisions, at)

    def records(self, code: str, at: Times, by: People) -> list[Record]:
        return Record.objects.bulk_create(
            Record(key=self.key, category=self.kinds[code], owner=who, author=who, as_at=when.date(), recorded_at=when)
            for when, who in zip(at, by, strict=True)
        )

    def references(self, count: int) -> list[str]:
        """As many references as are asked for, none of them twice."""
        given: list[str] = []
        while len(given) < count:
            reference = references.new("SD")
            if reference not in self.taken:
                given.append(reference)
                self.taken.add(reference)
        return given

    def decisions(self, at: Times, by: People) -> list[ShareDecision]:
        dice, given = self.dice, self.references(len(at))
        of_drafts = zip(self.records("draft", at, by), by, given, strict=True)
        drafts = Draft.objects.bulk_create(Draft(record=r, author=who, reference=ref) for r, who, ref in of_drafts)
        outcomes = dice.choices(["share_all", "share_part", "no_share"], [50, 30, 20], k=len(at))
        records = self.records("share_decision", at, by)
        return ShareDecision.objects.bulk_create(
            ShareDecision(
                record=r,
                draft=d,
                reference=d.reference,
                outcome=out,
                harm="no" if dice.random() < 0.9 else "yes",
                channel="" if out == "no_share" else "secure_email",
                purpose="health",
                against_wishes=out != "no_share" and dice.random() < 0.05,
                family_not_told=dice.random() < 0.08,
                by_exception=dice.random() < 0.5,
                unsafe=dice.random() < 0.01,
                decided_by=d.author,
                recorded_at=when,
                receipt_due=when.date() + timedelta(days=7),
                tell_by=when.date() if dice.random() < 0.03 else None,
            )
            for r, d, out, when in zip(records, drafts, outcomes, at, strict=True)
        )

    def contents(self, decisions: list[ShareDecision], at: Times) -> None:
        """What the decisions are about, what they share with whom, and what left by them."""
        dice, dated = self.dice, list(zip(decisions, at, strict=True))
        RecordSubject.objects.bulk_create(
            RecordSubject(record=d.record, person=dice.choice(self.children), start=when) for d, when in dated
        )
        DecisionItem.objects.bulk_create(
            DecisionItem(decision=d, record=dice.choice(self.shared), whole=True) for d in decisions
        )
        chosen = [dice.choice(self.contacts) for _ in decisions]
        DecisionRecipient.objects.bulk_create(
            DecisionRecipient(decision=d, contact=c, agency=c.agency) for d, c in zip(decisions, chosen, strict=True)
        )
        Disclosure.objects.bulk_create(
            Disclosure(
                key=self.key,
                decision=d,
                of_record=d.record,
                media_type="text/plain",
                file_name="",
                size=1,
                sha256="0" * 64,
                content=VERSION,
                by=d.decided_by,
            )
            for d in decisions
            if d.outcome != "no_share" and dice.random() < 0.7
        )
