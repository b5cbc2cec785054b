"""Need to know in a browser: five matters from the first press to the other side, and every page looked at."""

from datetime import timedelta

import pytest

from accounts.roles import Role
from core import clock
from records.need_to_know import grants, visibility
from records.pupils import roll
from records.pupils.models import SchoolClass
from sharing.decisions.models import ShareDecision
from sharing.internal import briefings, circulations, declarations, emergency, exclusions, requests, staff_meetings
from sharing.internal.models import Briefing, EmergencyAccess
from tests.browser.conftest import follow
from tests.browser.test_scenarios import At
from tests.factories import child, record, user

pytestmark = [
    pytest.mark.browser,
    pytest.mark.by_turns,
    pytest.mark.django_db(transaction=True),
    pytest.mark.requirement("G1"),
]


def fill_day(at: At, question: str, day) -> None:
    group = at.page.get_by_role("group", name=question)
    for part in ("day", "month", "year"):
        group.get_by_label(part.capitalize()).fill(str(getattr(day, part)))


def test_a_dsl_whose_nephew_is_at_the_school(desk, world):
    nephew = child("Sage", "Vetch", into="4C")
    filed = record("safeguarding", nephew, author=world.teacher)
    dsl = At(desk, world.dsl)
    dsl.press_link("Declare your relationships")
    dsl.page.get_by_label("Yes").check()
    dsl.page.get_by_label("Who, and how?").fill("Sage Vetch in 4C, my nephew")
    dsl.go_on("Declare")
    head = At(desk, world.head, width=390)
    head.press_link("1 declaration to see to")
    head.sees("Sage Vetch in 4C, my nephew")
    head.press_link("find the child")
    head.page.locator("#id_query").fill("sage")
    head.go_on("Find")
    head.press_link("Sage Vetch")
    head.press_link("Keep somebody out")
    head.page.get_by_label("Who must be kept out?").select_option(label=world.dsl.full_name)
    head.page.get_by_label("Why?").fill("Sage is her nephew.")
    head.go_on("Keep them out")
    head.sees("It holds from now, and the DPO has been told.")
    dsl.open(f"/records/{filed.public_id}/")
    dsl.heading("Page not found")
    dsl.open("/find/")
    dsl.page.locator("#id_query").fill("sage")
    dsl.go_on("Find")
    dsl.sees("Nothing found that you may see.")
    deputy = At(desk, world.deputy_dsl)
    deputy.open(f"/records/{filed.public_id}/")
    deputy.sees("You can see all of this record.")
    dpo = At(desk, world.dpo)
    dpo.press_link("1 exclusion set or ended")
    follow(dpo.page.get_by_role("main").get_by_role("link", name="EX "))
    dpo.sees("Sage is her nephew.")


def test_a_class_move_over_the_weekend(desk, world):
    friday, monday = clock.london(2027, 3, 5, 14), clock.london(2027, 3, 8, 8)
    with clock.standing_at(friday) as hands:
        safe = record("safeguarding", world.child, author=world.dsl)
        dsl = At(desk, world.dsl)
        dsl.open(f"/records/{safe.public_id}/")
        dsl.press_link("Write a briefing from it")
        dsl.page.get_by_label("What do they need to know?").fill("She may go to the office when she asks to.")
        dsl.page.get_by_label(f"{world.teacher.full_name}, with the class").check()
        fill_day(dsl, "Until which day?", clock.today() + timedelta(days=60))
        dsl.go_on("Give the briefing")
        teacher = At(desk, world.teacher, width=390)
        teacher.press_link("1 briefing to read")
        teacher.page.get_by_label("I accept this").check()
        teacher.go_on("Accept and read")
        teacher.sees("She may go to the office when she asks to.")
        hands.move(days=2)
        roll.move(world.child, SchoolClass.objects.get(name="3A"))
        hands.at = monday
        dsl = At(desk, world.dsl)
        dsl.press_link("1 access to look at after a change of class")
        dsl.press_link(f"{world.teacher.full_name}: Briefing")
        dsl.page.get_by_label("Pass it on to the new class’s staff").check()
        dsl.go_on("Do it")
        new = At(desk, world.other_teacher)
        new.press_link("1 briefing to read")
        new.page.get_by_label("I accept this").check()
        new.go_on("Accept and read")
        new.sees("She may go to the office when she asks to.")
        old = At(desk, world.teacher)
        old.open(f"/access/briefings/{Briefing.objects.get().slug}/")
        old.heading("Page not found")


@pytest.mark.requirement("G2")
@pytest.mark.requirement("H1")
def test_a_therapist_and_a_teacher(desk, world):
    therapist = user(Role.HEALTH, last_name="Quince")
    notes = At(desk, therapist)
    notes.press_link("My notes")
    notes.page.get_by_label("Who is it about?").fill("Amina")
    notes.page.get_by_label("Your note").fill("She spoke of her brother for the first time.")
    notes.go_on("Record the note")
    notes.sees("Only you can read it.")
    senco = At(desk, world.senco)
    senco.begin("I want to share something")
    senco.page.locator("#id_query").fill("amina")
    senco.go_on()
    senco.group("Is Amina suffering", "No")
    senco.go_on()
    senco.page.get_by_label("Someone in this school").check()
    senco.page.get_by_label("Who in this school?").select_option(label=therapist.full_name)
    senco.go_on()
    senco.page.get_by_label("Until a date").check()
    fill_day(senco, "Date", clock.today() + timedelta(days=30))
    senco.go_on()
    senco.page.get_by_role("checkbox", name="Speech").first.check()
    senco.page.get_by_label("Only the part marked for sharing").check()
    senco.go_on()
    senco.say("They know, and they agree", "Amina knows, and is happy")
    senco.page.get_by_label("Mrs Hodan Yusuf").check()
    senco.page.get_by_label("Today", exact=True).check()
    senco.page.get_by_label("What would be shared, with whom").check()
    senco.go_on()
    senco.say("Share: part of 1 record")
    senco.page.get_by_label("Assessment or plan").check()
    senco.page.get_by_label("Why do they need to know").fill("She plans the sessions and needs what works in class.")
    senco.go_on()
    senco.look()
    senco.go_on("Record this decision")
    extract = ShareDecision.objects.get().recipients.get().extract
    assert extract is not None
    notes.open("/access/notes/")
    notes.press_link("Extract, ")
    notes.sees("The part for teachers.", "the school gave you this extract")
    notes.look()
    notes.open(f"/records/{world.record.public_id}/")
    notes.heading("Page not found")
    teacher = At(desk, world.teacher)
    note = visibility.visible_to(therapist).get(category__code="professional_notes")
    for hidden in (note, extract):
        teacher.open(f"/records/{hidden.public_id}/")
        teacher.heading("Page not found")


def test_emergency_access_and_its_review(desk, world):
    helper = user(Role.FIRST_AIDER, last_name="Juniper")
    filed = record("medical", world.child, author=world.senco)
    aider = At(desk, helper, width=390)
    aider.press_link("Find a child")
    aider.page.locator("#id_query").fill("amina")
    aider.go_on("Find")
    aider.press_link("Amina Yusuf")
    aider.press_link("Emergency access")
    aider.page.get_by_label("Why do you need it now?").fill("She fainted on the trip and nobody answers.")
    aider.page.get_by_label("Medical", exact=True).check()
    aider.page.get_by_label("I could not reach someone").check()
    aider.go_on("Open for 60 minutes")
    aider.open(f"/records/{filed.public_id}/")
    aider.sees("The whole text.", "emergency access. This is recorded")
    aider.open(f"/access/emergencies/{EmergencyAccess.objects.get().slug}/")
    aider.go_on("End it now")
    aider.page.get_by_label("What did you use it for?").fill("To give her the inhaler.")
    aider.go_on("Send")
    aider.open(f"/records/{filed.public_id}/")
    aider.sees("You can see part of this record.")
    head = At(desk, world.head)
    head.press_link("1 emergency access to review")
    head.sees("She fainted on the trip", "To give her the inhaler.", "Medical, ")
    head.page.get_by_label("Justified", exact=True).check()
    head.go_on("Record the review")
    head.sees(f"Justified, {world.head.full_name}")


@pytest.mark.requirement("T3")
def test_who_could_see_this_on_3_may(desk, world):
    with clock.standing_at(clock.london(2027, 5, 3, 9)) as hands:
        filed = record("speech", world.child, author=world.senco)
        grants.grant(filed, world.office, by=world.senco, until=clock.london(2027, 5, 20), reason="On reception")
        hands.move(days=40)
        roll.move(world.child, SchoolClass.objects.get(name="3A"))
        senco = At(desk, world.senco)
        senco.open(f"/records/{filed.public_id}/")
        senco.press_link("see everyone")
        senco.sees(world.other_teacher.full_name)
        group = senco.page.get_by_role("group", name="On which day?")
        for part, value in (("Day", "3"), ("Month", "5"), ("Year", "2027")):
            group.get_by_label(part).fill(value)
        senco.go_on("Show that day")
        senco.heading("Who could see it on 3 May 2027 at 12:00pm")
        senco.sees(world.teacher.full_name, world.office.full_name)
        assert not senco.page.get_by_text(world.other_teacher.full_name).is_visible()
        senco.look()


@pytest.mark.daily("sqlite")
def test_every_page_of_access_is_clean_wide_and_narrow(desk, world):
    tomorrow = clock.now() + timedelta(days=1)
    report = record("speech", world.child, author=world.senco)
    grants.grant(report, world.office, by=world.senco, start=clock.now() - timedelta(days=60), until=tomorrow)
    asked = requests.ask(world.office, world.child, ["speech"], until=tomorrow, reason="For the trip")
    opened = emergency.open_up(world.senco, world.child, ["medical"], reason="Fainted")
    read = circulations.circulate(report, [world.teacher], by=world.senco, due=tomorrow, reason="Minutes")
    told = briefings.brief(world.child, "Near the door", [world.teacher], by=world.dsl, until=tomorrow)
    kept = exclusions.keep_out(world.other_teacher, child("Sage"), by=world.head, reason="her nephew")
    declared = declarations.declare(world.teacher, "Sage, my niece")
    held = staff_meetings.record("The fair is on Friday", clock.today(), by=world.teacher)
    grant = report.usergrants.get(user=world.office)
    therapist = user(Role.HEALTH)
    c, r = f"/children/{world.child.public_id}", f"/records/{report.public_id}"
    pages = {
        world.senco: [
            "/access/",
            f"{c}/ask/",
            f"{c}/emergency/",
            f"{r}/who/",
            f"{r}/give/",
            f"{r}/circulate/",
            f"{r}/briefing/",
            f"/access/requests/{asked.slug}/",
            f"/access/emergencies/{opened.slug}/",
            f"/access/reports/{read.slug}/",
            "/access/standing/",
            f"/access/standing/{grant.public_id}/",
        ],
        world.head: [
            f"{c}/",
            f"{c}/keep-out/",
            "/access/exclusions/",
            f"/access/exclusions/{kept.slug}/",
            "/access/declarations/",
            f"/access/declarations/{declared.slug}/",
            "/access/cover/",
            "/access/adults/",
            "/access/adults/new/",
            "/access/back/",
            "/",
        ],
        world.teacher: [
            f"/access/briefings/{told.slug}/",
            "/access/declaration/",
            "/access/meetings/",
            f"/access/meetings/{held.slug}/",
            f"/access/meetings/{held.slug}/item/",
            f"/access/reports/{read.slug}/",
        ],
        world.dpo: ["/access/back/"],
        therapist: ["/access/notes/"],
        world.dsl: [f"/access/briefings/{told.slug}/"],
    }
    for person, paths in pages.items():
        page = desk.sit(person, at="")
        for path in paths:
            desk.look(page, path)
