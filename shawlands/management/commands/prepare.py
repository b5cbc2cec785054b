"""manage.py prepare"""

import contextlib
import secrets
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from accounts.models import User
from core import key_checks, keyring, statistics
from core.audit import signing_key, triggers
from shawlands import start_checks
from shawlands.environment import database


class Command(BaseCommand):
    help = "Make or update tables, triggers, keys and static files. On PostgreSQL as the owner of the tables."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO and (wrong := start_checks.of_names()):
            raise CommandError("\n".join(wrong))
        try:
            settings.DATA.mkdir(parents=True, exist_ok=True, mode=0o700)
            settings.STATIC_ROOT.mkdir(exist_ok=True)
            if not settings.SECRET_KEY_KEPT and not settings.SECRET_KEY_FILE.exists():
                settings.KEYS.mkdir(parents=True, exist_ok=True, mode=0o700)
                keyring.write_private(settings.SECRET_KEY_FILE, secrets.token_urlsafe(64) + "\n")
        except OSError as error:
            raise CommandError(
                f"{error.filename} cannot be made: {error.strerror}. Make it as root, and give it to this user."
            ) from None
        if settings.OWNER_DATABASE_URL:
            connection.close()
            connection.settings_dict.update(database(settings.OWNER_DATABASE_URL))
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
        if not key_checks.noted():
            with contextlib.suppress(FileExistsError):
                keyring.create(demo=settings.DEMO)
            with contextlib.suppress(FileExistsError):
                signing_key.create_key()
        try:
            key_checks.remember(signing_key.vkey(), in_use=User.objects.exists())
        except (key_checks.KeysNotKnown, keyring.KeyUnavailable) as error:
            raise CommandError(str(error)) from None
        statistics.refresh_all()
        if settings.OWNER_DATABASE_URL:
            grant_application(database(settings.DATABASE_URL)["USER"])
            connection.close()
        if not settings.DEMO:
            call_command("collectstatic", verbosity=0, interactive=False, ignore_patterns=["*.gz"])
        kind = "PostgreSQL" if connection.vendor == "postgresql" else "SQLite"
        self.stdout.write(f"Prepared: {kind}, data in {settings.DATA}, keys in {settings.KEYS}.")


def grant_application(role: str) -> None:
    """Give the application's role what it needs and no more: it owns nothing and rewrites nothing.

    Of append-only tables it may read and insert; of spans it may also move `until`; of what waits for sealing it
    may remove.
    """
    quote = connection.ops.quote_name
    once = {model._meta.db_table for model in triggers.RULES.append_only}
    spans = {model._meta.db_table for model in triggers.RULES.only_ends}
    with connection.cursor() as cursor:
        # Before PostgreSQL 15 everybody may, and only a superuser can revoke it: start-up says so.
        cursor.execute(f"REVOKE CREATE ON SCHEMA public FROM PUBLIC, {quote(role)}")
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {quote(role)}")
        cursor.execute(f"GRANT EXECUTE ON FUNCTION {statistics.FUNCTION} TO {quote(role)}")
        cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {quote(role)}")
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"REVOKE ALL ON {quote(table)} FROM {quote(role)}")
            rights = "SELECT, INSERT" if table in once | spans else "SELECT, INSERT, UPDATE, DELETE"
            cursor.execute(f"GRANT {rights} ON {quote(table)} TO {quote(role)}")
            if table in spans:
                cursor.execute(f"GRANT UPDATE (until) ON {quote(table)} TO {quote(role)}")
