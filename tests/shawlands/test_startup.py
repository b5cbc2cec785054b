"""When the product does not start, and how it is prepared (R: T2, G2)."""

import base64
import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from accounts import people
from core import key_checks, keyring
from core.audit import checkpoints, database_role, entries, signing_key
from core.audit.models import Entry
from core.refusals import Refused
from shawlands import startup
from shawlands.management.commands.prepare import grant_application
from tests.core.audit.attacks import as_owner, sql
from tests.factories import World, user
from tests.postgres import OWNER
from tests.processes import ROOT
from tools.demo.school import make_school

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
        shutil.copy(settings.KEYS / name, tmp_path / name)
    settings.KEYS = tmp_path
    with pytest.raises(ImproperlyConfigured, match="key"):
        startup.refuse_unsafe_start()


def test_outside_the_demo_it_refuses_the_demos_key_people_and_secret(settings):
    settings.DEMO = False
    World()
    said = " ".join(startup.reasons_not_to_start())
    for words in ("SHAWLANDS_SECRET_KEY", "The keys are the demo's", "holds the demo school"):
        assert words in said


@pytest.mark.parametrize("key", ["a" * 64, "change-me", "0123456789" * 9])
def test_a_secret_that_can_be_guessed_is_refused(settings, key):
    settings.DEMO, settings.SECRET_KEY = False, key
    assert "SHAWLANDS_SECRET_KEY" in " ".join(startup.reasons_not_to_start())


def own_keys(settings, tmp_path) -> Path:
    """The keys of the test, in a folder of its own that the settings name."""
    settings.KEYS = shutil.copytree(settings.KEYS, tmp_path / "keys")
    return settings.KEYS


def only_reason() -> str:
    (reason,) = startup.reasons_not_to_start()
    return reason


def a_key(content: bytes) -> str:
    return base64.b64encode(content).decode()


@pytest.mark.requirement("G2")
def test_another_schools_key_is_refused(settings, tmp_path):
    keys = own_keys(settings, tmp_path)
    (keys / keyring.FILE).unlink()
    keyring.create(demo=True)
    assert "is not this school's" in only_reason() and "Put back" in only_reason()
    with pytest.raises(CommandError, match="is not this school's"):
        call_command("prepare", verbosity=0)
    assert "is not this school's" in only_reason()


def test_prepare_makes_no_keys_for_a_database_that_had_some(settings, tmp_path):
    settings.KEYS = tmp_path / "none"
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("prepare", verbosity=0)
    assert not settings.KEYS.exists()


def test_another_schools_key_under_the_name_of_this_ones_is_refused(settings, tmp_path):
    file = own_keys(settings, tmp_path) / keyring.FILE
    (name,) = keyring.names()
    file.write_text(f"{keyring.DEMO_MARK}\n{name}:{a_key(secrets.token_bytes(32))}\n")
    assert "is not this school's" in only_reason()


def test_a_new_key_is_made_known_by_prepare(settings, tmp_path):
    file = own_keys(settings, tmp_path) / keyring.FILE
    with file.open("a") as out:
        out.write(f"abcdef12:{a_key(secrets.token_bytes(32))}\n")
    assert "abcdef12" in only_reason() and "manage.py prepare" in only_reason()
    key_checks.remember(signing_key.vkey())
    assert startup.reasons_not_to_start() == []


def test_a_school_in_use_whose_keys_were_never_noted_is_not_trusted_with_new_ones():
    as_owner("DELETE FROM core_keycheck")
    assert "never noted" in only_reason()
    with pytest.raises(key_checks.KeysNotKnown, match="in use"):
        key_checks.remember(signing_key.vkey(), in_use=True)


def test_the_check_of_keys_cannot_be_rewritten():
    for statement in ("DELETE FROM core_keycheck", "UPDATE core_keycheck SET name = 'x'"):
        with pytest.raises(DatabaseError), transaction.atomic():
            sql(statement)


@pytest.mark.requirement("T2")
def test_another_key_of_the_log_is_refused_and_signs_nothing(settings, tmp_path):
    entries.write(user("teacher"), Entry.Action.ACCESS)
    checkpoints.make()
    (own_keys(settings, tmp_path) / "log.key").unlink()
    signing_key.create_key()
    assert "log.key is not the key" in only_reason()
    entries.write(user("teacher"), Entry.Action.ACCESS)
    with pytest.raises(keyring.KeyUnavailable, match="signed"):
        checkpoints.make()


def test_another_name_of_the_log_is_refused_and_the_right_one_named(settings):
    settings.LOG_ORIGIN, right = "other.test/log", settings.LOG_ORIGIN
    assert f"SHAWLANDS_LOG_ORIGIN={right}." in only_reason()


def test_the_right_name_of_the_log_is_named_whatever_signs_its_key_has():
    known = {key_checks.LOG: b"school.test/log+cd82da3e+BN76GKBDVaq+VL9I/x+y="}
    said = key_checks._of_the_log(known, "other.test/log+eea7bee9+BN76GKBDVaq+VL9I/x+y=")
    assert said == [
        "The log's name is school.test/log for ever, not other.test/log. Set SHAWLANDS_LOG_ORIGIN=school.test/log."
    ]


@pytest.mark.parametrize("hosts", [[], ["https://records.school.test"], ["records.school.test:443"], ["*"]])
def test_nothing_is_prepared_or_set_up_under_a_name_that_is_none(settings, hosts):
    settings.DEMO, settings.ALLOWED_HOSTS = False, hosts
    for command in ("prepare", "set_up"):
        with pytest.raises(CommandError, match="SHAWLANDS_HOSTS"):
            call_command(command, verbosity=0)


@pytest.mark.parametrize("file", [keyring.FILE, "log.key"])
def test_a_key_of_zeros_is_refused(settings, tmp_path, file):
    keys = own_keys(settings, tmp_path)
    (name,) = keyring.names()
    pem = Ed25519PrivateKey.from_private_bytes(bytes(32)).private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    )
    zeros = {keyring.FILE: f"{keyring.DEMO_MARK}\n{name}:{a_key(bytes(32))}\n", "log.key": pem.decode()}
    (keys / file).write_text(zeros[file])
    assert "not made at random" in only_reason()


@pytest.mark.parametrize(
    ("path", "mode"),
    [(keyring.FILE, 0o640), (keyring.FILE, 0o604), ("log.key", 0o644), ("", 0o777), ("", 0o720)],
)
def test_keys_that_others_can_read_or_replace_are_refused(settings, tmp_path, path, mode):
    (own_keys(settings, tmp_path) / path).chmod(mode)
    assert "chmod" in only_reason() and str(settings.KEYS / path) in only_reason()


def of_files(folder: Path) -> list[str]:
    return [reason for reason in startup.reasons_not_to_start() if f"Others can read {folder}" in reason]


@pytest.mark.parametrize("mode", [0o755, 0o750, 0o701])
def test_a_data_folder_that_others_can_read_is_refused(settings, tmp_path, mode):
    settings.DEMO, settings.DATA = False, tmp_path
    tmp_path.chmod(0o700)
    assert of_files(tmp_path) == []
    tmp_path.chmod(mode)
    assert of_files(tmp_path) == [f"Others can read {tmp_path}. Run: chmod 700 {tmp_path}, as its owner."]
    settings.DEMO = True
    assert of_files(tmp_path) == []


@pytest.mark.only("sqlite")
@pytest.mark.parametrize("mode", [0o644, 0o666, 0o640])
@pytest.mark.parametrize("end", ["", "-wal", "-shm"])
def test_a_database_file_that_others_can_read_is_refused(settings, tmp_path, mode, end, monkeypatch):
    settings.DEMO, settings.DATA = False, tmp_path
    tmp_path.chmod(0o700)
    file = tmp_path / f"school.sqlite3{end}"
    file.touch(mode=0o600)
    monkeypatch.setitem(settings.DATABASES["default"], "NAME", str(tmp_path / "school.sqlite3"))
    assert of_files(tmp_path) == []
    file.chmod(mode)
    assert of_files(tmp_path) == [f"Others can read {file}. Run: chmod 600 {file}, as its owner."]


@pytest.mark.parametrize(
    "hosts", [["*"], ["school.test", "*"], [""], [".test"], ["school.test:8443"], ["https://school.test"]]
)
def test_hosts_that_stand_for_any_host_are_refused(settings, hosts):
    settings.DEMO, settings.ALLOWED_HOSTS = False, hosts
    assert any("SHAWLANDS_HOSTS" in reason for reason in startup.reasons_not_to_start())
    settings.ALLOWED_HOSTS = ["school.test"]
    assert not any("SHAWLANDS_HOSTS" in reason for reason in startup.reasons_not_to_start())


def test_the_demo_switch_is_refused_where_the_keys_or_the_school_are_real(settings, tmp_path):
    keys = own_keys(settings, tmp_path)
    file = keys / keyring.FILE
    file.write_text(file.read_text().replace(keyring.DEMO_MARK + "\n", ""))
    assert "SHAWLANDS_DEMO" in only_reason() and "keys" in only_reason()
    file.write_text(f"{keyring.DEMO_MARK}\n{file.read_text()}")
    assert startup.reasons_not_to_start() == []
    school = make_school()
    assert startup.reasons_not_to_start() == []
    school.demo = False
    school.save()
    assert "SHAWLANDS_DEMO" in only_reason() and "school" in only_reason()


@contextmanager
def a_role(rights: str, *grants: str) -> Iterator[Any]:
    """A connection of a new role to this test's database, with these rights."""
    import psycopg2

    settings = connection.settings_dict
    admin = psycopg2.connect(host=settings["HOST"], port=settings["PORT"], user="postgres", dbname=settings["NAME"])
    admin.autocommit = True
    other = connection.copy()
    other.settings_dict = {**settings, "USER": "some_role", "CONN_MAX_AGE": 0}
    try:
        with admin.cursor() as cursor:
            cursor.execute(f"CREATE ROLE some_role LOGIN {rights}")
            for grant in grants:
                cursor.execute(grant)
        yield other
    finally:
        other.close()
        with admin.cursor() as cursor:
            cursor.execute("DROP OWNED BY some_role")
            cursor.execute("DROP ROLE some_role")
        admin.close()


@pytest.mark.only("postgresql")
@pytest.mark.requirement("T2")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("rights", "grants", "word"),
    [
        ("SUPERUSER", [], "superuser"),
        ("CREATEROLE", [], "make roles"),
        ("", [f"GRANT {OWNER} TO some_role"], "owns"),
        ("", ["CREATE TABLE some_table (id int)", "ALTER TABLE some_table OWNER TO some_role"], "owns"),
        ("", ["CREATE FUNCTION f() RETURNS int RETURN 1", "ALTER FUNCTION f() OWNER TO some_role"], "owns"),
        ("", ["GRANT TRIGGER ON accounts_user TO some_role"], "accounts_user"),
        ("", ["GRANT UPDATE ON audit_entry TO some_role"], "audit_entry"),
        ("", ["GRANT UPDATE (action) ON audit_entry TO some_role"], "audit_entry"),
        ("", ["GRANT DELETE ON accounts_rolemembership TO some_role"], "accounts_rolemembership"),
        ("", ["GRANT TRUNCATE ON records_record TO some_role"], "records_record"),
        ("", ["GRANT pg_write_all_data TO some_role"], "more rights"),
        ("", ["GRANT pg_execute_server_program TO some_role"], "pg_execute_server_program"),
        ("", ["GRANT CREATE ON SCHEMA public TO some_role"], "REVOKE CREATE ON SCHEMA public"),
        ("", ["GRANT SET ON PARAMETER session_replication_role TO some_role"], "session_replication_role"),
    ],
)
def test_a_role_that_could_pass_by_the_logs_rules_is_refused(rights, grants, word):
    with a_role(rights, *grants) as other:
        assert any(word in fault for fault in database_role.faults(other)), database_role.faults(other)


@pytest.mark.only("postgresql")
@pytest.mark.django_db(transaction=True)
def test_the_applications_role_as_prepare_makes_it_is_taken_and_the_owner_is_not(settings):
    with a_role("") as other:
        grant_application("some_role")
        assert database_role.faults(other) == []
    settings.DEMO = False
    assert any("owns" in reason for reason in startup.reasons_not_to_start())


def environment(**more: str) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("SHAWLANDS", "DATABASE", "DJANGO"))}
    return {**kept, "DJANGO_SETTINGS_MODULE": "shawlands.settings", **more}


def test_debug_is_for_the_demo_only():
    command = [sys.executable, "-c", "import django; django.setup()"]
    done = subprocess.run(command, cwd=ROOT, env=environment(SHAWLANDS_DEBUG="1"), capture_output=True, text=True)
    assert done.returncode and "demo school only" in done.stderr


def test_start_up_says_which_settings_are_missing(settings):
    settings.DEMO, settings.ALLOWED_HOSTS, settings.SECRET_KEY_KEPT = False, [], False
    said = " ".join(startup.reasons_not_to_start())
    assert "SHAWLANDS_HOSTS" in said and "no secret key" in said


def test_a_real_schools_settings_pass_the_deployment_check(tmp_path):
    more = {"SHAWLANDS_SECRET_KEY": SECRET, "SHAWLANDS_HOSTS": "school.test", "SHAWLANDS_DATA": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env=environment(**more),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr[-3000:]


def test_migrations_say_what_the_models_say():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


@pytest.mark.requirement("T4")
def test_first_holders_are_named_once_from_the_command_line():
    first, second = user(), user()
    people.found(first, "headteacher")
    for person, role in ((second, "headteacher"), (second, "teacher")):
        with pytest.raises(Refused):
            people.found(person, role)
