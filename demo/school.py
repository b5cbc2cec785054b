"""Making the demo school: through the same functions as the pages, never by raw inserts."""

from datetime import date, timedelta
from typing import Any

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP

from accounts import deputies, people, second_word, undertakings
from accounts.models import User
from accounts.roles import Role
from audit import entries
from demo.people import PEOPLE
from notices import telling
from pupils import roll
from pupils.models import Person, SchoolClass
from records.filing import Words, file_record
from records.models import Extent, Record
from records.vault import Reader
from school import clock
from school.models import School, Term
from sharing import decisions, drafts
from sharing.flow.context import Context
from sharing.models import Agency, AgencyContact, Channel


def build() -> None:
    """The whole demo school, as if it had been in use for some weeks. Raises where there is a school already."""
    if School.objects.exists():
        raise ValueError("there is a school already")
    with clock.standing_at(clock.now() - timedelta(days=40)) as hands:
        make_school()
        users = make_accounts()
        children = make_children(users)
        make_agencies()
        hands.move(days=10)
        records = make_records(users, children)
        hands.move(days=28)
        record_a_decision(users["teacher"], children["Amina"], records["speech"])
    entries.acting_as(None)


def make_school() -> School:
    school = School(
        name="Shawlands Primary School",
        kind=School.Kind.MAINTAINED,
        la_number="999",
        establishment_number="2001",
        dsl_phone="01632 960 204",
        social_care_phone="01632 960 555",
        lado_phone="01632 960 777",
        demo=True,
    )
    school.save()
    year = clock.today().year - (clock.today().month < 9)
    for name, start, end in (
        ("Autumn term", date(year, 9, 2), date(year, 12, 18)),
        ("Spring term", date(year + 1, 1, 5), date(year + 1, 3, 27)),
        ("Summer term", date(year + 1, 4, 13), date(year + 1, 7, 21)),
    ):
        Term.objects.create(name=name, first_day=start, last_day=end)
    return school


def make_accounts() -> dict[str, User]:
    """Every role's account, each role given with a second person's word where it reads; by role, the first."""
    made: dict[str, User] = {}
    for person in PEOPLE:
        details: dict[str, Any] = {
            "title": person.title,
            "first_name": person.first_name,
            "last_name": person.last_name,
            "email": person.email,
            "password": person.password,
        }
        if person.role in (Role.ADMINISTRATOR, Role.HEADTEACHER, Role.DSL):
            user = people.found(person.role, **details)
        else:
            user, change = people.add_with_role(by=made[Role.ADMINISTRATOR], role=person.role, **details)
            if change:
                second_word.answer(change, by=made[Role.HEADTEACHER], agreed=True)
        TOTP.activate(user, person.totp_secret)
        RecoveryCodes.activate(user)
        undertakings.accept(user)
        made.setdefault(person.role, user)
    made["birch"] = User.objects.get(email=PEOPLE[5].email)
    for user in User.objects.all():
        for notice in telling.inbox(user):
            telling.see(notice)  # everyone has looked at what they were told of their account
    deputies.name(made[Role.HEADTEACHER], made[Role.DEPUTY_DSL])
    return made


def make_children(users: dict[str, User]) -> dict[str, Person]:
    """Two classes, their teachers, six children and their contacts."""
    class_4c, class_3a = (SchoolClass.objects.create(name=name) for name in ("4C", "3A"))
    roll.teach(users[Role.TEACHER], class_4c)
    roll.teach(users[Role.SUPPORT], class_4c)
    roll.teach(users["birch"], class_3a)
    children = {}
    for given, family, year, into, protected in (
        ("Amina", "Yusuf", 4, class_4c, False),
        ("Kofi", "Mensa", 4, class_4c, False),
        ("Rose", "Thistle", 4, class_4c, False),
        ("Robin", "Sorrel", 3, class_3a, False),
        ("Sage", "Sorrel", 3, class_3a, False),
        ("Teasel", "Vetch", 3, class_3a, True),
    ):
        children[given] = roll.enrol(given_name=given, family_name=family, year=year, into=into, protected=protected)
    roll.add_contact(children["Amina"], "mother", title="Mrs", given_name="Hodan", family_name="Yusuf")
    roll.add_contact(children["Amina"], "father", title="Mr", given_name="Omar", family_name="Yusuf")
    roll.add_contact(children["Kofi"], "carer", title="Ms", given_name="Esi", family_name="Mensa")
    roll.add_contact(children["Robin"], "father", title="Mr", given_name="Basil", family_name="Sorrel")
    return children


def make_agencies() -> None:
    """The directory's usual agencies, each with somebody to write to."""
    checked = clock.today() - timedelta(days=20)
    for name, kind, contact, role, address, channel in (
        ("CAMHS", "health", "Dr Priya Nair", "consultant", "p.nair@camhs.example", Channel.SECURE_EMAIL),
        ("Children’s social care", "social_care", "MASH duty desk", "duty", "01632 960 555", Channel.CALLED_BACK),
        ("School nursing", "health", "Ms Tansy Bell", "school nurse", "t.bell@nhs.example", Channel.SECURE_EMAIL),
        ("LADO", "lado", "Mr Ned Alder", "designated officer", "lado@council.example", Channel.SECURE_EMAIL),
        ("SEN team", "la_sen", "Ms Iris Dale", "case officer", "sen@council.example", Channel.PORTAL),
    ):  # fmt: skip
        agency = Agency.objects.create(
            name=name,
            kind=kind,
            agreement="Local information-sharing agreement",
            agreement_review=clock.today() + timedelta(days=300),
        )
        AgencyContact.objects.create(
            agency=agency, name=contact, role=role, address=address, channel=channel, checked_on=checked
        )


def make_records(users: dict[str, User], children: dict[str, Person]) -> dict[str, Record]:
    """A handful of records, each written in parts for those who need them."""
    amina, kofi, robin, teasel = (children[name] for name in ("Amina", "Kofi", "Robin", "Teasel"))
    speech = file_record(
        "speech",
        [amina],
        [
            Words(
                "classroom",
                {
                    "heading": "In the classroom",
                    "text": "Sit Amina near the front. Give one instruction at a time and wait for an answer.",
                },
                needs=Extent.TEACHERS,
                for_sharing=True,
            ),
            Words(
                "report",
                {
                    "heading": "The whole report",
                    "text": "Assessed over two visits. Understanding is two years behind; hearing is normal.",
                },
            ),
        ],
        author=users[Role.SENCO],
    )
    medical = file_record(
        "medical",
        [amina],
        [
            Words(
                "summary",
                {
                    "heading": "In an emergency",
                    "text": "Asthma. Blue inhaler, two puffs, in the class drawer.",
                },
                needs=Extent.SUMMARY,
            ),
            Words(
                "staff",
                {"heading": "For those who look after her", "text": "Watch for a dry cough after running."},
                needs=Extent.STAFF,
            ),
            Words("clinic", {"heading": "From the clinic", "text": "Reviewed every six months. Next in May."}),
        ],
        author=users[Role.MEDICAL],
    )
    file_record(
        "safeguarding",
        [kofi],
        [
            Words(
                "concern",
                {
                    "heading": "What was seen",
                    "text": "Kofi said that there was nobody at home again last night.",
                },
            )
        ],
        author=users[Role.TEACHER],
        owner=users[Role.DSL],
    )
    file_record(
        "behaviour",
        [robin, teasel],
        [
            Words("first", {"heading": "One child", "text": "Pushed in the queue and said sorry."}, about=robin),
            Words("second", {"heading": "The other child", "text": "Shouted, and left the hall."}, about=teasel),
        ],
        author=users[Role.TEACHER],
    )
    return {"speech": speech, "medical": medical}


def record_a_decision(teacher: User, child: Person, record: Record) -> None:
    """One decision of the simplest kind, recorded as the pages record it."""
    entries.acting_as(teacher.pk)
    reader = Reader(teacher, fresh=True)
    draft = drafts.start(teacher, child)
    contact = AgencyContact.objects.get(agency__name="CAMHS")
    mother = roll.contacts_of(child)[0].adult
    for step, answers in simple_answers(record, contact, mother).items():
        drafts.save(draft, step, answers)
    decisions.record(Context(drafts.load(reader, draft.public_id), reader))


def simple_answers(record: Record, contact: AgencyContact, parent: Person) -> dict[str, dict[str, Any]]:
    """Answers of the simplest decision: one record in part, agreed, to a known agency."""
    key = str(record.public_id)
    return {
        "safe": {"harm": "no"},
        "who": {"contact": str(contact.public_id), "need": "To plan the first appointment"},
        "what": {"records": [key], "how": {key: "part"}, "unwritten": ""},
        "family": {"parents": "agreed", "child": "agreed"},
        "telling": {
            "people": [str(parent.public_id)],
            "other": None,
            "when": "today",
            "told_on": None,
            "told": "all",
            "left_out": None,
            "own_words": "",
        },
        "decide": {"outcome": "share"},
        "why": {
            "purpose": "health",
            "essential": "The clinic cannot plan help without knowing what already works in class.",
            "appropriate": "Only the part on the classroom goes, and only to the doctor who sees the child.",
            "basis": "public_task",
            "condition": "health",
        },
        "send": {
            "checked": "today",
            "checked_on": None,
            "unsure_of": None,
            "channel": Channel.SECURE_EMAIL.value,
            "confirmed": ["address", "people", "parts"],
        },
    }


def accounts() -> list[dict[str, str]]:
    """Each demo account: role, name, e-mail, password, TOTP secret."""
    return [
        {
            "role": Role(person.role).label,
            "name": f"{person.title} {person.first_name} {person.last_name}",
            "email": person.email,
            "password": person.password,
            "totp_secret": person.totp_secret,
        }
        for person in PEOPLE
    ]
