"""The main job by keyboard alone: Tab, arrows, Space and Enter, from the home page to the reference."""

import pytest
from playwright.sync_api import expect

from sharing.decisions.models import ShareDecision

pytestmark = [
    pytest.mark.browser,
    pytest.mark.daily("sqlite"),
    pytest.mark.django_db(transaction=True),
    pytest.mark.requirement("C11"),
]
ACTIVE = """() => {
  const e = document.activeElement
  return {name: e.name || '', type: e.type || '', checked: !!e.checked,
          text: (e.labels?.length ? e.labels[0].textContent : e.textContent || '').trim()}
}"""
MOST = 90


class Keys:
    """Somebody without a mouse."""

    def __init__(self, page) -> None:
        self.page = page

    @property
    def at(self) -> dict:
        return self.page.evaluate(ACTIVE)

    def press(self, key: str, times: int = 1) -> None:
        for _ in range(times):
            self.page.keyboard.press(key)

    def reach(self, text: str) -> None:
        """Tab on until what has the focus says `text`."""
        for _ in range(MOST):
            self.press("Tab")
            if text in self.at["text"]:
                return
        raise AssertionError(f"no way to “{text}” by Tab")

    def tick(self, label: str) -> None:
        self.reach(label)
        self.press("Space")
        assert self.at["checked"]

    def choose(self, first: str, label: str) -> None:
        """In the radios that begin with `first`: choose `label` with the arrows."""
        self.reach(first)
        self.press("Space")
        for _ in range(20):
            if label in self.at["text"]:
                assert self.at["checked"]
                return
            self.press("ArrowDown")
        raise AssertionError(label)

    def write(self, label: str, text: str) -> None:
        self.reach(label)
        self.page.keyboard.type(text)

    def enter(self) -> None:
        with self.page.expect_navigation(wait_until="load"):
            self.press("Enter")

    def go_on(self) -> None:
        self.reach("Continue")
        self.enter()


def test_a_decision_by_keyboard_alone(desk, world):
    keys = Keys(desk.sit(world.teacher))
    keys.reach("Record a share decision")
    keys.enter()
    keys.choose("I want to share something", "I want to share something")
    keys.enter()  # Enter on a radio presses Continue
    keys.write("Name", "ami")
    keys.enter()
    keys.choose("Yes", "No")
    keys.enter()
    keys.choose("Dr Priya Nair", "Dr Priya Nair")
    keys.enter()
    keys.tick("Speech and language")
    keys.choose("Only the part marked for sharing", "Only the part marked for sharing")
    keys.go_on()
    keys.choose("They know, and they agree", "They know, and they agree")
    keys.choose("Amina knows, and is happy", "Amina knows, and is happy")
    keys.enter()
    keys.tick("Mrs Hodan Yusuf")
    keys.choose("Today", "Today")
    keys.choose("What would be shared", "What would be shared")
    keys.go_on()
    keys.choose("Share:", "Share:")
    keys.enter()
    keys.choose("Assessment or plan", "Health care or medicine")
    keys.write("Why is it essential", "The clinic cannot plan without it.")
    keys.write("Why is it appropriate", "Only the doctor who sees her.")
    keys.go_on()
    keys.choose("Today", "Today")
    for box in ("The address is right", "These are the only people", "This is all that is needed"):
        keys.tick(box)
    keys.go_on()
    keys.reach("Record this decision")
    keys.enter()
    expect(keys.page.get_by_text(ShareDecision.objects.get().reference)).to_be_visible()


def test_a_danger_entry_by_keyboard_alone(desk, world):
    keys = Keys(desk.sit(world.teacher))
    keys.reach("A child is in danger now")
    keys.enter()
    keys.write("Which child?", "amina")
    keys.tick("Children’s social care")
    keys.write("What is happening", "She is afraid to go home.")
    keys.reach("Record it now")
    keys.enter()
    assert ShareDecision.objects.get().harm == "yes"
