"""A real Chromium on the live server, under the strict policy; any error in its console fails the test."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import pytest
from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.servers.basehttp import WSGIRequestHandler
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests import conftest
from tests.browser.chromium import ROOT, executable
from tests.factories import World, browser_for

TRACES = os.environ.get("SHAWLANDS_TRACES", "")
"""Where each page that a test opened leaves its trace, to be replayed with `playwright show-trace`."""
WAIT = 15_000
"""Milliseconds that an element, or what a test expects of it, has to come: a press does not wait for the next page."""
expect.set_options(timeout=WAIT)
LIGHT = [
    "--disable-gpu",
    "--disable-site-isolation-trials",
    "--disable-features=IsolateOrigins,site-per-process,SpareRendererForSitePerProcess",
    "--renderer-process-limit=1",
    "--num-raster-threads=1",
]
"""One process for all pages: opening and drawing one takes a third less."""
AXE = "".join(
    sign if sign.isascii() else f"\\u{ord(sign):04x}"
    for sign in (ROOT / "node_modules/axe-core/axe.min.js").read_text()
)
"""In ASCII: the browser reads that in two thirds of the time."""
AXE_PATH = "/axe.js"
"""Where the test's server gives it: a browser keeps it, and what it has made of it. Sent to each page by the driver, it
takes twice as long."""
AXE_LOADED = """path => !window.axe && new Promise((loaded, failed) => {
  const script = document.createElement('script')
  Object.assign(script, {src: path, onload: () => loaded(), onerror: failed})
  document.head.append(script)
})"""


class Room:
    """The browser, with the pages that are free: opening one takes far longer than emptying it. `kept`: by whether
    scripts run."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.kept: dict[bool, list[Page]] = {True: [], False: []}

    def open(self, *, script: bool) -> Page:
        """A page in a browser that has never been anywhere."""
        return self.browser.new_context(java_script_enabled=script, accept_downloads=True).new_page()

    def take(self, *, script: bool) -> Page:
        return self.kept[script].pop() if self.kept[script] else self.open(script=script)

    def give_back(self, page: Page, *, script: bool) -> None:
        """Signed out, connected, without what a test had put between it and the server."""
        page.unroute_all()
        page.context.set_offline(False)
        page.goto("about:blank")
        page.context.clear_cookies()
        for other in page.context.pages:
            if other is not page:
                other.close()
        self.kept[script].append(page)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Room]:
    path, environment = executable()
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=path, env={**os.environ, **environment}, args=LIGHT)
        yield Room(browser)
        browser.close()


class NoStaticFiles(StaticFilesHandler):
    """Leaves static files to WhiteNoise, as the product's own server does: browsers keep them for a while. Gives
    axe."""

    def __call__(self, environ, start_response):
        if environ["PATH_INFO"] != AXE_PATH:
            return super().__call__(environ, start_response)
        kind, kept = ("Content-Type", "text/javascript"), ("Cache-Control", "max-age=3600")
        start_response("200 OK", [kind, kept, ("Content-Length", str(len(AXE)))])
        return [AXE.encode()]

    def _should_handle(self, path: str) -> bool:
        return False


@pytest.fixture(scope="session")
def live_server() -> Iterator[LiveServer]:
    """Sends the body of an answer at once: it would wait 0.04 s for the browser to confirm that the head has come."""
    with (
        mock.patch("django.contrib.staticfiles.handlers.StaticFilesHandler", NoStaticFiles),
        mock.patch.object(WSGIRequestHandler, "disable_nagle_algorithm", True),
    ):
        server = LiveServer("localhost")
        yield server
        server.stop()


@pytest.fixture
def world(transactional_db) -> World:
    return conftest.COPIES.world()


class Desk:
    """Where people sit: pages signed in as somebody, watched for errors."""

    def __init__(self, room: Room, address: str, name: str = "") -> None:
        self.name = name
        self.room, self.address = room, address.replace("127.0.0.1", "localhost")
        self.pages: list[tuple[Page, bool, bool]] = []
        self.wrong: list[str] = []

    def page(self, *, width: int = 1280, script: bool = True, new: bool = False) -> Page:
        """An empty page, nobody signed in. `new`: in a browser that has never been here, thrown away afterwards."""
        new = new or bool(TRACES)
        page = self.room.open(script=script) if new else self.room.take(script=script)
        self.pages.append((page, script, new))
        page.set_viewport_size({"width": width, "height": 900})
        if TRACES:
            page.context.tracing.start(screenshots=True, snapshots=True)
        page.set_default_timeout(WAIT)
        page.on("pageerror", self._error)
        page.on("console", self._said)
        return page

    def _error(self, error) -> None:
        self.wrong.append(str(error))

    def _said(self, said) -> None:
        if self._bad(said):
            self.wrong.append(said.text)

    @staticmethod
    def _bad(said) -> bool:
        expected = "the server responded with a status of 4" in said.text
        return said.type == "error" and not expected

    def sit(self, person, *, at: str = "/", shown: int = 0, **more) -> Page:
        """A page at the address `at`, or nowhere yet, signed in as `person`. `shown`: how many minutes ago they showed
        their second factor."""
        page = self.page(**more)
        self.take_seat(page, person, at=at, shown=shown)
        return page

    def take_seat(self, page: Page, person, *, at: str = "/", shown: int = 0) -> None:
        """Signed in as `person`, at `at`."""
        client = browser_for(person)
        session = client.session
        session["account_authentication_methods"][0]["at"] -= shown * 60
        session.save()
        cookie = client.cookies["session"].value
        page.context.add_cookies([{"name": "session", "value": cookie, "url": self.address}])
        if at:
            page.goto(self.address + at)

    def look(self, page: Page, path: str) -> None:
        """Open a page, and look at it."""
        page.goto(self.address + path)
        clean(page)

    def clean_up(self) -> None:
        for number, (page, script, new) in enumerate(self.pages, 1):
            page.remove_listener("pageerror", self._error)
            page.remove_listener("console", self._said)
            if TRACES:
                page.context.tracing.stop(path=Path(TRACES) / f"{self.name}-{number}.zip")
            if new:
                page.context.close()
            else:
                self.room.give_back(page, script=script)
        assert self.wrong == []


@pytest.fixture
def desk(request, chromium: Room, live_server, world) -> Iterator[Desk]:
    desk = Desk(chromium, live_server.url, request.node.name.removeprefix("test_"))
    yield desk
    desk.clean_up()


def virtual_authenticator(page: Page, *, verified: bool = True) -> None:
    """A passkey device in the page's browser that answers by itself. `verified`: whether it knows the finger."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": verified,
                "automaticPresenceSimulation": True,
            }
        },
    )


def follow(link: Locator) -> None:
    """Press something that leads to another page, and wait until that page is there."""
    with link.page.expect_navigation(wait_until="load"):
        link.click()


PARTS = r"""() => {
  const parts = new Set(), name = node => node.tagName + '.' + [...node.classList].sort().join('.')
  for (const node of document.querySelectorAll('*')) {
    const attributes = [...node.attributes].map(one => one.name)
      .filter(one => one !== 'class' && one !== 'checked').sort()
    const kind = [node.getAttribute('role'), node.getAttribute('type'), node.open].join()
    parts.add([name(node), attributes.join(' '), kind, node.parentElement?.tagName].join('|'))
  }
  const address = location.pathname.replace(/[0-9a-f]{8}-[0-9a-f-]{27}|[A-Z]+-[0-9A-Z]{4}-[0-9A-Z]{4}|[0-9]+/g, '*')
  const states = ['.govuk-error-summary', '.govuk-notification-banner', 'dialog[open]', 'details[open]', 'table']
  const headings = [...document.querySelectorAll('h1, h2, h3, h4')].map(one => one.tagName)
  parts.add([address, ...states.map(one => document.querySelector(one) !== null)].join())
  headings.forEach((one, n) => parts.add('after ' + (headings[n - 1] ?? 'nothing') + ' ' + one))
  return [...parts]
}"""
"""What a page is made of, whatever it says and however often: elements with their classes, attributes and parents, what
heading follows which, and the page itself in its state."""
WIDTHS = (1280, 320)
LOOKED_AT = Path(os.environ.get("SHAWLANDS_TEST_LOOKED_AT") or settings.DATA / "looked-at")
"""A file for each part of a page that was found clean in this run, in any process."""


def clean(page: Page) -> None:
    """Wide and narrow, axe finds nothing on the page, and it does not have to be moved sideways. A page that has
    nothing but what was found clean in the same run is not looked at again."""
    page.wait_for_load_state()
    assert not overflows(page), page.url
    marks = [LOOKED_AT / hashlib.sha256(part.encode()).hexdigest() for part in page.evaluate(PARTS)]
    if not (new := [mark for mark in marks if not mark.exists()]):
        return
    before = page.viewport_size
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert violations(page) == [], (page.url, width)
        assert not overflows(page), (page.url, width)
    LOOKED_AT.mkdir(exist_ok=True)
    for mark in new:
        mark.touch()
    if before:
        page.set_viewport_size(before)


def violations(page: Page) -> list[str]:
    """What axe finds wrong, each with where."""
    page.evaluate(AXE_LOADED, AXE_PATH)
    found = page.evaluate("axe.run({resultTypes: ['violations'], preload: false}).then(result => result.violations)")
    return [f"{one['id']}: {node['html'][:120]}" for one in found for node in one["nodes"]]


def overflows(page: Page) -> bool:
    """Whether the page has to be moved sideways."""
    return page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
