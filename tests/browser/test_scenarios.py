"""Five matters, from the first press to the other side of the desk; `make traces` records each to be replayed."""

import pytest
from playwright.sync_api import expect

from accounts.notices.models import Notice
from core import clock, references
from sharing.decisions.models import ShareDecision
from sharing.disclosures.models import Disclosure
from sharing.internal import declarations
from tests.browser.conftest import clean, follow

pytestmark = [pytest.mark.browser, pytest.mark.by_turns, pytest.mark.django_db(transaction=True)]


class At:
    """Somebody at a page: says what they answer, looks at every page with axe before going on."""

    def __init__(self, desk, person, width: int = 1280) -> None:
        self.desk, self.page = desk, desk.sit(person, width=width)

    def begin(self, option: str) -> None:
        self.press_link("Record a share decision")
        self.say(option)

    def say(self, *labels: str, **texts: str) -> None:
        """Choose these, write those (label to text, underscores for spaces), and go on."""
        for label in labels:
            self.page.get_by_label(label).check()
        for label, text in texts.items():
            self.page.get_by_label(label.replace("_", " ")).fill(text)
        self.go_on()

    def group(self, question: str, answer: str) -> None:
        self.page.get_by_role("group", name=question).get_by_label(answer, exact=True).check()

    def look(self) -> None:
        """Wide and narrow, with axe."""
        clean(self.page)

    def go_on(self, button: str = "Continue") -> None:
        self.look()
        follow(self.page.get_by_role("button", name=button, exact=True))

    def press_link(self, name: str) -> None:
        self.look()
        follow(self.page.get_by_role("link", name=name))

    def heading(self, text: str) -> None:
        self.page.get_by_role("heading", name=text, level=1).wait_for()

    def sees(self, *texts: str) -> None:
        for text in texts:
            expect(self.page.get_by_text(text).first).to_be_visible()

    def open(self, path: str) -> None:
        self.page.goto(self.desk.address + path)


def find_amina(at: At) -> None:
    at.page.locator("#id_query").fill("amina")
    at.go_on()


def unwritten(at: At, text: str, kind: str = "Safeguarding") -> None:
    at.page.get_by_label("Something that is not in a record").check()
    at.page.get_by_label("What?", exact=True).fill(text)
    at.page.get_by_label("What kind of information is it?").select_option(label=kind)
    at.page.get_by_label("A fact: seen, heard or measured").check()
    at.page.get_by_label("Where does it come from", exact=False).fill("I saw it")


def reasons(at: At, purpose: str, essential: str, appropriate: str) -> None:
    at.page.get_by_label(purpose).check()
    at.page.get_by_label("Why is it essential").fill(essential)
    at.page.get_by_label("Why is it appropriate").fill(appropriate)
    at.go_on()


def confirm(at: At, channel: str | None = None) -> None:
    at.group("When did you last check", "Today")
    if channel:
        at.page.get_by_label(channel).check()
    for box in at.page.get_by_role("group", name="Confirm").get_by_role("checkbox").all():
        box.check()
    at.go_on()


def record(at: At) -> ShareDecision:
    at.heading("Check your answers")
    at.go_on("Record this decision")
    at.look()
    return ShareDecision.objects.latest("pk")


def to_the_record(at: At, decision: ShareDecision) -> None:
    at.open(f"/decisions/{references.slug(decision.reference)}/")
    at.look()


@pytest.mark.requirement("C3")
def test_a_referral_against_the_mothers_wish(desk, world):
    dsl = At(desk, world.dsl)
    dsl.begin("I want to share something")
    find_amina(dsl)
    dsl.group("Is Amina suffering", "Yes")
    dsl.group("Is the concern about an adult", "No")
    dsl.go_on()
    dsl.say("MASH duty desk")
    dsl.sees("Safety comes first.")
    unwritten(dsl, "Bruises on both arms, seen on Monday and on Thursday.")
    dsl.go_on()
    dsl.say("They know, and they do not agree", "Amina knows, but I did not ask for a view")
    dsl.page.get_by_label("Mrs Hodan Yusuf").check()
    dsl.group("When?", "Today")
    dsl.page.get_by_label("What would be shared, with whom").check()
    dsl.page.get_by_label("What did they object to").fill("She says that it was a fall, and fears for the family.")
    dsl.go_on()
    dsl.say("Share: something that is not in a record")
    dsl.heading("Why share against their wishes?")
    dsl.sees("They objected: She says that it was a fall")
    dsl.page.get_by_label("A child’s safety (your answer: yes)").check()
    dsl.page.get_by_label("The facts that decided it").fill("Two sets of bruises in one week, of different ages.")
    dsl.group("Did you talk to anyone", "Nobody")
    dsl.group("Do they know you will share?", "Yes")
    dsl.go_on()
    reasons(dsl, "Protect a child from harm", "Nobody else can look into it today.", "The hub, and what was seen only.")
    confirm(dsl)
    decision = record(dsl)
    with dsl.page.expect_download() as got:
        dsl.page.get_by_role("button", name="Get the file to send").click()
    assert got.value.suggested_filename.endswith("-to-send.pdf")
    dsl.press_link("see it after you have the file")
    dsl.look()

    head = At(desk, world.head, width=390)
    head.sees("1 urgent")
    head.press_link(decision.reference)
    head.sees("Urgent", "Against wishes", "Two sets of bruises in one week, of different ages.")
    head.go_on("I have seen this")
    head.sees("Seen by you")
    head.open("/sharing/")
    head.look()
    head.sees("Against wishes")


@pytest.mark.requirement("C6")
def test_a_grandmothers_question_is_refused(desk, world):
    teacher = At(desk, world.teacher, width=390)
    teacher.begin("Someone has asked us")
    teacher.page.get_by_label("Name", exact=True).fill("Mrs Rowan Heath")
    teacher.page.get_by_label("Job or role").fill("grandmother")
    teacher.group("How did they ask?", "In person")
    teacher.page.get_by_label("What did they ask for").fill("How Amina is doing, because she is not told at home.")
    teacher.group("Do they need it by", "No")
    teacher.group("Did they name a law", "No")
    teacher.say("I know them in this role")
    find_amina(teacher)
    teacher.group("Is Amina suffering", "No")
    teacher.go_on()
    teacher.say("Mrs Rowan Heath, grandmother")
    unwritten(teacher, "How she is doing in class.", "Behaviour")
    teacher.group("Is this everything", "Yes")
    teacher.go_on()
    teacher.say("They have not been told", "Amina has not been told")
    teacher.page.get_by_label("Nothing will be shared").check()
    teacher.page.get_by_label("What makes you think so?").fill("Nothing is shared with her: nothing to tell.")
    teacher.say("It may never be safe to tell them")
    teacher.say("Do not share")
    teacher.page.get_by_label("We have no legal reason to share it").check()
    teacher.page.get_by_label("Your reasons").fill("She has no responsibility for Amina; the parents can tell her.")
    teacher.page.get_by_label("Another concern about Amina").check()
    teacher.group("Look at this again?", "No")
    teacher.say("No, with the reasons")
    decision = record(teacher)
    teacher.sees("Decision recorded: not shared")
    with teacher.page.expect_download():
        teacher.page.get_by_role("button", name="Make the reply").click()
    assert Disclosure.objects.get().decision == decision

    head = At(desk, world.head)
    head.press_link(decision.reference)
    head.sees("It was decided not to share.", "She has no responsibility for Amina")
    head.go_on("I have seen this")


@pytest.mark.requirement("C5")
def test_the_police_on_the_telephone(desk, world):
    dsl = At(desk, world.dsl)
    dsl.begin("Someone has asked us")
    dsl.page.get_by_label("Name", exact=True).fill("PC Flint Moor")
    dsl.page.get_by_label("Organisation").fill("Police")
    dsl.page.get_by_label("Job or role").fill("schools officer")
    dsl.group("How did they ask?", "Telephone")
    dsl.page.get_by_label("What did they ask for").fill("Whether Amina was in school on Tuesday, for an enquiry.")
    dsl.group("Do they need it by", "No")
    dsl.group("Did they name a law", "I am not sure")
    dsl.say("I called back on a number we already held")
    find_amina(dsl)
    dsl.group("Is Amina suffering", "I am not sure")
    dsl.group("Is the concern about an adult", "No")
    dsl.go_on()
    dsl.page.get_by_label("PC Flint Moor, schools officer, Police").last.check()
    dsl.go_on()
    unwritten(dsl, "She was in school on Tuesday, all day.", "Attendance")
    dsl.group("Is this everything", "Yes")
    dsl.go_on()
    dsl.say("They have not been told", "Amina has not been told")
    dsl.page.get_by_label("It could interfere with an investigation").check()
    dsl.page.get_by_label("What makes you think so?").fill("The officer says that the enquiry has only begun.")
    dsl.say("On a date")
    dsl.say("Share: something that is not in a record")
    reasons(dsl, "Police enquiry", "They cannot rule the day out otherwise.", "One fact about one day, to one officer.")
    confirm(dsl, "Telephone, after calling back")
    decision = record(dsl)
    dsl.press_link("I have told them")
    dsl.page.get_by_label("Time").fill("12:01am")
    dsl.page.get_by_label("What did you tell them?").fill("That she was in school on Tuesday, all day.")
    dsl.go_on("Record it")
    dsl.sees("Told")
    assert Disclosure.objects.get().channel == "called_back"

    head = At(desk, world.head, width=390)
    to_the_record(head, decision)
    head.sees("Family not told", "One fact about one day, to one officer.")


@pytest.mark.requirement("C7a")
def test_an_allegation_about_the_headteacher(desk, world):
    declarations.declare(world.head, "")  # nothing else waits for the Headteacher
    teacher = At(desk, world.teacher)
    teacher.begin("I want to share something")
    find_amina(teacher)
    teacher.group("Is Amina suffering", "I am not sure")
    teacher.say("the Headteacher")
    teacher.heading("Who must not see this?")
    teacher.sees(f"The notice will go to {world.chair.full_name}")
    teacher.go_on()
    teacher.say("Mr Ned Alder")
    unwritten(teacher, "A child said that the Headteacher held her by the arm and shouted.")
    teacher.go_on()
    teacher.say("They have not been told", "Amina knows, but I did not ask for a view")
    teacher.page.get_by_role("group", name="Who did you tell?").get_by_label("Amina").check()
    teacher.group("When?", "Today")
    teacher.say("What would be shared, with whom")
    teacher.page.get_by_label("It could interfere with an investigation").check()
    teacher.page.get_by_label("What makes you think so?").fill("The LADO has not advised yet on what may be said.")
    teacher.say("It may never be safe to tell them")
    teacher.say("Share: something that is not in a record")
    reasons(teacher, "Concern about an adult", "Only the LADO can say what happens now.", "Nobody else is told of it.")
    confirm(teacher)
    decision = record(teacher)

    chair = At(desk, world.chair)
    chair.sees("1 decision for you alone to look at")
    chair.press_link(decision.reference)
    chair.press_link("Keep this from the Headteacher, or tell them")
    chair.page.get_by_label("Keep this from the Headteacher").check()
    chair.page.get_by_label("Why?").fill("It is about how the Headteacher treated a child.")
    chair.go_on("Add this")
    chair.sees("Kept from the Headteacher")

    head = At(desk, world.head)
    assert decision.reference not in head.page.locator("main").inner_text()
    head.open("/sharing/?period=all")
    head.sees("0 decisions")
    head.open(f"/decisions/{references.slug(decision.reference)}/")
    head.heading("Page not found")
    assert not Notice.objects.filter(person=world.head).exists()


@pytest.mark.requirement("C2")
def test_a_danger_entry_is_finished_the_next_day(desk, world):
    with clock.standing_at(clock.now()) as hands:
        teacher = At(desk, world.teacher, width=390)
        teacher.press_link("A child is in danger now")
        teacher.page.locator("#id_query").fill("amina")
        teacher.page.get_by_label("Children’s social care").check()
        teacher.page.get_by_label("What is happening").fill("She is afraid to go home. I have rung the duty desk.")
        teacher.go_on("Record it now")
        teacher.heading("Recorded. Look after the child first")
        teacher.look()
        decision = ShareDecision.objects.get()
        head = At(desk, world.head)
        to_the_record(head, decision)
        head.sees("Urgent", "To be completed", "I have rung the duty desk.")

        hands.move(hours=18)
        teacher = At(desk, world.teacher)
        teacher.sees("Finish your danger record")
        to_the_record(teacher, decision)
        teacher.press_link("Finish the record")
        teacher.group("Is the concern about an adult", "No")
        teacher.go_on()
        teacher.say("Duty desk, duty social worker")
        unwritten(teacher, "That she is afraid to go home, and of whom.")
        teacher.go_on()
        teacher.say("They have not been told", "Amina knows, and is happy with it")
        teacher.page.get_by_role("group", name="Who did you tell?").get_by_label("Amina").check()
        teacher.group("When?", "Yesterday")
        teacher.say("What would be shared, with whom")
        teacher.page.get_by_label("It could put a child at more risk").check()
        teacher.page.get_by_label("What makes you think so?").fill("She says that he would be angry with her.")
        teacher.say("It may never be safe to tell them")
        teacher.say("Shared: something that is not in a record")
        reasons(teacher, "Protect a child from harm", "Nobody else could act that evening.", "The duty desk alone.")
        teacher.group("When did you last check", "Today")
        teacher.group("Do you know that it arrived?", "Yes")
        teacher.go_on()
        teacher.heading("Check your answers")
        teacher.go_on("Complete the record")
        head = At(desk, world.head)
        to_the_record(head, decision)
        head.sees("Completed", "She says that he would be angry with her.")
        assert not head.page.get_by_text("To be completed").count()
