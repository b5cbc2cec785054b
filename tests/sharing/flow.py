"""Driving the flow as a browser without JavaScript does: get the page, post its answers."""

import re
from typing import Any

from django.test import Client

from tests.factories import browser_for


def version_on(page: str) -> str:
    found = re.search(r'name="version" value="([^"]*)"', page)
    return found[1] if found else ""


class Writer:
    """A member of staff at a draft."""

    def __init__(self, client: Client, child: Any = None, *, origin: str = "share") -> None:
        self.client = client
        data = {"child": str(child.public_id)} if child else {"origin": origin}
        self.at = client.post("/decisions/start/", data).headers["Location"]
        self.draft_id = re.findall(r"draft/([^/]+)/", self.at)[0]

    def address(self, step: str) -> str:
        return f"/decisions/draft/{self.draft_id}/{step}/"

    @property
    def step(self) -> str:
        return self.at.rstrip("/").rsplit("/", 1)[-1]

    def look(self, step: str | None = None) -> str:
        answer = self.client.get(self.address(step) if step else self.at)
        assert answer.status_code == 200, (step or self.at, answer.status_code)
        return answer.content.decode()

    def give(self, step: str | None = None, **answers: Any) -> Any:
        """Post answers to a page as its form does; follows to the next page and says the response."""
        address = self.address(step) if step else self.at
        page = self.client.get(address).content.decode()
        return self.post(address, version=version_on(page), **answers)

    def post(self, address: str, **answers: Any) -> Any:
        data = {name.replace("__", "-"): value for name, value in answers.items()}
        answer = self.client.post(address, data)
        if answer.status_code == 302:
            self.at = answer.headers["Location"]
        return answer

    def record(self) -> str:
        """Press Record; returns the reference's slug."""
        answer = self.client.post(self.address("check"))
        assert answer.status_code == 302, answer.content.decode()
        return re.findall(r"(SD-\w{4}-\w{4})", answer.headers["Location"])[0]


def simple(writer: Writer, world: Any, *, until: str = "check") -> Writer:
    """The simplest case, page by page, up to (not including) `until`."""
    key = str(world.record.public_id)
    pages: dict[str, dict[str, Any]] = {
        "safe": {"harm": "no"},
        "who": {"to": str(world.contact.public_id)},
        "what": {"records": [key], f"how_{key}": "part"},
        "family": world.family("agreed", "agreed"),
        "telling": {"people": [str(world.mother.public_id)], "when": "today", "told": "all"},
        "decide": {"outcome": "share"},
        "why": {
            "purpose": "health",
            "essential": "The clinic cannot plan without it.",
            "appropriate": "Only the doctor, and only this part.",
        },
        "send": {"checked": "today", "channel": "secure_email", "confirmed": ["address", "people", "parts"]},
    }
    for step, answers in pages.items():
        if step == until:
            break
        assert writer.step == step, (writer.step, step)
        answer = writer.give(**answers)
        assert answer.status_code == 302, (step, answer.content.decode())
    return writer


def begin(world, origin: str = "share", by=None) -> Writer:
    return Writer(browser_for(by or world.teacher), origin=origin)


def give(writer: Writer, step: str, **answers) -> None:
    assert writer.step == step, (writer.step, step)
    answer = writer.give(**answers)
    assert answer.status_code == 302, (step, re.findall(r"govuk-error-message.*?</p>", answer.content.decode(), re.S))


def told(world) -> dict:
    return {"people": [str(world.mother.public_id)], "when": "today", "told": "all"}
