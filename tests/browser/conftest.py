"""A real Chromium on the live server, under the strict policy; any error in its console fails the test."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, sync_playwright

from tests.browser.chromium import ROOT, executable
from tests.factories import World, browser_for

TRACES = os.environ.get("SHAWLANDS_TRACES", "")
"""Where each page that a test opened leaves its trace, to be replayed with `playwright show-trace`."""
AXE = (ROOT / "node_modules/axe-core/axe.min.js").read_text()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path, environment = executable()
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=path, env={**os.environ, **environment})
        yield browser
        browser.close()


@pytest.fixture
def world(transactional_db) -> World:
    return World()


class Desk:
    """Where people sit: pages signed in as somebody, watched for errors."""

    def __init__(self, chromium: Browser, address: str, name: str = "") -> None:
        self.name = name
        self.chromium, self.address = chromium, address.replace("127.0.0.1", "localhost")
        self.contexts: list[BrowserContext] = []
        self.wrong: list[str] = []

    def page(self, *, width: int = 1280, script: bool = True) -> Page:
        context = self.chromium.new_context(
            viewport={"width": width, "height": 900}, java_script_enabled=script, accept_downloads=True
        )
        self.contexts.append(context)
        if TRACES:
            context.tracing.start(screenshots=True, snapshots=True)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("pageerror", lambda error: self.wrong.append(str(error)))
        page.on("console", lambda said: self.wrong.append(said.text) if self._bad(said) else None)
        return page

    @staticmethod
    def _bad(said) -> bool:
        expected = "the server responded with a status of 4" in said.text
        return said.type == "error" and not expected

    def sit(self, person, **more) -> Page:
        page = self.page(**more)
        self.take_seat(page, person)
        return page

    def take_seat(self, page: Page, person) -> None:
        """Signed in as `person`, at home."""
        cookie = browser_for(person).cookies["session"].value
        page.context.add_cookies([{"name": "session", "value": cookie, "url": self.address}])
        page.goto(self.address + "/")

    def look(self, page: Page, path: str) -> None:
        """Open a page: axe finds nothing on it, and it does not have to be moved sideways."""
        page.goto(self.address + path)
        assert violations(page) == [], path
        assert not overflows(page), path

    def clean_up(self) -> None:
        for number, context in enumerate(self.contexts, 1):
            if TRACES:
                context.tracing.stop(path=Path(TRACES) / f"{self.name}-{number}.zip")
            context.close()
        assert self.wrong == []


@pytest.fixture
def desk(request, chromium: Browser, live_server, world) -> Iterator[Desk]:
    desk = Desk(chromium, live_server.url, request.node.name.removeprefix("test_"))
    yield desk
    desk.clean_up()


def follow(link: Locator) -> None:
    """Press something that leads to another page, and wait until that page is there."""
    with link.page.expect_navigation(wait_until="load"):
        link.click()


def violations(page: Page) -> list[str]:
    """What axe finds wrong, each with where."""
    page.evaluate(AXE)
    found = page.evaluate("axe.run()")["violations"]
    return [f"{one['id']}: {node['html'][:120]}" for one in found for node in one["nodes"]]


def overflows(page: Page) -> bool:
    """Whether the page has to be moved sideways."""
    return page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
