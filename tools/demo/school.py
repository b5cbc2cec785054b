"""Making the demo school: through the same functions as the pages, never by raw inserts."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP

from accounts import approvals, deputies, factors, people, undertakings
from accounts.models import User
from accounts.notices import notify
from accounts.roles import Role
from core import clock, terms
from core.audit import entries
from core.models import School, Term
from oversight.settings import mail, ready
from oversight.settings.models import Checked, MailTest
from records.corrections import protection
from records.intake import imports
from records.intake.models import ImportRun
from records.pupils import roll
from records.pupils.importing import csv_file
from records.pupils.models import Enrolment, Person, Pupil, SchoolClass
from records.vault.filing import Words, file_record
from sharing.directory.models import Agency, AgencyContact
from sharing.disclosures.models import Channel
from tools.demo import governing, invented, matters, sights
from tools.demo.invented import InventedAdult, InventedChild
from tools.demo.people import PEOPLE
from tools.demo.year import Year, days

CHILDREN, RECORDS, DECISIONS, CONCERNS = 420, 400, 200, 12
DAYS = 260
Say = Callable[[str], object]


def build(say: Say = lambda text: None) -> None:
    """The whole demo school, as if it had been in use for a school year. Raises where there is a school already."""
    if School.objects.exists():
        raise ValueError("there is a school already")
    with clock.standing_at(clock.now() - timedelta(days=DAYS)) as hands:
        make_school()
        make_terms(terms.school_year(clock.today()) + 1)  # the demo's year runs on into the next
        say("60 people of all roles")
        users = make_accounts()
        make_agencies()
        say(f"{CHILDREN} children, from their files")
        import_children(users["office"])
        by_name = the_named()
        year = Year(list(Person.objects.filter(enrolments__in=Enrolment.objects.live()).order_by("pk")))
        protect(by_name["Teasel"], users["dsl"])
        hands.move(hours=2)
        import_again(users["office"])
        say(f"{RECORDS} records, {DECISIONS} decisions, {CONCERNS} concerns over a year")
        first_meeting = governing.call(users)
        live_a_year(hands, year)
        year.see(clock.now() - timedelta(days=6))
        tell_the_named(users, by_name, year)
        governing.hold(users, first_meeting)
        get_ready(users)
    entries.acting_as(None)


def get_ready(users: dict[str, User]) -> None:
    """What a school has done before its first decision, as far as it has to be said."""
    here = School.here()
    here.details_checked_on = clock.today()
    here.save()
    mail.arrived(MailTest.objects.create(made_by=users[Role.ADMINISTRATOR]))
    deputies.name_standing(users[Role.DSL], users[Role.DEPUTY_DSL])
    for what, role in ready.MAY_CHECK.items():
        Checked.objects.create(what=what, by=users[role])


def make_school() -> School:
    school = School(
        name="Shawlands Primary School",
        kind=School.Kind.MAINTAINED,
        la_number="999",
        establishment_number="2001",
        address="Shawlands Lane, Ferrybridge, FY1 2AB",
        telephone="01632 960 200",
        dsl_phone="01632 960 204",
        social_care_phone="01632 960 555",
        lado_phone="01632 960 777",
        demo=True,
    )
    school.save()
    make_terms(terms.school_year(clock.today()))
    return school


def make_terms(year: int) -> None:
    """The three terms of the school year that begins in the autumn of `year`."""
    for name, start, end in (
        ("Autumn term", date(year, 9, 2), date(year, 12, 18)),
        ("Spring term", date(year + 1, 1, 5), date(year + 1, 3, 27)),
        ("Summer term", date(year + 1, 4, 13), date(year + 1, 7, 21)),
    ):
        Term.objects.create(name=name, first_day=start, last_day=end)


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
            user = people.add(**details)
            people.found(user, person.role)
        else:
            user, change = people.add_with_role(by=made[Role.ADMINISTRATOR], role=person.role, **details)
            if change:
                approvals.answer(change, by=made[Role.HEADTEACHER], agreed=True)
        if person.with_class:
            roll.teach(user, SchoolClass.objects.get_or_create(name=person.with_class)[0])
        TOTP.activate(user, person.totp_secret)
        kept = RecoveryCodes.activate(user).instance
        kept.data[factors.KEPT] = int(clock.now().timestamp())
        kept.save()
        undertakings.accept(user)
        made.setdefault(person.role, user)
    for user in User.objects.all():
        for notice in notify.inbox(user):
            notify.see(notice)  # everyone has looked at what they were told of their account
    deputies.name(made[Role.HEADTEACHER], made[Role.DEPUTY_DSL])
    return made


def invented_children() -> list[InventedChild]:
    """The named children of the demo, then the others."""
    began = terms.school_year(clock.today())
    home = ("4 Orchard Close", "ZZ4 4AB")
    named = []
    for number, (given, family, sex, year, name, adults) in enumerate(
        (
            ("Amina", "Yusuf", "F", 4, "4C", (("Mrs", "Hodan", "mother", True), ("Mr", "Omar", "father", True))),
            ("Kofi", "Mensa", "M", 4, "4C", (("Ms", "Esi", "carer", None),)),
            ("Rose", "Thistle", "F", 4, "4C", ()),
            ("Robin", "Sorrel", "M", 3, "3A", (("Mr", "Basil", "father", True),)),
            ("Sage", "Sorrel", "F", 3, "3A", (("Mr", "Basil", "father", True),)),
            ("Teasel", "Vetch", "M", 3, "3A", (("Ms", "Clary", "mother", True),)),
        )
    ):
        contacts = [
            InventedAdult(title, first, family, relationship, responsible, f"01632 9602{number}{order}", home)
            for order, (title, first, relationship, responsible) in enumerate(adults)
        ]
        if family == "Sorrel":
            contacts = [InventedAdult("Mr", "Basil", family, "father", True, "01632 960299", home)]
        named.append(
            InventedChild(
                invented.upn_of("9992001", began - year, 900 + number),
                given,
                family,
                date(began - 5 - year, 9 + number % 4, 2 + number),
                sex,
                year,
                name,
                ethnicity="OOTH",
                language="ENG",
                home=home,
                adults=contacts,
            )
        )
    named[1].in_care = "Invented Council"
    others = invented.children(CHILDREN - len(named), school="9992001", autumn=began)
    return named + others


def import_children(office: User) -> None:
    """The first import: a Common Transfer File, then a CSV of the classes."""
    pupils = invented_children()
    content = invented.ctf(pupils, la="999", establishment="2001", made_at=clock.local(clock.now()))
    bring(content, "9992001_CTF_9992001_001.xml", office)
    bring(invented.classes_csv(pupils), "classes.csv", office)


def import_again(office: User) -> None:
    """The classes once more: what concerns a child of whom the office must not know is held for the DSL."""
    bring(invented.classes_csv([child for child in invented_children() if child.class_name == "3A"]), "3a.csv", office)


def bring(content: bytes, name: str, office: User) -> None:
    """Import a file as the pages do."""
    run = imports.take(content, name, office)
    if run.form == ImportRun.Form.CSV:
        imports.match_columns(run, content, csv_file.guess(csv_file.rows_of(content)[0]), run.at)
    imports.agree(run, imports.look(run, content, {}), {})
    imports.do(run)
    run.refresh_from_db()
    if run.state != ImportRun.State.DONE:
        raise ValueError("the demo's own file was not imported")


def the_named() -> dict[str, Person]:
    """The children whom the demo's pages tell of."""
    families = ("Yusuf", "Mensa", "Thistle", "Sorrel", "Vetch")
    pupils = Pupil.objects.filter(person__family_name__in=families, year__in=(3, 4)).order_by("pk")[:6]
    return {pupil.person.given_name: pupil.person for pupil in pupils.select_related("person")}


def protect(child: Person, dsl: User) -> None:
    """A child whose address, and whose being here, is kept close."""
    entries.acting_as(dsl.pk)
    protection.protect_address(child, by=dsl, reason="A court has said so.")
    protection.protect_existence(child, by=dsl, reason="The family is in danger.")
    entries.acting_as(None)


def live_a_year(hands: clock.Hands, year: Year) -> None:
    """What happens in a school year, in the order of the days, so that yesterday can be asked."""
    plan = ["decision"] * DECISIONS + ["record"] * (RECORDS - DECISIONS) + ["concern"] * CONCERNS
    year.dice.shuffle(plan)
    for number in days(hands, DAYS - 4, len(plan), year.dice):
        getattr(year, plan[number])()


def tell_the_named(users: dict[str, User], by_name: dict[str, Person], year: Year) -> None:
    """What the README and the first look meet: two records, an incident of two children, a decision not seen yet."""
    amina, robin, teasel = by_name["Amina"], by_name["Robin"], by_name["Teasel"]
    speech = year.record(amina, "speech")
    year.record(amina, "medical")
    year.record(by_name["Kofi"], "safeguarding")
    file_record(
        "behaviour",
        [robin, teasel],
        [
            Words("first", {"heading": "One child", "text": "Pushed in the queue and said sorry."}, about=robin),
            Words("second", {"heading": "The other child", "text": "Shouted, and left the hall."}, about=teasel),
        ],
        author=year.teacher[robin.pk],
    )
    year.decide(amina, speech, users[Role.TEACHER], AgencyContact.objects.get(agency__name="CAMHS"))
    matters.leave_open(by_name, users[Role.TEACHER], users[Role.DSL])
    sights.leave_open(by_name, users)


AGENCIES: tuple[tuple[str, str, list[str], tuple[Any, ...]], ...] = (
    # name, kind, agreed channels, (name, role, address, channel, usual) of each contact
    ("CAMHS", "health", [], (("Dr Priya Nair", "consultant", "p.nair@camhs.example", Channel.SECURE_EMAIL, True),)),
    (
        "Children’s social care",
        "social_care",
        [],
        (("Duty desk", "duty social worker", "01632 960 555", Channel.CALLED_BACK, True),),
    ),
    (
        "MASH",
        "social_care",
        [Channel.SECURE_EMAIL, Channel.PORTAL],
        (("MASH duty desk", "referrals", "mash@council.example", Channel.SECURE_EMAIL, True),),
    ),
    (
        "School nursing",
        "health",
        [],
        (("Ms Tansy Bell", "school nurse", "t.bell@nhs.example", Channel.SECURE_EMAIL, True),),
    ),
    (
        "Speech and language therapy",
        "health",
        [],
        (("Ms Willow Marsh", "therapist", "w.marsh@nhs.example", Channel.SECURE_EMAIL, True),),
    ),
    ("LADO", "lado", [], (("Mr Ned Alder", "designated officer", "lado@council.example", Channel.SECURE_EMAIL, True),)),
    (
        "SEN team",
        "la_sen",
        [Channel.PORTAL, Channel.SECURE_EMAIL],
        (("Ms Iris Dale", "case officer", "sen@council.example", Channel.PORTAL, True),),
    ),
    ("Police", "police", [], (("PC Flint Moor", "schools officer", "01632 960 999", Channel.CALLED_BACK, True),)),
    (
        "Attendance service",
        "other",
        [],
        (("Mr Clay Brook", "attendance officer", "attendance@council.example", Channel.SECURE_EMAIL, False),),
    ),
    (
        "Heather High School",
        "school",
        [],
        (("Mrs Linnet Reed", "DSL", "dsl@heather.example", Channel.SECURE_EMAIL, False),),
    ),
    (
        "Bluebell Primary School",
        "school",
        [],
        (("Mr Robin Crake", "office", "office@bluebell.example", Channel.SECURE_EMAIL, False),),
    ),
)


def make_agencies() -> None:
    """The directory's usual agencies, each with somebody to write to."""
    for name, kind, channels, contacts in AGENCIES:
        agency = Agency.objects.create(
            name=name,
            kind=kind,
            agreement="" if kind in ("police", "other") else "Local information-sharing agreement",
            agreement_review=None if kind in ("police", "other") else clock.today() + timedelta(days=300),
            channels=[str(channel) for channel in channels],
        )
        for contact, role, address, channel, usual in contacts:
            AgencyContact.objects.create(
                agency=agency,
                name=contact,
                role=role,
                address=address,
                channel=channel,
                usual=usual,
                checked_on=clock.today() - timedelta(days=20),
            )


def accounts() -> list[dict[str, str]]:
    """How to sign in: for each role its first account, and a second teacher. All others sign in alike."""
    shown, count = [], dict.fromkeys(Role, 0)
    for person in PEOPLE:
        count[Role(person.role)] += 1
        if count[Role(person.role)] <= (2 if person.role == Role.TEACHER else 1):
            shown.append(person)
    return [
        {
            "role": Role(person.role).label,
            "name": f"{person.title} {person.first_name} {person.last_name}",
            "email": person.email,
            "password": person.password,
            "totp_secret": person.totp_secret,
        }
        for person in shown
    ]
