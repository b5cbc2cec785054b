"""How many presses and characters the main cases take, counted in the browser from its own events (R: C11)."""

import pytest
from playwright.sync_api import expect

from accounts.notices.models import Notice
from sharing.decisions.models import ShareDecision
from tests.browser.conftest import follow

pytestmark = [
    pytest.mark.browser,
    pytest.mark.daily("sqlite"),
    pytest.mark.django_db(transaction=True),
    pytest.mark.requirement("C11"),
]
ESSENTIAL, APPROPRIATE = "The clinic cannot plan without it at all.", "Only the doctor who sees her, and this part."
COUNTER = """
addEventListener('pointerdown', () => counted('press'), true)
addEventListener('keydown', event => { if (event.target.id === 'id_query') counted('press') }, true)
addEventListener('change', event => {
  if (event.target.matches('textarea, input[type=text]') && event.target.id !== 'id_query')
    counted('text ' + event.target.value.length)
}, true)
"""


class Counter:
    """Counts what reaches the page: a press of a pointer, a key in a search field; characters of free text apart."""

    def __init__(self, page) -> None:
        self.page, self.presses, self.characters = page, 0, 0
        page.expose_binding("counted", lambda _, what: self.count(what))
        page.add_init_script(COUNTER)

    def count(self, what: str) -> None:
        if what == "press":
            self.presses += 1
        else:
            self.characters += int(what.removeprefix("text "))

    def tick(self, label: str, **more) -> None:
        self.page.get_by_label(label, **more).click()

    def search(self, letters: str) -> None:
        self.page.locator("#id_query").focus()
        self.page.keyboard.type(letters)

    def write(self, label: str, text: str) -> None:
        self.page.get_by_label(label).fill(text)

    def go_on(self) -> None:
        follow(self.page.get_by_role("button", name="Continue", exact=True))


@pytest.fixture
def counter(desk, world):
    page = desk.page(new=True)
    made = Counter(page)
    desk.take_seat(page, world.teacher)
    return made


def home(counter, option: str) -> None:
    follow(counter.page.get_by_role("link", name="Record a share decision"))
    counter.tick(option)
    counter.go_on()


def about(counter) -> None:
    counter.search("ami")
    counter.go_on()


def to_the_family(counter) -> None:
    counter.page.get_by_role("group", name="suffering, or at risk").get_by_label("No", exact=True).click()
    counter.go_on()
    counter.tick("Dr Priya Nair")
    counter.go_on()
    counter.tick("Speech and language")
    counter.tick("Only the part marked for sharing")
    counter.go_on()


def the_family_agrees(counter) -> None:
    counter.tick("They know, and they agree")
    counter.tick("Amina knows, and is happy")
    counter.go_on()
    counter.tick("Mrs Hodan Yusuf")
    counter.tick("Today", exact=True)
    counter.tick("What would be shared, with whom")
    counter.go_on()


def share(counter) -> None:
    counter.tick("Share: part of 1 record")
    counter.go_on()
    counter.tick("Health care or medicine")
    counter.write("Why is it essential", ESSENTIAL)
    counter.write("Why is it appropriate", APPROPRIATE)
    counter.go_on()
    counter.tick("Today", exact=True)
    for label in ("The address is right", "These are the only people", "This is all that is needed"):
        counter.tick(label)
    counter.go_on()
    follow(counter.page.get_by_role("button", name="Record this decision"))


def do_not_share(counter) -> None:
    counter.tick("Do not share")
    counter.go_on()
    counter.tick("They do not need it")
    counter.write("Your reasons", "The family has told them all of this already.")
    counter.tick("Nothing that I can think of now")
    counter.page.get_by_role("group", name="Look at this again?").get_by_label("No", exact=True).click()
    counter.go_on()
    follow(counter.page.get_by_role("button", name="Record this decision"))


def recorded(counter, case: str, counts, most: int | None) -> None:
    """The reference stands there; the count is printed at the end of the run."""
    expect(counter.page.get_by_text(ShareDecision.objects.get().reference)).to_be_visible()
    counts(case, counter.presses, counter.characters, most)
    assert most is None or counter.presses <= most, (case, counter.presses)
    assert counter.presses > 5 and counter.characters > 40  # it does count


def test_the_simple_case(counter, world, counts):
    home(counter, "I want to share something")
    about(counter)
    to_the_family(counter)
    the_family_agrees(counter)
    share(counter)
    recorded(counter, "Share, from home", counts, 40)


def test_the_simple_case_from_the_childs_page(counter, desk, world, counts):
    counter.page.goto(f"{desk.address}/children/{world.child.public_id}/")
    follow(counter.page.get_by_role("button", name="Record a share decision"))
    to_the_family(counter)
    the_family_agrees(counter)
    share(counter)
    recorded(counter, "Share, from the child's page", counts, 30)


def test_not_to_share(counter, world, counts):
    home(counter, "I want to share something")
    about(counter)
    to_the_family(counter)
    the_family_agrees(counter)
    do_not_share(counter)
    recorded(counter, "Do not share, from home", counts, 32)


def test_not_to_share_when_asked_by_telephone(counter, world, counts):
    home(counter, "Someone has asked us")
    counter.write("Name", "Mrs Rowan Heath")
    counter.write("Job or role", "grandmother")
    counter.page.get_by_role("group", name="How did they ask?").get_by_label("Telephone").click()
    counter.write("What did they ask for, and why?", "How she is doing at school, because she worries.")
    counter.page.get_by_role("group", name="Do they need it by").get_by_label("No", exact=True).click()
    counter.page.get_by_role("group", name="Did they name a law").get_by_label("No", exact=True).click()
    counter.tick("I called back on a number")
    counter.go_on()
    about(counter)
    counter.page.get_by_role("group", name="suffering, or at risk").get_by_label("No", exact=True).click()
    counter.go_on()
    counter.tick("Mrs Rowan Heath")
    counter.go_on()
    counter.tick("Speech and language")
    counter.tick("Only the part marked for sharing")
    counter.page.get_by_role("group", name="Is this everything").get_by_label("Yes", exact=True).click()
    counter.go_on()
    the_family_agrees(counter)
    counter.tick("Do not share")
    counter.go_on()
    counter.tick("They do not need it")
    counter.write("Your reasons", "She can ask the family, who agree to tell her.")
    counter.tick("Nothing that I can think of now")
    counter.page.get_by_role("group", name="Look at this again?").get_by_label("No", exact=True).click()
    counter.tick("No, with the reasons")
    counter.go_on()
    follow(counter.page.get_by_role("button", name="Record this decision"))
    recorded(counter, "Do not share, asked by telephone", counts, None)


def test_a_child_in_danger(counter, world, counts):
    home(counter, "A child is in danger now")
    counter.search("ami")
    counter.tick("Children’s social care")
    counter.write("What is happening", "She says that she is afraid to go home today. I have rung the duty desk.")
    follow(counter.page.get_by_role("button", name="Record it now"))
    recorded(counter, "A child in danger", counts, 10)
    assert Notice.objects.filter(kind="decision_urgent").count() == 2
