"""What is checked before the product starts: keys, files, names; each answers with sentences that say what to do."""

import re
import zlib
from pathlib import Path

from django.conf import settings
from django.db import connection

from accounts.models import User
from core import key_checks, keyring
from core.audit import database_role, signing_key
from core.models import School

DEMO_DOMAIN = "@shawlands.example"
HOST = re.compile(r"[\w-]+(\.[\w-]+)*|\[[0-9a-fA-F:]+\]")


def of_keys() -> list[str]:
    try:
        faults = key_checks.faults(signing_key.vkey())
    except (keyring.KeyUnavailable, OSError) as error:
        return [f"{str(error)[:1].upper()}{str(error)[1:]}: {settings.KEYS}. Put back the keys of this database."]
    return faults + [
        f"Others can read or replace {place}. Run: chmod {'go-w' if place == str(settings.KEYS) else '600'} {place}, "
        "as its owner, who must be the service's own user."
        for place in keyring.exposed()
    ]


def of_a_demo() -> list[str]:
    """SHAWLANDS_DEMO=1 loosens what a real school needs: never with its keys or its database."""
    faults = []
    if not keyring.is_demo():
        faults.append("SHAWLANDS_DEMO is set, and the keys are a real school's. Unset it.")
    if School.objects.filter(demo=False).exists():
        faults.append("SHAWLANDS_DEMO is set, and the database is a real school's. Unset it.")
    return faults


def of_files() -> list[str]:
    """The data folder, and on SQLite the database's files: they hold whom records are about, and when."""
    places = [settings.DATA]
    if connection.vendor == "sqlite":
        places += [Path(f"{connection.settings_dict['NAME']}{end}") for end in ("", "-wal", "-shm")]
    return [
        f"Others can read {place}. Run: chmod {'700' if place.is_dir() else '600'} {place}, as its owner."
        for place in places
        if place.exists() and place.stat().st_mode & 0o077
    ]


def of_names() -> list[str]:
    """What is wrong with the names by which links, mails and the log call this service; `prepare` asks too, for the
    log keeps its name for ever."""
    faults = []
    if not settings.ALLOWED_HOSTS:
        faults.append("Set SHAWLANDS_HOSTS to the host names of this service, separated by commas.")
    if any(not HOST.fullmatch(host) for host in settings.ALLOWED_HOSTS):
        faults.append(
            "SHAWLANDS_HOSTS must be whole host names like records.school.example, separated by commas: no https://, "
            "no port, not *, none empty."
        )
    if not re.fullmatch(r"[^\s+]+", settings.LOG_ORIGIN):
        faults.append("SHAWLANDS_LOG_ORIGIN must be a name without spaces and without +.")
    return faults


def of_a_school() -> list[str]:
    faults = database_role.faults() + of_files() + of_names()
    if not settings.SECRET_KEY_KEPT:
        faults.append("There is no secret key that sessions could be signed with. Make one with `manage.py prepare`.")
    key = settings.SECRET_KEY
    if key == settings.DEMO_SECRET or len(key) < 50 or len(zlib.compress(key.encode(), 9)) < 40:
        faults.append(
            "SHAWLANDS_SECRET_KEY is the demo's, shorter than 50 characters, or not random. Leave it out: "
            "`manage.py prepare` makes one."
        )
    if keyring.is_demo():
        faults.append("The keys are the demo's. Make new ones with `manage.py prepare`.")
    if School.objects.filter(demo=True).exists() or User.objects.filter(email__endswith=DEMO_DOMAIN).exists():
        faults.append("The database holds the demo school and its people.")
    return faults
