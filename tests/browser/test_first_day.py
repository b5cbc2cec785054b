"""A real school begins: the README's own words on an empty folder, mailed links, the first decision, acknowledged.

Nothing here calls the product or a factory: commands, emails and a browser alone (R: G2, T4, C11, C7).
"""

import base64
import os
import re
import signal
import subprocess
import time
from collections.abc import Iterator
from datetime import date, timedelta
from email import message_from_bytes
from email.policy import default as policy
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from aiosmtpd.controller import Controller
from django.db import connection
from playwright.sync_api import Page, expect

from tests.browser.chromium import ROOT, executable
from tests.browser.conftest import LIGHT, WAIT, follow, virtual_authenticator
from tests.factories import code_for
from tests.postgres import APPLICATION, OWNER, free_port
from tests.served import until_it_answers
from tests.tls import Proxy

pytestmark = [
    pytest.mark.browser,
    pytest.mark.on_both,
    pytest.mark.requirement("G2"),
    pytest.mark.requirement("T4"),
]
HOST, PASSWORD = "records.fernhill.test", "plum orchard ladder seven"
PICTURES = os.environ.get("SHAWLANDS_PICTURES", "")
"""A folder in which a picture of each page is left: `make first-day`."""
ADDRESS = {role: f"{role}@fernhill.test" for role in ("head", "dsl", "dpo", "admin", "teacher", "office")}
PLACE = "Fern Lane, Ferrybridge, FY1 2AB", "01632 960 200"
PHONES = "01632 960 204", "01632 960 555", "", "01632 960 777"
SCHOOL = "Fernhill Primary School", "maintained", "999", "2001", *PLACE, *PHONES
ANSWERS = [
    *SCHOOL,
    "Mrs",
    "Ivy",
    "Holloway",
    ADDRESS["head"],
    "n",
    "Mr",
    "Rowan",
    "Marsh",
    ADDRESS["dsl"],
    "Ms",
    "Hazel",
    "Brook",
    ADDRESS["dpo"],
    "Mr",
    "Ash",
    "Field",
    ADDRESS["admin"],
    "n",
    "n",
    "y",
]
STAFF = (
    "Title,First name,Last name,Email,Role,Class\n"
    f"Miss,Olive,Grove,{ADDRESS['teacher']},Teacher,4C\nMrs,May,Lane,{ADDRESS['office'].upper()},Office staff,\n"
)
PUPILS = "UPN,Surname,Forename,DOB,Reg Group,Year\nH801200001001,Quill,Wilf,2018-01-04,4C,4\n"


def words_of(kind: str) -> str:
    """The README's own commands that are marked as `kind`."""
    found = re.search(rf"<!-- {kind} -->\n```sh\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)
    assert found, kind
    return found[1]


class Letters:
    """The school's mail server: keeps what comes."""

    def __init__(self) -> None:
        self.kept: list[tuple[str, str]] = []
        self.controller = Controller(self, hostname="127.0.0.1", port=free_port())
        self.controller.start()

    async def handle_DATA(self, server, session, envelope):
        said = message_from_bytes(envelope.content, policy=policy)
        self.kept.append((envelope.rcpt_tos[0].lower(), said.get_content()))
        return "250 OK"

    def link(self, to: str, part: str) -> str:
        """The newest link with `part` in its path that was sent to somebody."""
        for _ in range(200):
            for address, text in reversed(self.kept):
                if address == to and (found := re.search(rf"https://\S*{part}\S*", text)):
                    return found[0]
            time.sleep(0.1)
        raise AssertionError(f"no letter with {part}")


class School:
    """A server that runs the README's words in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.letters, self.port = folder, Letters(), free_port()
        self.proxy = Proxy(HOST, self.port, folder)
        self.address = f"https://{HOST}:{self.proxy.port}"
        self.running: subprocess.Popen | None = None
        more = {
            "SHAWLANDS_HOSTS": HOST,
            "SHAWLANDS_DATA": str(folder / "data"),
            "SHAWLANDS_KEYS": str(folder / "keys"),
            "SHAWLANDS_SMTP_HOST": "127.0.0.1",
            "SHAWLANDS_SMTP_PORT": str(self.letters.controller.port),
        }
        settings = words_of("settings")
        for name, value in more.items():  # the README's settings, with this school's values
            settings, changed = re.subn(rf"(?m)^export {name}=.*$", f"export {name}={value}", settings)
            assert changed == 1, name
        settings += (
            f"export SHAWLANDS_ADDRESS={self.address}\nexport SHAWLANDS_PORT={self.port}\n"
            f"export SHAWLANDS_SMTP_TLS=0\n{self.database()}"
        )
        (folder / "shawlands.env").write_text(settings)
        bare = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/root"), "LANG": "C.UTF-8"}
        self.environment = {**bare, "PLAYWRIGHT_BROWSERS_PATH": os.environ.get("PLAYWRIGHT_BROWSERS_PATH", "")}

    def database(self) -> str:
        if connection.vendor == "sqlite":
            return ""
        import psycopg2

        server = connection.settings_dict
        place = f"{server['HOST']}:{server['PORT']}"
        admin = psycopg2.connect(host=server["HOST"], port=server["PORT"], user="postgres", dbname="postgres")
        admin.autocommit = True
        with admin.cursor() as cursor:
            cursor.execute("DROP DATABASE IF EXISTS fernhill WITH (FORCE)")
            cursor.execute(f"CREATE DATABASE fernhill OWNER {OWNER}")
        admin.close()
        return (
            f"export DATABASE_URL=postgresql://{APPLICATION}@{place}/fernhill\n"
            f"export SHAWLANDS_OWNER_DATABASE_URL=postgresql://{OWNER}@{place}/fernhill\n"
        )

    def begin(self) -> str:
        """Run the README's commands; returns what was printed until the service ran."""
        *commands, serve = [line for line in words_of("run").strip().splitlines() if line]
        script = "set -e\n" + "\n".join(commands).replace("shawlands.env", str(self.folder / "shawlands.env"))
        done = subprocess.run(
            ["bash", "-c", script],
            cwd=ROOT,
            env=self.environment,
            input="\n".join(ANSWERS) + "\n",
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-3000:]
        settings = f"source {self.folder / 'shawlands.env'}; unset SHAWLANDS_OWNER_DATABASE_URL"
        with (self.folder / "service.log").open("w") as log:
            self.running = subprocess.Popen(
                ["bash", "-c", f"{settings}; {serve}"],
                cwd=ROOT,
                env=self.environment,
                start_new_session=True,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        until_it_answers(
            self.running, self.port, (self.folder / "service.log").read_text, Host=HOST, X_Forwarded_Proto="https"
        )
        return done.stdout

    def end(self) -> None:
        if self.running:
            os.killpg(self.running.pid, signal.SIGTERM)
            self.running.wait(timeout=30)
        self.letters.controller.stop()
        self.proxy.stop()


@pytest.fixture
def school(tmp_path) -> Iterator[School]:
    made = School(tmp_path)
    yield made
    made.end()


@pytest.fixture
def people(chromium, school, request):
    """A browser that trusts the school's certificate, with a window of its own for each person."""
    path, environment = executable()
    trusted = base64.b64encode(school.proxy.fingerprint).decode()
    browser = chromium.browser.browser_type.launch(
        executable_path=path,
        env={**os.environ, **environment},
        args=[
            *LIGHT,
            f"--host-resolver-rules=MAP {HOST} 127.0.0.1",
            f"--ignore-certificate-errors-spki-list={trusted}",
        ],
    )
    windows: dict[str, Page] = {}

    def window(who: str) -> Page:
        if who not in windows:
            windows[who] = browser.new_context(accept_downloads=True).new_page()
            windows[who].set_default_timeout(WAIT)
        return windows[who]

    yield window
    if request.session.testsfailed and PICTURES:
        for who, page in windows.items():
            page.screenshot(path=Path(PICTURES) / f"last-of-{who}.png", full_page=True)
    browser.close()


class Scene:
    """Somebody at a screen, and a picture of each page as they leave it."""

    number = 0

    def __init__(self, page: Page, school: School) -> None:
        self.page, self.school = page, school

    def picture(self) -> None:
        if PICTURES and self.page.url != "about:blank":
            Scene.number += 1
            words = [part for part in urlsplit(self.page.url).path.split("/") if re.fullmatch("[a-z-]+", part)]
            name = f"{Scene.number:03}-{'-'.join(words) or 'home'}.png"
            self.page.screenshot(path=Path(PICTURES) / name, full_page=True)

    def go(self, path: str) -> None:
        self.picture()
        self.page.goto(self.school.address + path)

    def press(self, name: str, kind: str = "button", exact: bool = True) -> None:
        self.picture()
        follow(self.page.get_by_role(kind, name=name, exact=exact).first)

    def fill(self, **values: str) -> None:
        for label, value in values.items():
            self.page.get_by_label(label.replace("_", " "), exact=True).fill(value)

    def day(self, legend: str, day: date) -> None:
        self.page.get_by_role("group", name=legend).get_by_label("Day").fill(f"{day:%d/%m/%Y}")

    def first_time(self, link: str, address: str, passkey: bool = False) -> None:
        """By the link of an email or of set_up: a password, a second factor, recovery codes, the undertaking."""
        page = self.page
        page.goto(link)
        page.get_by_label("New password", exact=True).fill(PASSWORD)
        page.get_by_label("Type the new password again").fill(PASSWORD)
        self.press("Set password")
        self.press("Sign in", "link")
        page.get_by_label("Email address").fill(address)
        page.get_by_label("Password").fill(PASSWORD)
        self.press("Sign in")
        if passkey:
            virtual_authenticator(page)
            self.press("Set up a passkey", "link")
            self.picture()
            page.get_by_role("button", name="Set up a passkey").click()
        else:
            self.press("Use an app that shows codes", "link")
            page.get_by_label("Code from the app").fill(code_for(page.locator(".app-code").inner_text()))
            self.press("Set up the app")
        page.get_by_role("heading", name="Recovery codes").wait_for()
        page.get_by_label("I have kept these").check()
        self.press("Continue")
        page.get_by_label("I accept this").check()
        self.press("Accept and continue")
        page.get_by_role("heading", name="Home", exact=True).wait_for()


def links_of(printed: str) -> dict[str, str]:
    """What set_up printed: role to link."""
    return dict(re.findall(r"(?m)^([A-Z][^,\n]+), [^:\n]+: (https://\S+)$", printed))


def test_from_the_readme_to_the_first_decision_acknowledged(school, people):
    links = links_of(school.begin())
    assert set(links) == {"Headteacher", "Designated safeguarding lead", "Data protection officer", "Administrator"}
    admin, head, dpo, office, teacher = (
        Scene(people(who), school) for who in ("admin", "head", "dpo", "office", "teacher")
    )
    admin.first_time(links["Administrator"], ADDRESS["admin"])
    admin.press("Get the school ready", "link", exact=False)
    admin.press("1. School’s details", "link")
    admin.press("Save")
    admin.go("/settings/terms/")
    today = date.today()
    for name, first, last in (("This term", -30, 60), ("Next term", 75, 260)):
        admin.page.get_by_label("Name of the term").fill(name)
        admin.day("First school day", today + timedelta(days=first))
        admin.day("Last school day", today + timedelta(days=last))
        admin.press("Add the term")
    admin.go("/settings/email/")
    admin.press("Send me a test")
    admin.page.goto(school.letters.link(ADDRESS["admin"], "/settings/email/"))
    admin.press("The test email arrived")
    admin.go("/settings/classes/")
    admin.page.get_by_label("Name of the class").fill("4C")
    admin.press("Add", exact=False)
    admin.go("/settings/staff/")
    admin.page.get_by_label("The list").set_input_files(
        {"name": "staff.csv", "mimeType": "text/csv", "buffer": STAFF.encode()}
    )
    admin.press("Preview the list")
    admin.press("Send for approval")
    admin.picture()

    head.first_time(links["Headteacher"], ADDRESS["head"], passkey=True)
    head.go("/account/changes/")
    head.press("Read the list", "link", exact=False)
    head.press("Approve selected people")

    office.first_time(school.letters.link(ADDRESS["office"], "/account/password/new/"), ADDRESS["office"])
    office.go("/imports/")
    office.page.get_by_label("The file").set_input_files(
        {"name": "pupils.csv", "mimeType": "text/csv", "buffer": PUPILS.encode()}
    )
    office.press("Look at the file")
    office.press("Look at the lines")
    office.press("Import", exact=False)
    office.page.get_by_role("heading", name="Imported").wait_for()
    office.picture()

    dpo.first_time(links["Data protection officer"], ADDRESS["dpo"])
    dpo.go("/decisions/purposes/")
    dpo.press("Confirm these", exact=False)
    dpo.go("/decisions/agencies/new/")
    dpo.fill(Name="Speech and Language Service")
    dpo.page.get_by_label("Kind").select_option("health")
    dpo.press("Save")
    dpo.press("Add a contact", "link")
    dpo.fill(Name="Dr Nell Fern", Job_or_role="Speech therapist")
    dpo.page.get_by_label("address or telephone number", exact=False).fill("nell.fern@clinic.test")
    dpo.page.get_by_label("Secure", exact=False).first.check()
    dpo.page.get_by_label("I have checked the address with them today").check()
    dpo.page.get_by_label("Offer this contact first to everybody").check()
    dpo.press("Save")
    dpo.picture()
    head.go("/account/changes/")
    head.press("Agree", exact=False)

    teacher.first_time(school.letters.link(ADDRESS["teacher"], "/account/password/new/"), ADDRESS["teacher"])
    reference = first_decision(teacher)
    head.go("/")
    head.press(reference, "link")
    head.press("I have seen this")
    expect(head.page.get_by_text("Seen by you")).to_be_visible()
    head.picture()


def first_decision(teacher: Scene) -> str:
    """The teacher shares what no record holds yet with the speech therapist; returns the decision's reference."""
    page = teacher.page

    def go_on() -> None:
        before = page.url
        teacher.press("Continue")
        page.wait_for_url(lambda url: url != before)

    teacher.press("Find a child", "link")
    page.get_by_label("Name").fill("wilf")
    teacher.press("Find")
    teacher.press("Wilf Quill", "link", exact=False)
    teacher.press("Record a share decision")
    page.get_by_role("group", name="suffering, or at risk").get_by_label("No", exact=True).check()
    go_on()
    page.get_by_label("Dr Nell Fern", exact=False).check()
    go_on()
    page.get_by_label("Something that is not in a record").check()
    page.get_by_label("What?").fill("Wilf finds the sounds s and sh hard to tell apart.")
    page.get_by_label("What kind of information is it?").select_option(label="Speech and language")
    page.get_by_label("A fact: seen, heard or measured").check()
    page.get_by_label("Where does it come from", exact=False).fill("I heard it in class")
    go_on()
    page.get_by_label("They know, and they agree").check()
    page.get_by_label("Wilf knows, and is happy with it").check()
    go_on()
    page.get_by_label("Someone else", exact=False).check()
    page.get_by_label("Who?", exact=True).fill("Mrs Ada Quill, his mother")
    page.get_by_label("Today", exact=True).check()
    page.get_by_label("What would be shared, with whom").check()
    go_on()
    page.get_by_label("Share:", exact=False).check()
    go_on()
    page.get_by_label("Health care or medicine").check()
    page.get_by_label("Why is it essential").fill("The clinic cannot plan his sessions without it.")
    page.get_by_label("Why is it appropriate").fill("Only the therapist who sees him.")
    go_on()
    page.get_by_label("Today", exact=True).check()
    for label in ("The address is right", "These are the only people", "This is all that is needed"):
        page.get_by_label(label, exact=False).check()
    go_on()
    teacher.press("Record this decision")
    page.wait_for_url("**/recorded/")
    teacher.picture()
    reference = re.search(r"SD [0-9A-Z]{4} [0-9A-Z]{4}", page.locator("main").inner_text())
    assert reference
    return reference[0]
