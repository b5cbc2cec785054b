"""The pictures of the README: a demo school of its own, driven in a real browser. `make screenshots`.

python -m tools.scripts.screenshots [--all FOLDER]   (--all: every page, wide and narrow, into FOLDER)
"""

import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable
from functools import partial
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.chromium import executable
from tests.postgres import free_port

ROOT = Path(__file__).resolve().parent.parent.parent
OUT = ROOT / "docs/pictures"


class Demo:
    """A demo server on a free port, with a school made for it."""

    def __init__(self, folder: str) -> None:
        self.port = free_port()
        self.environment = {**os.environ, "SHAWLANDS_DEMO": "1", "SHAWLANDS_DATA": folder}
        self.environment["SHAWLANDS_ADDRESS"] = self.address = f"http://localhost:{self.port}"
        self.manage("demo", "--no-serve")
        self.accounts = {a["role"]: a for a in json.loads(self.manage("demo_accounts", "--json"))[::-1]}
        self.server = subprocess.Popen(
            [sys.executable, "manage.py", "serve", "--port", str(self.port)], cwd=ROOT, env=self.environment
        )
        for _ in range(100):
            try:
                urllib.request.urlopen(f"{self.address}/account/sign-in/", timeout=2)
                return
            except OSError:
                time.sleep(0.2)

    def manage(self, *words: str) -> str:
        command = [sys.executable, "manage.py", *words]
        return subprocess.run(
            command, cwd=ROOT, env=self.environment, check=True, capture_output=True, text=True
        ).stdout

    def sign_in(self, browser: Browser, role: str, width: int) -> Page:
        account = self.accounts[role]
        page = browser.new_context(viewport={"width": width, "height": 900}).new_page()
        page.goto(f"{self.address}/account/sign-in/")
        page.fill("#id_login", account["email"])
        page.fill("#id_password", account["password"])
        page.click("button:has-text('Sign in') >> nth=0")
        page.fill("#id_code", self.manage("demo_code", account["email"]).strip())
        page.press("#id_code", "Enter")
        page.wait_for_selector("h1:has-text('Home')")
        return page


def walk_the_flow(page: Page, take: Callable[[str], None]) -> None:
    """The simplest decision, page by page; `take(name)` at each."""
    page.click("text=Find a child")
    page.fill("#id_query", "amin")
    page.click("main >> button:has-text('Find')")
    take("find")
    page.click("a:has-text('Amina Yusuf')")
    take("child")
    page.click("button:has-text('Record a share decision')")
    take("safe")
    page.get_by_role("group", name="suffering, or at risk").get_by_label("No", exact=True).check()
    go_on(page)
    take("who")
    page.get_by_label("Dr Priya Nair").check()
    go_on(page)
    page.get_by_label("Speech and language").check()
    page.get_by_label("Only the part marked for sharing").check()
    take("what")
    go_on(page)
    page.get_by_label("They know, and they agree").check()
    page.get_by_label("Amina knows, and is happy with it").check()
    take("family")
    go_on(page)
    page.get_by_label("Mrs Hodan Yusuf").check()
    page.get_by_label("Today", exact=True).check()
    page.get_by_label("What would be shared, with whom").check()
    take("telling")
    go_on(page)
    page.get_by_label("Share:").check()
    take("decide")
    go_on(page)
    page.get_by_label("Health care or medicine").check()
    page.fill("#id_essential", "The clinic cannot plan help without knowing what works in class.")
    page.fill("#id_appropriate", "Only the doctor who sees her, and only the part on the classroom.")
    take("why")
    go_on(page)
    page.get_by_label("Today", exact=True).check()
    for label in ("The address is right", "These are the only people", "This is all that is needed"):
        page.get_by_label(label).check()
    take("send")
    go_on(page)
    page.wait_for_selector("h1:has-text('Check your answers')")
    take("check")
    page.click("button:has-text('Record this decision')")
    page.wait_for_selector("h1:has-text('Decision recorded')")
    take("done")


def walk_what_is_new(demo: Demo, page: Page, take: Callable[[Page, str], None]) -> None:
    """The other pages of sharing, as the teacher meets them."""
    for name in ("start", "danger", "agencies", "words"):
        page.goto(f"{demo.address}/decisions/{name}/")
        take(page, f"teacher-{name}")
    page.goto(f"{demo.address}/decisions/start/")
    page.get_by_label("Someone has asked us").check()
    go_on(page)
    take(page, "teacher-asked")
    page.goto(f"{demo.address}/")
    page.click("a:has-text('Finish your danger record')")
    take(page, "teacher-danger-entry")
    page.click("a:has-text('Finish the record')")
    take(page, "teacher-complete")
    page.click("button:has-text('Get advice')")
    take(page, "teacher-advice")


def walk_the_imports(demo: Demo, page: Page, take: Callable[[Page, str], None]) -> None:
    """A file of the office: chosen, looked at, its columns, imported."""
    page.goto(f"{demo.address}/imports/")
    take(page, "office-imports")
    rows = "UPN,Surname,Forename,DOB,Tutor,Religion\n,Briar,Linnet,2018-03-02,4C,None\nA1,Wrong,Number,2018-03-02,4C,\n"
    rows += ",Yusuf,Amina,2018-01-01,4C,\n"
    page.set_input_files("#id_file", {"name": "new.csv", "mimeType": "text/csv", "buffer": rows.encode()})
    page.click("button:has-text('Look at the file')")
    take(page, "office-columns")
    page.click("button:has-text('Look at the lines')")
    take(page, "office-look")
    for choice in page.get_by_label("Another child: add them").all():
        choice.check()
    page.click("button:has-text('Import ')")
    page.wait_for_selector("h1:has-text('Imported')", timeout=20_000)
    take(page, "office-imported")


def walk_the_childrens_pages(demo: Demo, page: Page, take: Callable[[Page, str], None]) -> None:
    """What the DSL meets: concerns, what is held, a child's page, a new record."""
    take(page, "dsl-home")
    for path in ("concerns/", "imports/held/"):
        page.goto(f"{demo.address}/{path}")
        take(page, f"dsl-{path.replace('/', '-')}")
    page.click(".app-tasks a >> nth=0")
    take(page, "dsl-held-one")
    page.goto(f"{demo.address}/concerns/")
    page.click(".app-tasks a >> nth=0")
    take(page, "dsl-concern")
    page.goto(f"{demo.address}/find/")
    page.fill("#id_query", "amina yusuf")
    page.click("main >> button:has-text('Find')")
    page.click("main >> a:has-text('Amina Yusuf')")
    take(page, "dsl-child")
    page.click("a:has-text('Add a record')")
    take(page, "dsl-new-record")
    page.go_back()
    page.click("a:has-text('What must be kept close')")
    take(page, "dsl-protect")


def go_on(page: Page) -> None:
    before = page.url
    page.click("button:has-text('Continue')")
    page.wait_for_url(lambda url: url != before)


def walk_the_other_roles(demo: Demo, sign_in: Callable[[str], Page], take: Callable[[Page, str], None]) -> None:
    """The pages of the Administrator, the office, the DSL, a volunteer and the DPO."""
    admin = sign_in("Administrator")
    admin.goto(f"{demo.address}/account/people/")
    take(admin, "admin-people")
    for name in ("", "school", "terms", "classes", "categories"):
        admin.goto(f"{demo.address}/settings/{name}{'/' if name else ''}")
        take(admin, f"admin-settings-{name}")
    admin.click("a:has-text('Speech and language')")
    take(admin, "admin-category")
    walk_the_imports(demo, sign_in("Office staff"), take)
    walk_the_childrens_pages(demo, sign_in("Designated safeguarding lead"), take)
    volunteer = sign_in("Volunteer")
    volunteer.goto(f"{demo.address}/concerns/new/")
    take(volunteer, "volunteer-concern")
    dpo = sign_in("Data protection officer")
    dpo.goto(f"{demo.address}/log/")
    take(dpo, "dpo-log")
    dpo.goto(f"{demo.address}/decisions/purposes/")
    take(dpo, "dpo-purposes")


def main() -> None:
    every = Path(sys.argv[2]) if sys.argv[1:2] == ["--all"] else None
    (every or OUT).mkdir(parents=True, exist_ok=True)
    path, environment = executable()
    with tempfile.TemporaryDirectory(prefix="shawlands-pictures-") as folder, sync_playwright() as player:
        demo = Demo(folder)
        browser = player.chromium.launch(executable_path=path, env={**os.environ, **environment})
        try:
            for width in (1280, 390) if every else (1280,):

                def take(page: Page, name: str, prefix: str = "", width: int = width) -> None:
                    name = prefix + name
                    if every:
                        page.screenshot(path=every / f"{name}-{width}.png", full_page=True)
                    elif name in ("teacher-record", "teacher-check", "head-decision", "head-dashboard"):
                        page.screenshot(path=OUT / f"{name}.png", full_page=False)

                teacher = demo.sign_in(browser, "Teacher", width)
                take(teacher, "teacher-home")
                walk_the_flow(teacher, partial(take, teacher, prefix="teacher-"))
                teacher.click("a:has-text('Go to Amina')")
                teacher.click("main >> a:has-text('Speech and language')")
                take(teacher, "teacher-record")
                head = demo.sign_in(browser, "Headteacher", width)
                take(head, "head-home")
                head.click("main >> a:has-text('to acknowledge')")
                head.click("main >> a:has-text('SD ') >> nth=0")
                take(head, "head-decision")
                head.click("text=I have seen this")
                head.goto(f"{demo.address}/notices/")
                take(head, "head-notices")
                head.goto(f"{demo.address}/sharing/?period=twelve")
                take(head, "head-dashboard")
                if every:
                    walk_what_is_new(demo, teacher, take)
                    walk_the_other_roles(demo, partial(demo.sign_in, browser, width=width), take)
                    time.sleep(31)  # a code works once
        finally:
            demo.server.terminate()
            demo.server.wait()
            browser.close()


if __name__ == "__main__":
    main()
