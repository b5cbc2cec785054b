"""Driving the flow as a browser without JavaScript does: get the page, post its answers."""

import re
from typing import Any

from django.test import Client

from accounts.models import User
from sharing.decisions import drafts
from sharing.decisions.models import Advice, Draft, ShareDecision
from sharing.directory.models import AgencyContact
from sharing.questionnaire import advice, dependencies
from tests.factories import browser_for


def version_on(page: str) -> str:
    found = re.search(r'name="version" value="([^"]*)"', page)
    return found[1] if found else ""


class Writer:
    """A member of staff at a draft."""

    def __init__(self, client: Client, child: Any = None, *, origin: str = "share") -> None:
        data = {"child": str(child.public_id)} if child else {"origin": origin}
        self._sit(client, client.post("/decisions/start/", data).headers["Location"])

    def _sit(self, client: Client, at: str) -> None:
        self.client, self.at = client, at
        self.draft_id = re.findall(r"draft/([^/]+)/", at)[0]

    @classmethod
    def at_draft(cls, client: Client, draft: Draft) -> "Writer":
        """At a draft that is answered already."""
        writer = cls.__new__(cls)
        writer._sit(client, f"/decisions/draft/{draft.public_id}/check/")
        return writer

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

    def post(self, address: str, /, **answers: Any) -> Any:
        data = {name.replace("__", "-"): value for name, value in answers.items()}
        answer = self.client.post(address, data)
        if answer.status_code == 302:
            self.at = answer.headers["Location"]
        return answer

    def press_record(self) -> Any:
        """Press Record on the page as it is now."""
        page = self.client.get(self.address("check")).content.decode()
        return self.client.post(self.address("check"), {"version": version_on(page)})

    def record(self) -> str:
        """Press Record; returns the reference's slug."""
        answer = self.press_record()
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


def arrived(world: Any, at: str = "check", by: User | None = None) -> Writer:
    """At the page `at`, with the pages before it answered as in the simplest case: by the product's own functions, not
    page by page. That the pages lead here is shown once, by `simple`."""
    author = by or world.teacher
    draft = drafts.start(author, world.child)
    for step, answers in dependencies.stamp_all(world.answers()).items():
        if step == at:
            break
        if step != "about":
            drafts.save(draft, step, answers)
    writer = Writer.at_draft(browser_for(author), draft)
    writer.at = writer.address(at)
    return writer


def begin(world, origin: str = "share", by=None) -> Writer:
    return Writer(browser_for(by or world.teacher), origin=origin)


def give(writer: Writer, step: str, **answers) -> None:
    assert writer.step == step, (writer.step, step)
    answer = writer.give(**answers)
    assert answer.status_code == 302, (step, re.findall(r"govuk-error-message.*?</p>", answer.content.decode(), re.S))


def told(world) -> dict:
    return {"people": [str(world.mother.public_id)], "when": "today", "told": "all"}


def ask_the_dsl(world: Any, draft: Draft, **otherwise: Any) -> Advice:
    """A question to the DSL about a draft, who is shown the question; `otherwise`: what is asked differently."""
    asked = {"shows": "question", "names": True, "urgent": False, "instead": False, **otherwise}
    return advice.ask(draft, draft.author, world.dsl, "Is this enough to share?", people=[world.child], **asked)


def danger_finished(world: Any, client: Client, decision: ShareDecision, to: AgencyContact) -> Writer:
    """Answer what a danger entry lacks, as its author, for one contact; the next press records it."""
    writer = Writer.at_draft(client, decision.draft)
    writer.at = client.get(writer.at).headers["Location"]
    give(writer, "adult", adult="no")
    give(writer, "who", to=str(to.public_id))
    give(
        writer,
        "what",
        records=["unwritten"],
        unwritten="That she is afraid",
        unwritten_kind="safeguarding",
        unwritten_nature="fact",
        unwritten_source="I saw it",
    )
    give(writer, "family", **world.family("not_told", "agreed"))
    give(writer, "telling", people=[str(world.child.public_id)], when="today", told="all")
    give(writer, "not-told", why=["harm_child"], facts="They could hurt her more", again="never")
    give(writer, "decide", outcome="share")
    reasons = {"essential": "They cannot help without it.", "appropriate": "Only these people, and only this."}
    give(writer, "why", purpose="protect", **reasons)
    give(writer, "send", checked="today", arrived="yes")
    return writer
