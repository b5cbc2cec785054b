"""People, children, records and decisions for tests: made by the product's own functions."""

import itertools
import re
from typing import Any

from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import transaction
from django.test import Client

from accounts import people, roles, undertakings
from accounts.models import User
from accounts.roles import Role
from accounts.sessions import SessionStore
from core import clock, terms
from records.models import Extent, Record
from records.pupils import names, roll
from records.pupils.models import ClassMembership, Enrolment, Person, Pupil, SchoolClass
from records.vault.filing import Words, file_record
from records.vault.vault import Reader
from sharing.decisions import drafts, recording
from sharing.decisions.models import Draft, ShareDecision
from sharing.directory.models import AgencyContact
from sharing.questionnaire import dependencies
from sharing.questionnaire.context import Context
from sharing.questionnaire.facts import of_context
from tools.demo import year
from tools.demo.school import make_agencies, make_school

_numbers = itertools.count(1)


def number_from(first: int) -> None:
    """Addresses and names that are made up go on from here: others may be in the database already."""
    global _numbers
    _numbers = itertools.count(first)


SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def user(*held: str, accepted: bool = True, factor: bool = True, **name: str) -> User:
    """A user with these roles from now, a second factor and this year's undertaking."""
    number = next(_numbers)
    made = people.add(
        email=f"person{number}@shawlands.example",
        first_name=name.get("first_name", f"Fern{number}"),
        last_name=name.get("last_name", f"Bracken{number}"),
        title="Ms",
        password="correct horse battery",
    )
    for role in held:
        roles.give(made, role, by=None)
    if factor:
        TOTP.activate(made, SECRET)
    if accepted:
        undertakings.accept(made)
    return made


def sign_in(client: Client, person: User, *, fresh: bool = True) -> Client:
    """Signed in: a session as signing in leaves it, with the record of the second factor."""
    session, now = SessionStore(), clock.now().timestamp()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session["seen"] = int(now)
    session["account_authentication_methods_user"] = str(person.pk)
    at = now if fresh else now - 5 * 3600
    session["account_authentication_methods"] = [{"method": "mfa", "type": "totp", "at": at}]
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key or ""
    return client


def browser_for(person: User, *, fresh: bool = True) -> Client:
    return sign_in(Client(), person, fresh=fresh)


def masked(answer: Any) -> tuple[Any, ...]:
    """A response without its one-time tokens and the time of day: what must be the same for refused and not there."""
    tokens = rb'name="(csrfmiddlewaretoken|once)" value="[^"]*"|This page closes at [^<]*'
    body = re.sub(tokens, b"", answer.content)
    return answer.status_code, sorted(answer.headers.items()), body


def code() -> str:
    """The code of the factories' authenticator app, now."""
    return code_for(SECRET)


def code_for(secret: str) -> str:
    """The code that an authenticator app with this secret shows now."""
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

    return format_hotp_value(hotp_value(secret, int(clock.now().timestamp()) // 30))


@transaction.atomic
def enrol(*, given_name: str, family_name: str, year: int, into: SchoolClass | None = None, **more: Any) -> Person:
    """A new pupil, on the roll and in a class from now. `more`: further fields of Person and of Pupil."""
    of_person = {field.name for field in Person._meta.fields}
    person = Person.objects.create(
        given_name=given_name, family_name=family_name, **{k: v for k, v in more.items() if k in of_person}
    )
    Pupil.objects.create(person=person, year=year, **{k: v for k, v in more.items() if k not in of_person})
    Enrolment.objects.create(person=person)
    names.index([person])
    if into is not None:
        ClassMembership.objects.create(person=person, school_class=into)
    return person


def child(given_name: str = "Amina", family_name: str = "Yusuf", into: str = "4C", **more: Any) -> Person:
    school_class = SchoolClass.objects.get_or_create(name=into)[0]
    return enrol(given_name=given_name, family_name=family_name, year=4, into=school_class, **more)


def teacher_of(name: str = "4C", role: str = Role.TEACHER, **more: Any) -> User:
    made = user(role, **more)
    roll.teach(made, SchoolClass.objects.get_or_create(name=name)[0])
    return made


def record(category: str, *subjects: Person, author: User, text: str = "The whole text.", **more: Any) -> Record:
    """A record with a part for each extent; `text` stands in the part that only full sight shows."""
    parts = [
        Words("summary", {"heading": "Summary", "text": "The summary."}, needs=Extent.SUMMARY),
        Words("staff", {"heading": "For staff", "text": "The part for staff."}, needs=Extent.STAFF),
        Words(
            "teachers",
            {"heading": "For teachers", "text": "The part for teachers."},
            needs=Extent.TEACHERS,
            for_sharing=True,
        ),
        Words("whole", {"heading": "Whole", "text": text}),
    ]
    return file_record(category, subjects, parts, author=author, **more)


class World:
    """A small school: Headteacher, DSL, deputies, chair, DPO, a teacher with a class, a child, a record."""

    def __init__(self) -> None:
        self.school = make_school()
        # A year ahead, so that no test depends on how near 31 August is.
        self.school.access_until = clock.today() + terms.YEAR
        self.school.save()
        make_agencies()
        self.head = user(Role.HEADTEACHER, last_name="Gorse")
        self.dsl = user(Role.DSL, last_name="Elm")
        self.deputy_dsl = user(Role.DEPUTY_DSL, last_name="Fir")
        self.senco = user(Role.SENCO, last_name="Hazel")
        self.chair = user(Role.CHAIR, last_name="Oak")
        self.dpo = user(Role.DPO, last_name="Larch")
        self.office = user(Role.OFFICE, last_name="Juniper")
        self.administrator = user(Role.ADMINISTRATOR, last_name="Maple")
        self.teacher = teacher_of("4C", last_name="Ash")
        self.other_teacher = teacher_of("3A", last_name="Birch")
        self.child = child()
        self.mother = roll.add_contact(
            self.child, "mother", title="Mrs", given_name="Hodan", family_name="Yusuf", responsibility="yes"
        ).adult
        self.record = record("speech", self.child, author=self.senco)
        self.contact = AgencyContact.objects.get(agency__name="CAMHS")

    def reader(self, person: User, **more: Any) -> Reader:
        return Reader(person, fresh=True, **more)

    def answers(self, **changed: dict[str, Any]) -> dict[str, dict[str, Any]]:
        return {**year.answers(self.record, self.contact, self.child), **changed}

    def said(self, parents: str, own: str) -> dict[str, Any]:
        """What the family said, as the draft keeps it."""
        return year.said(self.child, parents, own)

    def family(self, parents: str, own: str) -> dict[str, str]:
        """What the family said, as the page sends it."""
        return dict(year.said(self.child, parents, own)["said"])

    def asked(self, **changed: Any) -> dict[str, Any]:
        """What a request from outside is answered, as the draft keeps it."""
        return {
            "who": "Mrs Rowan Heath",
            "unnamed": False,
            "body": "",
            "role": "grandmother",
            "how": "telephone",
            "on": clock.today().isoformat(),
            "what": "How she is doing at school",
            "deadline": "no",
            "deadline_on": None,
            "law": "no",
            "order": None,
            "identity": "callback",
            **changed,
        }

    def draft(self, by: User | None = None, **changed: Any) -> Draft:
        """A draft with the simplest answers, changed as asked."""
        origin = changed.pop("origin", "share")
        draft = drafts.start(by or self.teacher, origin=origin)
        for step, answers in dependencies.stamp_all(self.answers(**changed)).items():
            drafts.save(draft, step, answers)
        if "others" in changed:
            # Read and answered: kept with what was found in the text.
            reader = self.reader(draft.author)
            context = Context(drafts.load(reader, draft.public_id), reader, keeps=True)
            _ = context.third_parties.found
            drafts.save(draft, "others", dependencies.stamped("others", changed["others"], context.answers.raw))
        return draft

    def context(self, draft: Draft) -> Context:
        reader = self.reader(draft.author)
        return Context(drafts.load(reader, draft.public_id), reader)

    def decide(self, by: User | None = None, **changed: Any) -> ShareDecision:
        return recording.record(of_context(self.context(self.draft(by, **changed))))
