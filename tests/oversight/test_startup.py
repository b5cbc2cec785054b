"""When the product does not start, and how it is prepared (R: T2, G2)."""

import os
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import connection

from accounts import people, roles
from oversight import startup
from school import keyring
from tests.audit.attacks import sql
from tests.factories import World, user
from tests.postgres import APPLICATION
from tests.processes import ROOT

SECRET = "".join(map(chr, range(40, 120)))  # long and of many signs
pytestmark = [pytest.mark.django_db]


@pytest.mark.requirement("T2")
def test_it_does_not_start_without_its_triggers():
    assert startup.reasons_not_to_start() == []
    on = " ON audit_entry" if connection.vendor == "postgresql" else ""
    sql(f"DROP TRIGGER audit_entry_pending{on}")
    with pytest.raises(ImproperlyConfigured, match="audit_entry_pending"):
        startup.refuse_unsafe_start()


@pytest.mark.parametrize("file", [keyring.FILE, "log.key"])
def test_it_does_not_start_without_its_keys(settings, tmp_path, file):
    for name in {keyring.FILE, "log.key"} - {file}:
        (tmp_path / name).write_text((settings.KEYS / name).read_text())
    settings.KEYS = tmp_path
    with pytest.raises(ImproperlyConfigured, match="key"):
        startup.refuse_unsafe_start()


def test_outside_the_demo_it_refuses_the_demos_key_people_and_secret(settings):
    settings.DEMO = False
    World()
    said = " ".join(startup.reasons_not_to_start())
    for words in ("SHAWLANDS_SECRET_KEY", "The keys are the demo's", "holds the demo school"):
        assert words in said


def environment(**more: str) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("SHAWLANDS", "DATABASE", "DJANGO"))}
    return {**kept, "DJANGO_SETTINGS_MODULE": "shawlands.settings", **more}


def test_debug_is_for_the_demo_only():
    command = [sys.executable, "-c", "import django; django.setup()"]
    done = subprocess.run(command, cwd=ROOT, env=environment(SHAWLANDS_DEBUG="1"), capture_output=True, text=True)
    assert done.returncode and "demo school only" in done.stderr


def test_start_up_says_which_settings_are_missing(settings):
    settings.ALLOWED_HOSTS, settings.SECRET_KEY_KEPT = [], False
    said = " ".join(startup.reasons_not_to_start())
    assert "SHAWLANDS_HOSTS" in said and "no secret key" in said


def test_a_real_schools_settings_pass_the_deployment_check(tmp_path):
    more = {"SHAWLANDS_SECRET_KEY": SECRET, "SHAWLANDS_HOSTS": "school.test", "SHAWLANDS_DATA": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT, env=environment(**more), capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]


def test_migrations_say_what_the_models_say():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


@pytest.mark.requirement("T4")
def test_first_holders_are_named_once_from_the_command_line():
    first, second = user(), user()
    people.found(first, "headteacher")
    for person, role in ((second, "headteacher"), (second, "teacher")):
        with pytest.raises(roles.RoleRefused):
            people.found(person, role)


def _school(tmp_path, **more: str) -> dict[str, str]:
    return environment(SHAWLANDS_HOSTS="school.test", SHAWLANDS_DATA=str(tmp_path), **more)


def _run(words: list[str], where: dict[str, str]) -> str:
    done = subprocess.run(
        [sys.executable, "manage.py", *words], cwd=ROOT, env=where, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


SET_UP = ["set_up", "--file", "tests/oversight/school.toml"]


LIVE = """
from uuid import uuid4
from accounts import people, roles
from accounts.models import User
from intake import concerns, imports
from pupils.models import Pupil
from records import moving, protecting
from records.vault import Reader
office = people.add(email="o@school.test", first_name="O", last_name="P")
roles.give(office, "office", by=None)
rows = "UPN,Surname,Forename,DOB,Class,Address\\n" + "".join(
    f"{upn},Vetch,{name},2018-03-02,{room},1 Mill Street\\n"
    for upn, name, room in (("H801200001001", "Lin", "3A"), ("R201100018042", "Lark", "4C"))
)
for content in (rows, rows.replace("4C", "5C")):
    run = imports.take(content.encode(), "x", office)
    imports.agree(run, imports.look(run, content.encode(), {}), {})
    imports.do(run)
    run.refresh_from_db()
    assert run.state == "done"
imports.undo_last(run, Reader(office, fresh=True))
dsl = User.objects.get(email="sana.ahmed@school.test")
first, second = (pupil.person for pupil in Pupil.objects.order_by("pk"))
concerns.about(concerns.pass_on(by=office, about="Lin", what="two words", when="now", once=uuid4()).record, first)
moving.undo(moving.merge(first, second, by=dsl, reason="two words"))
protecting.protect_address(first, by=dsl, reason="two words")
roles.leave(office)
"""


@pytest.mark.only("sqlite")
def test_a_new_school_is_prepared_set_up_and_fit_to_start(tmp_path):
    where = _school(tmp_path)
    _run(["prepare"], where)
    said = _run(SET_UP, where)
    assert said.count("https://school.test/account/password/new/") == 4 and "public key" in said
    assert len((tmp_path / "keys/sessions").read_text()) > 50
    _run(["shell", "-c", "from oversight.startup import *; refuse_unsafe_start()"], where)
    _run(["work", "--once"], where)
    assert "stands where and as it was sealed" in _run(["verify_log"], where)
    assert oct((tmp_path / "keys/school.keys").stat().st_mode)[-3:] == "600"


@pytest.mark.only("postgresql")
@pytest.mark.requirement("T2")
def test_on_postgresql_the_application_owns_nothing_and_everything_works(tmp_path):
    """The owner prepares; the application's role sets up, works, verifies, and cannot rewrite."""
    import psycopg2

    settings = connection.settings_dict
    place = f"{settings['HOST']}:{settings['PORT']}"
    admin = psycopg2.connect(host=settings["HOST"], port=settings["PORT"], user=settings["USER"], dbname="postgres")
    admin.autocommit = True
    with admin.cursor() as cursor:
        cursor.execute("DROP DATABASE IF EXISTS school")
        cursor.execute("CREATE DATABASE school")
    admin.close()
    where = _school(
        tmp_path,
        DATABASE_URL=f"postgresql://{APPLICATION}@{place}/school",
        SHAWLANDS_OWNER_DATABASE_URL=f"postgresql://{settings['USER']}@{place}/school",
    )
    _run(["prepare"], where)
    _run(["prepare"], where)
    _run(SET_UP, where)
    _run(["shell", "-c", LIVE], where)
    _run(["work", "--once"], where)
    assert "stands where and as it was sealed" in _run(["verify_log"], where)
    _run(["shell", "-c", "from oversight.startup import *; refuse_unsafe_start()"], where)
    done = subprocess.run(
        [sys.executable, "manage.py", "shell", "-c", "from audit.triggers import *; remove()"],
        cwd=ROOT, env=where, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode and "InsufficientPrivilege" in done.stderr
