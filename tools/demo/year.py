"""A school year told through the product's own functions: records, concerns, decisions, in the order of the days."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from accounts import roles
from accounts.models import User
from accounts.notices import notify
from accounts.notices.models import Notice
from accounts.roles import Role
from core import clock, references
from core.audit import entries
from records.intake import concerns
from records.models import Extent, Record
from records.pupils import roll
from records.pupils.models import ClassMembership, ClassStaff, Person
from records.vault import vault
from records.vault.filing import Words, file_record
from records.vault.vault import Reader
from sharing.decisions import documents, drafts, later_entries, recording
from sharing.decisions.authorities import ByDecision
from sharing.decisions.models import Event, ShareDecision
from sharing.directory.models import Agency, AgencyContact
from sharing.disclosures.models import Channel
from sharing.disclosures.release import encrypted, new_passphrase, release
from sharing.questionnaire import dependencies
from sharing.questionnaire.facts import facts_of
from tools.demo import texts


class Year:
    """Who is who, and what happens by chance, the same every time."""

    def __init__(self, children: list[Person], seed: int = 7) -> None:
        self.dice = random.Random(seed)  # noqa: S311 (nothing secret hangs on it)
        self.children = children
        classes = dict(ClassMembership.objects.live().values_list("person", "school_class"))
        teachers: dict[int, User] = {}
        for row in ClassStaff.objects.live().select_related("user").order_by("pk"):
            teachers.setdefault(row.school_class_id, row.user)
        self.teacher = {person.pk: teachers[classes[person.pk]] for person in children if classes.get(person.pk)}
        self.by_role = {role: roles.holders(role) for role in Role}

    def author(self, category: str, child: Person) -> User:
        role = texts.AUTHORS[category]
        return self.teacher[child.pk] if role == "teacher" else self.by_role[Role(role)][0]

    def record(self, child: Person | None = None, category: str = "") -> Record:
        """A record of some kind about some child."""
        child = child or self.dice.choice(self.children)
        category = category or self.dice.choices(list(texts.WEIGHTS), list(texts.WEIGHTS.values()))[0]
        whole, parts = texts.RECORDS[category]
        sections = [
            Words(name, {"heading": HEADINGS[name], "text": text}, needs=needs, for_sharing=share)
            for name, needs, share, text in parts
        ]
        sections.append(Words("whole", {"heading": "The whole record", "text": whole}, needs=Extent.ALL))
        return file_record(category, [child], sections, author=self.author(category, child))

    def concern(self) -> None:
        """Somebody passes a concern on."""
        by = self.dice.choice([*self.by_role[Role.SUPPORT], *self.by_role[Role.VOLUNTEER], *self.by_role[Role.TEACHER]])
        child = self.dice.choice(self.children)
        passed = concerns.pass_on(
            by=by,
            about=child.first_name,
            what=self.dice.choice(texts.CONCERNS),
            when="today",
            once=UUID(int=self.dice.getrandbits(128)),
        )
        if self.dice.random() < 0.8:
            concerns.about(passed.record, child)

    def decide(self, child: Person, record: Record, by: User, contact: AgencyContact, **changed: Any) -> ShareDecision:
        """A decision as the pages record one."""
        entries.acting_as(by.pk)
        reader = Reader(by, fresh=True)
        draft = drafts.start(by)
        for step, kept in dependencies.stamp_all({**answers(record, contact, child), **changed}).items():
            drafts.save(draft, step, kept)
        made = recording.record(facts_of(drafts.load(reader, draft.public_id), reader))
        entries.acting_as(None)
        return made

    def decision(self) -> ShareDecision:
        """A decision of one of the usual kinds, about a child who has something to share."""
        child = self.dice.choice(self.children)
        record = self.record(child, self.dice.choice(["speech", "sen"]))
        usual = AgencyContact.objects.filter(
            channel=Channel.SECURE_EMAIL, agency__kind__in=(Agency.Kind.HEALTH, Agency.Kind.SOCIAL_CARE)
        )
        contact = self.dice.choice(list(usual))
        by = self.dice.choice([self.teacher[child.pk], self.by_role[Role.SENCO][0]])
        kind = self.dice.choices(["part", "refused", "not_told", "no_share", "harm"], [70, 8, 8, 10, 4])[0]
        changed = self.changes(kind, child)
        if kind == "refused":
            telling_said = answers(record, contact, child)["telling"]
            changed["telling"] = {**telling_said, "objection": "They would rather tell the clinic themselves."}
        made = self.decide(child, record, by, contact, **changed)
        if made.shares and self.dice.random() < 0.92:
            self.hand_over(made)
            if self.dice.random() < 0.8:
                self.hear_back(made)
        return made

    def hear_back(self, decision: ShareDecision) -> None:
        """They say that it has arrived, and what they will do."""
        entries.acting_as(decision.decided_by.pk)
        later_entries.event(
            decision, Event.What.ARRIVED, decision.decided_by, [["How it is known", "They rang to say so."]]
        )
        later_entries.event(
            decision, Event.What.ANSWERED, decision.decided_by, [["What they decided", "An appointment next month."]]
        )
        entries.acting_as(None)

    def hand_over(self, decision: ShareDecision) -> None:
        """The decider takes the file out, to send it."""
        reader = Reader(decision.decided_by, fresh=True)
        recipient = decision.recipients.get()
        entries.acting_as(reader.user.pk)
        opened = vault.open_record(reader, decision.record.public_id)
        passphrase = new_passphrase()
        release(
            ByDecision(decision, recipient),
            content=encrypted(documents.to_send(decision, recipient, opened, reader), passphrase),
            passphrase=passphrase,
            file_name=f"{references.slug(decision.reference)}-to-send.pdf",
            media_type="application/pdf",
            reader=reader,
        )
        entries.acting_as(None)

    def changes(self, kind: str, child: Person) -> dict[str, dict[str, Any]]:
        """What one kind of decision answers differently."""
        why = {
            "purpose": "health",
            "other": None,
            "essential": self.dice.choice(texts.ESSENTIAL),
            "appropriate": self.dice.choice(texts.APPROPRIATE),
        }
        kinds: dict[str, dict[str, dict[str, Any]]] = {
            "part": {"why": why},
            "refused": {
                "why": why,
                "family": said(child, "refused", "told"),
                "override": {
                    "ground": "adult",
                    "facts": "The doctor says that without it the treatment stops.",
                    "consulted": ["dpo"],
                    "knows": "yes",
                    "tell_by": None,
                },
            },
            "not_told": {"why": why, **self.not_told(child)},
            "no_share": {
                "decide": {"outcome": "no_share"},
                "why-not": {
                    "why": ["not_needed"],
                    "reasons": self.dice.choice(texts.NOT_SHARED),
                    "review": "no",
                    "review_on": None,
                    "change": ["nothing"],
                    "category": None,
                    "reply_by": None,
                },
            },
            "harm": {
                "why": {**why, "purpose": "protect"},
                "safe": {"harm": "yes"},
                "adult": {"adult": "no", "who": None},
            },
        }
        return kinds[kind]

    def not_told(self, child: Person) -> dict[str, dict[str, Any]]:
        """The answers where the parents could not be reached."""
        again = (clock.today() + timedelta(days=14)).isoformat()
        return {
            "family": said(child, "not_told", "agreed"),
            "telling": told_at_once(child),
            "not-told": {
                "why": ["no_reach"],
                "facts": "Rang twice on each number we have; nobody answered.",
                "again": "date",
                "tell_by": again,
            },
        }

    def see(self, before: datetime) -> None:
        """Everyone who was told of something before that moment has looked."""
        for notice in Notice.objects.filter(made_at__lt=before, seen=None):
            notify.see(notice)


HEADINGS = {
    "part": "For those who teach or support",
    "summary": "In an emergency",
    "staff": "For those who look after them",
}


def parents_of(child: Person) -> list[Person]:
    return [contact.adult for contact in roll.contacts_of(child)]


def days(hands: clock.Hands, count: int, events: int, dice: random.Random) -> Iterator[int]:
    """Move the clock through `count` days, so that `events` things fall on school hours of them."""
    begin = hands.at
    moments = sorted(dice.random() * count for _ in range(events))
    for number, moment in enumerate(moments):
        day = clock.local(begin).replace(hour=9, minute=0) + timedelta(days=int(moment), minutes=moment % 1 * 420)
        hands.at = max(hands.at, day.astimezone(begin.tzinfo))
        yield number


def answers(record: Record, contact: AgencyContact, child: Person) -> dict[str, dict[str, Any]]:
    """Answers of the simplest decision: one record in part, agreed, to a known agency."""
    key, parents = str(record.public_id), parents_of(child)
    return {
        "about": {"people": [str(child.public_id)]},
        "safe": {"harm": "no"},
        "who": {"to": str(contact.public_id), "directory": None, "school": None, "staff": None, "more": []},
        "what": {
            "records": [key],
            "how": {key: "part"},
            "unwritten": "",
            "unwritten_kind": "",
            "everything": "",
            "left_out": "",
        },
        "family": said(child, "agreed", "agreed"),
        "telling": told_at_once(parents[0] if parents else child),
        "decide": {"outcome": "share"},
        "why": {
            "purpose": "health",
            "other": None,
            "essential": "The clinic cannot plan help without knowing what already works in class.",
            "appropriate": "Only the part on the classroom goes, and only to the doctor who sees the child.",
        },
        "send": {
            "checked": "today",
            "checked_on": None,
            "unsure_of": None,
            "channel": contact.channel,
            "confirmed": ["address", "people", "parts"],
        },
    }


def told_at_once(person: Person) -> dict[str, Any]:
    """The answers about telling a person at once, and all of it."""
    return {
        "people": [str(person.public_id)],
        "other": None,
        "when": "today",
        "told_on": None,
        "told": "all",
        "left_out": None,
    }


def said(child: Person, parents: str, own: str) -> dict[str, Any]:
    """What a family said: the parents or carers, and the child."""
    return {"said": {f"parents-{child.public_id}": parents, str(child.public_id): own}}
